//! Lanes, and which two coupons go together. `docs/MODEL.md` 3.1 and 7.1.

use serde::{Serialize, Serializer};

use crate::coupon::{Activation, Stacking};

/// A stage of pricing. A benefit is in one; a coupon occupies every lane one of its benefits is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Single lines and units.
    Item,
    /// The order's merchandise.
    Order,
    /// The shipping.
    Shipping,
}

impl Lane {
    /// Every lane, in the order they run.
    pub const ALL: [Self; 3] = [Self::Item, Self::Order, Self::Shipping];

    /// The lane's word: `item`, `order` or `shipping`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Order => "order",
            Self::Shipping => "shipping",
        }
    }
}

/// A set of lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lanes(u8);

impl Lanes {
    /// These lanes.
    #[must_use]
    pub fn of(lanes: impl IntoIterator<Item = Lane>) -> Self {
        let mut all = Self::default();
        lanes.into_iter().for_each(|lane| all.add(lane));
        all
    }

    /// Adds a lane.
    pub fn add(&mut self, lane: Lane) {
        self.0 |= 1 << lane as u8;
    }

    /// Whether the lane is among them.
    #[must_use]
    pub const fn holds(self, lane: Lane) -> bool {
        self.0 & (1 << lane as u8) != 0
    }

    /// Whether all of `others` are among them.
    #[must_use]
    pub const fn hold_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// The lanes of both.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// The lanes' words in the order item, order, shipping.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Lane::ALL.into_iter().filter(move |lane| self.holds(*lane)).map(Lane::as_str)
    }
}

impl Serialize for Lanes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.words())
    }
}

/// With what a coupon combines: its `combines_with`, every member left out filled with the default of its lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Combines {
    /// Coupons in these lanes only.
    pub(crate) lanes: Lanes,
    /// Codes and claims.
    pub(crate) codes: bool,
    /// Automatic coupons.
    pub(crate) automatic: bool,
}

impl Combines {
    /// The map of a coupon that occupies `occupied`, with the defaults of 7.1.
    pub(crate) fn new(stacking: &Stacking, occupied: Lanes) -> Self {
        let only_shipping = occupied == Lanes::of([Lane::Shipping]);
        let map = &stacking.combines_with;
        let allowed = [
            (Lane::Item, map.item.unwrap_or(only_shipping)),
            (Lane::Order, map.order.unwrap_or(only_shipping)),
            (Lane::Shipping, map.shipping.unwrap_or(!only_shipping)),
        ];
        Self {
            lanes: Lanes::of(allowed.into_iter().filter(|(_, yes)| *yes).map(|(lane, _)| lane)),
            codes: map.codes.unwrap_or(true),
            automatic: map.automatic.unwrap_or(true),
        }
    }

    /// Whether the map takes a coupon in these lanes that comes this way.
    pub(crate) fn take(self, lanes: Lanes, activation: Activation) -> bool {
        let comes = match activation {
            Activation::Automatic => self.automatic,
            Activation::Code | Activation::Claim => self.codes,
        };
        comes && self.lanes.hold_all(lanes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coupon::CombinesWith;

    fn stacking(combines_with: CombinesWith) -> Stacking {
        Stacking { combines_with, with: Vec::new(), never_with: Vec::new(), priority: 100 }
    }

    fn words(combines: Combines) -> Vec<&'static str> {
        combines.lanes.words().collect()
    }

    #[test]
    fn a_member_left_out_has_the_default_of_the_lanes() {
        let shipping = Combines::new(&stacking(CombinesWith::default()), Lanes::of([Lane::Shipping]));
        assert_eq!(words(shipping), ["item", "order"]);
        let order = Combines::new(&stacking(CombinesWith::default()), Lanes::of([Lane::Order]));
        assert_eq!(words(order), ["shipping"]);
        let both = Combines::new(&stacking(CombinesWith::default()), Lanes::of([Lane::Order, Lane::Shipping]));
        assert_eq!(words(both), ["shipping"], "the defaults of the shipping lane are for coupons only in it");
        let map = CombinesWith { item: Some(true), codes: Some(false), ..CombinesWith::default() };
        let item = Combines::new(&stacking(map), Lanes::of([Lane::Item]));
        assert_eq!(words(item), ["item", "shipping"]);
        assert!(item.take(Lanes::of([Lane::Item]), Activation::Automatic));
        assert!(!item.take(Lanes::of([Lane::Item]), Activation::Claim), "claims count as codes");
        assert!(!item.take(Lanes::of([Lane::Item, Lane::Order]), Activation::Automatic), "every lane it occupies");
    }
}
