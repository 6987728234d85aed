//! What an answer may be, whatever the order of things: one key has one answer, and a refusal has its reason.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use tessera_app::{Answer, ErrorCode, Problem};

use super::gate::Outcome;
use super::model::{Model, Resource, Slot};
use super::request::{Request, Verb};
use super::told::{Wrong, ensure};

/// The first answer to a key.
#[derive(Clone, Debug)]
struct First {
    body: Value,
    status: u16,
    bytes: Vec<u8>,
}

/// What was asked and answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    answers: BTreeMap<String, First>,
    /// Requests whose outcome nobody knows, with the instant of the first try.
    pub(super) unknown: Vec<(Arc<Request>, Timestamp)>,
    /// Requests that were answered, to be sent again.
    pub(super) answered: Vec<Arc<Request>>,
}

impl Ledger {
    /// Judges what came of a request, and takes it in. `is_alone`: nothing else happened at the time, nothing went wrong
    /// and everything before is known.
    pub(super) fn judge(
        &mut self,
        model: &mut Model,
        outcome: &Outcome,
        is_alone: bool,
        now: Timestamp,
    ) -> Result<(), Wrong> {
        let request = &outcome.sent.request;
        match &outcome.answer {
            None => self.remain_unknown(model, request, now),
            Some(Err(problem)) => match problem.error {
                ErrorCode::Unavailable if outcome.was_troubled => self.remain_unknown(model, request, now),
                ErrorCode::Unavailable | ErrorCode::TimedOut | ErrorCode::Internal | ErrorCode::RequestInProgress => {
                    return Err(format!("answered {problem:?}, and nothing went wrong on the way"));
                }
                _ => return self.refused_unkept(model, request, problem),
            },
            Some(Ok(None)) => {}
            Some(Ok(Some(answer))) => return self.answered(model, outcome, answer, is_alone, now),
        }
        Ok(())
    }

    fn remain_unknown(&mut self, model: &mut Model, request: &Arc<Request>, now: Timestamp) {
        if request.verb == Verb::KeepHouse || self.answers.contains_key(&request.key) {
            return;
        }
        if self.unknown.iter().all(|(known, _)| known.key != request.key) {
            self.unknown.push((Arc::clone(request), now));
        }
        if !request.order_id.is_empty() {
            model.slots.entry(request.order_id.clone()).or_default().is_unsure = true;
        }
    }

    /// Takes a request off the unknown ones; answers when it was first tried.
    fn found_out(&mut self, model: &mut Model, request: &Request, now: Timestamp) -> Timestamp {
        let position = self.unknown.iter().position(|(known, _)| known.key == request.key);
        let since = position.map_or(now, |position| self.unknown.swap_remove(position).1);
        if let Some(slot) = model.slots.get_mut(&request.order_id) {
            slot.is_unsure = self.unknown.iter().any(|(known, _)| known.order_id == request.order_id);
        }
        since
    }

    fn refused_unkept(&mut self, model: &mut Model, request: &Request, problem: &Problem) -> Result<(), Wrong> {
        let first = self.answers.get(&request.key);
        match (problem.error, first) {
            (ErrorCode::IdempotencyKeyReused, Some(first)) => {
                ensure!(first.body != request.body, "the same request is told to have another body");
            }
            (_, Some(first)) => return Err(format!("answered {} before, now {problem:?}", first.status)),
            (ErrorCode::IdempotencyKeyReused, None) => return Err("a new key is told to have been used".to_owned()),
            (ErrorCode::InvalidBody, None) => drop(self.found_out(model, request, Timestamp::default())),
            (_, None) => return Err(format!("answered {problem:?}")),
        }
        Ok(())
    }

    fn answered(
        &mut self,
        model: &mut Model,
        outcome: &Outcome,
        answer: &Answer,
        is_alone: bool,
        now: Timestamp,
    ) -> Result<(), Wrong> {
        let request = &outcome.sent.request;
        if let Some(first) = self.answers.get(&request.key) {
            ensure!(first.body == request.body, "a key is answered for another body");
            ensure!(
                first.status == answer.status && first.bytes == answer.body,
                "one key, two answers: {} {} and {} {}",
                first.status,
                String::from_utf8_lossy(&first.bytes),
                answer.status,
                String::from_utf8_lossy(&answer.body)
            );
            return Ok(());
        }
        let was_unknown = self.unknown.iter().any(|(known, _)| known.key == request.key);
        ensure!(
            !answer.replayed || was_unknown || outcome.was_troubled,
            "the first answer to a key is told to be an earlier one"
        );
        let since = self.found_out(model, request, now);
        let told: Value = serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
        let first = First { body: request.body.clone(), status: answer.status, bytes: answer.body.clone() };
        self.answers.insert(request.key.clone(), first);
        self.answered.push(Arc::clone(request));
        if answer.status < 400 {
            return model.learn(request, &told, since, now);
        }
        if is_alone { model.justify(request, &told, now) } else { Ok(()) }
    }
}

impl Model {
    /// Whether a refusal follows from what shops know: nothing that is free is refused.
    fn justify(&self, request: &Request, told: &Value, now: Timestamp) -> Result<(), Wrong> {
        let slot = self.slots.get(&request.order_id).cloned().unwrap_or_default();
        let (verb, code) = (request.verb, told["code"].as_str().unwrap_or_default());
        let holds = slot.is_held(now) && slot.hold.as_ref().is_some_and(|hold| hold.id == request.target);
        let (is_placed, order) = (slot.is_placed(), slot.order.as_ref());
        let is_right = match code {
            "discount_not_available" => return self.justify_rejected(request, told, now),
            "reservation_expired" | "reservation_released" => !holds,
            "order_unknown" => order.is_none(),
            "order_ended" => order.is_some() && !is_placed,
            "order_already_committed" => order.is_some(),
            "order_refunded" | "already_refunded" => order.is_some_and(|order| order.refunds > 0),
            "redemption_not_committed" => order.is_none_or(|order| {
                order.uses.iter().all(|used| used.id != request.target || used.state != "committed")
            }),
            "redemption_is_payment" => {
                order.is_some_and(|order| order.uses.iter().any(|used| used.id == request.target && used.pays))
            }
            "balance_too_low" => {
                let resource = Resource::Balance(request.target.clone());
                let taken = self.taken(now, None).get(&resource).copied().unwrap_or(0);
                self.most(&resource).unwrap_or(0) - taken + request.body["amount"].as_i64().unwrap_or(0) < 0
            }
            "claim_used" => self.slots.values().any(|slot| {
                let used = slot.order.as_ref().map(|order| order.uses.as_slice()).unwrap_or_default();
                used.iter().any(|used| used.claim_id.as_ref() == Some(&request.target))
            }),
            "code_void" => self.codes.values().any(|code| code.id == request.target && code.is_void),
            _ => false,
        };
        ensure!(is_right, "{verb:?} is refused as {code} for no reason: {told}");
        Ok(())
    }

    fn justify_rejected(&self, request: &Request, told: &Value, now: Timestamp) -> Result<(), Wrong> {
        let codes = |value: &Value| -> Vec<String> {
            let codes = value["discounts"]["codes"].as_array().into_iter().flatten();
            codes.filter_map(|code| code.as_str().map(str::to_owned)).collect()
        };
        let presented = codes(&request.body);
        let rejected = told["rejected"].as_array().ok_or("a discount is refused and none is named")?;
        if !matches!(request.verb, Verb::Hold | Verb::Redeem | Verb::Follow) {
            return Ok(());
        }
        let slot = self.slots.get(&request.order_id).cloned().unwrap_or_default();
        let mut taken = self.taken(now, Some(&request.order_id));
        for one in rejected {
            self.justify_claim(one, &slot, &taken)?;
            let typed = one["code"].as_str().unwrap_or_default();
            let Some(code) = self.codes.get(typed) else { continue };
            let Some(coupon) = self.coupons.get(&code.coupon) else { continue };
            // Another code of the coupon may have had the last use of it in this very order.
            let siblings = presented.iter().filter(|other| {
                other.as_str() != typed
                    && self.codes.get(other.as_str()).is_some_and(|other| other.coupon == code.coupon)
            });
            let siblings = i64::try_from(siblings.count()).unwrap_or(0);
            for name in [Resource::Total(code.coupon.clone()), Resource::Day(code.coupon.clone(), day(now))] {
                *taken.entry(name).or_default() += siblings;
            }
            let coupon_id = || code.coupon.clone();
            let customers = |make: fn(String, String) -> Resource| {
                let identities = slot.identities.iter();
                identities.map(|one| make(coupon_id(), one.clone())).any(|one| self.is_full(&taken, &one))
            };
            let full = |resource: Resource| self.is_full(&taken, &resource);
            let is_right = match one["reason"].as_str().unwrap_or_default() {
                // Of several cards of a coupon those beyond its limits are told this, whichever limit it is.
                "discount_code_usage_limit_reached" => {
                    siblings > 0
                        || full(Resource::Total(coupon_id()))
                        || full(Resource::Code(coupon_id(), code.id.clone()))
                }
                "discount_code_customer_limit_reached" => customers(Resource::Customer) || siblings > 0,
                "discount_code_daily_limit_reached" => full(Resource::Day(coupon_id(), day(now))),
                // What another coupon of the campaign gives to this very order, is not told with a refusal.
                "discount_code_budget_exhausted" => {
                    coupon.campaign.is_some()
                        || full(Resource::Budget(coupon_id()))
                        || full(Resource::BudgetOfDay(coupon_id(), day(now)))
                        || customers(Resource::BudgetOfCustomer)
                }
                "discount_code_balance_exhausted" => full(Resource::Balance(code.id.clone())),
                "discount_code_paused" => !coupon.is_enabled,
                "discount_code_invalid" => code.is_void,
                "discount_code_information_missing" => slot.identities.is_empty(),
                _ => true,
            };
            ensure!(is_right, "{typed} is refused for no reason: {one}\ntaken: {taken:?}\n{coupon:?} {code:?}");
        }
        Ok(())
    }
}

impl Model {
    /// Whether the refusal of a claim follows from what shops know; of what is no claim nothing is said.
    fn justify_claim(&self, told: &Value, slot: &Slot, taken: &BTreeMap<Resource, i64>) -> Result<(), Wrong> {
        let Some(id) = told["claim_id"].as_str() else { return Ok(()) };
        let claim = self.claims.get(id).ok_or_else(|| format!("nobody made {id}"))?;
        let owner = slot.customer.as_ref().and_then(|customer| customer["id"].as_str());
        let is_right = match told["reason"].as_str().unwrap_or_default() {
            "discount_code_invalid" => claim.is_revoked || owner != Some(claim.customer),
            "discount_code_usage_limit_reached" => {
                let full = |resource: Resource| self.is_full(taken, &resource);
                full(Resource::Claim(id.to_owned())) || full(Resource::Total(claim.coupon.clone()))
            }
            "discount_code_paused" => self.coupons.get(&claim.coupon).is_some_and(|coupon| !coupon.is_enabled),
            _ => true,
        };
        ensure!(is_right, "{id} is refused for no reason: {told}\ntaken: {taken:?}\n{claim:?}");
        Ok(())
    }
}

/// The store's date.
fn day(now: Timestamp) -> String {
    now.strftime("%F").to_string()
}
