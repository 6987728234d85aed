//! The pipeline: a cart and its candidate coupons in, a quote out. `docs/MODEL.md` sections 2 to 7.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::balances::pay;
use crate::candidates::Field;
use crate::cart::{Billing, Cart};
use crate::compiled::CompiledCoupon;
use crate::facts::{Balance, Facts};
use crate::ledger::Ledger;
use crate::lines::Lines;
use crate::members::Members;
use crate::quote::{Discounts, Quote};
use crate::reason::Reason;
use crate::record::Record;
use crate::rejection::{Chosen, explain};
use crate::renewal::{FirstOrder, Renewed, renewed};
use crate::report::{apply, price, report_gifts, report_policy, report_selection};
use crate::runner::{Runner, shipping_of};
use crate::search::{Choice, choose, codes_in, most_codes};
use crate::settings::Settings;

/// Everything a price depends on.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The cart, with what the store knows filled in.
    pub cart: &'a Cart,
    /// The instant.
    pub now: Timestamp,
    /// The store's settings.
    pub settings: &'a Settings,
    /// Automatic coupons that may touch the cart, in any order.
    pub automatic: &'a [Arc<CompiledCoupon>],
    /// Codes and claims that were presented, in the order they were.
    pub presented: &'a [Presented],
    /// Automatic coupons the shopper does not want, by id.
    pub declined: &'a [String],
    /// History.
    pub facts: &'a Facts,
    /// Category id to parent id, for selectors.
    pub categories: &'a Categories,
    /// Whether to report every candidate.
    pub explain: bool,
    /// For a cart with `billing`: the order that began the subscription. The cart is then priced as a renewal.
    pub first_order: Option<&'a FirstOrder>,
}

impl<'a> Request<'a> {
    /// For a renewal: the order that began the subscription, and what the cart says of it.
    pub(crate) fn renewal(&self) -> Option<(&'a FirstOrder, &'a Billing)> {
        self.first_order.zip(self.cart.billing.as_ref())
    }
}

/// Parent of each category, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Categories(pub BTreeMap<String, String>);

/// A code or claim that was presented.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Presented {
    /// The code as typed; `None` for a claim.
    pub code: Option<String>,
    /// The claim; `None` for a code.
    pub claim_id: Option<String>,
    /// What it unlocks; `None` when nobody knows it, it is malformed, blocked or someone else's.
    pub coupon: Option<Arc<CompiledCoupon>>,
    /// Other terms it may have as well, of the same coupon: whichever give more (9.6).
    pub other_terms: Vec<Arc<CompiledCoupon>>,
    /// What is left on it, if it holds a balance; `None` is not known.
    pub balance: Option<Balance>,
    /// Uses of this code, committed and held. `None`: what the facts say of its coupon's.
    pub uses: Option<u64>,
    /// Most uses of this code, in place of what its coupon says of each.
    pub limit: Option<u64>,
    /// The first instant at which this code is no longer valid.
    pub ends_at: Option<Timestamp>,
    /// Whether it is for one account and the cart names none.
    pub needs_account: bool,
}

impl Presented {
    /// Whether all uses of the code are taken.
    pub(crate) fn is_used_up(&self) -> bool {
        let of_coupon = || self.coupon.as_ref().and_then(|coupon| coupon.terms.limits.per_code);
        self.limit.or_else(of_coupon).zip(self.uses).is_some_and(|(limit, uses)| uses >= limit)
    }

    /// Why it gives nothing whatever its coupon says: its own end, or its owner is not known.
    pub(crate) fn own_refusal(&self, now: Timestamp) -> Option<Reason> {
        if self.ends_at.is_some_and(|end| now >= end) {
            return Some(Reason::Expired);
        }
        self.needs_account.then_some(Reason::UserNotLoggedIn)
    }

    /// What it may unlock: a coupon, or the same coupon at other terms.
    pub fn versions(&self) -> impl Iterator<Item = &Arc<CompiledCoupon>> {
        self.coupon.iter().chain(&self.other_terms)
    }
}

/// Prices a cart. Never fails: a [`Cart`] is within limits by construction, and why a coupon gave
/// nothing is part of the answer.
#[must_use]
pub fn evaluate(request: &Request<'_>) -> Quote {
    let (mut hints, mut explained) = (Vec::new(), None);
    let quote = evaluate_plainly(request, &mut |runner, chosen, savings| {
        explained = request.explain.then(|| crate::explain::explain(runner, chosen));
        if request.renewal().is_none() {
            hints = crate::hints::find(runner, chosen, savings);
        }
    });
    Quote { hints, explain: explained, ..quote }
}

/// Somebody who asks once the set has run: what is left of it, and what it saves.
pub(crate) type Asker<'a> = &'a mut dyn FnMut(&mut Runner<'_>, &Chosen<'_>, i64);

/// Prices a cart without hints and explanation, and lets somebody ask at the end.
pub(crate) fn evaluate_plainly(request: &Request<'_>, ask: Asker<'_>) -> Quote {
    // The cart in the order of line ids, with categories and floors (2.5, 4.2, 6.3), and its running amounts.
    let lines = Lines::new(request.cart, request.settings, request.categories);
    let ledger = Ledger::open(&lines, shipping_of(request));

    // Who may give something: status, limits, fixed conditions, currency, items (7.2, 9, 11.2); in run order (3.2). At a
    // renewal nothing of that is asked again (8).
    let renewed = renewals_of(request);
    let field = Field::gather(request, &lines, &ledger, renewed.as_deref());
    let mut runner = Runner::new(request, &lines, &field, ledger);

    // Which of them together (7), and what exactly happens when they run (2 to 6).
    let choice = if renewed.is_some() { Choice::all(&mut runner) } else { choose(&mut runner) };
    let (ran, record) = run_chosen(&mut runner, &choice.members);
    let gave = runner.gave.clone();
    let had_effect: Vec<bool> = (0..runner.count()).map(|candidate| runner.has_effect(candidate)).collect();

    // What is left to pay, with tax (2.4), what of it balances pay (4.8), and where every coupon went.
    let paid = pay(&runner);
    let mut priced = price(request, &lines, &runner.ledger, &record.shares, &paid);
    let applied = apply(&runner, &gave, &record, &mut priced.line_items);
    let gifts = report_gifts(&runner, &record);

    // Why what was presented gave nothing (11). This prices other sets: the runner is done with after it.
    let chosen = Chosen {
        members: &choice.members,
        ran: &ran,
        record: &record,
        gave: &gave,
        had_effect: &had_effect,
        paid: &paid,
    };
    let rejected = explain(&mut runner, &chosen);
    ask(&mut runner, &chosen, priced.totals.savings);

    Quote {
        verified: None,
        currency: request.cart.currency,
        as_of: request.now,
        line_items: priced.line_items,
        shipping: priced.shipping,
        fees: priced.fees,
        discounts: Discounts { codes: typed_codes(request), applied, rejected },
        hints: Vec::new(),
        gifts,
        totals: priced.totals,
        selection: report_selection(&runner, choice),
        policy: report_policy(request),
        explain: None,
    }
}

/// Runs the chosen set for the record. A presented coupon that may be missing and gives nothing is run along where it
/// combines, so that it is rejected for what it met at its turn (3.4) and not for what it would meet alone.
fn run_chosen(runner: &mut Runner<'_>, chosen: &Members) -> (Members, Record) {
    let mut record = Record::new(runner.count());
    let mut all = chosen.clone();
    for candidate in 0..runner.count() {
        let entry = &runner.field.candidates[candidate];
        if entry.presented.is_none() || chosen.hold(candidate) || codes_in(runner.field, &all) >= most_codes(runner) {
            continue;
        }
        if all.iter().all(|other| entry.combines_with(&runner.field.candidates[other])) {
            all.add(candidate);
        }
    }
    runner.run(&all, &mut record);
    if all == *chosen || (0..runner.count()).all(|index| !runner.has_effect(index) || chosen.hold(index)) {
        return (all, record);
    }
    // The search was stopped early, or goes by priority: what it did not choose stays out.
    let mut record = Record::new(runner.count());
    runner.run(chosen, &mut record);
    (chosen.clone(), record)
}

/// What a renewal covers; `None` for a cart that is none.
fn renewals_of(request: &Request<'_>) -> Option<Vec<Renewed>> {
    request.renewal().map(|(first, billing)| renewed(first, billing))
}

fn typed_codes(request: &Request<'_>) -> Vec<String> {
    request.presented.iter().filter_map(|presented| presented.code.clone()).collect()
}
