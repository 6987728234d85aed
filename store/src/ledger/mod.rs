//! The ledger of money budgets: double entry, appended only.
//!
//! A movement is two entries of one sequence number that sum to zero: what the coupon's account `budget` gave or got
//! back, and the order's account with the opposite sign. A campaign's budget is written down like a coupon's, under the
//! campaign's id. Held money counts as given until it is given back. The balance
//! of a coupon's account is thus what its counter holds as used and held.

pub(crate) mod move_budget;
pub(crate) mod open_account;

/// The coupon's account.
pub(super) const BUDGET: &str = "budget";
/// The other side when a budget comes to a coupon that gave before.
pub(super) const OPENING: &str = "opening";
/// The other side when a budget goes.
pub(super) const CLOSING: &str = "closing";

/// The currency of a counter of a whole budget: `budget:USD`, neither by day nor by customer.
pub(crate) fn currency_of(resource: &str) -> Option<&str> {
    resource.strip_prefix("budget:").filter(|rest| !rest.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::currency_of;

    #[test]
    fn only_a_whole_budget_is_in_the_ledger() {
        assert_eq!(currency_of("budget:USD"), Some("USD"));
        for other in ["uses", "budget:USD:day:2026-06-03", "budget:USD:customer:id:ana", "code:cod_1"] {
            assert_eq!(currency_of(other), None, "{other}");
        }
    }
}
