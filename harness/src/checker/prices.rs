//! Every granted discount is what its coupon gives, and its parts sum to it.

use super::takes::{decides, granted, list};
use super::{Record, Verdict};

/// Looks at every answer with a quote.
pub(super) fn check(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("every discount is exact, to the cent");
    for call in record.calls.iter().filter(|call| decides(call.kind)) {
        let Some(body) = call.success() else { continue };
        verdict.look();
        let quote = &body["quote"];
        for applied in list(&quote["discounts"]["applied"]) {
            let amount = applied["amount"].as_i64().unwrap_or(-1);
            let coupon = record.coupons.iter().find(|coupon| applied["coupon_id"] == coupon.id.as_str());
            let is_trimmed = list(&applied["trims"]).next().is_some();
            let is_right =
                coupon.is_some_and(|coupon| amount == coupon.amount || (is_trimmed && amount < coupon.amount));
            if !is_right {
                verdict.find(format!("{} takes off {amount}", applied["code"]), [call.op]);
            }
            if sum(list(&applied["allocations"]).map(|part| &part["amount"])) != amount {
                verdict.find(format!("the parts of {} do not sum to {amount}", applied["code"]), [call.op]);
            }
        }
        let totals = &quote["totals"];
        let [subtotal, savings, total] =
            ["subtotal", "savings", "total"].map(|name| totals[name].as_i64().unwrap_or(-1));
        let lines = sum(list(&quote["line_items"]).map(|line| &line["total"]));
        let applied = sum(list(&quote["discounts"]["applied"]).map(|one| &one["amount"]));
        let redeemed = sum(granted(body).map(|one| &one["amount"]));
        if total < 0 || subtotal - savings != total || lines != total || applied != savings || redeemed != savings {
            verdict.find(
                format!("{subtotal} - {savings} = {total}; lines {lines}, applied {applied}, redeemed {redeemed}"),
                [call.op],
            );
        }
    }
    verdict
}

fn sum<'a>(amounts: impl Iterator<Item = &'a serde_json::Value>) -> i64 {
    amounts.map(|amount| amount.as_i64().unwrap_or_default()).sum()
}
