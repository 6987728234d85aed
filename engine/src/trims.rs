//! What was cut from a benefit, and by what. `docs/MODEL.md` 6.1.

use crate::quote::Trim;

/// What cuts a discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The benefit's own `max_amount`.
    CouponCap,
    /// A money budget.
    Budget,
    /// A line's `min_unit_price`.
    PriceFloor,
    /// The store's margin.
    MarginFloor,
    /// The store's `max_discount_percent`.
    StoreCap,
    /// There is no more to take.
    LineTotal,
    /// What the first order gave, at a renewal.
    FirstOrder,
}

impl Cut {
    const ALL: [Self; 7] = [
        Self::CouponCap,
        Self::Budget,
        Self::PriceFloor,
        Self::MarginFloor,
        Self::StoreCap,
        Self::LineTotal,
        Self::FirstOrder,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::CouponCap => "coupon_cap",
            Self::Budget => "budget",
            Self::PriceFloor => "price_floor",
            Self::MarginFloor => "margin_floor",
            Self::StoreCap => "store_cap",
            Self::LineTotal => "line_total",
            Self::FirstOrder => "first_order",
        }
    }
}

/// How much each of them cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trims {
    amounts: [i64; 7],
    /// Whether a margin was broken that the store only wants to know about.
    pub(crate) margin_broken: bool,
}

impl Trims {
    /// Adds what one cut.
    pub(crate) fn add(&mut self, by: Cut, amount: i64) {
        assert!(amount >= 0, "a cut takes away");
        self.amounts[by as usize] += amount;
    }

    /// Whether one cut anything.
    pub(crate) fn has(&self, by: Cut) -> bool {
        self.amounts[by as usize] > 0
    }

    /// Adds what `others` cut.
    pub(crate) fn add_all(&mut self, others: &Self) {
        for (mine, other) in self.amounts.iter_mut().zip(others.amounts) {
            *mine += other;
        }
        self.margin_broken |= others.margin_broken;
    }

    /// What cut something. A broken margin that cuts nothing is listed with amount 0.
    pub(crate) fn list(&self) -> Vec<Trim> {
        let cut = |by: &Cut| {
            let amount = self.amounts[*by as usize];
            let reported = *by == Cut::MarginFloor && self.margin_broken;
            (amount > 0 || reported).then(|| Trim { by: by.as_str(), amount })
        };
        Cut::ALL.iter().filter_map(cut).collect()
    }
}
