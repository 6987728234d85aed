//! What a template leaves to whoever uses it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tessera_engine::Locale;
use tessera_engine::decode::{Decode, Errors, Form, Node, codes, limits};

/// A text, the same in every language or one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    /// The same for all.
    Plain(String),
    /// By language.
    ByLocale(BTreeMap<String, String>),
}

impl Words {
    /// In a language; in English where there is none, then in any.
    pub(super) fn of(&self, locale: Locale) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::ByLocale(texts) => {
                let text = texts.get(locale.as_str()).or_else(|| texts.get("en")).or_else(|| texts.values().next());
                text.map_or("", String::as_str)
            }
        }
    }

    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        if node.form() == Form::String {
            return node.name(errors).map(Self::Plain);
        }
        let texts = node.map(limits::METADATA, errors, Node::name)?;
        if texts.is_empty() {
            return node.fault(
                errors,
                codes::INVALID_VALUE,
                "must hold one language at least, such as {\"en\": \"...\"}",
            );
        }
        Some(Self::ByLocale(texts))
    }
}

/// A member of the terms that whoever uses the template is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Input {
    /// Which member, as a JSON pointer into the terms.
    pub(super) pointer: String,
    /// What to ask.
    pub(super) label: Words,
    /// What is asked for, for the form: `products`, `dates`, ...
    pub(super) kind: String,
    /// Whether the coupon cannot be enabled while it is empty.
    pub(super) required: bool,
}

impl Decode for Input {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let pointer = object.required("pointer", errors, decode_pointer);
        let label = object.required("label", errors, Words::decode);
        let kind = object.required("kind", errors, Node::name);
        let required = object.optional("required", errors, Node::bool).unwrap_or_default();
        object.finish(errors);
        Some(Self { pointer: pointer?, label: label?, kind: kind?, required })
    }
}

/// The members of the terms.
const MEMBERS: [&str; 17] = [
    "name",
    "title",
    "description",
    "campaign_id",
    "status",
    "activation",
    "code",
    "visibility",
    "benefits",
    "conditions",
    "validity",
    "limits",
    "stacking",
    "renewals",
    "owner",
    "tags",
    "metadata",
];

/// A JSON pointer to a member of the terms or something below it.
pub(super) fn decode_pointer(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let pointer = node.name(errors)?;
    let member = pointer.strip_prefix('/').map(|rest| rest.split('/').next().unwrap_or_default());
    if !member.is_some_and(|member| MEMBERS.contains(&member)) {
        let detail = format!(
            "must be a JSON pointer into the terms, such as /limits/per_customer; it begins with a slash and one of {}",
            MEMBERS.join(", ")
        );
        return node.fault(errors, codes::INVALID_VALUE, detail);
    }
    Some(pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_are_those_of_the_terms() {
        let terms = tessera_engine::from_json::<tessera_engine::Terms>(br#"{"name": "A"}"#).unwrap();
        let written = serde_json::to_value(terms).unwrap();
        let mut members: Vec<_> = MEMBERS.to_vec();
        members.sort_unstable();
        let mut known: Vec<_> = written.as_object().unwrap().keys().map(String::as_str).collect();
        known.sort_unstable();
        assert_eq!(members, known);
    }

    #[test]
    fn words_fall_back_to_english() {
        let words = Words::ByLocale(BTreeMap::from([("en".to_owned(), "Code".to_owned())]));
        assert_eq!(words.of(Locale::Fr), "Code");
        assert_eq!(Words::Plain("x".to_owned()).of(Locale::Fr), "x");
    }
}
