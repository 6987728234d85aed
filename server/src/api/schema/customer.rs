//! Customers.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;

/// A customer to be written.
#[derive(ToSchema)]
#[schema(example = json!({ "email": "ana@shop.example", "name": "Ana", "segments": ["vip"], "country": "FR" }))]
pub(crate) struct CustomerBody {
    /// E-mail as the customer wrote it.
    email: Option<String>,
    /// Display name.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// Day of birth.
    #[schema(format = Date)]
    birthday: Option<String>,
    /// When the account was made.
    #[schema(format = DateTime)]
    joined_at: Option<String>,
    /// Segments the customer is in.
    #[schema(max_items = 1000)]
    segments: Option<Vec<String>>,
    /// ISO 3166-1 alpha-2 country.
    country: Option<String>,
    /// ISO 3166-2 subdivision.
    region: Option<String>,
    /// Whether the customer agreed to e-mails; absent: false.
    email_consent: Option<bool>,
    /// Attributes by name: a text, a whole number, true or false.
    attributes: Option<BTreeMap<String, Value>>,
}

/// A customer.
#[derive(ToSchema)]
pub(crate) struct Customer {
    /// Your own id.
    id: String,
    /// E-mail as the customer wrote it.
    email: Option<String>,
    /// Display name.
    name: Option<String>,
    /// Day of birth.
    #[schema(format = Date)]
    birthday: Option<String>,
    /// When the account was made.
    #[schema(format = DateTime)]
    joined_at: Option<String>,
    /// Segments the customer is in.
    segments: Vec<String>,
    /// ISO 3166-1 alpha-2 country.
    country: Option<String>,
    /// ISO 3166-2 subdivision.
    region: Option<String>,
    /// Whether the customer agreed to e-mails.
    email_consent: bool,
    /// Attributes by name.
    attributes: BTreeMap<String, Value>,
}

/// A page of customers.
#[derive(ToSchema)]
pub(crate) struct CustomerPage {
    /// The customers.
    data: Vec<Customer>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// A customer that was forgotten.
#[derive(ToSchema)]
pub(crate) struct DeletedCustomer {
    /// Your own id.
    id: String,
    /// Always true.
    deleted: bool,
}
