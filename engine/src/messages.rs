//! The merchant's own words in place of the usual ones, by language and reason. `docs/MODEL.md` section 11: "each has
//! a message in English and French that the merchant can replace".
//!
//! A text holds variables in braces, such as `Only {missing} to go!`. It is used where all of its variables are known;
//! elsewhere the usual words are, so that a shopper never reads an empty gap.

mod example;
mod template;
mod variables;

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::Value;

pub use example::{example, example_hint};
pub use template::Template;
pub use variables::{HINTED, Variable, default_hint, default_text, hint_variables, variables};

use crate::decode::{Decode, Errors, Node, codes, nearest};
use crate::evaluate::Request;
use crate::locale::Locale;
use crate::money::Currency;
use crate::reason::{self, Reason};

/// What is said, in which language, with amounts in which currency and times in which zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// Why a coupon gives nothing, or does not yet.
    pub reason: Reason,
    /// The language.
    pub locale: Locale,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The store's time zone, by its name.
    pub time_zone: &'a str,
}

/// The merchant's own words in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages(BTreeMap<Locale, LocaleMessages>);

/// The merchant's own words in one language: the body of `PUT /v1/messages/{locale}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocaleMessages {
    /// Why a code gives nothing, by reason.
    pub messages: BTreeMap<Reason, Template>,
    /// What is missing for more, by reason.
    pub hints: BTreeMap<Reason, Template>,
}

impl<'a> Said<'a> {
    /// What is said to the shopper of a cart.
    pub(crate) fn to_shopper(reason: Reason, request: &Request<'a>) -> Self {
        let locale = request.cart.context.locale.as_deref().map_or(Locale::En, Locale::parse);
        Self { reason, locale, currency: request.cart.currency, time_zone: &request.settings.time_zone }
    }
}

impl Messages {
    /// Takes the words of a language in; `None` when no language has any, which costs a quote nothing.
    #[must_use]
    pub fn of(locales: impl IntoIterator<Item = (Locale, LocaleMessages)>) -> Option<Self> {
        let said: BTreeMap<_, _> = locales.into_iter().filter(|(_, own)| !own.is_empty()).collect();
        (!said.is_empty()).then_some(Self(said))
    }

    /// The words of one language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> Option<&LocaleMessages> {
        self.0.get(&locale)
    }
}

impl LocaleMessages {
    /// Whether nothing is replaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.hints.is_empty()
    }
}

/// Why a coupon gives nothing, in the merchant's words where there are any that fit, else in the usual ones.
#[must_use]
pub fn message(messages: Option<&Messages>, said: Said<'_>, details: &Value) -> String {
    let own = messages.and_then(|messages| messages.get(said.locale)?.messages.get(&said.reason));
    own.and_then(|template| template.fill(|name| variables::value(said, name, details)))
        .unwrap_or_else(|| reason::message(said, details))
}

/// What a shopper can do to have a coupon, in the merchant's words where there are any that fit, else in the usual ones.
/// `saving` is in minor units. `None` where there is no short sentence for the reason.
#[must_use]
pub fn hint_message(messages: Option<&Messages>, said: Said<'_>, missing: &Value, saving: i64) -> Option<String> {
    let usual = reason::hint_message(said.reason, said.locale, missing, saving, said.currency)?;
    // Where several things are missing, a text about one of them would promise too much.
    let is_one_thing = missing.as_object().is_some_and(|members| members.len() == 1);
    let own = messages.filter(|_| is_one_thing).and_then(|messages| messages.get(said.locale)?.hints.get(&said.reason));
    Some(
        own.and_then(|template| template.fill(|name| variables::hint_value(said, name, missing, saving)))
            .unwrap_or(usual),
    )
}

impl Decode for LocaleMessages {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let messages =
            object.optional("messages", errors, |node, errors| texts(node, errors, Reason::ALL, variables::variables));
        let hints =
            object.optional("hints", errors, |node, errors| texts(node, errors, &HINTED, variables::hint_variables));
        object.finish(errors);
        Some(Self { messages: messages.unwrap_or_default(), hints: hints.unwrap_or_default() })
    }
}

/// Texts by reason; `null` is the usual words.
fn texts(
    node: &Node<'_>,
    errors: &mut Errors,
    known: &[Reason],
    variables: fn(Reason) -> &'static [Variable],
) -> Option<BTreeMap<Reason, Template>> {
    let mut texts = BTreeMap::new();
    for (name, text) in node.object(errors)?.rest() {
        let Some(reason) = Reason::parse(&name).filter(|reason| known.contains(reason)) else {
            let names: Vec<&'static str> = known.iter().map(|reason| reason.as_str()).collect();
            // The short name, as the model writes it, is as near as one with a slip.
            let near = nearest(&name, &names).or_else(|| nearest(&format!("discount_code_{name}"), &names));
            let detail = match near {
                Some(near) => format!("there is no such message; did you mean `{near}`?"),
                None => "there is no such message; `GET` of this path lists all".to_owned(),
            };
            errors.push(text.pointer(), codes::UNKNOWN_FIELD, detail);
            continue;
        };
        if text.is_null() {
            continue;
        }
        if let Some(template) = Template::read(&text, variables(reason), errors) {
            texts.insert(reason, template);
        }
    }
    Some(texts)
}

impl Serialize for LocaleMessages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Texts<'a>(&'a BTreeMap<Reason, Template>);
        impl Serialize for Texts<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for (reason, template) in self.0 {
                    map.serialize_entry(reason.as_str(), template.as_str())?;
                }
                map.end()
            }
        }
        let mut object = serializer.serialize_struct("LocaleMessages", 2)?;
        object.serialize_field("messages", &Texts(&self.messages))?;
        object.serialize_field("hints", &Texts(&self.hints))?;
        object.end()
    }
}

#[cfg(test)]
mod tests;
