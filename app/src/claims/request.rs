//! The bodies of calls on claims.

use jiff::Timestamp;
use tessera_engine::Code;
use tessera_engine::cart::{Cart, Context, decode_context};
use tessera_engine::decode::{Decode, Errors, Node};

/// The body of `POST /v1/coupons/{id}/claims`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRequest {
    /// The merchant's id of the account.
    pub(super) customer_id: String,
    /// Where the customer is and in which language the answer is.
    pub(super) context: Context,
    /// Why the team grants it, in the caller's words; `None`: the customer asked for it.
    pub(super) reason: Option<String>,
    /// An end of its own.
    pub(super) ends_at: Option<Timestamp>,
}

impl Decode for ClaimRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let customer_id = object.required("customer_id", errors, Node::name);
        let context = object.optional("context", errors, decode_context).unwrap_or_default();
        let reason = object.optional("reason", errors, Node::name);
        let ends_at = object.optional("ends_at", errors, Node::timestamp);
        object.finish(errors);
        Some(Self { customer_id: customer_id?, context, reason, ends_at })
    }
}

/// The body of `POST /v1/claims`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimCodeRequest {
    /// As typed. Anything that fits, also what can never be a code.
    pub(super) code: String,
    /// The merchant's id of the account.
    pub(super) customer_id: String,
    /// Where the customer is and in which language the answer is.
    pub(super) context: Context,
}

impl Decode for ClaimCodeRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let code = object.required("code", errors, |node, errors| node.text(Code::LONGEST_TYPED, errors));
        let customer_id = object.required("customer_id", errors, Node::name);
        let context = object.optional("context", errors, decode_context).unwrap_or_default();
        object.finish(errors);
        Some(Self { code: code?, customer_id: customer_id?, context })
    }
}

/// The body of `POST /v1/customers/{id}/wallet/best`.
#[derive(Clone, Debug, PartialEq)]
pub struct WalletRequest {
    /// What the claims are for; its customer is the one of the path.
    pub(super) cart: Cart,
}

impl Decode for WalletRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.required("cart", errors, Cart::decode);
        object.finish(errors);
        Some(Self { cart: cart? })
    }
}
