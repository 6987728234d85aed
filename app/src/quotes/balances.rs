//! What is left on the codes that hold money, for a cart that presents them. `docs/MODEL.md` 4.8.

use std::collections::BTreeMap;

use tessera_engine::coupon::Limits;
use tessera_engine::facts::{Balance, Facts, Uses};
use tessera_engine::{Currency, Money};
use tessera_store::balances::{AskedBalance, read_balances};
use tessera_store::{StoreError, reservations};

use super::held::{Held, compile};
use super::present::Candidates;
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Reads what is left on every presented code that holds money: what the order itself holds or paid is free to it.
    /// Holds that are past their time are ended first.
    pub(super) async fn fill_balances(
        &self,
        candidates: &mut Candidates,
        held: &Held,
        currency: Currency,
        order_id: Option<&str>,
    ) -> Result<(), Problem> {
        let mut positions = Vec::new();
        let (mut asked, mut coupon_ids) = (Vec::new(), Vec::new());
        for (position, presented) in candidates.presented.iter().enumerate() {
            let Some(coupon) = presented.coupon.as_ref().filter(|coupon| coupon.is_stored_value()) else { continue };
            let Some(code_id) = &candidates.presented_codes[position] else { continue };
            positions.push(position);
            asked.push(AskedBalance { code_id: code_id.to_string(), own: held.paid_by(code_id) });
            coupon_ids.push(coupon.id.clone());
        }
        if asked.is_empty() {
            return Ok(());
        }
        let owns: Vec<Option<i64>> = asked.iter().map(|asked| asked.own).collect();
        let found = self.read_left(asked, coupon_ids, order_id.map(str::to_owned)).await?;
        for ((position, own), found) in positions.into_iter().zip(owns).zip(found) {
            let nothing = Balance { amount: Money::ZERO, currency };
            let balance = found.and_then(|(of, left)| {
                // An order that may not get more than it had pays no more with a balance either.
                let most = own.filter(|_| held.is_capped).map_or(left, |own| left.min(own));
                Some(Balance { amount: Money::new(most)?, currency: Currency::parse(&of)? })
            });
            candidates.presented[position].balance = Some(balance.unwrap_or(nothing));
        }
        Ok(())
    }

    async fn read_left(
        &self,
        asked: Vec<AskedBalance>,
        coupon_ids: Vec<String>,
        order_id: Option<String>,
    ) -> Result<Vec<Option<(String, i64)>>, Problem> {
        loop {
            let (asked, order_id, ids) = (asked.clone(), order_id.clone(), coupon_ids.clone());
            let found = self.inner.store.read(move |tx| {
                Box::pin(async move {
                    if reservations::has_due(tx, &ids).await? {
                        return Ok(None);
                    }
                    Ok::<_, StoreError>(Some(read_balances(tx, &asked, order_id.as_deref()).await?))
                })
            });
            if let Some(found) = found.await? {
                return Ok(found);
            }
            self.expire_reservations(coupon_ids.clone()).await?;
        }
    }
}

impl Candidates {
    /// Several codes of one coupon may pay for an order, and each is a use: of those that are not held already, no more
    /// than the coupon's limits leave.
    pub(super) fn limit_balances(&mut self, held: &Held, facts: &Facts) {
        let mut left: BTreeMap<String, u64> = BTreeMap::new();
        for position in 0..self.presented.len() {
            let Some(coupon) = self.presented[position].coupon.clone() else { continue };
            let code_id = self.presented_codes[position].as_deref();
            if !coupon.is_stored_value() || code_id.is_some_and(|id| held.paid_by(id).is_some()) {
                continue;
            }
            let uses = facts.uses.get(&coupon.id).copied().unwrap_or_default();
            let held_uses = held.payments_of(&coupon.id);
            let rest = || uses_left(&coupon.terms.limits, uses).saturating_sub(held_uses);
            let left = left.entry(coupon.id.clone()).or_insert_with(rest);
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                // The price says itself which limit it is.
                None if uses_left(&coupon.terms.limits, uses) == 0 => {}
                None => {
                    let none = Limits { total: Some(0), ..Limits::default() };
                    self.presented[position].coupon = Some(compile(&coupon, none, None));
                }
            }
        }
    }
}

fn uses_left(limits: &Limits, uses: Uses) -> u64 {
    let rest = |most: Option<u64>, used: u64| most.map_or(u64::MAX, |most| most.saturating_sub(used));
    rest(limits.total, uses.total)
        .min(rest(limits.per_customer, uses.customer.unwrap_or(0)))
        .min(rest(limits.per_day, uses.today))
}
