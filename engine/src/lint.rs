//! What a merchant should look at again before a coupon goes live: warnings, never refusals. Requirements 8, 33, 102,
//! 145, 179, 180, 286 and 297.
//!
//! One concern is one file here. Whoever calls gathers what a coupon alone does not say: products, the other coupons,
//! the orders of the last weeks.

mod code;
mod contradictions;
mod products;
mod reach;
mod together;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::benefit::Benefit;
use crate::benefit::off::Off;
use crate::cart::Cart;
use crate::compiled::CompiledCoupon;
use crate::coupon::{Coupon, Terms};
use crate::evaluate::Categories;
use crate::facts::Campaign;
use crate::locale::Locale;
use crate::money::Percent;
use crate::settings::Settings;
use crate::words::words;

/// Something to look at again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// Stable; one of [`CODES`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// JSON pointer to the member of the coupon.
    pub pointer: String,
    /// What it is and the way out, in the reader's language.
    pub message: String,
    /// The names and numbers behind it.
    pub details: Map<String, Value>,
}

/// How much a warning matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The coupon may do what nobody wants, or nothing.
    Warning,
    /// It could be better.
    Tip,
}

words! {
    Severity { Warning = "warning", Tip = "tip" }
}

/// Every code of a warning.
pub const CODES: [&str; 14] = [
    "amount_above_price",
    "automatic_conflict",
    "benefit_missing",
    "code_field_hidden",
    "code_guessable",
    "code_long",
    "code_missing",
    "code_taken",
    "margin_broken",
    "never_applicable",
    "no_end",
    "store_cap_reached",
    "too_restrictive",
    "unlimited_high_discount",
];

/// What a coupon alone does not say.
#[derive(Clone, Debug)]
pub struct LintContext<'a> {
    /// The coupon's own id, if it has one: it is not compared with itself.
    pub coupon_id: Option<&'a str>,
    /// The instant.
    pub now: Timestamp,
    /// The language of the messages.
    pub locale: Locale,
    /// The store's settings.
    pub settings: &'a Settings,
    /// Whether the shop shows a field for codes.
    pub shows_code_field: bool,
    /// The name of the other coupon that has the code.
    pub code_taken_by: Option<&'a str>,
    /// Whether the coupon has codes beside the one in its document.
    pub has_codes: bool,
    /// The products of the shop, one of each, as lines of carts; none where they are not known.
    pub products: &'a [Cart],
    /// Whether those are all.
    pub knows_all_products: bool,
    /// Category id to parent id.
    pub categories: &'a Categories,
    /// The coupons that are enabled.
    pub others: &'a [Arc<CompiledCoupon>],
    /// The coupon's campaign.
    pub campaign: Option<&'a Campaign>,
    /// What became of the orders of the last days, had the coupon been there.
    pub orders: Option<MatchedOrders>,
}

/// How many of the orders of the last days would have had a coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchedOrders {
    /// How many days were looked at.
    pub days: u32,
    /// Orders in that time.
    pub orders: u64,
    /// Those of them that the coupon would have given something.
    pub matched: u64,
}

/// What to look at again in a coupon, in the order of its members.
#[must_use]
pub fn lint(terms: &Terms, context: &LintContext<'_>) -> Vec<Warning> {
    let id = context.coupon_id.unwrap_or_default().to_owned();
    let coupon = CompiledCoupon::new(Coupon { id, version: 1, terms: terms.clone() });
    let mut found = Found { locale: context.locale, warnings: Vec::new() };
    code::look(terms, context, &mut found);
    products::look(&coupon, context, &mut found);
    contradictions::look(terms, context, &mut found);
    reach::look(terms, context, &mut found);
    together::look(&coupon, context, &mut found);
    found.warnings.sort_by_key(|warning| (warning.severity == Severity::Tip, place_of(&warning.pointer)));
    found.warnings
}

/// The place of a pointer's member in the coupon's document.
fn place_of(pointer: &str) -> usize {
    const ORDER: [&str; 6] = ["/code", "/benefits", "/conditions", "/validity", "/limits", "/stacking"];
    ORDER.iter().position(|member| pointer.starts_with(member)).unwrap_or(ORDER.len())
}

/// What was found so far.
struct Found {
    locale: Locale,
    warnings: Vec<Warning>,
}

impl Found {
    fn add(&mut self, code: &'static str, pointer: impl Into<String>, en: impl Into<String>, fr: impl Into<String>) {
        self.push(Severity::Warning, code, pointer.into(), en.into(), fr.into());
    }

    fn tip(&mut self, code: &'static str, pointer: impl Into<String>, en: impl Into<String>, fr: impl Into<String>) {
        self.push(Severity::Tip, code, pointer.into(), en.into(), fr.into());
    }

    fn push(&mut self, severity: Severity, code: &'static str, pointer: String, en: String, fr: String) {
        let message = match self.locale {
            Locale::En => en,
            Locale::Fr => fr,
        };
        self.warnings.push(Warning { code, severity, pointer, message, details: Map::new() });
    }

    /// Gives the last warning a number or name behind it.
    fn with(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        if let Some(last) = self.warnings.last_mut() {
            last.details.insert(name.to_owned(), value.into());
        }
        self
    }
}

/// The highest percentage a coupon takes off without a cap, of prices.
fn highest_percent(terms: &Terms) -> Option<Percent> {
    terms.benefits.iter().filter_map(benefit_percent).max()
}

fn benefit_percent(benefit: &Benefit) -> Option<Percent> {
    let of_off = |off: &Off| if let Off::Percent(percent) = off { Some(*percent) } else { None };
    match benefit {
        Benefit::PercentOff(off) if off.max_amount.is_none() => Some(off.percent),
        Benefit::Tiered(tiered) if tiered.max_amount.is_none() => {
            tiered.tiers.iter().filter_map(|tier| of_off(&tier.off)).max()
        }
        Benefit::ByBillingPeriod(table) => {
            table.periods.values().filter_map(|entry| entry.price.as_ref().and_then(of_off)).max()
        }
        _ => None,
    }
}

/// The store's zone.
fn zone(settings: &Settings) -> TimeZone {
    crate::locale::zone_named(&settings.time_zone)
}

#[cfg(test)]
mod tests;
