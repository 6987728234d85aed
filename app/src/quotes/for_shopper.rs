//! What of a price a browser is told: nothing of budgets, margins and the words of conditions. HTTP contract section 7.

use serde_json::Value;
use tessera_engine::Quote;

/// Cuts that show what the shop keeps to itself.
const HIDDEN_CUTS: [&str; 3] = ["budget", "price_floor", "margin_floor"];
/// The reason for passing a line over that does.
const HIDDEN_SKIP: &str = "price_floor";
/// The member of details that holds the source of an expression.
const SOURCE: &str = "expression";

/// Takes out of a quote what a browser is not told. Amounts stay as they are.
pub(crate) fn hide_from_shopper(quote: &mut Quote) {
    for applied in &mut quote.discounts.applied {
        applied.trims.retain(|trim| !HIDDEN_CUTS.contains(&trim.by));
        applied.skipped.retain(|skipped| skipped.reason != HIDDEN_SKIP);
    }
    for rejected in &mut quote.discounts.rejected {
        hide_details(&mut rejected.details);
    }
}

/// The same for the numbers behind a rejection.
pub(crate) fn hide_details(details: &mut Value) {
    hide_source(details);
    for failed in details.get_mut("failed").and_then(Value::as_array_mut).into_iter().flatten() {
        hide_source(failed);
    }
    if let Some(skipped) = details.get_mut("skipped").and_then(Value::as_array_mut) {
        skipped.retain(|skipped| skipped["reason"] != HIDDEN_SKIP);
    }
}

/// An expression may name anybody and anything.
fn hide_source(found: &mut Value) {
    let has_source = found.get("needed").is_some_and(|needed| needed.get(SOURCE).is_some());
    if let (true, Some(members)) = (has_source, found.as_object_mut()) {
        members.remove("needed");
        members.remove("actual");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_source_of_an_expression_is_not_told() {
        let source = json!({ "expression": "customer.email == 'ana@shop.example'" });
        let mut details = json!({
            "needed": source, "actual": { "value": false },
            "failed": [
                { "kind": "expression", "reason": "discount_code_condition_not_met", "needed": source, "actual": null },
                { "kind": "order_amount", "needed": { "min": 5000 }, "actual": { "amount": 10 } },
            ],
            "skipped": [{ "path": "$.line_items[0]", "reason": "price_floor" }, { "path": "$.line_items[1]", "reason": "sale_item" }],
        });
        hide_details(&mut details);
        assert!(!details.to_string().contains("ana@shop.example"), "{details}");
        assert_eq!(details["failed"][1]["needed"], json!({ "min": 5000 }));
        assert_eq!(details["failed"][0], json!({ "kind": "expression", "reason": "discount_code_condition_not_met" }));
        assert_eq!(details["skipped"], json!([{ "path": "$.line_items[1]", "reason": "sale_item" }]));
        let mut none = json!({});
        hide_details(&mut none);
        assert_eq!(none, json!({}));
    }
}
