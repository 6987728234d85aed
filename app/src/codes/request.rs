//! The bodies of calls on codes.

use tessera_engine::decode::{Decode, Errors, Node, codes};
use tessera_engine::{Code, Currency, Money};

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

/// The body of `POST /v1/coupons/{id}/codes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// As typed.
    pub(super) code: Code,
    /// What it holds.
    pub(super) balance: Option<FirstBalance>,
}

/// What the contract knows of a new code and this release does not do yet.
const LATER: [&str; 4] = ["generate", "limit", "customer_id", "expires_at"];

impl Decode for NewCode {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        for name in LATER {
            if object.has(name) {
                let detail = "This release cannot do this yet; leave it out.";
                errors.push(object.pointer_to(name), codes::NOT_IN_THIS_RELEASE, detail);
            }
            object.take(name);
        }
        let code = object.required("code", errors, |node, errors| {
            let typed = node.text(Code::LONGEST_TYPED, errors)?;
            match Code::parse(&typed) {
                Ok(code) => Some(code),
                Err(error) => node.fault(errors, codes::INVALID_VALUE, error.to_string()),
            }
        });
        let balance = object.optional("balance", errors, FirstBalance::decode);
        object.finish(errors);
        Some(Self { code: code?, balance })
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
