//! The coupons of a run as the model knows them: what was asked for, not what the product says of it.

use serde_json::{Map, Value, json};

/// A coupon. Each takes a flat amount off the order, so that every discount is known beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coupon {
    /// `cpn_...`.
    pub id: String,
    /// As it is typed.
    pub code: String,
    /// What it takes off, minor units of USD.
    pub amount: i64,
    /// What bounds it.
    pub limits: Limits,
    /// What is done to it while the load runs.
    pub handling: Handling,
    /// From when until when it may be redeemed, RFC 3339.
    pub window: Option<[String; 2]>,
}

/// Bounds; money in minor units of USD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Uses in all.
    pub total: Option<i64>,
    /// Uses of a customer.
    pub per_customer: Option<i64>,
    /// Uses of a code.
    pub per_code: Option<i64>,
    /// Uses in a day.
    pub per_day: Option<i64>,
    /// Money in all.
    pub budget: Option<i64>,
    /// Money for a customer.
    pub budget_per_customer: Option<i64>,
    /// Money in a day.
    pub budget_per_day: Option<i64>,
    /// Claims in all.
    pub claims_total: Option<i64>,
    /// Claims of a customer.
    pub claims_per_customer: Option<i64>,
}

/// What the operator does to a coupon while it is redeemed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// Nothing.
    #[default]
    LeftAlone,
    /// The total limit is lowered and put back.
    Edited,
    /// It is paused and enabled.
    Paused,
}

impl Coupon {
    /// The body that creates it.
    pub(crate) fn body(&self) -> Value {
        let counts = [
            ("total", self.limits.total),
            ("per_customer", self.limits.per_customer),
            ("per_code", self.limits.per_code),
            ("per_day", self.limits.per_day),
        ];
        let money = [
            ("budget", self.limits.budget),
            ("budget_per_customer", self.limits.budget_per_customer),
            ("budget_per_day", self.limits.budget_per_day),
        ];
        let mut limits = Map::new();
        limits.extend(counts.iter().filter_map(|(name, limit)| Some(((*name).to_owned(), json!((*limit)?)))));
        limits.extend(money.iter().filter_map(|(name, limit)| Some(((*name).to_owned(), json!({"USD": (*limit)?})))));
        let all = json!({"item": true, "order": true, "shipping": true, "codes": true, "automatic": true});
        let mut body = json!({
            "name": self.code, "code": self.code, "status": "enabled", "limits": limits,
            "benefits": [{"kind": "amount_off", "amount": {"USD": self.amount}}],
            "stacking": {"combines_with": all},
        });
        if let Some([starts_at, ends_at]) = &self.window {
            body["validity"] = json!({"starts_at": starts_at, "ends_at": ends_at});
        }
        body
    }
}

/// The coupons of one wave: small limits, so that the edge of each is crossed within seconds. `rich` adds what the
/// parts of the contract beyond redemptions bound.
pub(crate) fn wave(name: &str, rich: bool) -> Vec<Coupon> {
    let none = Limits::default();
    let of = |total| Limits { total: Some(total), ..none };
    let mut all = vec![
        (of(1), Handling::LeftAlone),
        (of(5), Handling::LeftAlone),
        (of(20), Handling::LeftAlone),
        (of(50), Handling::LeftAlone),
        (of(50), Handling::LeftAlone),
        (Limits { per_customer: Some(1), ..none }, Handling::LeftAlone),
        (Limits { per_customer: Some(2), ..of(30) }, Handling::LeftAlone),
        (of(60), Handling::Edited),
        (none, Handling::Paused),
    ];
    if rich {
        all.extend([
            (Limits { budget: Some(10_000), ..none }, Handling::LeftAlone),
            (Limits { budget_per_customer: Some(1_500), ..none }, Handling::LeftAlone),
            (Limits { budget_per_day: Some(20_000), ..none }, Handling::LeftAlone),
            (Limits { per_day: Some(10), ..none }, Handling::LeftAlone),
            (Limits { per_code: Some(7), ..none }, Handling::LeftAlone),
            (Limits { budget: Some(9_900), per_customer: Some(3), ..of(15) }, Handling::LeftAlone),
        ]);
    }
    let coupon = |(at, (limits, handling)): (usize, (Limits, Handling))| Coupon {
        id: String::new(),
        code: format!("H{name}N{at}"),
        amount: 700,
        limits,
        handling,
        window: None,
    };
    all.into_iter().enumerate().map(coupon).collect()
}
