//! Reading a coupon's terms: the body of `POST /v1/coupons`. HTTP contract section 4.

use super::{Activation, CombinesWith, Limits, Stacking, Status, Terms, Text, Validity, Visibility};
use crate::benefit::Benefit;
use crate::code::Code;
use crate::condition::Condition;
use crate::decode::{Decode, Errors, Form, Node, Object, codes, limits};

impl Decode for Terms {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let terms = Self::decode_members(&mut object, errors);
        object.finish(errors);
        terms
    }
}

impl Terms {
    /// Reads the members of a coupon; what else the object holds (`id`, `apply_to_claims`) is left to the caller,
    /// and so is [`Object::finish`].
    pub fn decode_members(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let name = object.required("name", errors, Node::name);
        let terms = Self::decode_unnamed(object, errors);
        Some(Self { name: name?, ..terms })
    }

    /// Reads the members of a coupon of which any may be left out, the name too.
    pub(super) fn decode_partly(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        let name = object.optional("name", errors, Node::name);
        let terms = Self::decode_unnamed(object, errors);
        Self { name: name.unwrap_or_default(), ..terms }
    }

    /// All members but the name; one that is at fault is as if it were left out.
    fn decode_unnamed(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        let title = object.optional("title", errors, title).flatten();
        let description = object
            .optional("description", errors, |node, errors| node.prose(limits::DESCRIPTION, errors))
            .filter(|text| !text.is_empty());
        let campaign_id = object.optional("campaign_id", errors, Node::name);
        let status = object.optional("status", errors, Status::decode).unwrap_or_default();
        let activation = object.optional("activation", errors, Activation::decode).unwrap_or_default();
        let code = object.optional("code", errors, code);
        let visibility = object.optional("visibility", errors, Visibility::decode).unwrap_or_default();
        let has_benefits = object.has("benefits");
        let benefits =
            object.optional("benefits", errors, |node, errors| node.each(Self::BENEFITS, errors, Benefit::decode));
        let conditions = object.optional("conditions", errors, conditions).flatten();
        let validity = object.optional("validity", errors, validity).unwrap_or_default();
        let limits_ = object.optional("limits", errors, limits_of).unwrap_or_default();
        let stacking = object.optional("stacking", errors, stacking).unwrap_or_default();
        let renewals = object.optional("renewals", errors, renewals).unwrap_or(Some(0));
        let owner = object.optional("owner", errors, Node::name);
        let tags = object.optional("tags", errors, |node, errors| node.names(limits::LIST, errors));
        let metadata = object.optional("metadata", errors, Node::metadata);

        if activation == Activation::Automatic && object.has("code") {
            let detail = "an automatic coupon has no code; leave it out (null) or set `activation` to `code`";
            errors.push(object.pointer_to("code"), codes::INVALID_VALUE, detail);
        }
        let in_use = matches!(status, Status::Enabled | Status::Paused);
        let is_empty = benefits.as_ref().map_or(!has_benefits, Vec::is_empty);
        if in_use && is_empty {
            let detail = "a coupon gives at least one benefit; only a draft may have none";
            errors.push(object.pointer_to("benefits"), codes::REQUIRED, detail);
        }
        if let Some(benefits) = &benefits {
            check_stored_value(benefits, activation, object, errors);
        }
        Self {
            name: String::new(),
            title,
            description,
            campaign_id,
            status,
            activation,
            code,
            visibility,
            benefits: benefits.unwrap_or_default(),
            conditions,
            validity,
            limits: limits_,
            stacking,
            renewals,
            owner,
            tags: tags.unwrap_or_default(),
            metadata: metadata.unwrap_or_default(),
        }
    }
}

/// A balance is the only benefit of its coupon, and belongs to a code or a claim (4.8).
fn check_stored_value(benefits: &[Benefit], activation: Activation, object: &Object<'_>, errors: &mut Errors) {
    let Some(position) = benefits.iter().position(|benefit| matches!(benefit, Benefit::StoredValue(_))) else { return };
    if benefits.len() > 1 {
        let pointer = format!("{}/{position}", object.pointer_to("benefits"));
        let detail = "a coupon with stored value has no other benefit; make a coupon of its own for the others";
        errors.push(pointer, codes::INVALID_VALUE, detail);
    }
    if activation == Activation::Automatic {
        let detail = "a balance belongs to a code or a claim; use `code` or `claim`";
        errors.push(object.pointer_to("activation"), codes::INVALID_VALUE, detail);
    }
}

/// A text or texts by locale; what is empty counts as absent.
fn title(node: &Node<'_>, errors: &mut Errors) -> Option<Option<Text>> {
    fn text_or_empty(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
        if node.text_as_written() == "\"\"" { Some(String::new()) } else { node.name(errors) }
    }
    if node.form() == Form::String {
        return text_or_empty(node, errors).map(|text| (!text.is_empty()).then_some(Text::Plain(text)));
    }
    if node.form() != Form::Object {
        return node.fault(errors, codes::WRONG_TYPE, "must be a text, or texts by locale such as {\"en\": \"...\"}");
    }
    let mut texts = node.map(limits::LIST, errors, text_or_empty)?;
    texts.retain(|_, text| !text.is_empty());
    Some((!texts.is_empty()).then_some(Text::ByLocale(texts)))
}

fn code(node: &Node<'_>, errors: &mut Errors) -> Option<Code> {
    let typed = node.string(errors)?;
    match Code::parse(&typed) {
        Ok(code) => Some(code),
        Err(error) => node.fault(errors, codes::CODE_INVALID, error.to_string()),
    }
}

/// A tree; `{}` is none.
fn conditions(node: &Node<'_>, errors: &mut Errors) -> Option<Option<Condition>> {
    if node.form() == Form::Object && node.object(errors)?.rest().is_empty() {
        return Some(None);
    }
    Condition::decode(node, errors).map(Some)
}

fn validity(node: &Node<'_>, errors: &mut Errors) -> Option<Validity> {
    let mut object = node.object(errors)?;
    let starts_at = object.optional("starts_at", errors, Node::timestamp);
    let ends_at = object.optional("ends_at", errors, Node::timestamp);
    let days = object.optional("days_after_claim", errors, |node, errors| node.integer(1..=36_500, errors));
    if matches!((starts_at, ends_at), (Some(start), Some(end)) if end <= start) {
        errors.push(object.pointer_to("ends_at"), codes::OUT_OF_RANGE, "the end must be after the start, `starts_at`");
    }
    object.finish(errors);
    Some(Validity { starts_at, ends_at, days_after_claim: days.and_then(|days| u32::try_from(days).ok()) })
}

fn limits_of(node: &Node<'_>, errors: &mut Errors) -> Option<Limits> {
    let mut object = node.object(errors)?;
    let read = Limits {
        total: object.optional("total", errors, Node::count),
        per_customer: object.optional("per_customer", errors, Node::count),
        per_code: object.optional("per_code", errors, Node::count),
        per_day: object.optional("per_day", errors, Node::count),
        budget: object.optional("budget", errors, Node::amounts),
        budget_per_customer: object.optional("budget_per_customer", errors, Node::amounts),
        budget_per_day: object.optional("budget_per_day", errors, Node::amounts),
        claims_total: object.optional("claims_total", errors, Node::count),
        claims_per_customer: object.optional("claims_per_customer", errors, Node::count),
    };
    object.finish(errors);
    Some(read)
}

fn stacking(node: &Node<'_>, errors: &mut Errors) -> Option<Stacking> {
    let mut object = node.object(errors)?;
    let combines_with = object.optional("combines_with", errors, combines_with).unwrap_or_default();
    let with = object.optional("with", errors, |node, errors| node.names(limits::LIST, errors));
    let never_with = object.optional("never_with", errors, |node, errors| node.names(limits::LIST, errors));
    let priority = object
        .optional("priority", errors, |node, errors| node.integer(1..=1_000_000, errors))
        .and_then(|priority| u32::try_from(priority).ok());
    object.finish(errors);
    Some(Stacking {
        combines_with,
        with: with.unwrap_or_default(),
        never_with: never_with.unwrap_or_default(),
        priority: priority.unwrap_or(Stacking::PRIORITY),
    })
}

fn combines_with(node: &Node<'_>, errors: &mut Errors) -> Option<CombinesWith> {
    let mut object = node.object(errors)?;
    let read = CombinesWith {
        item: object.optional("item", errors, Node::bool),
        order: object.optional("order", errors, Node::bool),
        shipping: object.optional("shipping", errors, Node::bool),
        codes: object.optional("codes", errors, Node::bool),
        automatic: object.optional("automatic", errors, Node::bool),
    };
    object.finish(errors);
    Some(read)
}

/// -1 is all (`None`), 0 none, N that many.
fn renewals(node: &Node<'_>, errors: &mut Errors) -> Option<Option<u32>> {
    let number = node.integer(-1..=1_000_000, errors)?;
    Some(u32::try_from(number).ok())
}
