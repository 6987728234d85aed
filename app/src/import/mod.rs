//! Coupons of other shops: their exports are read into terms, and what could not be carried over is said.
//!
//! Each shop is a pure function from the text of its export to [`Imported`] coupons. What an export says is carried over
//! or stands in a [`Note`] with the reason and what was done instead. A restriction that cannot be carried over makes the
//! coupon a draft: nobody gets more than before (decision 0021).

mod amounts;
mod import_coupon;
mod shopify;
mod stripe;
mod table;
mod woocommerce;
mod writer;

use jiff::tz::TimeZone;
use serde::Serialize;
use tessera_engine::{Currency, Terms};

pub use import_coupon::Outcome;

/// A shop whose coupons can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shop {
    /// The CSV of WooCommerce's coupon exporters (`post_title`, `discount_type`, ...).
    Woocommerce,
    /// The CSV of Shopify's discount export (`Name`, `Value`, ...).
    Shopify,
    /// Coupons and promotion codes as Stripe's API lists them, JSON.
    Stripe,
}

/// Coupons of one file at most.
pub const MOST_COUPONS: usize = 100_000;

/// What an export does not say.
#[derive(Clone, Debug)]
pub struct Assumed {
    /// The currency of amounts without one; Stripe's have their own.
    pub currency: Option<Currency>,
    /// The zone of days and times without one: the store's.
    pub zone: TimeZone,
}

/// A coupon of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Where it stands: the row of a table, the number of an object; from 1.
    pub row: usize,
    /// What the export calls it.
    pub name: String,
    /// What it becomes; `None`: nothing, and a note says why.
    pub terms: Option<Terms>,
    /// How often it was used before.
    pub uses: u64,
    /// What was not carried over as it was.
    pub notes: Vec<Note>,
}

/// Something that was not carried over as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The member or column of the export.
    pub field: String,
    /// What it says; e-mail addresses are counted, not repeated.
    pub value: String,
    /// Why it is not carried over as it is.
    pub why: String,
    /// What was done instead.
    pub instead: String,
}

/// Why an export cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The text is not of the format.
    #[error("{0}")]
    Malformed(String),
    /// The amounts are in a currency that nobody named.
    #[error("the export does not say in which currency its amounts are: name it")]
    CurrencyNeeded,
    /// More coupons than one file may have.
    #[error("there are more than {MOST_COUPONS} coupons in the file; split it")]
    TooMany,
}

/// Reads an export.
///
/// # Errors
/// [`ImportError`] when nothing of it can be read; what is wrong with one coupon stands in its notes.
pub fn read(shop: Shop, text: &str, assumed: &Assumed) -> Result<Vec<Imported>, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let imported = match shop {
        Shop::Woocommerce => woocommerce::read(text, assumed)?,
        Shop::Shopify => shopify::read(text, assumed)?,
        Shop::Stripe => stripe::read(text)?,
    };
    if imported.len() > MOST_COUPONS { Err(ImportError::TooMany) } else { Ok(imported) }
}
