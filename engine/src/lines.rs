//! The cart prepared for pricing: lines in the order of their ids, with the categories they are in and the floors
//! below which nothing takes them. `docs/MODEL.md` 2.5, 4.2, 6.3, 6.4.

use crate::arithmetic::{percent_of, scale_up};
use crate::cart::{Cart, Line};
use crate::evaluate::Categories;
use crate::matching::Marks;
use crate::money::Percent;
use crate::settings::{MarginPolicy, RoundingMode, Settings};
use crate::trims::Cut;

/// Index of a line in the order of line ids.
pub(crate) type LineIndex = u32;

/// The cart's lines in the byte order of their ids, so that an order of input changes nothing and a smaller index
/// is a smaller line id.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    views: Vec<LineView<'a>>,
    /// Merchandise before discounts.
    pub(crate) subtotal: i64,
    /// The most that the item and order lanes take off the merchandise together (6.4).
    pub(crate) cap: Option<i64>,
    /// Whether a line has a floor.
    pub(crate) have_floors: bool,
}

/// A line as pricing sees it.
#[derive(Debug)]
pub(crate) struct LineView<'a> {
    /// The line as it was sent.
    pub(crate) line: &'a Line,
    /// Its position in the request.
    pub(crate) position: usize,
    /// Unit price times quantity.
    pub(crate) subtotal: i64,
    /// Setup fee of the whole line.
    pub(crate) setup_fee: i64,
    /// What no coupon takes it below.
    pub(crate) floor: i64,
    /// Which floor that is.
    pub(crate) floor_is: Cut,
    /// What the margin asks for, also where it is only reported.
    pub(crate) margin_floor: i64,
    /// Marks of everything it is named by.
    pub(crate) marks: Marks,
    /// Its categories and all those above them; `None` where no category has a parent, and the line's own are all.
    categories: Option<Vec<&'a str>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(cart: &'a Cart, settings: &Settings, categories: &'a Categories) -> Self {
        let mut views: Vec<LineView<'a>> = Vec::with_capacity(cart.line_items.len());
        for (position, line) in cart.line_items.iter().enumerate() {
            views.push(LineView::new(line, position, cart.prices_include_tax, settings, categories));
        }
        if !views.is_sorted_by(|a, b| a.line.id < b.line.id) {
            views.sort_by(|a, b| a.line.id.cmp(&b.line.id));
        }
        let subtotal = views.iter().map(|view| view.subtotal).sum();
        Self {
            subtotal,
            cap: settings.max_discount_percent.map(|percent| percent_of(subtotal, percent, RoundingMode::Down)),
            have_floors: views.iter().any(|view| view.floor > 0),
            views,
        }
    }

    /// Every line, by ascending id.
    pub(crate) fn all(&self) -> &[LineView<'a>] {
        &self.views
    }

    /// A line.
    pub(crate) fn at(&self, index: LineIndex) -> &LineView<'a> {
        &self.views[index as usize]
    }

    /// Every index.
    pub(crate) fn indices(&self) -> impl Iterator<Item = LineIndex> + use<> {
        0..LineIndex::try_from(self.views.len()).expect("a cart has at most 1,000 lines")
    }
}

impl<'a> LineView<'a> {
    fn new(line: &'a Line, position: usize, included: bool, settings: &Settings, categories: &'a Categories) -> Self {
        let quantity = i64::from(line.quantity);
        let margin_floor = settings.min_margin_percent.map_or(0, |margin| margin_floor(line, margin, included));
        let price_floor = line.min_unit_price.map_or(0, |price| price.minor().saturating_mul(quantity));
        let categories = (!categories.0.is_empty()).then(|| categories.of_line(line));
        let trims = settings.margin_policy == MarginPolicy::Trim && margin_floor > price_floor;
        Self {
            line,
            position,
            subtotal: line.unit_price.minor() * quantity,
            setup_fee: line.setup_fee.map_or(0, |fee| fee.minor() * quantity),
            floor: if trims { margin_floor } else { price_floor },
            floor_is: if trims { Cut::MarginFloor } else { Cut::PriceFloor },
            margin_floor,
            marks: Marks::of_line(line, categories.as_deref()),
            categories,
        }
    }

    /// Whether one of its categories, or of those above them, is as asked.
    pub(crate) fn is_in_one_of(&self, asked: impl Fn(&str) -> bool) -> bool {
        match &self.categories {
            Some(all) => all.iter().any(|id| asked(id)),
            None => self.line.categories.iter().flatten().any(|id| asked(id)),
        }
    }

    /// Its categories and all those above them.
    pub(crate) fn categories(&self) -> Vec<&'a str> {
        match &self.categories {
            Some(all) => all.clone(),
            None => self.line.categories.iter().flatten().map(String::as_str).collect(),
        }
    }

    /// A line of an earlier order, for selectors.
    pub(crate) fn of_purchase(line: &'a Line, categories: &'a Categories) -> Self {
        let categories = (!categories.0.is_empty()).then(|| categories.of_line(line));
        Self {
            line,
            marks: Marks::of_line(line, categories.as_deref()),
            position: 0,
            subtotal: 0,
            setup_fee: 0,
            floor: 0,
            floor_is: Cut::PriceFloor,
            margin_floor: 0,
            categories,
        }
    }

    /// Whether the line is a sale item (4.2).
    pub(crate) fn on_sale(&self) -> bool {
        let line = self.line;
        line.on_sale.unwrap_or_else(|| line.list_price.is_some_and(|list| list > line.unit_price))
    }
}

/// `ceil(unit_cost * quantity * 100 / (100 - m))`, raised by the tax where prices include it; one rounding (6.3).
/// A margin of 100 % is kept by no price: nothing is taken off such a line.
fn margin_floor(line: &Line, margin: Percent, included: bool) -> i64 {
    let Some(cost) = line.unit_cost else { return 0 };
    let cost = i128::from(cost.minor()) * i128::from(line.quantity);
    let kept = Percent::SCALE - i128::from(margin.scaled());
    if cost == 0 {
        return 0;
    }
    if kept <= 0 {
        return i64::MAX;
    }
    let rate = if included { line.tax_rate.unwrap_or_default() } else { Percent::default() };
    let raised = Percent::SCALE + i128::from(rate.scaled());
    scale_up(cost, raised, kept).unwrap_or(i64::MAX)
}

impl Categories {
    /// A line's categories and all those above them. A circle of parents ends where it closes.
    pub(crate) fn of_line<'a>(&'a self, line: &'a Line) -> Vec<&'a str> {
        let mut all: Vec<&'a str> = Vec::new();
        for id in line.categories.iter().flatten() {
            let mut next = Some(id.as_str());
            while let Some(id) = next {
                if all.contains(&id) {
                    break;
                }
                all.push(id);
                next = self.0.get(id).map(String::as_str);
            }
        }
        all
    }
}
