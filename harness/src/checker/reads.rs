//! A read on any node shows what was acknowledged before it was asked.

use std::collections::{BTreeMap, BTreeSet};

use super::takes::{decides, list, orders, text};
use super::{Record, Verdict};
use crate::history::{Call, Kind};

/// Looks at every read of an order whose redemptions were decided once.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("a read shows what was acknowledged before");
    let mut deciding: BTreeMap<String, Vec<&Call>> = BTreeMap::new();
    for (op, order_id) in orders(record) {
        let call = usize::try_from(op).ok().and_then(|op| record.calls.get(op)).filter(|call| decides(call.kind));
        deciding.entry(order_id).or_default().extend(call);
    }
    for read in record.calls.iter().filter(|call| call.kind == Kind::Read) {
        let order_id = read.path.split("order_id=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default();
        let (Some(body), Some([call])) = (read.success(), deciding.get(order_id).map(Vec::as_slice)) else { continue };
        if call.told() >= read.asked() {
            continue;
        }
        verdict.look();
        let shown: BTreeSet<String> = list(&body["data"]).map(|one| text(&one["id"])).collect();
        let granted = call.success().map(|body| list(&body["redemptions"]));
        for id in granted.into_iter().flatten().map(|one| text(&one["id"])).filter(|id| !shown.contains(id)) {
            verdict.find(format!("{order_id}: redemption {id} was acknowledged and is not shown"), [call.op, read.op]);
        }
    }
    verdict
}
