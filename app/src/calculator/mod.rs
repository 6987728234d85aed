//! The discount calculator: proposals for coupons, nothing stored.

mod calculate_billing_periods;
