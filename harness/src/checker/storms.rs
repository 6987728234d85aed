//! Of a rush exactly as many get a use as there are.

use super::takes::list;
use super::{Record, STORMS, Verdict};
use crate::history::Kind;

/// Looks at every coupon of which an exact number had to be granted.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new(STORMS);
    for (coupon_id, uses) in &record.exact {
        verdict.look();
        let granted: Vec<u64> = record
            .calls
            .iter()
            .filter(|call| call.kind == Kind::Redeem)
            .filter(|call| {
                call.success()
                    .is_some_and(|body| list(&body["redemptions"]).any(|one| one["coupon_id"] == coupon_id.as_str()))
            })
            .map(|call| call.op)
            .collect();
        let listed = record.ledger.iter().filter(|entry| entry.coupon_id == *coupon_id && entry.is_live()).count();
        let right = usize::try_from(*uses).unwrap_or_default();
        if granted.len() != right || listed != right {
            let what = format!("{coupon_id}: {} were granted and {listed} are listed, {uses} had to be", granted.len());
            verdict.find(what, granted.into_iter().take(5));
        }
    }
    verdict
}
