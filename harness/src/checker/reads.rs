//! A read on any node shows what was acknowledged before it was asked.

use super::takes::{decides, list, text};
use super::{Record, Verdict};
use crate::history::{Call, Kind};

/// Looks at every read of an order.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("a read shows what was acknowledged before");
    let deciding: std::collections::BTreeMap<String, Vec<&Call>> =
        record.calls.iter().filter(|call| decides(call.kind)).fold(Default::default(), |mut all, call| {
            if let Some(order_id) = call.body["order_id"].as_str() {
                all.entry(order_id.to_owned()).or_insert_with(Vec::new).push(call);
            }
            all
        });
    for read in record.calls.iter().filter(|call| call.kind == Kind::Read) {
        let order_id = read.path.split("order_id=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default();
        let Some(body) = read.success() else { continue };
        let shown: Vec<String> = list(&body["data"]).map(|one| text(&one["id"])).collect();
        for call in deciding.get(order_id).into_iter().flatten().filter(|call| call.told() < read.asked()) {
            verdict.look();
            let Some(body) = call.success() else { continue };
            for id in list(&body["redemptions"]).map(|one| text(&one["id"])).filter(|id| !shown.contains(id)) {
                verdict
                    .find(format!("{order_id}: redemption {id} was acknowledged and is not shown"), [call.op, read.op]);
            }
        }
    }
    verdict
}
