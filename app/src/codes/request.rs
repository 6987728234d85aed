//! The bodies of calls on codes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tessera_engine::code::pattern::PatternRequest;
use tessera_engine::decode::{Decode, Errors, Node, Object, codes, limits};
use tessera_engine::{Code, Currency, Money};

use super::create_code::pattern_fault;
use crate::problem::Problem;

/// Most codes of one batch.
pub(super) const LARGEST_BATCH: i64 = 10_000_000;

/// An amount in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FirstBalance {
    /// In minor units.
    pub(super) amount: i64,
    /// The currency.
    pub(super) currency: Currency,
}

impl Decode for FirstBalance {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let amount = object.required("amount", errors, |node, errors| node.money(Money::MAX_MINOR, errors));
        let currency = object.required("currency", errors, Node::currency);
        object.finish(errors);
        Some(Self { amount: amount?.minor(), currency: currency? })
    }
}

/// What new codes say beside their text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NewTerms {
    /// Most uses of each.
    pub(super) limit: Option<u64>,
    /// The only account they are for.
    pub(super) customer_id: Option<String>,
    /// When they end.
    pub(super) expires_at: Option<Timestamp>,
    /// Money on each: minor units and currency.
    pub(super) balance: Option<(i64, String)>,
}

/// Most customers that a request names, each for a code of its own.
const MOST_NAMED: usize = 10_000;

/// Who gets a code each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owners {
    /// These, each once.
    Customers(Vec<String>),
    /// The members of a segment, by its id.
    Segment(String),
}

impl Owners {
    /// Reads the members of `generate` that say so.
    fn decode_members(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let both = object.has("customer_ids") && object.has("segment_id");
        if both || object.has("count") && (object.has("customer_ids") || object.has("segment_id")) {
            let detail =
                "follows from the customers: leave out all but one of `count`, `customer_ids` and `segment_id`";
            let member = if both { "segment_id" } else { "count" };
            errors.push(object.pointer_to(member), codes::INVALID_VALUE, detail);
        }
        let pointer = object.pointer_to("customer_ids");
        let named = object.optional("customer_ids", errors, |node, errors| node.names(MOST_NAMED, errors));
        if let Some(named) = &named {
            let mut known = BTreeSet::new();
            if named.is_empty() {
                errors.push(pointer.clone(), codes::INVALID_VALUE, "names nobody; leave it out for codes for anybody");
            }
            for (place, _) in named.iter().enumerate().filter(|(_, id)| !known.insert(id.as_str())) {
                let detail = "stands twice; each customer gets one code";
                errors.push(format!("{pointer}/{place}"), codes::NOT_UNIQUE, detail);
            }
        }
        let segment = object.optional("segment_id", errors, Node::name);
        named.map(Self::Customers).or(segment.map(Self::Segment))
    }
}

/// How generated codes look, and how many there are to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Generate {
    /// `None`: one, at once.
    pub(super) count: Option<u64>,
    /// `None`: nobody in particular, or the one that the terms name.
    pub(super) owners: Option<Owners>,
    pub(super) pattern: PatternRequest,
    /// Whether codes that are easy to guess are meant.
    pub(super) confirms_dense: bool,
}

impl Decode for Generate {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let owners = Owners::decode_members(&mut object, errors);
        let count = object.optional("count", errors, |node, errors| node.integer(1..=LARGEST_BATCH, errors));
        let pattern = PatternRequest::decode_members(&mut object, errors);
        let confirms_dense = object.optional("confirm_dense", errors, Node::bool).unwrap_or_default();
        // What it is drawn from may be the shop's to say: then the rest is judged with that.
        if errors.is_empty()
            && pattern.names_alphabet()
            && let Err(fault) = pattern.pattern()
        {
            errors.push(object.pointer_to(fault.member), codes::INVALID_VALUE, fault.detail);
        }
        object.finish(errors);
        Some(Self { count: count.and_then(|count| u64::try_from(count).ok()), owners, pattern, confirms_dense })
    }
}

/// The codes that are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AskedCodes {
    /// One, as typed.
    Written(Code),
    /// Drawn by a pattern.
    Generated(Generate),
}

/// The body of `POST /v1/coupons/{id}/codes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    pub(super) asked: AskedCodes,
    pub(super) terms: NewTerms,
}

impl NewCode {
    /// So many codes of the usual look with a prefix, as the command line asks for them.
    ///
    /// # Errors
    /// `invalid_body` for a prefix that no code can have.
    pub fn generated(count: u64, prefix: Option<String>) -> Result<Self, Problem> {
        let pattern = PatternRequest::default().with_prefix(prefix);
        pattern.pattern().map_err(|fault| pattern_fault(&fault))?;
        let asked =
            AskedCodes::Generated(Generate { count: Some(count), owners: None, pattern, confirms_dense: false });
        Ok(Self { asked, terms: NewTerms::default() })
    }
}

impl Decode for NewCode {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let asked = match (object.has("code"), object.has("generate")) {
            (true, true) => {
                let detail = "is one way to say which codes, `code` is the other; leave one of them out";
                errors.push(object.pointer_to("generate"), codes::INVALID_VALUE, detail);
                object.take("code");
                object.take("generate");
                None
            }
            (_, true) => {
                object.take("code");
                object.optional("generate", errors, Generate::decode).map(AskedCodes::Generated)
            }
            (false, false) => {
                let detail = "is required: a code as it is typed; or leave it to us with `generate`";
                errors.push(object.pointer_to("code"), codes::REQUIRED, detail);
                None
            }
            (true, false) => {
                object.take("generate");
                object.required("code", errors, written).map(AskedCodes::Written)
            }
        };
        let limit = object.optional("limit", errors, |node, errors| node.integer(1..=i64::MAX, errors));
        let customer_id = object.optional("customer_id", errors, |node, errors| node.text(limits::NAME, errors));
        if customer_id.is_some() && matches!(&asked, Some(AskedCodes::Generated(Generate { owners: Some(_), .. }))) {
            let detail = "is one customer; `generate` names others, each for a code of its own. Leave one of them out";
            errors.push(object.pointer_to("customer_id"), codes::INVALID_VALUE, detail);
        }
        let expires_at = object.optional("expires_at", errors, Node::timestamp);
        let balance = object.optional("balance", errors, FirstBalance::decode);
        object.finish(errors);
        let terms = NewTerms {
            limit: limit.and_then(|limit| u64::try_from(limit).ok()),
            customer_id,
            expires_at,
            balance: balance.map(|balance| (balance.amount, balance.currency.to_string())),
        };
        Some(Self { asked: asked?, terms })
    }
}

/// A code as it is typed.
fn written(node: &Node<'_>, errors: &mut Errors) -> Option<Code> {
    let typed = node.text(Code::LONGEST_TYPED, errors)?;
    match Code::parse(&typed) {
        Ok(code) => Some(code),
        Err(error) => node.fault(errors, codes::INVALID_VALUE, error.to_string()),
    }
}

/// The body of `POST /v1/codes/lookup`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLookup {
    /// As typed.
    pub(super) code: String,
}

impl Decode for CodeLookup {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let code = object.required("code", errors, |node, errors| node.text(Code::LONGEST_TYPED, errors));
        object.finish(errors);
        Some(Self { code: code? })
    }
}

/// The body of `POST /v1/codes/{id}/reassign`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reassignment {
    /// The account; `None`: anybody's.
    pub(super) customer_id: Option<String>,
    /// In the caller's words.
    pub(super) reason: String,
}

impl Decode for Reassignment {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let is_null = object.is_null("customer_id");
        let customer_id = match object.take("customer_id") {
            None => {
                let detail = "is missing; say whose the code is from now on, or `null` for anybody's";
                errors.push(object.pointer_to("customer_id"), codes::REQUIRED, detail);
                None
            }
            Some(_) if is_null => Some(None),
            Some(node) => node.text(limits::NAME, errors).map(Some),
        };
        let reason = object.required("reason", errors, Node::name);
        object.finish(errors);
        Some(Self { customer_id: customer_id?, reason: reason? })
    }
}

/// The body of `POST /v1/jobs/{id}/void-codes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchVoid {
    /// In the caller's words.
    pub(super) reason: String,
}

impl Decode for BatchVoid {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let reason = object.required("reason", errors, Node::name);
        object.finish(errors);
        Some(Self { reason: reason? })
    }
}

/// The body of `POST /v1/codes/{id}/balance`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceChange {
    /// What is put on, in minor units; below zero what is taken off.
    pub(super) amount: i64,
    /// The currency.
    pub(super) currency: Currency,
    /// In the caller's words.
    pub(super) reason: String,
}

impl Decode for BalanceChange {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let amount = object.required("amount", errors, |node, errors| {
            match node.integer(-Money::MAX_MINOR..=Money::MAX_MINOR, errors)? {
                0 => node.fault(errors, codes::OUT_OF_RANGE, "must be above zero to put on, below zero to take off"),
                amount => Some(amount),
            }
        });
        let currency = object.required("currency", errors, Node::currency);
        let reason = object.required("reason", errors, Node::name);
        object.finish(errors);
        Some(Self { amount: amount?, currency: currency?, reason: reason? })
    }
}
