//! How often and how much, and together with what.

use super::field::{Choice, Field, Of, Part};

/// Uses.
pub(in crate::admin::coupons) const USES: [Field; 4] = [
    Field::new("total", |t| t.limit_total, Part::Count).hint(|t| t.limit_hint),
    Field::new("per_customer", |t| t.limit_customer, Part::Count).hint(|t| t.limit_hint),
    Field::new("per_code", |t| t.limit_code, Part::Count).hint(|t| t.limit_code_hint),
    Field::new("per_day", |t| t.limit_day, Part::Count).hint(|t| t.limit_hint),
];
/// Money.
pub(in crate::admin::coupons) const BUDGETS: [Field; 3] = [
    Field::new("budget", |t| t.limit_budget, Part::Amount).hint(|t| t.limit_hint),
    Field::new("budget_per_customer", |t| t.limit_budget_customer, Part::Amount).hint(|t| t.limit_hint),
    Field::new("budget_per_day", |t| t.limit_budget_day, Part::Amount).hint(|t| t.limit_hint),
];
/// Claims.
pub(in crate::admin::coupons) const CLAIMS: [Field; 2] = [
    Field::new("claims_total", |t| t.limit_claims, Part::Count).hint(|t| t.limit_hint),
    Field::new("claims_per_customer", |t| t.limit_claims_customer, Part::Count).hint(|t| t.limit_hint),
];
/// Which lanes and ways it combines with.
pub(in crate::admin::coupons) const COMBINES: [Field; 5] = [
    Field::new("combine_item", |t| t.combine_item, Part::Maybe).at("combines_with.item"),
    Field::new("combine_order", |t| t.combine_order, Part::Maybe).at("combines_with.order"),
    Field::new("combine_shipping", |t| t.combine_shipping, Part::Maybe).at("combines_with.shipping"),
    Field::new("combine_codes", |t| t.combine_codes, Part::Maybe).at("combines_with.codes"),
    Field::new("combine_automatic", |t| t.combine_automatic, Part::Maybe).at("combines_with.automatic"),
];
/// Single coupons, and the order.
pub(in crate::admin::coupons) const BESIDE: [Field; 3] = [
    Field::new("with", |t| t.combine_with, Part::List(Of::Coupons)),
    Field::new("never_with", |t| t.combine_never, Part::List(Of::Coupons)),
    Field::new("priority", |t| t.priority, Part::Count).hint(|t| t.priority_hint),
];

/// Who may know about it, who answers for it, and how long a subscription has it.
pub(in crate::admin::coupons) const RARE: [Field; 3] = [
    Field::new("visibility", |t| t.visibility, Part::Choice(VISIBILITY)).hint(|t| t.visibility_hint),
    Field::new("owner", |t| t.owner, Part::Text),
    Field::new("renewals", |t| t.renewals, Part::Renewals).hint(|t| t.renewals_hint),
];
const VISIBILITY: &[Choice] = &[
    ("private", |t| t.visibility_private),
    ("claimable", |t| t.visibility_claimable),
    ("public", |t| t.visibility_public),
];

/// Every limit.
pub(super) fn limits() -> Vec<Field> {
    USES.into_iter().chain(BUDGETS).chain(CLAIMS).collect()
}

/// Every word on combining.
pub(super) fn stacking() -> Vec<Field> {
    COMBINES.into_iter().chain(BESIDE).collect()
}
