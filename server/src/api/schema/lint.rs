//! What to look at again in a coupon.

use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What to look at again, the gravest first.
#[derive(ToSchema)]
pub(crate) struct Warnings {
    /// The warnings, then the tips.
    data: Vec<Warning>,
}

/// Something to look at again.
#[derive(ToSchema)]
#[schema(example = json!({
    "code": "unlimited_high_discount", "severity": "warning", "pointer": "/limits",
    "message": "50% off without any limit invites abuse. Limit the uses in all, the uses of each customer, or the budget.", "details": {}
}))]
pub(crate) struct Warning {
    /// `amount_above_price`, `automatic_conflict`, `benefit_missing`, `code_field_hidden`, `code_guessable`, `code_long`,
    /// `code_missing`, `code_taken`, `margin_broken`,
    /// `never_applicable`, `no_end`, `store_cap_reached`, `too_restrictive`, `unlimited_high_discount`.
    code: String,
    /// `warning` or `tip`.
    severity: String,
    /// JSON pointer to the member of the coupon.
    pointer: String,
    /// What it is and the way out, in the language asked for.
    message: String,
    /// The names and numbers behind it.
    #[schema(value_type = Object)]
    details: Map<String, Value>,
}
