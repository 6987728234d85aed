//! Which lines a selector means. `docs/MODEL.md` 4.2.
//!
//! Matching looks names up by bisection: a selector is matched only in its compiled form, whose lists are
//! [sorted](Selector::sort); see [`CompiledCoupon`](crate::compiled::CompiledCoupon).

use crate::cart::{Attribute, Line};
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
        for list in [&mut self.products, &mut self.categories, &mut self.groups, &mut self.brands, &mut self.tags] {
            list.sort_unstable();
            list.dedup();
        }
        if let Some(exclude) = &mut self.exclude {
            exclude.sort();
        }
    }

    /// Marks of the names in the lists; every mark when there is no list. A line that shares none with them is none of
    /// those named.
    pub(crate) fn marks(&self) -> Marks {
        if self.names_no_list() {
            return Marks::ALL;
        }
        let mut marks = Marks::default();
        marks.add_all(Of::Product, &self.products);
        marks.add_all(Of::Category, &self.categories);
        marks.add_all(Of::Group, &self.groups);
        marks.add_all(Of::Brand, &self.brands);
        marks.add_all(Of::Tag, &self.tags);
        // All attributes must fit: the first one is on every line that does.
        marks.add_all(Of::Attribute, self.attributes.keys().take(1));
        marks
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
    pub(crate) fn names(&self, line: &LineView<'_>) -> bool {
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

/// A set of names, each remembered by one bit of 64 that others may share: enough to say quickly that two sets have
/// no name in common, which is so of most selectors and lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u64);

/// What a name is of: the same name of two things has two marks.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Product,
    Category,
    Group,
    Brand,
    Tag,
    Attribute,
}

impl Marks {
    /// Every mark.
    pub(crate) const ALL: Self = Self(u64::MAX);

    /// Adds the mark of a name: of its last eight bytes, where ids differ.
    pub(crate) fn add(&mut self, of: Of, name: &str) {
        let bytes = name.as_bytes();
        let mut tail = [0; 8];
        let length = bytes.len().min(tail.len());
        tail[..length].copy_from_slice(&bytes[bytes.len() - length..]);
        let mixed = (u64::from_le_bytes(tail) ^ (of as u64)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 |= 1 << (mixed >> 58);
    }

    fn add_all<'n>(&mut self, of: Of, names: impl IntoIterator<Item = &'n String>) {
        names.into_iter().for_each(|name| self.add(of, name));
    }

    /// The marks of everything a line is named by.
    pub(crate) fn of_line(line: &Line, categories: Option<&[&str]>) -> Self {
        let mut marks = Self::default();
        marks.add(Of::Product, &line.product_id);
        match categories {
            Some(all) => all.iter().for_each(|id| marks.add(Of::Category, id)),
            None => marks.add_all(Of::Category, line.categories.iter().flatten()),
        }
        marks.add_all(Of::Group, line.groups.iter().flatten());
        marks.add_all(Of::Brand, &line.brand);
        marks.add_all(Of::Tag, line.tags.iter().flatten());
        marks.add_all(Of::Attribute, line.attributes.iter().flat_map(|attributes| attributes.keys()));
        marks
    }

    /// Whether the sets may have a name in common.
    pub(crate) fn may_meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
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
