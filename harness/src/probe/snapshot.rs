//! What must hold at every moment, not only at the end.

use std::collections::BTreeMap;

use crate::shop::Coupon;

/// Uses and money of one coupon and one group: a customer, a code, a day, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `cpn_...`.
    pub coupon_id: String,
    /// Of whom or what.
    pub group: String,
    /// Uses, committed and held.
    pub count: i64,
    /// Minor units.
    pub money: i64,
}

/// The state of some coupons at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The counters that limit uses in all.
    pub counters: Vec<Line>,
    /// The counters that limit a customer, by identity.
    pub customer_counters: Vec<Line>,
    /// What the rows of redemptions say, by customer.
    pub by_customer: Vec<Line>,
    /// The same by code.
    pub by_code: Vec<Line>,
    /// The same by day.
    pub by_day: Vec<Line>,
}

impl Snapshot {
    /// From five reads in the order of the members.
    pub(super) fn of(mut next: impl FnMut() -> anyhow::Result<Vec<Line>>) -> anyhow::Result<Self> {
        let (counters, customer_counters, by_customer) = (next()?, next()?, next()?);
        Ok(Self { counters, customer_counters, by_customer, by_code: next()?, by_day: next()? })
    }
}

/// Everything that does not hold, in words.
#[must_use]
pub fn check_snapshot(snapshot: &Snapshot, coupons: &[Coupon]) -> Vec<String> {
    let mut wrong = Vec::new();
    for coupon in coupons {
        let limits = coupon.limits;
        let counts = |lines: &[Line]| lines_of(lines, coupon, |line| line.count);
        let money = |lines: &[Line]| lines_of(lines, coupon, |line| line.money);
        let all_uses = sum(&counts(&snapshot.by_customer));
        let all_money = sum(&money(&snapshot.by_customer));
        let mut hold = |what: &str, lines: BTreeMap<String, i64>, limit: Option<i64>| {
            for (group, value) in lines {
                if limit.is_some_and(|limit| value > limit) {
                    wrong.push(format!("{} ({}): {what} {group} stands at {value}", coupon.code, coupon.id));
                }
            }
        };
        let whole = |value| BTreeMap::from([(String::new(), value)]);
        hold("the counter", counts(&snapshot.counters), limits.total);
        hold("the number of redemptions", whole(all_uses), limits.total);
        hold("the counter of", counts(&snapshot.customer_counters), limits.per_customer);
        hold("the number of redemptions of", counts(&snapshot.by_customer), limits.per_customer);
        hold("the number of redemptions of code", counts(&snapshot.by_code), limits.per_code);
        hold("the number of redemptions of day", counts(&snapshot.by_day), limits.per_day);
        hold("the money", whole(all_money), limits.budget);
        hold("the money of", money(&snapshot.by_customer), limits.budget_per_customer);
        hold("the money of day", money(&snapshot.by_day), limits.budget_per_day);
        let counter = counts(&snapshot.counters);
        if let Some(counter) = counter.get("").filter(|counter| **counter != all_uses) {
            let both = format!("the counter says {counter}, the redemptions are {all_uses}");
            wrong.push(format!("{} ({}): {both}", coupon.code, coupon.id));
        }
    }
    wrong
}

fn lines_of(lines: &[Line], coupon: &Coupon, value: impl Fn(&Line) -> i64) -> BTreeMap<String, i64> {
    let own = lines.iter().filter(|line| line.coupon_id == coupon.id);
    own.map(|line| (line.group.clone(), value(line))).collect()
}

fn sum(lines: &BTreeMap<String, i64>) -> i64 {
    lines.values().sum()
}
