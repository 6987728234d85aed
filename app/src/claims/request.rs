//! The bodies of calls on claims.

use jiff::Timestamp;
use tessera_engine::cart::{Cart, Context, decode_context};
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_engine::{Code, from_json};

use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::quotes::NOT_WITH_PUBLISHABLE_KEY;
use crate::tokens::OWN;

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

impl ClaimRequest {
    /// Reads the body as whoever calls may write it: with a publishable key the customer is the token's, who may be named
    /// or not, and what only the team says is refused.
    ///
    /// # Errors
    /// What a malformed body is refused with, `customer_token_missing`, `customer_token_other`, `scope_missing`.
    pub fn read(caller: &Caller, body: &[u8]) -> Result<Self, Problem> {
        if caller.require_own(Scope::Claims)?.is_none() {
            return Ok(from_json(body)?);
        }
        let OwnClaim { customer_id, context } = from_json(body)?;
        Ok(Self { customer_id: own(caller, customer_id)?, context, reason: None, ends_at: None })
    }
}

impl ClaimCodeRequest {
    /// The same for a claim with a code.
    ///
    /// # Errors
    /// Those of [`ClaimRequest::read`].
    pub fn read(caller: &Caller, body: &[u8]) -> Result<Self, Problem> {
        if caller.require_own(Scope::Claims)?.is_none() {
            return Ok(from_json(body)?);
        }
        let OwnCodeClaim { code, customer_id, context } = from_json(body)?;
        Ok(Self { code, customer_id: own(caller, customer_id)?, context })
    }
}

/// The account of a token, as far as a body names another.
fn own(caller: &Caller, named: Option<String>) -> Result<String, Problem> {
    let named = named.as_deref().unwrap_or(OWN);
    caller.require_for(Scope::Claims, named).map(str::to_owned)
}

/// What a browser may say of a claim for itself.
struct OwnClaim {
    customer_id: Option<String>,
    context: Context,
}

impl Decode for OwnClaim {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let customer_id = object.optional("customer_id", errors, Node::name);
        let context = object.optional("context", errors, decode_context).unwrap_or_default();
        for name in ["reason", "ends_at"] {
            if let Some(said) = object.take(name) {
                let detail = "may not be said with a publishable key; it is for your server with a secret key";
                said.fault::<()>(errors, NOT_WITH_PUBLISHABLE_KEY, detail);
            }
        }
        object.finish(errors);
        Some(Self { customer_id, context })
    }
}

/// The same with a code.
struct OwnCodeClaim {
    code: String,
    customer_id: Option<String>,
    context: Context,
}

impl Decode for OwnCodeClaim {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let code = object.required("code", errors, |node, errors| node.text(Code::LONGEST_TYPED, errors));
        let customer_id = object.optional("customer_id", errors, Node::name);
        let context = object.optional("context", errors, decode_context).unwrap_or_default();
        object.finish(errors);
        Some(Self { code: code?, customer_id, context })
    }
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
    /// The order it is for: what that holds is free to it.
    pub(super) order_id: Option<String>,
}

impl Decode for WalletRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let cart = object.required("cart", errors, Cart::decode);
        let order_id = object.optional("order_id", errors, Node::name);
        object.finish(errors);
        Some(Self { cart: cart?, order_id })
    }
}
