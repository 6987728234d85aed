//! The settings document.

use jiff::tz::TimeZone;
use serde::ser::{Serialize, Serializer};
use tessera_engine::code::pattern::{self, PatternRequest};
use tessera_engine::decode::{Decode, Errors, Node, codes};
use tessera_engine::{Currency, Settings, from_json};
use tessera_store::{StoreError, Tx, settings};

use super::{storefront_origins, storefront_url};

/// The store's settings; [`Default`] is what a new store has.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreSettings {
    /// What the shop is called; 1 to 255 characters.
    pub store_name: Option<String>,
    /// Whether two e-mails that differ by a plus tag, or by dots where the provider ignores them, are one customer.
    pub normalise_email: bool,
    /// For how long a reservation holds unless it says.
    pub hold_seconds: i64,
    /// For how long a reservation may ask to hold.
    pub max_hold_seconds: i64,
    /// How much goes back for lines of an order unless the refund says.
    pub refund_policy: RefundPolicy,
    /// Whether a wholly refunded order gives its uses back.
    pub restore_uses: RestoreUses,
    /// The currency of the products' prices.
    pub currency: Option<Currency>,
    /// Whether the shop shows a field for codes.
    pub show_code_field: bool,
    /// When a coupon ends whose end is a date without a time.
    pub date_only_end: DateOnlyEnd,
    /// Where the shop is, for links with a code.
    pub storefront_url: Option<String>,
    /// Pages of these origins may call with a publishable key.
    pub storefront_origins: Vec<String>,
    /// The characters that codes are drawn from where a request names none.
    pub code_alphabet: Option<String>,
    /// What changes a price.
    pub pricing: Settings,
}

/// When a coupon ends whose end is a date without a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOnlyEnd {
    /// With the day: the date is the last day.
    #[default]
    EndOfDay,
    /// Before the day: the date is the first day without it.
    StartOfDay,
}

impl Decode for DateOnlyEnd {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        node.word(&[("end_of_day", Self::EndOfDay), ("start_of_day", Self::StartOfDay)], errors)
    }
}

/// How much goes back for lines of an order. `docs/MODEL.md` section 9, "Refunds".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundPolicy {
    /// What was paid for them.
    #[default]
    Keep,
    /// What was paid for the order less what the rest costs by itself.
    Reprice,
}

/// Whether a wholly refunded order gives its uses back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestoreUses {
    /// Never.
    Never,
    /// Where the coupon can still be used.
    #[default]
    IfStillValid,
    /// Always.
    Always,
}

impl Decode for RefundPolicy {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        node.word(&[("keep", Self::Keep), ("reprice", Self::Reprice)], errors)
    }
}

impl Decode for RestoreUses {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        node.word(&[("never", Self::Never), ("if_still_valid", Self::IfStillValid), ("always", Self::Always)], errors)
    }
}

impl StoreSettings {
    /// The zone of the store's days.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.pricing.time_zone).unwrap_or(TimeZone::UTC)
    }
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            store_name: None,
            normalise_email: true,
            hold_seconds: 900,
            max_hold_seconds: 86_400,
            refund_policy: RefundPolicy::default(),
            restore_uses: RestoreUses::default(),
            currency: None,
            show_code_field: true,
            date_only_end: DateOnlyEnd::default(),
            storefront_url: None,
            storefront_origins: Vec::new(),
            code_alphabet: None,
            pricing: Settings::default(),
        }
    }
}

impl Decode for StoreSettings {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let store_name = object.optional("store_name", errors, Node::name);
        let normalise_email = object.optional("normalise_email", errors, Node::bool).unwrap_or(true);
        let default = Self::default();
        let mut seconds = |name: &'static str, errors: &mut Errors| {
            object.optional(name, errors, |node, errors| node.integer(1..=604_800, errors))
        };
        let hold_seconds = seconds("hold_seconds", errors).unwrap_or(default.hold_seconds);
        let max_hold_seconds = seconds("max_hold_seconds", errors).unwrap_or(default.max_hold_seconds);
        let refund_policy = object.optional("refund_policy", errors, RefundPolicy::decode).unwrap_or_default();
        let restore_uses = object.optional("restore_uses", errors, RestoreUses::decode).unwrap_or_default();
        let currency = object.optional("currency", errors, Node::currency);
        let show_code_field = object.optional("show_code_field", errors, Node::bool).unwrap_or(true);
        let date_only_end = object.optional("date_only_end", errors, DateOnlyEnd::decode).unwrap_or_default();
        let storefront_url = object.optional("storefront_url", errors, storefront_url::decode);
        let storefront_origins =
            object.optional("storefront_origins", errors, storefront_origins::decode).unwrap_or_default();
        let code_alphabet = object.optional("code_alphabet", errors, decode_alphabet);
        let pricing = Settings::decode_members(&mut object, errors);
        object.finish(errors);
        Some(Self {
            store_name,
            normalise_email,
            hold_seconds: hold_seconds.min(max_hold_seconds),
            max_hold_seconds,
            refund_policy,
            restore_uses,
            currency,
            show_code_field,
            date_only_end,
            storefront_url,
            storefront_origins,
            code_alphabet,
            pricing,
        })
    }
}

/// Reads an alphabet as the request of a batch would.
fn decode_alphabet(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let alphabet = node.text(pattern::LONGEST_ALPHABET, errors)?;
    match PatternRequest::default().or_alphabet(Some(&alphabet)).pattern() {
        Ok(_) => Some(alphabet),
        Err(fault) => node.fault(errors, codes::INVALID_VALUE, fault.detail),
    }
}

/// The members of the document, those of the prices beside the others.
#[derive(serde::Serialize)]
struct Document<'a> {
    store_name: &'a Option<String>,
    normalise_email: bool,
    hold_seconds: i64,
    max_hold_seconds: i64,
    refund_policy: RefundPolicy,
    restore_uses: RestoreUses,
    currency: Option<Currency>,
    show_code_field: bool,
    date_only_end: DateOnlyEnd,
    storefront_url: &'a Option<String>,
    storefront_origins: &'a [String],
    code_alphabet: &'a Option<String>,
    #[serde(flatten)]
    pricing: &'a Settings,
}

impl Serialize for StoreSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { store_name, storefront_url, storefront_origins, code_alphabet, pricing, .. } = self;
        Document {
            store_name,
            normalise_email: self.normalise_email,
            hold_seconds: self.hold_seconds,
            max_hold_seconds: self.max_hold_seconds,
            refund_policy: self.refund_policy,
            restore_uses: self.restore_uses,
            currency: self.currency,
            show_code_field: self.show_code_field,
            date_only_end: self.date_only_end,
            storefront_url,
            storefront_origins,
            code_alphabet,
            pricing,
        }
        .serialize(serializer)
    }
}

/// The settings as answers show them.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct SettingsView {
    /// Rises by one with every edit, 0 before the first; the `ETag` is `"v<version>"`.
    pub version: u64,
    /// Every setting, with what it is where nobody set it.
    #[serde(flatten)]
    pub settings: StoreSettings,
}

impl SettingsView {
    /// The settings in force, as the store has them.
    pub(super) async fn read(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        match settings::read_settings(tx).await? {
            None => Ok(Self { version: 0, settings: StoreSettings::default() }),
            Some((version, document)) => Ok(Self { version, settings: stored(&document)? }),
        }
    }
}

/// The settings in force. That they read is an invariant: only what was read before is stored.
pub(crate) async fn read_stored(tx: &mut Tx<'_>) -> Result<StoreSettings, StoreError> {
    SettingsView::read(tx).await.map(|view| view.settings)
}

fn stored(document: &str) -> Result<StoreSettings, StoreError> {
    from_json(document.as_bytes())
        .map_err(|error| StoreError::Corrupt(format!("the stored settings cannot be read: {error}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_reads_back_with_its_digits() {
        let body = r#"{"store_name": "Acme", "normalise_email": false, "max_discount_percent": 33.3333, "hints": {"reach": 0}}"#;
        let settings = stored(body).unwrap();
        let written = serde_json::to_string(&settings).unwrap();
        assert!(written.contains("33.3333"), "{written}");
        assert_eq!(stored(&written).unwrap(), settings);
        assert_eq!(stored("{}").unwrap(), StoreSettings::default());
    }

    #[test]
    fn a_new_store_shows_every_setting() {
        let shown = json!(SettingsView { version: 0, settings: StoreSettings::default() });
        let members: Vec<_> = shown.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members.len(), 24, "{members:?}");
        assert_eq!((&shown["hints"], &shown["normalise_email"]), (&json!({ "reach": 60 }), &json!(true)));
        assert_eq!((&shown["store_name"], &shown["time_zone"]), (&json!(null), &json!("UTC")));
    }
}
