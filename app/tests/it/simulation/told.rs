//! What an answer adds to what shops know, and what it must not say.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::model::{Hold, Model, Order, Resource, Use};
use super::request::{Request, Verb};

/// What is wrong, in words.
pub(super) type Wrong = String;

/// Fails with words unless something holds.
macro_rules! ensure {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err(format!($($words)+));
        }
    };
}
pub(super) use ensure;

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn integer(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or(-1)
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn instant(value: &Value, name: &str) -> Timestamp {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

impl Model {
    /// Takes in the first answer to a request that was done: between `since` and `now`.
    ///
    /// # Errors
    /// When more was given than there is, or what was not to be had.
    pub(super) fn learn(
        &mut self,
        request: &Request,
        told: &Value,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<(), Wrong> {
        // When it took effect is known only where it was asked once.
        let instants: &[Timestamp] = if since == now { &[now] } else { &[since, now] };
        let before: Vec<_> = instants.iter().map(|at| self.taken(*at, None)).collect();
        match request.verb {
            Verb::EditCoupon | Verb::EditCampaign | Verb::ChangeBalance | Verb::VoidCode | Verb::RevokeClaim => {
                self.edited(request);
            }
            Verb::Hold | Verb::Redeem | Verb::Follow | Verb::Extend | Verb::Commit => {
                self.held_or_placed(request, told, since)?;
            }
            Verb::Release => self.slot(request).hold = None,
            Verb::CancelUse => self.use_cancelled(request, told)?,
            Verb::CancelOrder | Verb::Amend => self.order_changed(request, told)?,
            Verb::Refund => self.refunded(request, told)?,
            Verb::KeepHouse => {}
        }
        if request.verb.is_edit() {
            // What was given stays given.
            return Ok(());
        }
        let grown = instants.iter().zip(before).map(|(at, before)| self.within_limits(&before, *at));
        let grown: Vec<_> = grown.collect();
        if grown.iter().any(Result::is_ok) { Ok(()) } else { grown.into_iter().collect() }
    }

    /// Whether nothing grew past its limit.
    fn within_limits(&self, before: &BTreeMap<Resource, i64>, at: Timestamp) -> Result<(), Wrong> {
        for (resource, taken) in self.taken(at, None) {
            let (was, most) = (before.get(&resource).copied().unwrap_or(0), self.most(&resource));
            ensure!(
                taken <= was || most.is_none_or(|most| taken <= most),
                "{resource:?} went from {was} to {taken}; its limit is {most:?}"
            );
        }
        Ok(())
    }

    fn slot(&mut self, request: &Request) -> &mut super::model::Slot {
        self.slots.entry(request.order_id.clone()).or_default()
    }

    fn edited(&mut self, request: &Request) {
        let body = &request.body;
        match request.verb {
            Verb::EditCoupon => {
                let Some(coupon) = self.coupons.get_mut(&request.target) else { return };
                match body["status"].as_str() {
                    Some(status) => coupon.is_enabled = status == "enabled",
                    None => coupon.limits = super::model::Limits::read(&body["limits"]),
                }
            }
            Verb::EditCampaign => {
                self.campaigns.insert(request.target.clone(), integer(&body["budget"], "USD"));
            }
            Verb::RevokeClaim => {
                if let Some(claim) = self.claims.get_mut(&request.target) {
                    claim.is_revoked_now = true;
                }
            }
            verb => {
                let Some(code) = self.codes.values_mut().find(|code| code.id == request.target) else { return };
                match verb {
                    Verb::VoidCode => code.is_voided_now = true,
                    _ => code.credited += integer(body, "amount"),
                }
            }
        }
    }

    /// The uses of an answer, each as it goes on or as a new one. A new one is of a coupon that may be had.
    fn uses(&self, told: &[Value], before: &[Use]) -> Result<Vec<Use>, Wrong> {
        let one = |told: &Value| {
            let (id, coupon) = (text(told, "id"), text(told, "coupon_id"));
            let (amount, state) = (integer(told, "amount"), text(told, "state"));
            ensure!(amount >= 0, "{id} gives {amount}");
            if let Some(known) = before.iter().find(|known| known.id == id) {
                ensure!(known.coupon == coupon, "{id} is of another coupon than before");
                return Ok(Use { amount, state, ..known.clone() });
            }
            let known = self.coupons.get(&coupon).ok_or_else(|| format!("{id} is of a coupon nobody made"))?;
            ensure!(known.is_enabled, "{id} is a new use of {coupon}, which is paused");
            let code_id = told["code_id"].as_str().map(str::to_owned);
            let code = self.codes.values().find(|code| Some(&code.id) == code_id.as_ref());
            ensure!(code.is_none_or(|code| !code.is_void), "{id} is a new use of a void code");
            let claim_id = told["claim_id"].as_str().map(str::to_owned);
            let claim = claim_id.as_ref().map(|id| self.claims.get(id).ok_or_else(|| format!("nobody made {id}")));
            if let Some(claim) = claim.transpose()? {
                ensure!(!claim.is_revoked, "{id} is a new use of a claim that was revoked");
                ensure!(claim.coupon == coupon, "{id} is of another coupon than its claim");
                ensure!(told["customer_id"] == claim.customer, "{id} is of a claim of {}", claim.customer);
            }
            let pays = told["kind"] == "payment";
            Ok(Use {
                id,
                coupon,
                code_id,
                claim_id,
                campaign: known.campaign.clone().filter(|_| !pays),
                amount,
                pays,
                state,
                day: instant(told, "created_at").strftime("%F").to_string(),
                counts: true,
                counts_on_day: true,
                in_budget: !pays,
                returned: 0,
            })
        };
        // What a hold dropped stays told of its order.
        told.iter().filter(|told| told["state"] != "released").map(one).collect()
    }

    fn held_or_placed(&mut self, request: &Request, told: &Value, since: Timestamp) -> Result<(), Wrong> {
        let before = self.slots.get(&request.order_id).cloned().unwrap_or_default();
        let (id, redemptions) = (text(told, "id"), list(told, "redemptions"));
        let held = before.hold.as_ref();
        if let Some(placed) = &before.order {
            // It was placed before: this is how it stands.
            ensure!(told["state"] == "committed", "the order was placed, and is answered as {}", told["state"]);
            ensure!(id == placed.reservation, "the order was placed with {}, not {id}", placed.reservation);
            return same_uses(&self.uses(redemptions, &placed.uses)?, &placed.uses);
        }
        if matches!(request.verb, Verb::Follow | Verb::Extend | Verb::Commit) {
            ensure!(id == request.target, "{} was asked for, {id} is answered", request.target);
            let live = held.filter(|held| held.id == id && since < held.expires_at);
            ensure!(live.is_some(), "{id} is past its time or ended, and {:?} is done", request.verb);
        }
        let uses = self.uses(redemptions, held.map(|held| held.uses.as_slice()).unwrap_or_default())?;
        if request.verb == Verb::Commit {
            let known = held.map(|held| held.uses.as_slice()).unwrap_or_default();
            let added = uses.iter().find(|used| known.iter().all(|known| known.id != used.id));
            ensure!(added.is_none(), "a commit added {added:?}");
            let void = uses
                .iter()
                .find(|used| self.codes.values().any(|code| code.is_void && Some(&code.id) == used.code_id.as_ref()));
            ensure!(void.is_none(), "a commit placed a use of a void code: {void:?}");
            let is_revoked = |used: &&Use| {
                let claim = used.claim_id.as_ref().and_then(|id| self.claims.get(id));
                claim.is_some_and(|claim| claim.is_revoked)
            };
            let revoked = uses.iter().find(is_revoked);
            ensure!(revoked.is_none(), "a commit placed a use of a revoked claim: {revoked:?}");
        }
        let slot = self.slot(request);
        let cart = [&request.body["cart"], &slot.cart].into_iter().find(|cart| cart.is_object()).cloned();
        slot.cart = cart.unwrap_or_default();
        if told["state"] == "held" {
            slot.hold = Some(Hold { id, expires_at: instant(told, "expires_at"), uses });
            return Ok(());
        }
        ensure!(told["state"] == "committed", "{:?} is answered as {}", request.verb, told["state"]);
        slot.hold = None;
        slot.order = Some(Order {
            reservation: id,
            state: "placed".to_owned(),
            total: integer(&told["quote"]["totals"], "total"),
            refunded: 0,
            refunded_to_balances: 0,
            refunds: 0,
            uses,
            left: units(&slot.cart),
            has_shipping: slot.cart["shipping"].is_object(),
        });
        Ok(())
    }

    fn use_cancelled(&mut self, request: &Request, told: &Value) -> Result<(), Wrong> {
        let id = text(told, "id");
        let order = self.slot(request).order.as_mut().ok_or("a use of no order is cancelled")?;
        let used = order.uses.iter_mut().find(|used| used.id == id).ok_or("a use nobody knows is cancelled")?;
        ensure!(matches!(used.state.as_str(), "committed" | "cancelled"), "{id} is {} and is cancelled", used.state);
        (used.state, used.counts) = (text(told, "state"), false);
        Ok(())
    }

    fn order_changed(&mut self, request: &Request, told: &Value) -> Result<(), Wrong> {
        let before = self.slots.get(&request.order_id).and_then(|slot| slot.order.clone());
        let mut order = before.ok_or("an order that was not placed is changed")?;
        let was_placed = order.state == "placed";
        let uses = self.uses(list(told, "redemptions"), &order.uses)?;
        ensure!(uses.len() == order.uses.len(), "{:?} changed which uses the order has", request.verb);
        let is_over = request.verb == Verb::CancelOrder;
        ensure!(was_placed || is_over && order.state == "cancelled", "the order is {} and is changed", order.state);
        for known in &mut order.uses {
            let used = uses.iter().find(|used| used.id == known.id).cloned();
            let mut used = used.ok_or_else(|| format!("{} is gone from its order", known.id))?;
            if known.state == "committed" && used.state == "cancelled" {
                // What the order has no more, or an order that was none, takes nothing. A day's count stays with the latter.
                (used.counts, used.in_budget, used.counts_on_day) = (false, false, is_over);
                used.returned = used.amount;
            }
            if known.state == "cancelled" && known.in_budget {
                // Its amount was the order's until the order changed.
                used.in_budget = false;
            }
            *known = used;
        }
        order.state = text(told, "state");
        ensure!(order.state == if is_over { "cancelled" } else { "placed" }, "it is {} now", order.state);
        if !is_over {
            ensure!(order.refunds == 0, "an order of which something came back is amended");
            order.total = integer(told, "total");
            order.left = units(&request.body["cart"]);
            order.has_shipping = request.body["cart"]["shipping"].is_object();
        }
        let slot = self.slot(request);
        if !is_over {
            slot.cart = request.body["cart"].clone();
        }
        slot.order = Some(order);
        Ok(())
    }

    fn refunded(&mut self, request: &Request, told: &Value) -> Result<(), Wrong> {
        let order = self.slot(request).order.as_mut().ok_or("an order that was not placed is refunded")?;
        ensure!(order.state == "placed", "the order is {} and is refunded", order.state);
        let mut to_balances = 0;
        for share in list(told, "to_balances") {
            let (id, amount) = (text(share, "redemption_id"), integer(share, "amount"));
            let paid = order.uses.iter_mut().find(|used| used.id == id && used.pays);
            let paid = paid.ok_or("money goes back to what did not pay")?;
            paid.returned += amount;
            ensure!(amount >= 0 && paid.returned <= paid.amount, "{} of {} went back", paid.returned, paid.amount);
            to_balances += amount;
        }
        let (amount, to_payment) = (integer(told, "amount"), integer(told, "to_payment"));
        ensure!(amount == to_payment + to_balances && to_payment >= 0, "the shares of a refund are not {amount}");
        order.refunded += to_payment;
        order.refunded_to_balances += to_balances;
        order.refunds += 1;
        let (total, paid) = (order.total, order.paid_by_balances());
        ensure!(order.refunded <= total, "{} is refunded of {total}", order.refunded);
        for line in list(told, "lines") {
            let left = order.left.get_mut(line["line_id"].as_str().unwrap_or_default());
            let left = left.ok_or("a line comes back that nobody bought")?;
            *left -= integer(line, "quantity");
            ensure!(*left >= 0, "more units came back than were bought");
        }
        if request.body["full"] == true {
            let back = order.refunded + order.refunded_to_balances;
            ensure!(back == total + paid, "all came back, and {back} of {}", total + paid);
        }
        if order.left.values().any(|left| *left > 0) {
            return Ok(());
        }
        "refunded".clone_into(&mut order.state);
        let restored = list(told, "restored");
        let is_of_order = |used: &&mut Use| used.state == "committed" || used.state == "cancelled" && used.in_budget;
        for used in order.uses.iter_mut().filter(is_of_order) {
            "refunded".clone_into(&mut used.state);
            if restored.iter().any(|id| id.as_str() == Some(&used.id)) {
                (used.counts, used.in_budget) = (false, false);
            }
        }
        Ok(())
    }
}

/// Units by line.
fn units(cart: &Value) -> BTreeMap<String, i64> {
    list(cart, "line_items").iter().map(|line| (text(line, "id"), integer(line, "quantity"))).collect()
}

/// Whether uses stand as they are known.
pub(super) fn same_uses(told: &[Use], known: &[Use]) -> Result<(), Wrong> {
    let facts = |uses: &[Use]| {
        let mut facts: Vec<_> = uses.iter().map(|one| (one.id.clone(), one.state.clone(), one.amount)).collect();
        facts.sort();
        facts
    };
    ensure!(facts(told) == facts(known), "its uses are {:?}, known are {:?}", facts(told), facts(known));
    Ok(())
}

impl Model {
    /// Whether an order is told as it is known.
    pub(super) fn same_order(&self, order_id: &str, told: Option<&Value>) -> Result<(), Wrong> {
        let known = self.slots.get(order_id).and_then(|slot| slot.order.as_ref());
        let (known, told) = match (known, told) {
            (None, None) => return Ok(()),
            (Some(known), Some(told)) => (known, told),
            (known, told) => return Err(format!("{order_id} is told as {told:?}, known is {known:?}")),
        };
        let facts = (text(told, "state"), integer(told, "total"), integer(told, "refunded"));
        ensure!(
            facts == (known.state.clone(), known.total, known.refunded)
                && integer(told, "refunded_to_balances") == known.refunded_to_balances
                && list(told, "refunds").len() == known.refunds,
            "{order_id} is told as {facts:?}, known is {known:?}"
        );
        same_uses(&self.uses(list(told, "redemptions"), &known.uses)?, &known.uses)
            .map_err(|wrong| format!("{order_id}: {wrong}"))
    }
}
