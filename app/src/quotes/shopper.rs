//! What a browser may say of a cart, and what its token says instead. HTTP contract section 7.

use tessera_engine::FieldError;
use tessera_engine::cart::{Cart, QuoteRequest};

use super::create_quote::Purpose;
use crate::caller::{Caller, KeyKind};
use crate::problem::{ErrorCode, Problem};

/// What is answered where a publishable key says what is not its to say.
pub(crate) const NOT_WITH_PUBLISHABLE_KEY: &str = "not_with_publishable_key";

/// What a price for a caller is for.
pub(crate) fn purpose_of(caller: &Caller) -> Purpose {
    match (caller.kind, caller.customer_token()) {
        (KeyKind::Secret, _) => Purpose::Quote,
        (KeyKind::Publishable, Some(token)) if token.customer_id.is_some() || token.email.is_some() => {
            Purpose::QuoteOfCustomer
        }
        (KeyKind::Publishable, _) => Purpose::QuoteInBrowser,
    }
}

/// Puts the customer of a token into the cart of a browser. Once somebody vouches for who it is, an e-mail that was typed
/// is no fact beside it: nobody learns what another one ordered by typing theirs.
pub(crate) fn admit_customer(cart: &mut Cart, caller: &Caller) {
    let Some(token) = caller.customer_token() else { return };
    let is_known = token.customer_id.is_some() || token.email.is_some();
    // A token for a cart alone makes nobody a customer.
    if !is_known && cart.customer.is_none() {
        return;
    }
    let customer = cart.customer.get_or_insert_default();
    if is_known {
        customer.email.clone_from(&token.email);
    }
    customer.id.clone_from(&token.customer_id);
    customer.segments.clone_from(&token.segments);
    customer.verified = token.verified;
    customer.logged_in = token.customer_id.as_ref().map(|_| true);
}

/// The order that the token of a browser names as held.
pub(crate) fn named_by_token(caller: &Caller) -> Option<String> {
    caller.customer_token().and_then(|token| token.order_id.clone())
}

/// What only the shop's server may say beside a cart.
fn withheld(said: &[(bool, &str)]) -> Result<(), Problem> {
    let withheld: Vec<FieldError> = said
        .iter()
        .filter(|(said, _)| *said)
        .map(|(_, name)| FieldError {
            pointer: format!("/{name}"),
            code: NOT_WITH_PUBLISHABLE_KEY,
            detail: "is not for a publishable key; leave it out, or ask from your server with a secret key".to_owned(),
        })
        .collect();
    if withheld.is_empty() {
        return Ok(());
    }
    Err(Problem { error: ErrorCode::PublishableKey, ..Problem::fields(withheld) })
}

/// An order is named by the token of a browser, not by its body.
pub(crate) fn refuse_order(order_id: Option<&str>) -> Result<(), Problem> {
    withheld(&[(order_id.is_some(), "order_id")])
}

/// A browser can say anything: with a publishable key a cart may not hold what only the shop's server may say.
pub(crate) fn refuse_forged(request: &QuoteRequest) -> Result<(), Problem> {
    withheld(&[
        (request.explain, "explain"),
        (request.as_of.is_some(), "as_of"),
        (request.order_id.is_some(), "order_id"),
    ])?;
    refuse_forged_cart(&request.cart)
}

/// The same for a cart by itself.
pub(crate) fn refuse_forged_cart(cart: &Cart) -> Result<(), Problem> {
    let mut pointers = Vec::new();
    for (index, line) in cart.line_items.iter().enumerate() {
        for (said, name) in [(line.unit_cost.is_some(), "unit_cost"), (line.min_unit_price.is_some(), "min_unit_price")]
        {
            if said {
                pointers.push(format!("/cart/line_items/{index}/{name}"));
            }
        }
    }
    if cart.billing.is_some() {
        pointers.push("/cart/billing".to_owned());
    }
    if let Some(customer) = &cart.customer {
        let said = [
            (customer.id.is_some(), "id"),
            (customer.segments.is_some(), "segments"),
            (customer.orders_count.is_some(), "orders_count"),
            (customer.total_spent.is_some(), "total_spent"),
            (customer.logged_in.is_some(), "logged_in"),
            (customer.verified.is_some(), "verified"),
            (customer.attributes.is_some(), "attributes"),
        ];
        pointers.extend(said.into_iter().filter(|(said, _)| *said).map(|(_, name)| format!("/cart/customer/{name}")));
    }
    if pointers.is_empty() {
        return Ok(());
    }
    let detail =
        "may not be said with a publishable key; it comes from the store or from your server with a secret key";
    Err(Problem::fields(
        pointers
            .into_iter()
            .map(|pointer| FieldError { pointer, code: NOT_WITH_PUBLISHABLE_KEY, detail: detail.to_owned() })
            .collect(),
    ))
}
