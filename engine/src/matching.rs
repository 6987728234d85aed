//! Which lines a selector means. `docs/MODEL.md` 4.2.
//!
//! Matching looks names up by bisection: a selector is matched only in its compiled form, whose lists are
//! [sorted](Selector::sort); see [`CompiledCoupon`](crate::compiled::CompiledCoupon).

use crate::cart::Attribute;
use crate::lines::LineView;
use crate::target::{AttributeMatch, Include, Selector};

/// What a selector says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The line is meant.
    Meant,
    /// The line is none of those named.
    Other,
    /// The line is one of those named, and is passed over for this reason.
    PassedOver(&'static str),
}

impl Selector {
    /// Whether the selector names nothing to include: it is empty, or only excludes (3.1).
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        self.names_no_list() && self.include.is_empty()
    }

    /// Sorts the lists for matching, those of the exclusion too.
    pub(crate) fn sort(&mut self) {
        for list in
            [&mut self.products, &mut self.categories, &mut self.groups, &mut self.brands, &mut self.tags]
        {
            list.sort_unstable();
            list.dedup();
        }
        if let Some(exclude) = &mut self.exclude {
            exclude.sort();
        }
    }

    /// What the selector says of a line. The lists must be sorted.
    pub(crate) fn fit(&self, line: &LineView<'_>) -> Fit {
        if !self.names_no_list() && !self.lists_hold(line) {
            return Fit::Other;
        }
        if self.exclude.as_ref().is_some_and(|exclude| exclude.names(line)) {
            return Fit::PassedOver("excluded");
        }
        if self.exclude_sale_items && line.on_sale() {
            return Fit::PassedOver("sale_item");
        }
        match flags_of(line).into_iter().flatten().find(|flag| !self.include.contains(flag)) {
            Some(Include::GiftCards) => Fit::PassedOver("gift_card"),
            Some(Include::OutOfStock) => Fit::PassedOver("out_of_stock"),
            Some(Include::NotDiscountable) => Fit::PassedOver("not_discountable"),
            None => Fit::Meant,
        }
    }

    /// Whether the selector means the line.
    pub(crate) fn means(&self, line: &LineView<'_>) -> bool {
        self.fit(line) == Fit::Meant
    }

    /// Whether an exclusion names the line, whatever its flags. One that names nothing excludes nothing.
    fn names(&self, line: &LineView<'_>) -> bool {
        let flagged = || flags_of(line).into_iter().flatten().any(|flag| self.include.contains(&flag));
        (self.lists_hold(line) || flagged())
            && !self.exclude.as_ref().is_some_and(|exclude| exclude.names(line))
            && !(self.exclude_sale_items && line.on_sale())
    }

    pub(crate) fn names_no_list(&self) -> bool {
        self.products.is_empty()
            && self.categories.is_empty()
            && self.groups.is_empty()
            && self.brands.is_empty()
            && self.tags.is_empty()
            && self.attributes.is_empty()
    }

    /// Whether one of the lists holds the line: they unite, and the attributes together are one of them.
    fn lists_hold(&self, view: &LineView<'_>) -> bool {
        let line = view.line;
        holds(&self.products, &line.product_id)
            || (!self.categories.is_empty() && view.is_in_one_of(|id| holds(&self.categories, id)))
            || hold_one(&self.groups, line.groups.as_deref())
            || line.brand.as_ref().is_some_and(|brand| holds(&self.brands, brand))
            || hold_one(&self.tags, line.tags.as_deref())
            || (!self.attributes.is_empty() && self.attributes_fit(view))
    }

    fn attributes_fit(&self, view: &LineView<'_>) -> bool {
        let Some(attributes) = &view.line.attributes else { return false };
        self.attributes.iter().all(|(name, needed)| attributes.get(name).is_some_and(|value| needed.fits(value)))
    }
}

impl AttributeMatch {
    fn fits(&self, value: &Attribute) -> bool {
        match (self, value) {
            (Self::Value(needed), value) => needed == value,
            (Self::Range { min, max }, Attribute::Number(number)) => {
                min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max)
            }
            (Self::Range { .. }, _) => false,
        }
    }
}

fn holds(sorted: &[String], name: &str) -> bool {
    match sorted {
        [] => false,
        [only] => is_same(only, name),
        names => names.binary_search_by(|probe| probe.as_str().cmp(name)).is_ok(),
    }
}

/// Whether two names are the same. Ids differ at their end more often than at their beginning.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.as_bytes().last() == other.as_bytes().last() && one == other
}

fn hold_one(sorted: &[String], names: Option<&[String]>) -> bool {
    !sorted.is_empty() && names.is_some_and(|names| names.iter().any(|name| holds(sorted, name)))
}

/// What keeps a line from matching unless it is included.
fn flags_of(view: &LineView<'_>) -> [Option<Include>; 3] {
    let line = view.line;
    [
        line.gift_card.unwrap_or(false).then_some(Include::GiftCards),
        (!line.in_stock.unwrap_or(true)).then_some(Include::OutOfStock),
        (!line.discountable.unwrap_or(true)).then_some(Include::NotDiscountable),
    ]
}
