//! A customer as it is written and shown.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tessera_engine::cart::{Attribute, decode_attribute, decode_country, decode_email};
use tessera_engine::decode::{Decode, Errors, Node, Object, codes, limits};
use tessera_store::customers::CustomerRecord;

use crate::identity::normalise_email;
use crate::problem::{ErrorCode, Problem};

/// The body of `PUT /v1/customers/{id}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Customer {
    /// E-mail as the customer wrote it.
    pub email: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// Day of birth.
    pub birthday: Option<Date>,
    /// When the account was made.
    pub joined_at: Option<Timestamp>,
    /// Segments the customer is in.
    pub segments: Vec<String>,
    /// ISO 3166-1 alpha-2 country.
    pub country: Option<String>,
    /// ISO 3166-2 subdivision.
    pub region: Option<String>,
    /// Whether the customer agreed to e-mails.
    pub email_consent: bool,
    /// Attributes by name.
    pub attributes: BTreeMap<String, Attribute>,
}

/// The attributes of a stored customer; `None` when they cannot be read.
pub(crate) fn read_attributes(stored: &str) -> Option<BTreeMap<String, Attribute>> {
    let stored: BTreeMap<String, serde_json::Value> = serde_json::from_str(stored).ok()?;
    let attribute = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => Some(Attribute::Text(text)),
        serde_json::Value::Number(number) => number.as_i64().map(Attribute::Number),
        serde_json::Value::Bool(flag) => Some(Attribute::Flag(flag)),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    };
    stored.into_iter().map(|(name, value)| Some((name, attribute(value)?))).collect()
}

impl Decode for Customer {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let customer = Self::members(&mut object, errors);
        object.finish(errors);
        Some(customer)
    }
}

/// A customer with the merchant's id, as a bulk call sends it.
#[derive(Clone, Debug)]
pub(super) struct WholeCustomer {
    pub(super) id: String,
    pub(super) customer: Customer,
}

impl Decode for WholeCustomer {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let id = object.required("id", errors, Node::name);
        let customer = Customer::members(&mut object, errors);
        object.finish(errors);
        Some(Self { id: id?, customer })
    }
}

impl Customer {
    fn members(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        Self {
            email: object.optional("email", errors, decode_email),
            name: object.optional("name", errors, |node, errors| node.name(errors)),
            birthday: object.optional("birthday", errors, birthday),
            joined_at: object.optional("joined_at", errors, |node, errors| node.timestamp(errors)),
            segments: object
                .optional("segments", errors, |node, errors| node.names(limits::LIST, errors))
                .unwrap_or_default(),
            country: object.optional("country", errors, decode_country),
            region: object.optional("region", errors, |node, errors| node.name(errors)),
            email_consent: object
                .optional("email_consent", errors, |node, errors| node.bool(errors))
                .unwrap_or_default(),
            attributes: object
                .optional("attributes", errors, |node, errors| node.map(limits::LIST, errors, decode_attribute))
                .unwrap_or_default(),
        }
    }
}

fn birthday(node: &Node<'_>, errors: &mut Errors) -> Option<Date> {
    let text = node.string(errors)?;
    text.parse().ok().or_else(|| node.fault(errors, codes::INVALID_VALUE, "must be a day such as 1990-05-31"))
}

impl Customer {
    /// The record the store keeps.
    pub(super) fn into_record(self, id: String, now: Timestamp) -> CustomerRecord {
        CustomerRecord {
            id,
            email_normalised: self.email.as_deref().and_then(normalise_email),
            email: self.email,
            name: self.name,
            birthday: self.birthday.map(|day| day.to_string()),
            joined_at: self.joined_at,
            segments: serde_json::to_string(&self.segments).expect("texts serialise"),
            country: self.country,
            region: self.region,
            email_consent: self.email_consent,
            attributes: serde_json::to_string(&self.attributes).expect("attributes serialise"),
            created_at: now,
            updated_at: now,
        }
    }
}

/// A customer as answers show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomerView {
    /// The merchant's id.
    pub id: String,
    /// E-mail as the customer wrote it.
    pub email: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// Day of birth.
    pub birthday: Option<String>,
    /// When the account was made.
    pub joined_at: Option<Timestamp>,
    /// Segments the customer is in.
    pub segments: Vec<String>,
    /// ISO 3166-1 alpha-2 country.
    pub country: Option<String>,
    /// ISO 3166-2 subdivision.
    pub region: Option<String>,
    /// Whether the customer agreed to e-mails.
    pub email_consent: bool,
    /// Attributes by name.
    pub attributes: serde_json::Value,
}

impl CustomerView {
    /// The view of a record.
    pub(super) fn of(record: CustomerRecord) -> Result<Self, Problem> {
        let unreadable = |error: serde_json::Error| {
            tracing::error!(%error, "a stored customer cannot be read");
            Problem::of(ErrorCode::Internal)
        };
        Ok(Self {
            segments: serde_json::from_str(&record.segments).map_err(unreadable)?,
            attributes: serde_json::from_str(&record.attributes).map_err(unreadable)?,
            id: record.id,
            email: record.email,
            name: record.name,
            birthday: record.birthday,
            joined_at: record.joined_at,
            country: record.country,
            region: record.region,
            email_consent: record.email_consent,
        })
    }
}
