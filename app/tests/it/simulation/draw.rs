//! What shops do next. Few orders, customers and coupons, and limits that are soon reached: collisions are the point.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::dice::Dice;
use super::gate::{Sent, Trouble};
use super::judge::Ledger;
use super::model::{Limits, Model, Slot};
use super::request::{Request, Verb};

/// Orders of a schedule.
const ORDERS: usize = 7;

/// Who orders under an id: two accounts that share a mailbox, one without an e-mail, and somebody unknown.
pub(super) fn slots() -> impl Iterator<Item = (String, Slot)> {
    (0..ORDERS).map(|number| {
        let (identities, customer): (&[&str], Option<Value>) = match number % 4 {
            0 => (&["id:ana", "em:ana"], Some(json!({ "id": "ana", "email": "ana@shop.example", "logged_in": true }))),
            1 => {
                (&["id:ben", "em:ana"], Some(json!({ "id": "ben", "email": "Ana+1@shop.example", "logged_in": true })))
            }
            2 => (&["id:cyd"], Some(json!({ "id": "cyd", "logged_in": true }))),
            _ => (&[], None),
        };
        let identities = identities.iter().map(|one| (*one).to_owned()).collect();
        (format!("o{number}"), Slot { identities, customer, ..Slot::default() })
    })
}

/// Limits that are reached after a few orders; most coupons have one or two.
pub(super) fn limits(dice: &mut Dice) -> Limits {
    Limits {
        total: dice.maybe(2, |dice| i64::from(dice.within(0, 3))),
        per_code: dice.maybe(4, |dice| i64::from(dice.within(1, 2))),
        per_customer: dice.maybe(3, |dice| i64::from(dice.within(1, 2))),
        per_day: dice.maybe(4, |dice| i64::from(dice.within(1, 2))),
        budget: dice.maybe(3, |dice| dice.pick(&[100, 333, 700])),
        budget_per_customer: dice.maybe(5, |dice| dice.pick(&[100, 250])),
        budget_per_day: dice.maybe(5, |dice| dice.pick(&[150, 400])),
    }
}

/// What the next step depends on beside the dice.
pub(super) struct Now<'a> {
    pub(super) model: &'a Model,
    pub(super) ledger: &'a Ledger,
    pub(super) nodes: usize,
    pub(super) at: Timestamp,
    pub(super) step: usize,
}

/// How far the clock goes before the step, if it does.
pub(super) fn jump(dice: &mut Dice, now: &Now<'_>) -> Option<Timestamp> {
    if !dice.one_in(6) {
        return None;
    }
    let ends = now.model.slots.values().filter_map(|slot| slot.hold.as_ref()).map(|hold| hold.expires_at);
    let ends: Vec<Timestamp> = ends.filter(|end| *end > now.at).collect();
    let micros = jiff::SignedDuration::from_micros;
    let to = match dice.below(6) {
        0 => now.at + jiff::SignedDuration::from_hours(i64::from(dice.within(12, 24))),
        1 | 2 => now.at + micros(i64::from(dice.within(1, 400_000_000))),
        _ if ends.is_empty() => return None,
        // A moment before its end, at it, and after.
        _ => dice.pick(&ends) + micros(i64::from(dice.within(0, 2)) - 1),
    };
    (to > now.at).then_some(to)
}

/// The requests of a step, each to a node of its own.
pub(super) fn step(dice: &mut Dice, now: &Now<'_>) -> Vec<Sent> {
    let mut nodes: Vec<usize> = (0..now.nodes).collect();
    dice.shuffle(&mut nodes);
    let unknown: Vec<&Arc<Request>> = now.ledger.unknown.iter().map(|(request, _)| request).collect();
    // Nothing else happens while nobody knows what coupons give.
    if let Some(edit) = unknown.iter().find(|request| request.verb.is_edit()) {
        return vec![Sent { node: nodes[0], request: Arc::clone(edit), trouble: None }];
    }
    let mut sent: Vec<Sent> = Vec::new();
    let together = if dice.one_in(3) { nodes.len() } else { 1 };
    let is_troubled = dice.one_in(3);
    for node in nodes.into_iter().take(together) {
        let request = match dice.below(20) {
            0..=6 if !unknown.is_empty() => Arc::clone(dice.pick(&unknown)),
            7 if !now.ledger.answered.is_empty() => dice.pick(&now.ledger.answered),
            8 if !now.ledger.answered.is_empty() => {
                let earlier = dice.pick(&now.ledger.answered);
                another_body(dice, &earlier)
            }
            // The same request, to another node at the same moment.
            9 if !sent.is_empty() => Arc::clone(&sent[0].request),
            10 => Arc::new(Request { verb: Verb::KeepHouse, ..empty(now, sent.len()) }),
            11 | 12 if unknown.is_empty() => Arc::new(edit(dice, now, sent.len())),
            _ => match order(dice, now, sent.len()) {
                Some(request) => Arc::new(request),
                None => continue,
            },
        };
        sent.push(Sent { node, request, trouble: None });
    }
    trouble(dice, &mut sent, is_troubled);
    sent
}

/// What goes wrong. What is asked of one order at the same moment, or of what coupons give, is known when it is done:
/// else nobody could say in which order it was.
fn trouble(dice: &mut Dice, sent: &mut [Sent], is_troubled: bool) {
    let has_edit = sent.len() > 1 && sent.iter().any(|one| one.request.verb.is_edit());
    let keys_by_order = |one: &Sent| (one.request.order_id.clone(), one.request.key.clone());
    let seen: Vec<(String, String)> = sent.iter().map(keys_by_order).collect();
    for one in sent.iter_mut() {
        let order_id = &one.request.order_id;
        let meets =
            seen.iter().any(|(other, key)| !order_id.is_empty() && other == order_id && *key != one.request.key);
        let what = match dice.below(8) {
            0 | 1 => Trouble::Undone(dice.below(2) + 1),
            2 | 3 => Trouble::Unheard(dice.below(2) + 1),
            4 | 5 => Trouble::Dark(dice.below(2) + 1),
            6 => Trouble::Killed(dice.below(5) + 1),
            _ => Trouble::Lost,
        };
        if is_troubled && !has_edit && !meets && dice.below(3) > 0 {
            one.trouble = Some(what);
        }
    }
}

fn empty(now: &Now<'_>, among: usize) -> Request {
    Request {
        key: format!("key-{}-{among}", now.step),
        verb: Verb::KeepHouse,
        order_id: String::new(),
        target: String::new(),
        body: json!({}),
    }
}

/// An earlier request with its key and another body.
fn another_body(dice: &mut Dice, earlier: &Request) -> Arc<Request> {
    let mut request = earlier.clone();
    let body = &mut request.body;
    if body["cart"].is_object() {
        body["cart"]["line_items"][0]["unit_price"] = json!(dice.within(4_000, 9_000));
    } else if body["hold_seconds"].is_number() {
        body["hold_seconds"] = json!(dice.within(1_000, 2_000));
    } else if body["reason"].is_string() {
        body["reason"] = json!("another reason");
    } else if request.verb == Verb::Commit {
        *body = json!({ "expected_total": 1 });
    }
    Arc::new(request)
}

fn edit(dice: &mut Dice, now: &Now<'_>, among: usize) -> Request {
    let coupons: Vec<&String> = now.model.coupons.keys().collect();
    let campaigns: Vec<&String> = now.model.campaigns.keys().collect();
    let cards: Vec<&String> = now.model.codes.values().filter(|code| code.pays).map(|code| &code.id).collect();
    let claims: Vec<&String> = now.model.claims.keys().collect();
    let (verb, target, body) = match dice.below(14) {
        0..=3 => (Verb::EditCoupon, dice.pick(&coupons), json!({ "limits": limits(dice).body() })),
        4 | 5 => (Verb::EditCoupon, dice.pick(&coupons), json!({ "status": "paused" })),
        6 | 7 => (Verb::EditCoupon, dice.pick(&coupons), json!({ "status": "enabled" })),
        8 | 9 => {
            let budget = json!({ "budget": { "USD": dice.pick(&[50, 300, 700, 2_000]) } });
            (Verb::EditCampaign, dice.pick(&campaigns), budget)
        }
        10 => {
            let amount = dice.pick(&[-200, 100, 500]);
            (
                Verb::ChangeBalance,
                dice.pick(&cards),
                json!({ "amount": amount, "currency": "USD", "reason": "asked for" }),
            )
        }
        11 | 12 if !claims.is_empty() => (Verb::RevokeClaim, dice.pick(&claims), json!({ "reason": "asked for" })),
        _ => (Verb::VoidCode, dice.pick(&cards), json!({})),
    };
    Request { verb, target: target.clone(), body, ..empty(now, among) }
}

/// Something about an order. `None`: nobody knows how it stands.
fn order(dice: &mut Dice, now: &Now<'_>, among: usize) -> Option<Request> {
    let order_id = format!("o{}", dice.below(ORDERS));
    let slot = now.model.slots.get(&order_id)?;
    if slot.is_unsure {
        return None;
    }
    let what = |verb: Verb, target: &str, body: Value| {
        Some(Request { verb, order_id: order_id.clone(), target: target.to_owned(), body, ..empty(now, among) })
    };
    let hold = slot.hold.as_ref().map(|hold| hold.id.as_str());
    let reason = || json!({ "reason": "asked for" });
    if let Some(placed) = &slot.order {
        let reservation = placed.reservation.as_str();
        return match dice.below(16) {
            0 => what(Verb::Redeem, "", asked(dice, &order_id, slot, now)),
            1 => what(Verb::Hold, "", asked(dice, &order_id, slot, now)),
            2 => what(Verb::Commit, reservation, json!({})),
            3 => what(Verb::Release, reservation, json!({})),
            4..=6 => match placed.uses.as_slice() {
                [] => what(Verb::CancelOrder, &order_id, reason()),
                uses => what(Verb::CancelUse, &dice.pick(uses).id, reason()),
            },
            7 => what(Verb::CancelOrder, &order_id, reason()),
            8..=10 => {
                let body = json!({ "cart": cart(dice, slot), "allow_more": dice.one_in(2) });
                what(Verb::Amend, &order_id, body)
            }
            _ => what(Verb::Refund, &order_id, refund(dice, placed)),
        };
    }
    match (hold, dice.below(10)) {
        (Some(id), 0..=2) => what(Verb::Commit, id, json!({})),
        (Some(id), 3) => what(Verb::Commit, id, json!({ "cart": cart(dice, slot) })),
        (Some(id), 4 | 5) => {
            let (codes, claims, partial) = (codes(dice), claims(dice, slot, now), dice.one_in(2));
            what(
                Verb::Follow,
                id,
                json!({ "cart": cart(dice, slot), "discounts": { "codes": codes, "claims": claims }, "partial": partial }),
            )
        }
        (Some(id), 6) => what(Verb::Extend, id, json!({ "hold_seconds": dice.pick(&[60, 300, 900]) })),
        (Some(id), 7) => what(Verb::Release, id, json!({})),
        (None, 0) => what(Verb::CancelOrder, &order_id, reason()),
        (_, 8 | 9) => what(Verb::Redeem, "", asked(dice, &order_id, slot, now)),
        _ => {
            let mut body = asked(dice, &order_id, slot, now);
            body["hold_seconds"] = json!(dice.pick(&[60, 300, 900]));
            what(Verb::Hold, "", body)
        }
    }
}

fn asked(dice: &mut Dice, order_id: &str, slot: &Slot, now: &Now<'_>) -> Value {
    let (codes, claims, partial) = (codes(dice), claims(dice, slot, now), dice.one_in(2));
    let discounts = json!({ "codes": codes, "claims": claims });
    json!({ "order_id": order_id, "cart": cart(dice, slot), "discounts": discounts, "partial": partial })
}

/// Claims of the customer, seldom those of another.
fn claims(dice: &mut Dice, slot: &Slot, now: &Now<'_>) -> Vec<String> {
    if dice.one_in(2) {
        return Vec::new();
    }
    let owner = slot.customer.as_ref().and_then(|customer| customer["id"].as_str());
    let of_others = dice.one_in(12);
    let wanted = now.model.claims.iter().filter(|(_, claim)| of_others || Some(claim.customer) == owner);
    let wanted: Vec<String> = wanted.map(|(id, _)| id.clone()).collect();
    if wanted.is_empty() { wanted } else { dice.some(&wanted) }
}

fn codes(dice: &mut Dice) -> Vec<&'static str> {
    match dice.below(5) {
        0 => vec![dice.pick(&["TEN", "TENTH", "FIVE"])],
        1 => vec![dice.pick(&["GIFT", "CARD"])],
        _ => dice.some(&["TEN", "FIVE", "GIFT", "CARD"]),
    }
}

fn cart(dice: &mut Dice, slot: &Slot) -> Value {
    let lines: Vec<Value> = (0..=dice.below(2))
        .map(|number| {
            let (price, quantity) = (dice.pick(&[1, 99, 333, 1_000, 2_500]), dice.within(1, 3));
            json!({ "id": format!("l{number}"), "product_id": "a", "quantity": quantity, "unit_price": price })
        })
        .collect();
    let mut cart = json!({ "currency": "USD", "line_items": lines, "customer": slot.customer });
    if dice.one_in(3) {
        cart["shipping"] = json!({ "service": "post", "amount": 490 });
    }
    cart
}

fn refund(dice: &mut Dice, placed: &super::model::Order) -> Value {
    let mut body = match dice.below(4) {
        0 => json!({ "full": true }),
        1 if placed.has_shipping => json!({ "shipping": true }),
        _ => {
            let lines: Vec<&String> = placed.left.keys().collect();
            json!({ "lines": [{ "line_id": dice.pick(&lines), "quantity": dice.within(1, 2) }] })
        }
    };
    body["reason"] = json!("came back");
    if dice.one_in(2) {
        body["policy"] = json!(dice.pick(&["keep", "reprice"]));
    }
    body
}
