//! What a caller sends of a template.

use tessera_engine::coupon::{Activation, Status, Validity};
use tessera_engine::decode::{Decode, Errors, Form, Node, Object, codes};
use tessera_engine::{Currency, Locale, Terms};

use super::input::{Input, Words};
use super::template::{About, Template, decode_terms};
use super::view::Shown;

/// A template to be: what it is, with terms or the coupon to take them from.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTemplate {
    pub(super) about: About,
    pub(super) source: Source,
}

/// Where the terms come from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// These.
    Terms(Box<Terms>),
    /// Those of a coupon.
    Coupon(String),
}

impl Decode for NewTemplate {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let about = About::decode_members(&mut object, errors);
        let both = object.has("terms") && object.has("coupon_id");
        let terms = object.optional("terms", errors, decode_terms);
        let coupon_id = object.optional("coupon_id", errors, Node::name);
        object.finish(errors);
        let source = match (terms, coupon_id) {
            (Some(terms), None) => Some(Source::Terms(Box::new(terms))),
            (None, Some(id)) => Some(Source::Coupon(id)),
            (None, None) if !errors.is_empty() => None,
            _ => {
                let detail = "send either `terms`, or `coupon_id` to take those of a coupon";
                let code = if both { codes::INVALID_VALUE } else { codes::REQUIRED };
                node.fault(errors, code, detail)
            }
        };
        Some(Self { about: about?, source: source? })
    }
}

/// A coupon as a template: without what each coupon has of its own, its code, its dates and its status.
pub(super) fn from_coupon(mut about: About, mut terms: Terms) -> Template {
    if about.inputs.is_empty() {
        let input = |pointer: &str, kind: &str, en: &str, fr: &str| Input {
            pointer: pointer.to_owned(),
            label: Words::ByLocale(
                [("en", en), ("fr", fr)].map(|(locale, text)| (locale.to_owned(), text.to_owned())).into(),
            ),
            kind: kind.to_owned(),
            required: false,
        };
        if terms.activation == Activation::Code {
            about.inputs.push(input("/code", "code", "Code", "Code"));
        }
        about.inputs.push(input("/validity", "dates", "From and until", "Du et jusqu'au"));
    }
    terms.code = None;
    terms.status = Status::Draft;
    terms.validity = Validity { starts_at: None, ends_at: None, ..terms.validity };
    Template { about, terms }
}

/// How a template is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseRequest {
    /// A merge patch of the terms, JSON.
    pub(super) patch: String,
    pub(super) shown: Shown,
}

impl Decode for UseRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let patch = object.optional("patch", errors, |node, errors| {
            if node.form() != Form::Object {
                return node.fault(errors, codes::WRONG_TYPE, "must be a merge patch of the terms, an object");
            }
            Some(node.text_as_written().to_owned())
        });
        let shown = decode_shown(&mut object, errors);
        object.finish(errors);
        Some(Self { patch: patch.unwrap_or_else(|| "{}".to_owned()), shown })
    }
}

/// How a template is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateRequest {
    /// What the copy is called; `None`: as the original, marked as a copy.
    pub(super) name: Option<String>,
    pub(super) shown: Shown,
}

impl Decode for DuplicateRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let name = object.optional("name", errors, Node::name);
        let shown = decode_shown(&mut object, errors);
        object.finish(errors);
        Some(Self { name, shown })
    }
}

fn decode_shown(object: &mut Object<'_>, errors: &mut Errors) -> Shown {
    let locale = object.optional("locale", errors, Node::name);
    let currency = object.optional("currency", errors, Node::currency);
    let default = Shown::default();
    Shown {
        locale: locale.map_or(default.locale, |tag| Locale::parse(&tag)),
        currency: currency.unwrap_or(default.currency),
    }
}

impl Default for Shown {
    fn default() -> Self {
        let dollar = Currency::parse("USD").expect("the dollar is a currency");
        Self { locale: Locale::En, currency: dollar }
    }
}
