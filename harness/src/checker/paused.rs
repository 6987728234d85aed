//! After a pause is acknowledged, no node grants the coupon until it is enabled again.

use super::takes::Take;
use super::{Record, Verdict};
use crate::history::{Kind, NEVER};

/// Looks at every acknowledged pause.
pub(super) fn check(record: &Record, takes: &[Take]) -> Verdict {
    let mut verdict = Verdict::new("a paused coupon is not granted, on any node");
    for pause in record.calls.iter().filter(|call| call.kind == Kind::Pause && call.success().is_some()) {
        let Some(coupon_id) = pause.path.split('/').nth(3) else { continue };
        let from = pause.told();
        let enables = record.calls.iter().filter(|call| call.kind == Kind::Enable && call.path.contains(coupon_id));
        // One that was sent before the pause and is not known to be over may come after it.
        let to = enables.filter(|call| call.told() > from).map(crate::history::Call::asked).min().unwrap_or(NEVER);
        verdict.look();
        for take in takes.iter().filter(|take| take.coupon_id == coupon_id && take.told != NEVER) {
            let is_new = matches!(take.kind, Kind::Redeem | Kind::Reserve);
            if is_new && take.asked > from && take.told < to {
                verdict.find(
                    format!("{} was granted while its coupon was paused", take.redemption_id),
                    [pause.op, take.op],
                );
            }
        }
    }
    verdict
}
