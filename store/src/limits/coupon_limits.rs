//! The limits of a coupon as its row keeps them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::StoreError;

/// How often and how much; `None` is unlimited, 0 is none. Money is in minor units by currency. `docs/MODEL.md` section 9.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CouponLimits {
    /// Uses in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Uses by one customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_customer: Option<u64>,
    /// Uses of one code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_code: Option<u64>,
    /// Uses on one day of the store's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u64>,
    /// Discount in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<BTreeMap<String, i64>>,
    /// Discount for one customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_per_customer: Option<BTreeMap<String, i64>>,
    /// Discount on one day of the store's zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_per_day: Option<BTreeMap<String, i64>>,
    /// Claims in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims_total: Option<u64>,
    /// Claims by one customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims_per_customer: Option<u64>,
}

impl CouponLimits {
    pub(crate) fn to_text(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|_| StoreError::Internal("limits do not serialise".to_owned()))
    }

    pub(crate) fn read(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|_| StoreError::Corrupt("a coupon's limits cannot be read".to_owned()))
    }
}
