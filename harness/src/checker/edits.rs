//! Which total limit may have been in force when: from the operator's edits alone.

use std::collections::BTreeMap;

use super::Record;
use crate::history::{Kind, NEVER, Nanos};
use crate::shop::Coupon;

/// An edit of a coupon's total limit.
#[derive(Clone, Copy)]
struct Edit {
    asked: Nanos,
    told: Nanos,
    total: i64,
}

/// All edits that were not refused, by coupon.
pub(super) struct Edits(BTreeMap<String, Vec<Edit>>);

impl Edits {
    pub(super) fn of(record: &Record) -> Self {
        let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
        for call in record.calls.iter().filter(|call| call.kind == Kind::EditCoupon && !call.is_refused()) {
            let (Some(id), Some(total)) = (call.path.split('/').nth(3), call.body["limits"]["total"].as_i64()) else {
                continue;
            };
            let edit = Edit { asked: call.asked(), told: call.told(), total };
            edits.entry(id.to_owned()).or_default().push(edit);
        }
        Self(edits)
    }

    /// The lowest and the highest total limit that may have been in force at some moment of this time. `None`: no limit.
    pub(super) fn total_between(&self, coupon: &Coupon, from: Nanos, to: Nanos) -> Option<(i64, i64)> {
        let mut all = vec![Edit { asked: 0, told: 0, total: coupon.limits.total? }];
        all.extend(self.0.get(&coupon.id).into_iter().flatten());
        let is_over =
            |edit: &Edit| all.iter().any(|later| later.asked > edit.told && later.told != NEVER && later.told < from);
        let possible = all.iter().filter(|edit| edit.asked <= to && !is_over(edit)).map(|edit| edit.total);
        Some((possible.clone().min()?, possible.max()?))
    }
}
