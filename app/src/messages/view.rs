//! The messages of one language as answers show them.

use serde::Serialize;
use tessera_engine::messages::{
    HINTED, LocaleMessages, Messages, Said, Template, Variable, default_hint, default_text, example, example_hint,
    hint_variables, variables,
};
use tessera_engine::{Currency, Locale, Reason, from_json};
use tessera_store::messages::{MessagesRecord, read_messages};
use tessera_store::{StoreError, Tx};

use crate::problem::{ErrorCode, Problem};
use crate::settings::StoreSettings;

/// Every message of one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MessagesView {
    /// `en` or `fr`.
    pub locale: &'static str,
    /// Rises by one each time they are written; 0 before the first.
    pub version: u64,
    /// Why a code gives nothing, in the order in which reasons are reported.
    pub messages: Vec<MessageView>,
    /// What is missing for more.
    pub hints: Vec<MessageView>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MessageView {
    /// `discount_code_...`.
    pub reason: Reason,
    /// The usual words.
    pub default: String,
    /// The variables a text may use.
    pub variables: Vec<VariableView>,
    /// The merchant's own text; `null` where the usual words are said.
    pub text: Option<String>,
    /// What a shopper reads, with numbers that are made up.
    pub preview: String,
}

/// A variable of a message.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct VariableView {
    /// Its name, as it stands in braces.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
}

impl MessagesView {
    /// The messages of a language with the merchant's own among them, previewed with the store's currency and zone.
    pub(super) fn of(locale: Locale, version: u64, own: &LocaleMessages, settings: &StoreSettings) -> Self {
        let currency = settings.currency.or_else(|| Currency::parse("USD")).expect("the dollar is a currency");
        let said = |reason| Said { reason, locale, currency, time_zone: &settings.pricing.time_zone };
        let view = |reason, default, variables: &[Variable], text: Option<&Template>, preview: String| MessageView {
            reason,
            default,
            variables: variables.iter().map(|it| VariableView { name: it.name, meaning: it.meaning }).collect(),
            text: text.map(|text| text.as_str().to_owned()),
            preview,
        };
        let message = |reason| {
            let (usual, preview) = (default_text(reason, locale), example(own, said(reason)));
            view(reason, usual, variables(reason), own.messages.get(&reason), preview)
        };
        let hint = |reason| {
            let preview = example_hint(own, said(reason)).unwrap_or_default();
            let usual = default_hint(reason, locale).to_owned();
            view(reason, usual, hint_variables(reason), own.hints.get(&reason), preview)
        };
        Self {
            locale: locale.as_str(),
            version,
            messages: Reason::ALL.iter().copied().map(message).collect(),
            hints: HINTED.into_iter().map(hint).collect(),
        }
    }
}

/// The language of a path.
pub(super) fn locale_of(name: &str) -> Result<Locale, Problem> {
    let known = Locale::ALL.into_iter().find(|locale| locale.as_str() == name);
    known.ok_or_else(|| {
        let known = Locale::ALL.map(Locale::as_str).join("`, `");
        Problem::new(ErrorCode::NotFound, format!("There are no messages in `{name}`, only in `{known}`."))
    })
}

/// The merchant's own words; `None` when there are none.
pub(crate) async fn read_stored(tx: &mut Tx<'_>) -> Result<Option<Messages>, StoreError> {
    let own: Result<Vec<_>, StoreError> = read_messages(tx)
        .await?
        .into_iter()
        .filter_map(|record| Some((Locale::ALL.into_iter().find(|it| it.as_str() == record.locale)?, record)))
        .map(|(locale, record)| Ok((locale, stored(&record)?)))
        .collect();
    Ok(Messages::of(own?))
}

/// The words of a record. That they read is an invariant: only what was read before is stored.
pub(super) fn stored(record: &MessagesRecord) -> Result<LocaleMessages, StoreError> {
    from_json(record.document.as_bytes())
        .map_err(|error| StoreError::Corrupt(format!("the stored messages cannot be read: {error}")))
}
