//! What is kept of a customer.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRecord {
    /// The merchant's id.
    pub id: String,
    /// As the merchant has it.
    pub email: Option<String>,
    /// The form that identity is on. `docs/MODEL.md` section 9, "Identity".
    pub email_normalised: Option<String>,
    /// For display.
    pub name: Option<String>,
    /// `YYYY-MM-DD`.
    pub birthday: Option<String>,
    /// Customer since.
    pub joined_at: Option<Timestamp>,
    /// A JSON array of texts.
    pub segments: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// A part of the country.
    pub region: Option<String>,
    /// Whether they want mail.
    pub email_consent: bool,
    /// A JSON object.
    pub attributes: String,
    /// When the store first heard of them.
    pub created_at: Timestamp,
    /// When the store last heard of them.
    pub updated_at: Timestamp,
}

/// The columns of a [`CustomerRecord`], in its order.
macro_rules! customer_columns {
    () => {
        "id, email, email_normalised, name, birthday, joined_at, segments, country, region, email_consent, attributes, created_at, updated_at"
    };
}

pub(crate) use customer_columns;

impl CustomerRecord {
    /// Reads `customer_columns`.
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            email: row.optional_text()?,
            email_normalised: row.optional_text()?,
            name: row.optional_text()?,
            birthday: row.optional_text()?,
            joined_at: row.optional_time()?,
            segments: row.text()?,
            country: row.optional_text()?,
            region: row.optional_text()?,
            email_consent: row.flag()?,
            attributes: row.text()?,
            created_at: row.time()?,
            updated_at: row.time()?,
        })
    }
}
