//! Uses of coupons over time, as far as they are certain from outside.
//!
//! A use counts for certain from the moment its answer was heard until the moment anything was sent that gives it
//! back or its hold may have expired; it counts possibly from the moment it was asked for until it was surely gone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Record;
use crate::history::{Call, Kind, NEVER, Nanos};

/// A hold ends by the product's clock, ours may differ by this much over a hold.
const CLOCK_SLACK: Nanos = 250_000_000;
/// An expired hold is free again at the latest this much later.
const SWEEP_BOUND: Nanos = 5_000_000_000;
const SECOND: Nanos = 1_000_000_000;
/// What a hold lasts when the request does not say.
const DEFAULT_HOLD_SECONDS: Nanos = 900;

/// One use of one coupon by one order.
#[derive(Clone, Debug)]
pub(super) struct Take {
    pub(super) op: u64,
    pub(super) kind: Kind,
    pub(super) redemption_id: String,
    pub(super) coupon_id: String,
    pub(super) order_id: String,
    pub(super) customer: String,
    pub(super) code: String,
    pub(super) day: String,
    pub(super) amount: i64,
    pub(super) asked: Nanos,
    /// [`NEVER`] when it is not known that there was such a use.
    pub(super) told: Nanos,
    /// It surely counts as a use until then.
    pub(super) use_until: Nanos,
    /// Its money and its day surely count until then: a cancelled redemption gives back neither.
    pub(super) money_until: Nanos,
    /// It may count until then.
    pub(super) possible_until: Nanos,
}

/// Whether a call decides which uses an order has.
pub(super) fn decides(kind: Kind) -> bool {
    matches!(kind, Kind::Redeem | Kind::Reserve | Kind::Reprice | Kind::Amend)
}

/// The order of a call, from the call itself or from the reservation or redemption it names.
pub(super) fn orders(record: &Record) -> BTreeMap<u64, String> {
    let mut by_resource: BTreeMap<String, String> = BTreeMap::new();
    for call in &record.calls {
        let Some(body) = call.success() else { continue };
        let Some(order_id) = body["order_id"].as_str() else { continue };
        if let Some(id) = body["id"].as_str() {
            by_resource.insert(id.to_owned(), order_id.to_owned());
        }
        for redemption in list(&body["redemptions"]) {
            by_resource.insert(text(&redemption["id"]), order_id.to_owned());
        }
    }
    let order_of = |call: &Call| {
        if let Some(order_id) = call.body["order_id"].as_str() {
            return Some(order_id.to_owned());
        }
        let mut parts = call.path.trim_start_matches("/v1/").split('/');
        let (resource, id) = (parts.next()?, parts.next()?);
        if resource == "orders" { Some(id.to_owned()) } else { by_resource.get(id).cloned() }
    };
    record
        .calls
        .iter()
        .filter(|call| call.kind != Kind::KeyReuse)
        .filter_map(|call| Some((call.op, order_of(call)?)))
        .collect()
}

/// All uses.
pub(super) fn takes(record: &Record) -> Vec<Take> {
    let orders = orders(record);
    let mut calls_of: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
    for (op, order_id) in &orders {
        if let Some(call) = usize::try_from(*op).ok().and_then(|op| record.calls.get(op)) {
            calls_of.entry(order_id).or_default().push(call);
        }
    }
    let mut takes = Vec::new();
    for (order_id, mut calls) in calls_of {
        calls.sort_by_key(|call| call.asked());
        takes.extend(of_order(record, order_id, &calls));
    }
    takes
}

fn of_order(record: &Record, order_id: &str, calls: &[&Call]) -> Vec<Take> {
    let mut takes: Vec<Take> = Vec::new();
    for call in calls.iter().filter(|call| decides(call.kind)) {
        match call.success() {
            Some(body) => takes.extend(granted(body).map(|redemption| told(call, order_id, redemption))),
            // It may have an effect that nobody knows of: every code it names may be used.
            None if call.told() == NEVER => takes.extend(asked(record, call, order_id)),
            None => {}
        }
    }
    for call in calls.iter().filter(|call| !call.is_refused()) {
        for take in takes.iter_mut().filter(|take| call.asked() > take.asked && touches(call, take)) {
            end(call, take);
        }
    }
    for take in takes.iter_mut().filter(|take| take.kind == Kind::Reserve || take.kind == Kind::Reprice) {
        expire(take, calls);
    }
    takes
}

fn touches(call: &Call, take: &Take) -> bool {
    call.kind != Kind::CancelRedemption || call.path.contains(&take.redemption_id)
}

fn end(call: &Call, take: &mut Take) {
    let gives_back = match call.kind {
        Kind::Reprice | Kind::Amend | Kind::Release | Kind::CancelOrder | Kind::CancelRedemption => true,
        Kind::Refund => true,
        Kind::Commit => !call.body["cart"].is_null(),
        _ => false,
    };
    if !gives_back {
        return;
    }
    take.use_until = take.use_until.min(call.asked());
    if call.kind != Kind::CancelRedemption {
        take.money_until = take.money_until.min(call.asked());
    }
    // A refund gives a use back only by the coupon's own policy, and no answer is certain about that.
    if call.kind != Kind::Refund {
        take.possible_until = take.possible_until.min(call.told());
    }
}

/// A hold that was not committed for certain ends by itself.
fn expire(take: &mut Take, calls: &[&Call]) {
    let is_committed = calls.iter().any(|call| call.kind == Kind::Commit && call.success().is_some());
    if is_committed {
        return;
    }
    let holds = calls.iter().filter(|call| matches!(call.kind, Kind::Reserve | Kind::Extend));
    let (mut earliest, mut latest) = (NEVER, 0);
    for call in holds {
        let seconds = call.body["hold_seconds"].as_u64().unwrap_or(DEFAULT_HOLD_SECONDS);
        earliest = earliest.min(call.asked().saturating_add(seconds * SECOND).saturating_sub(CLOCK_SLACK));
        latest = latest.max(call.told().saturating_add(seconds * SECOND).saturating_add(SWEEP_BOUND));
    }
    take.use_until = take.use_until.min(earliest);
    take.money_until = take.money_until.min(earliest);
    let may_be_committed = calls.iter().any(|call| call.kind == Kind::Commit && call.told() == NEVER);
    if !may_be_committed {
        take.possible_until = take.possible_until.min(latest);
    }
}

fn told(call: &Call, order_id: &str, redemption: &Value) -> Take {
    let day = text(&redemption["created_at"]).chars().take(10).collect();
    Take {
        op: call.op,
        kind: call.kind,
        redemption_id: text(&redemption["id"]),
        coupon_id: text(&redemption["coupon_id"]),
        order_id: order_id.to_owned(),
        customer: text(&redemption["customer_id"]),
        code: text(&redemption["code"]),
        day,
        amount: redemption["amount"].as_i64().unwrap_or_default(),
        asked: call.asked(),
        told: call.told(),
        use_until: NEVER,
        money_until: NEVER,
        possible_until: NEVER,
    }
}

fn asked(record: &Record, call: &Call, order_id: &str) -> Vec<Take> {
    let codes: Vec<String> = list(&call.body["discounts"]["codes"]).map(text).collect();
    let named = record.coupons.iter().filter(|coupon| codes.contains(&coupon.code));
    let take = |coupon: &crate::shop::Coupon| Take {
        op: call.op,
        kind: call.kind,
        redemption_id: String::new(),
        coupon_id: coupon.id.clone(),
        order_id: order_id.to_owned(),
        customer: text(&call.body["cart"]["customer"]["id"]),
        code: coupon.code.clone(),
        day: String::new(),
        amount: coupon.amount,
        asked: call.asked(),
        told: NEVER,
        use_until: 0,
        money_until: 0,
        possible_until: NEVER,
    };
    named.map(take).collect()
}

/// The redemptions of an answer that stand for a use.
pub(super) fn granted(body: &Value) -> impl Iterator<Item = &Value> {
    list(&body["redemptions"]).filter(|one| one["state"] == "held" || one["state"] == "committed")
}

/// The entries of a list, or none.
pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text, or an empty one.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
