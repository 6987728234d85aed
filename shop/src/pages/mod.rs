//! The pages, one file each.

pub(crate) mod account;
pub(crate) mod cart;
pub(crate) mod catalogue;
pub(crate) mod checkout;
mod frame;
pub(crate) mod lost;
pub(crate) mod mail;
pub(crate) mod order;
pub(crate) mod product;
pub(crate) mod wallet;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

use crate::api::Refused;
use crate::form::Form;
use crate::session::{Kind, Session};
use crate::state::Shop;
use crate::visit::Visit;

/// A page, or why there is none.
type Reply = Result<Response, Trouble>;

/// Why there is no page: the API refused or does not answer.
pub(crate) struct Trouble(Response);

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        self.0
    }
}

/// Renders a page.
fn page(visit: &Visit, template: &impl Template) -> Response {
    page_with(StatusCode::OK, visit, template)
}

fn page_with(status: StatusCode, visit: &Visit, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => {
            let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_LANGUAGE, visit.language.tag())];
            (status, headers, html).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that says what went wrong, and the way on.
async fn trouble(shop: &Shop, visit: &Visit, refused: Refused) -> Trouble {
    Trouble(lost::trouble(shop, visit, &refused).await)
}

/// Says in the page that comes next what the API refused. What it says itself is for who builds the shop, not for who shops.
fn say_refused(visit: &Visit, session: &mut Session, refused: &Refused) {
    let t = visit.t();
    let words = match refused.code.as_str() {
        "code_unknown" => t.code_unknown,
        "already_claimed" => t.already_claimed,
        "claims_exhausted" => t.claims_exhausted,
        "claim_limit_reached" => t.claim_limit_reached,
        "too_many_holds" => t.too_many_holds,
        "not_eligible" => {
            let reasons = refused.problem["reasons"].as_array();
            let message = reasons.and_then(|reasons| reasons.first()?["message"].as_str());
            return session.say(Kind::Refused, message.unwrap_or(t.not_eligible));
        }
        _ if refused.is_passing() => t.try_again,
        _ => {
            tracing::warn!(code = refused.code, detail = refused.detail, "the API refused");
            t.not_possible
        }
    };
    session.say(Kind::Refused, words);
}

/// Sends on to a page after something was done.
fn go(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// The page that a form names to go on to: one of the shop.
fn next_of<'a>(form: &'a Form, otherwise: &'a str) -> &'a str {
    let is_ours = |next: &&str| {
        (*next == "/shop" || next.starts_with("/shop/") || next.starts_with("/shop?")) && !next.contains('\\')
    };
    form.find("next").filter(is_ours).unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_nowhere_else() {
        let next = |body: &'static str| next_of(&Form::of(&body.into()), "/shop").to_owned();
        assert_eq!(next("next=/shop/cart"), "/shop/cart");
        for other in ["next=https://evil.example", "next=//evil.example", "next=/admin", "next=/shop.evil", ""] {
            assert_eq!(next(other), "/shop", "{other}");
        }
    }
}
