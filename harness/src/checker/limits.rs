//! No limit and no budget is passed at any moment.

use std::collections::BTreeMap;

use super::edits::Edits;
use super::takes::Take;
use super::{Record, Verdict};
use crate::history::{Kind, NEVER, Nanos};
use crate::shop::{Coupon, Limits};

/// A limit: its name, its value, whose it is, what one use weighs and until when it weighs.
struct Bound {
    name: &'static str,
    value: fn(&Limits) -> Option<i64>,
    group: fn(&Take) -> &str,
    weight: fn(&Take) -> i64,
    until: fn(&Take) -> Nanos,
}

const BOUNDS: &[Bound] = &[
    Bound { name: "uses in all", value: |l| l.total, group: |_| "", weight: |_| 1, until: |t| t.use_until },
    Bound {
        name: "uses of a customer",
        value: |l| l.per_customer,
        group: |t| &t.customer,
        weight: |_| 1,
        until: |t| t.use_until,
    },
    Bound { name: "uses of a code", value: |l| l.per_code, group: |t| &t.code, weight: |_| 1, until: |t| t.use_until },
    Bound { name: "uses in a day", value: |l| l.per_day, group: |t| &t.day, weight: |_| 1, until: |t| t.money_until },
    Bound { name: "money in all", value: |l| l.budget, group: |_| "", weight: |t| t.amount, until: |t| t.money_until },
    Bound {
        name: "money for a customer",
        value: |l| l.budget_per_customer,
        group: |t| &t.customer,
        weight: |t| t.amount,
        until: |t| t.money_until,
    },
    Bound {
        name: "money in a day",
        value: |l| l.budget_per_day,
        group: |t| &t.day,
        weight: |t| t.amount,
        until: |t| t.money_until,
    },
];

/// Looks at every coupon that has a limit.
pub(super) fn check(record: &Record, takes: &[Take]) -> Verdict {
    let mut verdict = Verdict::new("no limit and no budget is passed, by the answers");
    let mut of_coupon: BTreeMap<&str, Vec<&Take>> = BTreeMap::new();
    for take in takes.iter().filter(|take| take.told != NEVER) {
        of_coupon.entry(&take.coupon_id).or_default().push(take);
    }
    let edits = Edits::of(record);
    for coupon in &record.coupons {
        let Some(takes) = of_coupon.get(coupon.id.as_str()) else { continue };
        for bound in BOUNDS {
            let Some(limit) = (bound.value)(&coupon.limits) else { continue };
            verdict.look();
            let mut groups: BTreeMap<&str, Vec<&Take>> = BTreeMap::new();
            for take in takes {
                groups.entry((bound.group)(take)).or_default().push(take);
            }
            for (group, takes) in groups {
                if let Some((value, ops)) = passes(&takes, bound, limit) {
                    let what =
                        format!("{}: {} {group} stand at {value}, the limit is {limit}", coupon.code, bound.name);
                    verdict.find(what, ops);
                }
            }
        }
        lowered(&edits, coupon, takes, &mut verdict);
    }
    verdict
}

/// The first moment at which what surely counts is above the limit. What ends at a moment is gone before what begins.
fn passes(takes: &[&Take], bound: &Bound, limit: i64) -> Option<(i64, Vec<u64>)> {
    let certain: Vec<&&Take> = takes.iter().filter(|take| (bound.until)(take) > take.told).collect();
    let mut steps: Vec<(Nanos, bool, i64)> = Vec::new();
    for take in &certain {
        let weight = (bound.weight)(take);
        steps.push((take.told, true, weight));
        steps.push(((bound.until)(take), false, -weight));
    }
    steps.sort_unstable();
    let mut value = 0;
    for (at, _, weight) in steps {
        value += weight;
        if value > limit {
            let stand = certain.iter().filter(|take| take.told <= at && (bound.until)(take) > at);
            return Some((value, stand.map(|take| take.op).collect()));
        }
    }
    None
}

/// After a limit was lowered nothing is granted above it, though what was granted before stays.
fn lowered(edits: &Edits, coupon: &Coupon, takes: &[&Take], verdict: &mut Verdict) {
    if coupon.handling != crate::shop::Handling::Edited {
        return;
    }
    // A hold that is priced again keeps what it has.
    for take in takes.iter().filter(|take| matches!(take.kind, Kind::Redeem | Kind::Reserve)) {
        verdict.look();
        let Some((_, most)) = edits.total_between(coupon, take.asked, take.told) else { continue };
        let others: Vec<u64> = takes
            .iter()
            .filter(|other| other.redemption_id != take.redemption_id && other.order_id != take.order_id)
            .filter(|other| other.told <= take.asked && other.use_until >= take.told)
            .map(|other| other.op)
            .collect();
        let before = i64::try_from(others.len()).unwrap_or(i64::MAX);
        if before >= most {
            let what = format!("{}: granted when {before} uses stood and the limit was {most} at most", coupon.code);
            verdict.find(what, std::iter::once(take.op).chain(others));
        }
    }
}
