//! The settings document.

use serde::ser::{Serialize, Serializer};
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_engine::{Settings, from_json};
use tessera_store::{StoreError, Tx, settings};

/// The store's settings; [`Default`] is what a new store has.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreSettings {
    /// What the shop is called; 1 to 255 characters.
    pub store_name: Option<String>,
    /// Whether two e-mails that differ by a plus tag, or by dots where the provider ignores them, are one customer.
    pub normalise_email: bool,
    /// What changes a price.
    pub pricing: Settings,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self { store_name: None, normalise_email: true, pricing: Settings::default() }
    }
}

impl Decode for StoreSettings {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let store_name = object.optional("store_name", errors, Node::name);
        let normalise_email = object.optional("normalise_email", errors, Node::bool).unwrap_or(true);
        let pricing = Settings::decode_members(&mut object, errors);
        object.finish(errors);
        Some(Self { store_name, normalise_email, pricing })
    }
}

/// The members of the document, those of the prices beside the others.
#[derive(serde::Serialize)]
struct Document<'a> {
    store_name: &'a Option<String>,
    normalise_email: bool,
    #[serde(flatten)]
    pricing: &'a Settings,
}

impl Serialize for StoreSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { store_name, normalise_email, pricing } = self;
        Document { store_name, normalise_email: *normalise_email, pricing }.serialize(serializer)
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
        assert_eq!(members.len(), 14, "{members:?}");
        assert_eq!((&shown["hints"], &shown["normalise_email"]), (&json!({ "reach": 60 }), &json!(true)));
        assert_eq!((&shown["store_name"], &shown["time_zone"]), (&json!(null), &json!("UTC")));
    }
}
