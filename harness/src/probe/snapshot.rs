//! What must hold at every moment, not only at the end.

use std::collections::BTreeMap;

use crate::shop::{Coupon, Limits};

/// How much of a resource of a coupon is taken, committed and held together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `cpn_...`.
    pub coupon_id: String,
    /// `uses`, `code:...`, `day:...`, `customer:...`, `budget:USD`, `budget:USD:day:...`, `budget:USD:customer:...`,
    /// `claims`, `claims:customer:...`.
    pub resource: String,
    /// Uses, or minor units.
    pub value: i64,
}

/// The state of some coupons at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// What the counters say.
    pub counters: Vec<Line>,
    /// What the redemptions and claims add up to.
    pub redemptions: Vec<Line>,
}

/// Everything that does not hold, in words.
#[must_use]
pub fn check_snapshot(snapshot: &Snapshot, coupons: &[Coupon]) -> Vec<String> {
    let by_id: BTreeMap<&str, &Coupon> = coupons.iter().map(|coupon| (coupon.id.as_str(), coupon)).collect();
    let mut wrong = Vec::new();
    for (what, lines) in [("the counter", &snapshot.counters), ("the sum of the rows", &snapshot.redemptions)] {
        for line in lines {
            let Some(coupon) = by_id.get(line.coupon_id.as_str()) else { continue };
            if let Some(limit) = limit_of(&coupon.limits, &line.resource).filter(|limit| line.value > *limit) {
                let (code, resource, value) = (&coupon.code, &line.resource, line.value);
                wrong.push(format!("{code}: {what} of {resource} is {value}, the limit is {limit}"));
            }
        }
    }
    let added_up: BTreeMap<(&str, &str), i64> =
        snapshot.redemptions.iter().map(|line| (key(line), line.value)).collect();
    for counter in &snapshot.counters {
        let sum = added_up.get(&key(counter)).copied().unwrap_or_default();
        if sum != counter.value {
            let (coupon, resource, value) = (&counter.coupon_id, &counter.resource, counter.value);
            wrong.push(format!(
                "{coupon}: the counter of {resource} is {value}, its redemptions and claims add up to {sum}"
            ));
        }
    }
    wrong
}

fn key(line: &Line) -> (&str, &str) {
    (&line.coupon_id, &line.resource)
}

fn limit_of(limits: &Limits, resource: &str) -> Option<i64> {
    let mut parts = resource.split(':');
    match (parts.next(), parts.nth(1)) {
        (Some("uses"), _) => limits.total,
        (Some("code"), _) => limits.per_code,
        (Some("day"), _) => limits.per_day,
        (Some("customer"), _) => limits.per_customer,
        (Some("claims"), None) => limits.claims_total,
        (Some("claims"), Some(_)) => limits.claims_per_customer,
        (Some("budget"), None) => limits.budget,
        (Some("budget"), Some("day")) => limits.budget_per_day,
        (Some("budget"), Some("customer")) => limits.budget_per_customer,
        _ => None,
    }
}
