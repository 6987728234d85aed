//! History handed to the engine: it never asks. `docs/MODEL.md` sections 1, 5 and 9.

use std::collections::BTreeMap;

use crate::money::Amounts;

/// What is known of the past of a cart's coupons and customer at the moment of the quote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Uses by coupon id, committed and held. A coupon that is absent has none.
    pub uses: BTreeMap<String, Uses>,
    /// Discount given so far by coupon id, committed and held. A coupon that is absent has given none.
    pub budget_used: BTreeMap<String, Amounts>,
}

/// Uses of one coupon, committed and held together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// In all.
    pub total: u64,
    /// By this customer, the larger of account and normalised e-mail. `None`: the cart names no customer.
    pub customer: Option<u64>,
    /// Today in the store's zone.
    pub today: u64,
}
