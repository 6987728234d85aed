//! Stored value: what presented balances pay once everything has run. `docs/MODEL.md` 4.8.

use serde_json::{Value, json};

use crate::candidates::{Standing, ask_alone, in_force};
use crate::compiled::CompiledCoupon;
use crate::condition::judge::Outcome;
use crate::evaluate::Presented;
use crate::quote::BalanceUse;
use crate::reason::Reason;
use crate::report::total_without_gift_cards;
use crate::runner::Runner;

/// What balances paid, and why others did not.
#[derive(Debug, Default)]
pub(crate) struct Paid {
    /// In the order they were used.
    pub(crate) uses: Vec<BalanceUse>,
    /// By position among what was presented: why it paid nothing.
    refused: Vec<(usize, (Reason, Value))>,
}

impl Paid {
    /// What they paid together.
    pub(crate) fn sum(&self) -> i64 {
        self.uses.iter().map(|used| used.amount).sum()
    }

    /// Why a balance paid nothing; `None` if it paid.
    pub(crate) fn refusal(&self, position: usize) -> Option<(Reason, Value)> {
        self.refused.iter().find(|(refused, _)| *refused == position).map(|(_, refusal)| refusal.clone())
    }
}

/// A balance that may pay.
struct Purse<'r> {
    position: usize,
    presented: &'r Presented,
    coupon: &'r CompiledCoupon,
    amount: i64,
}

/// Pays what the runner's last run left with the balances that were presented: earliest end first, then the smaller,
/// then the smaller id. None of them pays for a gift-card line.
pub(crate) fn pay(runner: &Runner<'_>) -> Paid {
    let mut paid = Paid::default();
    let mut purses = Vec::new();
    for (position, standing) in runner.field.standing.iter().enumerate() {
        if *standing != Standing::Balance {
            continue;
        }
        match open(runner, position) {
            Ok(purse) => purses.push(purse),
            Err(refusal) => paid.refused.push((position, refusal)),
        }
    }
    if purses.is_empty() {
        return paid;
    }
    let end = |purse: &Purse<'_>| {
        let (_, end) = in_force(purse.coupon, runner.request);
        (end.is_none(), end)
    };
    let key = |purse: &Purse<'_>| purse.presented.code.as_deref().map(crate::code::canonical);
    purses.sort_by(|a, b| {
        (end(a), a.amount, &a.coupon.id, &a.presented.claim_id)
            .cmp(&(end(b), b.amount, &b.coupon.id, &b.presented.claim_id))
            .then_with(|| key(a).cmp(&key(b)))
    });
    let mut due = total_without_gift_cards(runner.request, runner.lines, &runner.ledger);
    for purse in purses {
        let amount = purse.amount.min(due);
        if amount == 0 {
            paid.refused.push((purse.position, (Reason::NoEffect, json!({}))));
            continue;
        }
        due -= amount;
        paid.uses.push(BalanceUse {
            coupon_id: purse.coupon.shared_id().clone(),
            code: purse.presented.code.clone(),
            claim_id: purse.presented.claim_id.clone(),
            amount,
            remaining: purse.amount - amount,
        });
    }
    paid
}

/// A balance that may pay, or why it may not, the first that holds in the order of 11.2.
fn open<'r>(runner: &Runner<'r>, position: usize) -> Result<Purse<'r>, (Reason, Value)> {
    let request = runner.request;
    let presented = &request.presented[position];
    let coupon = presented.coupon.as_deref().expect("a balance stands with a coupon that is known");
    let Some(balance) = presented.balance else {
        return Err((Reason::InformationMissing, json!({ "needs": ["balances"] })));
    };
    if balance.amount.minor() <= 0 {
        return Err((Reason::BalanceExhausted, json!({})));
    }
    if let Some(conditions) = coupon.conditions() {
        let refused = ask_alone(coupon, request, runner.lines, &runner.ledger, |scene| {
            (conditions.judge(scene) != Outcome::Pass).then(|| conditions.refusal(scene))
        });
        if let Some(refused) = refused {
            return Err(refused.unwrap_or((Reason::ConditionNotMet, json!({}))));
        }
    }
    if balance.currency != request.cart.currency {
        let details = json!({ "currency": request.cart.currency, "balance_currency": balance.currency });
        return Err((Reason::CurrencyMismatch, details));
    }
    Ok(Purse { position, presented, coupon, amount: balance.amount.minor() })
}
