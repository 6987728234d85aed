//! Messages.

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// Your own texts of one language.
#[derive(ToSchema)]
#[schema(example = json!({
    "messages": { "discount_code_minimum_not_met": "Only {missing} to go until this code works." },
    "hints": { "discount_code_minimum_not_met": "{missing} more and you save {saving}." }
}))]
pub(crate) struct MessagesBody {
    /// Why a code gives nothing, by reason: at most 500 characters, variables in braces.
    messages: Option<BTreeMap<String, Option<String>>>,
    /// What is missing for more, by reason.
    hints: Option<BTreeMap<String, Option<String>>>,
}

/// Every message of one language.
#[derive(ToSchema)]
pub(crate) struct Messages {
    /// `en` or `fr`.
    locale: String,
    /// Rises by one each time they are written; 0 before the first.
    #[schema(minimum = 0)]
    version: u64,
    /// Why a code gives nothing, in the order in which reasons are reported.
    messages: Vec<Message>,
    /// What is missing for more.
    hints: Vec<Message>,
}

/// One message.
#[derive(ToSchema)]
pub(crate) struct Message {
    /// The reason, `discount_code_...`.
    reason: String,
    /// The usual words.
    default: String,
    /// The variables a text may use.
    variables: Vec<MessageVariable>,
    /// Your own text; `null` where the usual words are said.
    text: Option<String>,
    /// What a shopper reads, with numbers that are made up.
    preview: String,
}

/// A variable of a message.
#[derive(ToSchema)]
pub(crate) struct MessageVariable {
    /// Its name, as it stands in braces.
    name: String,
    /// What it holds.
    meaning: String,
}
