//! What happens to coupons and their codes, as events. A code's text is never told: who has it may use it.

use serde::Serialize;
use serde_json::{Map, Value};
use tessera_store::coupons::CouponRecord;

use crate::change::Change;
use crate::difference::difference;

/// The member of the terms that is not told.
const CODE: &str = "code";

#[derive(Serialize)]
struct CouponChange<'a> {
    id: &'a str,
    version: u64,
    status: &'a str,
    /// The members of the terms that differ from the version before.
    changed: Map<String, Value>,
}

/// A coupon that was made, with all its terms.
pub(super) fn coupon_created(record: &CouponRecord) -> Change {
    told("coupon.created", record, "{}")
}

/// A coupon that was edited. `change` is the word of its version; an edit that enables or pauses it is told as that.
pub(super) fn coupon_edited(record: &CouponRecord, before: &CouponRecord, change: &str) -> Change {
    let kind = match change {
        "archived" => "coupon.archived",
        "restored" => "coupon.restored",
        _ if record.status == before.status => "coupon.updated",
        _ => match record.status.as_str() {
            "enabled" => "coupon.enabled",
            "paused" => "coupon.paused",
            _ => "coupon.updated",
        },
    };
    told(kind, record, &before.terms)
}

fn told(kind: &'static str, record: &CouponRecord, terms_before: &str) -> Change {
    let mut changed = difference(terms_before, &record.terms);
    changed.remove(CODE);
    Change::new(
        kind,
        &record.id,
        &CouponChange { id: &record.id, version: record.version, status: &record.status, changed },
    )
}

/// A code that unlocks nothing any more.
pub(crate) fn code_voided(coupon_id: &str, code_id: &str) -> Change {
    #[derive(Serialize)]
    struct CodeChange<'a> {
        id: &'a str,
        coupon_id: &'a str,
        state: &'static str,
    }
    Change::new("code.voided", code_id, &CodeChange { id: code_id, coupon_id, state: "void" })
}
