//! What every request passes: the visitor's session, forms of other sites, links with a code, and what a browser may do with
//! the answer.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, HeaderName, ORIGIN, REFERRER_POLICY,
    SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::links;
use crate::session::Shared;
use crate::state::Shop;
use crate::texts::Language;
use crate::visit::Visit;

const SESSION: &str = "tessera_shop";
const SESSION_IS: &str = "tessera_shop=";
const LANGUAGE: &str = "tessera_shop_lang";
/// How long a choice of language is kept, in seconds.
const A_YEAR: u32 = 31_536_000;

/// Lets a request in, and dresses its answer.
pub(crate) async fn pass(State(shop): State<Shop>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/shop/assets/") {
        return next.run(request).await;
    }
    if !is_of_this_site(request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, "The form was sent from another site.\n").into_response();
    }
    let chosen = links::parameter(request.uri(), "lang").and_then(|tag| Language::parse(&tag));
    let kept = cookie(request.headers(), LANGUAGE).and_then(Language::parse);
    let language = chosen.or(kept).unwrap_or_else(|| Language::preferred(request.headers()));
    let arrival = is_visit(request.headers()).then(|| links::Arrival::of(request.method(), request.uri())).flatten();
    let known = cookie(request.headers(), SESSION).and_then(|id| Some((id.to_owned(), shop.sessions.find(id)?)));
    let mut cookies = Vec::new();
    // Who only looks around is not remembered.
    let (id, session) = match known {
        Some((id, session)) => (Some(id), session),
        None if arrival.is_some() || !request.method().is_safe() => {
            let (id, session) = shop.sessions.begin();
            cookies.push(session_cookie(&id, request.headers()));
            (Some(id), session)
        }
        None => (None, Shared::default()),
    };
    if let Some(language) = chosen {
        cookies.push(format!("{LANGUAGE}={}; Path=/shop; Max-Age={A_YEAR}; SameSite=Lax", language.tag()));
    }
    let visit = Visit::of(&request, id, session, language);
    let mut response = match arrival {
        Some(arrival) => {
            let to = arrival.here.clone();
            links::arrive(&shop, &visit, arrival).await;
            Redirect::to(&to).into_response()
        }
        None => {
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
    };
    // Who signed in just now has another id already.
    let is_renewed = response.headers().contains_key(SET_COOKIE);
    for cookie in cookies.into_iter().filter(|cookie| !(is_renewed && cookie.starts_with(SESSION_IS))) {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    dress(&shop, &mut response);
    response
}

/// The cookie of a session. Over TLS it is sent over TLS alone.
pub(crate) fn session_cookie(id: &str, headers: &HeaderMap) -> String {
    let is_tls = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    let secure = if is_tls { "; Secure" } else { "" };
    format!("{SESSION}={id}; Path=/shop; HttpOnly; SameSite=Lax{secure}")
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|value| value.split(';')).find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then_some(value)
    })
}

/// Whether somebody comes to a page, and not a picture of another site asks for one.
fn is_visit(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-dest").is_none_or(|asked| asked == "document")
}

/// Whether a request may change something: whether it comes from our own pages. Browsers say so.
fn is_of_this_site(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let (Ok(origin), Some(Ok(host))) = (origin.to_str(), headers.get(HOST).map(HeaderValue::to_str)) else {
        return false;
    };
    origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host))
}

fn dress(shop: &Shop, response: &mut Response) {
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let api = shop.options.browser_api.as_deref().unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' {api}; style-src 'self'; img-src 'self'; connect-src 'self' {api}; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if is_page && let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_another_site_is_not_taken() {
        let is_taken = |method: Method, headers: &[(&'static str, &'static str)]| {
            let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
            is_of_this_site(&method, &headers.collect())
        };
        assert!(is_taken(Method::GET, &[("sec-fetch-site", "cross-site")]));
        assert!(is_taken(Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(!is_taken(Method::POST, &[("sec-fetch-site", "cross-site")]));
        assert!(is_taken(Method::POST, &[("origin", "http://shop.example"), ("host", "shop.example")]));
        assert!(!is_taken(Method::POST, &[("origin", "http://other.example"), ("host", "shop.example")]));
        assert!(!is_taken(Method::POST, &[("origin", "null"), ("host", "shop.example")]));
    }
}
