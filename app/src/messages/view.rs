//! The messages of one language as answers show them.

use serde::Serialize;
use tessera_engine::messages::{
    HINTED, LocaleMessages, Messages, Template, Variable, default_hint, default_text, hint_variables, variables,
};
use tessera_engine::{Locale, Reason, from_json};
use tessera_store::messages::{MessagesRecord, read_messages};
use tessera_store::{StoreError, Tx};

use crate::problem::{ErrorCode, Problem};

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
    /// The messages of a language with the merchant's own among them.
    pub(super) fn of(locale: Locale, version: u64, own: &LocaleMessages) -> Self {
        let view = |reason, default, variables: &[Variable], text: Option<&Template>| MessageView {
            reason,
            default,
            variables: variables.iter().map(|it| VariableView { name: it.name, meaning: it.meaning }).collect(),
            text: text.map(|text| text.as_str().to_owned()),
        };
        let message = |reason| view(reason, default_text(reason, locale), variables(reason), own.messages.get(&reason));
        let hint = |reason| {
            view(reason, default_hint(reason, locale).to_owned(), hint_variables(reason), own.hints.get(&reason))
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
