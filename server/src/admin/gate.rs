//! What every request for an admin page passes: who is signed in, whether a form comes from our own pages, how a
//! refusal looks, and what a browser may do with the answer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SET_COOKIE, VARY,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tessera_app::{App, ErrorCode};

use super::visit::{SESSION_COOKIE, Visit, cookie, set_cookie};
use super::{error_page, flash, same_origin};
use crate::problem::Refusal;
use crate::proxies::TrustedProxies;

/// What a page may load: our own files, and the small pictures that stand in Tabler's sheet.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);
/// Nothing of ours asks for these.
const PERMISSIONS: HeaderValue = HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()");

/// What the gate knows.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) app: App,
    /// Who is believed where a request comes from.
    pub(super) proxies: Arc<TrustedProxies>,
}

/// Lets a request in, and dresses its answer.
pub(super) async fn pass_gate(State(Gate { app, proxies }): State<Gate>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let signed_in = match cookie(&parts.headers, SESSION_COOKIE) {
        Some(token) => app.find_session(token).await,
        None => Ok(None),
    };
    let (signed_in, failed) = match signed_in {
        Ok(signed_in) => (signed_in, None),
        Err(problem) => (None, Some(Refusal::from(problem))),
    };
    let visit = Visit::of(&parts, signed_in, &proxies);
    let is_get = parts.method == Method::GET;
    let mut response = if let Some(refusal) = failed {
        refusal.into_response()
    } else if !same_origin::is_allowed(&parts.method, &parts.headers) {
        Refusal::new(ErrorCode::ScopeMissing, "The form was sent from another site.").into_response()
    } else {
        parts.extensions.insert(visit.clone());
        next.run(Request::from_parts(parts, body)).await
    };
    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        response = refused(&app, &visit, is_get, refusal).await;
    }
    dress(&visit, is_get, &mut response);
    response
}

/// Who is not signed in is sent to where they can; all else is told in a page.
async fn refused(app: &App, visit: &Visit, is_get: bool, refusal: Refusal) -> Response {
    if refusal.0.error != ErrorCode::SignInRefused || visit.signed_in.is_some() {
        return error_page::show(app, visit, &refusal.0);
    }
    if app.needs_setup().await.unwrap_or_default() {
        return Redirect::to("/admin/setup").into_response();
    }
    if visit.is_part {
        // htmx goes there with the whole page.
        let to = HeaderValue::from_static("/admin/sign-in");
        return (StatusCode::NO_CONTENT, [(HeaderName::from_static("hx-redirect"), to)]).into_response();
    }
    let next = if is_get { visit.here.as_str() } else { "/admin/coupons" };
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    Redirect::to(&format!("/admin/sign-in?next={next}")).into_response()
}

fn dress(visit: &Visit, is_get: bool, response: &mut Response) {
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    // Without a referrer, browsers on plain HTTP off this machine say of a form's origin `null`.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    // What was just done is said once: the page that says it takes it away.
    if is_get && is_page && !visit.is_part && visit.flash.is_some() {
        headers.append(SET_COOKIE, set_cookie(visit, flash::COOKIE, "", Some(0)));
    }
}
