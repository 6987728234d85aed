//! Histories made by hand: times are milliseconds, answers are as the contract shapes them.

use serde_json::{Value, json};
use tessera_harness::checker::{Entry, Record, Verdict, check};
use tessera_harness::history::{Attempt, Call, Kind, Nanos, Outcome};
use tessera_harness::shop::{Coupon, Limits};

pub(crate) const MILLI: Nanos = 1_000_000;

/// A record that grows call by call.
#[derive(Default)]
pub(crate) struct Story(pub(crate) Record);

impl Story {
    /// A shop with one coupon, `cpn_1` with the code `ONE`, 7.00 off.
    pub(crate) fn with(limits: Limits) -> Self {
        let coupon =
            Coupon { id: "cpn_1".to_owned(), code: "ONE".to_owned(), amount: 700, limits, ..Coupon::default() };
        Self(Record { coupons: vec![coupon], ..Record::default() })
    }

    /// A call that was answered once, by node 0.
    pub(crate) fn call(&mut self, kind: Kind, path: &str, body: Value, at: (u64, u64), answer: (u16, Value)) -> u64 {
        let op = self.unanswered(kind, path, body, at);
        self.answer_again(op, 0, at, answer, false);
        self.0.calls[usize::try_from(op).unwrap()].attempts.remove(0);
        op
    }

    /// A call of which nothing was heard.
    pub(crate) fn unanswered(&mut self, kind: Kind, path: &str, body: Value, at: (u64, u64)) -> u64 {
        let op = u64::try_from(self.0.calls.len()).unwrap();
        let outcome = Outcome::Unknown { reason: "no answer".to_owned() };
        let attempt = Attempt { node: 0, from: at.0 * MILLI, to: at.1 * MILLI, outcome };
        self.0.calls.push(Call {
            read: std::sync::OnceLock::new(),
            op,
            kind,
            method: "POST",
            path: path.to_owned(),
            key: format!("key-{op}"),
            body,
            phase: tessera_harness::history::Phase::Faults,
            attempts: vec![attempt],
        });
        op
    }

    /// The same call, sent again to a node.
    pub(crate) fn answer_again(&mut self, op: u64, node: usize, at: (u64, u64), answer: (u16, Value), replayed: bool) {
        let (status, body) = answer;
        let outcome = Outcome::Answer { status, replayed, body: body.to_string() };
        let attempt = Attempt { node, from: at.0 * MILLI, to: at.1 * MILLI, outcome };
        self.0.calls[usize::try_from(op).unwrap()].attempts.push(attempt);
    }

    /// An order of this customer that was granted the coupon; it is in the ledger as committed.
    pub(crate) fn granted(&mut self, order: &str, customer: &str, at: (u64, u64)) -> u64 {
        self.enter(order, "committed");
        self.call(
            Kind::Redeem,
            "/v1/redemptions",
            order_of(order, customer),
            at,
            (201, grant(order, customer, "committed")),
        )
    }

    /// A hold of a second that was granted.
    pub(crate) fn held(&mut self, order: &str, at: (u64, u64)) -> u64 {
        let mut body = order_of(order, "ann");
        body["hold_seconds"] = json!(1);
        self.call(Kind::Reserve, "/v1/reservations", body, at, (201, grant(order, "ann", "held")))
    }

    /// What is done to the hold of an order.
    pub(crate) fn then(&mut self, kind: Kind, order: &str, verb: &str, at: (u64, u64), answer: (u16, Value)) -> u64 {
        self.call(kind, &format!("/v1/reservations/rsv_{order}/{verb}"), json!({}), at, answer)
    }

    /// An order that was refused for the limit in all.
    pub(crate) fn refused(&mut self, order: &str, at: (u64, u64)) -> u64 {
        let rejected = json!([{"code": "ONE", "coupon_id": "cpn_1", "reason": "discount_code_usage_limit_reached"}]);
        let answer = (409, json!({"code": "discount_not_available", "rejected": rejected}));
        self.call(Kind::Redeem, "/v1/redemptions", order_of(order, "ann"), at, answer)
    }

    /// A redemption of the order in the final list.
    pub(crate) fn enter(&mut self, order: &str, state: &str) {
        let [id, order_id] = [format!("rdm_{order}"), order.to_owned()];
        self.0.ledger.push(Entry { id, order_id, coupon_id: "cpn_1".to_owned(), state: state.to_owned() });
    }

    /// What the check of this promise says.
    pub(crate) fn verdict(&self, promise: &str) -> Verdict {
        let all = check(&self.0);
        let found = all.into_iter().find(|verdict| verdict.promise.contains(promise));
        found.unwrap_or_else(|| panic!("no check promises `{promise}`"))
    }

    /// The check looked and found nothing.
    pub(crate) fn holds(&self, promise: &str) {
        let verdict = self.verdict(promise);
        assert!(verdict.looked_at > 0, "`{promise}` looked at nothing");
        assert!(verdict.violations.is_empty(), "{:#?}", verdict.violations);
    }

    /// The check found this, in these calls.
    pub(crate) fn breaks(&self, promise: &str, words: &str, ops: &[u64]) {
        let verdict = self.verdict(promise);
        let found = verdict.violations.iter().find(|violation| violation.what.contains(words));
        let found = found.unwrap_or_else(|| panic!("`{words}` is not in {:#?}", verdict.violations));
        assert!(ops.iter().all(|op| found.ops.contains(op)), "{found}");
    }
}

/// The body of an order.
pub(crate) fn order_of(order: &str, customer: &str) -> Value {
    let lines = json!([{"id": "1", "product_id": "base", "quantity": 3, "unit_price": 1_000}]);
    let cart = json!({"currency": "USD", "line_items": lines, "customer": {"id": customer}});
    json!({"order_id": order, "cart": cart, "discounts": {"codes": ["ONE"]}})
}

/// The answer to it.
pub(crate) fn grant(order: &str, customer: &str, state: &str) -> Value {
    let allocations = json!([{"path": "$.line_items[0]", "amount": 700}]);
    let applied =
        json!([{"coupon_id": "cpn_1", "code": "ONE", "amount": 700, "allocations": allocations, "trims": []}]);
    json!({
        "id": format!("rsv_{order}"), "order_id": order, "state": state,
        "quote": {
            "line_items": [{"id": "1", "subtotal": 3_000, "discount": 700, "total": 2_300}],
            "discounts": {"applied": applied},
            "totals": {"subtotal": 3_000, "savings": 700, "total": 2_300},
        },
        "redemptions": [{"id": format!("rdm_{order}"), "coupon_id": "cpn_1", "code": "ONE", "customer_id": customer,
                         "order_id": order, "amount": 700, "state": state, "created_at": "2026-06-01T10:00:00Z"}],
    })
}

/// No limits but the one in all.
pub(crate) fn total(limit: i64) -> Limits {
    Limits { total: Some(limit), ..Limits::default() }
}
