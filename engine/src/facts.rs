//! History handed to the engine: it never asks. `docs/MODEL.md` sections 1, 5 and 9.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::cart::Line;
use crate::compiled::CompiledCoupon;
use crate::money::{Amounts, Currency, Money};

/// What is known of the past of a cart's coupons and customer at the moment of the quote. What is `None` is unknown;
/// an empty list is a known fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Uses by coupon id, committed and held. A coupon that is absent has none.
    pub uses: BTreeMap<String, Uses>,
    /// Discount given so far by coupon id, committed and held. A coupon that is absent has given none.
    pub budget_used: BTreeMap<String, Amounts>,
    /// The same, given to this customer.
    pub budget_used_by_customer: BTreeMap<String, Amounts>,
    /// The same, given today in the store's zone.
    pub budget_used_today: BTreeMap<String, Amounts>,
    /// Campaigns by id. One that is absent neither begins nor ends nor has a budget.
    pub campaigns: BTreeMap<String, Campaign>,
    /// Earlier orders of the account or the normalised e-mail address that were not cancelled. The larger of this and
    /// what the cart says counts (5.4).
    pub orders_count: Option<u64>,
    /// What the customer has spent in the cart's currency. The larger of this and what the cart says counts (5.4).
    pub total_spent: Option<Money>,
    /// What the customer has spent in the cart's currency in the last so many times 24 hours, by that number.
    pub spent_within: BTreeMap<u32, Money>,
    /// What the customer has bought, in any order.
    pub purchased: Option<Vec<Purchase>>,
    /// Public coupons that need a code or a claim and were not presented: a quote hints at them.
    pub offered: Vec<Arc<CompiledCoupon>>,
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
    /// Of the code that was presented.
    pub code: u64,
}

/// The calendar and the money budget that the coupons of a campaign share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Campaign {
    /// First valid instant.
    pub starts_at: Option<Timestamp>,
    /// First instant that is no longer valid.
    pub ends_at: Option<Timestamp>,
    /// Discount in all.
    pub budget: Option<Amounts>,
    /// Discount given so far, committed and held.
    pub budget_used: Amounts,
}

impl Campaign {
    /// What its budget leaves; `None` without one in this currency.
    pub(crate) fn left(&self, currency: Currency) -> Option<i64> {
        let most = self.budget.as_ref()?.get(&currency)?.minor();
        Some(most - self.budget_used.get(&currency).map_or(0, |used| used.minor()))
    }
}

/// What is left on a code or a claim that holds a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// How much.
    pub amount: Money,
    /// In which currency.
    pub currency: Currency,
}

/// A line of an earlier order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The merchant's id of the product.
    pub product_id: String,
    /// The categories it was in, by id.
    pub categories: Vec<String>,
    /// Units.
    pub quantity: u64,
    /// When.
    pub at: Timestamp,
}

impl Purchase {
    /// As a line that a selector can be asked about: only product and categories are known of it.
    pub(crate) fn as_line(&self) -> Line {
        Line {
            id: String::new(),
            product_id: self.product_id.clone(),
            sku: None,
            title: None,
            quantity: 1,
            unit_price: Money::ZERO,
            list_price: None,
            categories: Some(self.categories.clone()),
            groups: None,
            brand: None,
            tags: None,
            attributes: None,
            on_sale: None,
            in_stock: None,
            discountable: None,
            gift_card: None,
            tax_rate: None,
            weight_grams: None,
            unit_cost: None,
            min_unit_price: None,
            setup_fee: None,
            billing_period: None,
        }
    }
}
