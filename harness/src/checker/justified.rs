//! A refusal for a limit is true: at some moment of the call the limit may have been reached.

use std::collections::BTreeMap;

use super::edits::Edits;
use super::takes::{Take, list};
use super::{Record, Verdict};
use crate::shop::Coupon;

/// Looks at every refused code of every refused call.
pub(super) fn check(record: &Record, takes: &[Take]) -> Verdict {
    let mut verdict = Verdict::new("a refusal for a limit is true");
    let edits = Edits::of(record);
    let mut takes_of: BTreeMap<&str, Vec<&Take>> = BTreeMap::new();
    for take in takes {
        takes_of.entry(&take.coupon_id).or_default().push(take);
    }
    for call in &record.calls {
        let Some((409, body)) = call.answer() else { continue };
        for rejected in list(&body["rejected"]) {
            let Some(coupon) = coupon_of(record, rejected["coupon_id"].as_str()) else { continue };
            let customer = match rejected["reason"].as_str() {
                Some("discount_code_usage_limit_reached") => None,
                Some("discount_code_customer_limit_reached") => call.body["cart"]["customer"]["id"].as_str(),
                _ => continue,
            };
            // What only claims or codes of batches unlock has one use for each: the part that races them looks at that.
            if coupon.code.is_empty() {
                continue;
            }
            let (asked, told) = (call.asked(), call.told());
            let limit = match customer {
                // Every coupon of a run has one code, whose uses are all uses.
                None => {
                    let total = edits.total_between(coupon, asked, told).map(|(least, _)| least);
                    [total, coupon.limits.per_code].into_iter().flatten().min()
                }
                Some(_) => coupon.limits.per_customer,
            };
            let Some(limit) = limit else {
                verdict.find(format!("{}: refused for a limit that it does not have", coupon.code), [call.op]);
                continue;
            };
            verdict.look();
            let possible = takes_of
                .get(coupon.id.as_str())
                .into_iter()
                .flatten()
                .filter(|take| take.asked <= told && take.possible_until >= asked)
                .filter(|take| customer.is_none_or(|customer| take.customer == customer));
            let most = i64::try_from(possible.count()).unwrap_or(i64::MAX);
            if most < limit {
                let what = format!("{}: refused at a limit of {limit} when at most {most} uses stood", coupon.code);
                verdict.find(what, [call.op]);
            }
        }
    }
    verdict
}

fn coupon_of<'a>(record: &'a Record, id: Option<&str>) -> Option<&'a Coupon> {
    record.coupons.iter().find(|coupon| Some(coupon.id.as_str()) == id)
}
