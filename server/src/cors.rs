//! Pages of other origins: those that the setting `storefront_origins` names may call what a publishable key may do, and
//! nothing else. No cookie goes with it: who calls stands in headers that the page writes itself.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method};
use tessera_app::App;

/// What a shopper's browser may call. HTTP contract section 7.
pub(crate) const FOR_BROWSERS: [(&Method, &str); 6] = [
    (&Method::POST, "/v1/quotes"),
    (&Method::GET, "/v1/claimable"),
    (&Method::POST, "/v1/claims"),
    (&Method::POST, "/v1/coupons/{id}/claims"),
    (&Method::GET, "/v1/customers/{id}/wallet"),
    (&Method::POST, "/v1/customers/{id}/wallet/best"),
];

/// Headers that a page may send.
const REQUEST_HEADERS: HeaderValue =
    HeaderValue::from_static("authorization, content-type, idempotency-key, tessera-customer, x-request-id");
/// Headers of an answer that a page may read.
const ANSWER_HEADERS: HeaderValue =
    HeaderValue::from_static("idempotency-replayed, ratelimit, retry-after, x-request-id");
/// How long a browser need not ask again, in seconds: an origin that is taken off the list is out after that.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// What a page of another origin is told about a call.
pub(crate) struct Cors {
    /// The origin, where it may.
    allowed: Option<HeaderValue>,
    /// For the question that a browser asks before a call: the method it asks for.
    preflight: Option<&'static Method>,
}

impl Cors {
    /// What concerns a request; `None` where it is of no page, or for nothing that a browser may call.
    pub(crate) fn of<B>(request: &Request<B>, route: Option<&str>, app: &App) -> Option<Self> {
        let origin = request.headers().get(ORIGIN)?;
        let asked = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD);
        let asks_before = request.method() == Method::OPTIONS && asked.is_some();
        let method = asked.filter(|_| asks_before).map_or(request.method().as_str().as_bytes(), HeaderValue::as_bytes);
        let of_route = |(known, path): &(&Method, &str)| Some(*path) == route && known.as_str().as_bytes() == method;
        let (method, _) = FOR_BROWSERS.iter().find(|known| of_route(known))?;
        let live = app.live();
        let is_known = |known: &String| known.as_bytes() == origin.as_bytes();
        let allowed = live.settings().storefront_origins.iter().any(is_known).then(|| origin.clone());
        Some(Self { allowed, preflight: asks_before.then_some(*method) })
    }

    /// Whether it is the question before a call.
    pub(crate) fn is_preflight(&self) -> bool {
        self.preflight.is_some()
    }

    /// Tells the browser, whatever the answer is: a page reads why it was refused as well.
    pub(crate) fn write(self, headers: &mut HeaderMap) {
        headers.append(VARY, HeaderValue::from_static("Origin"));
        let Some(origin) = self.allowed else { return };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        match self.preflight {
            None => {
                headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
            }
            Some(method) => {
                headers.insert(
                    ACCESS_CONTROL_ALLOW_METHODS,
                    HeaderValue::from_str(method.as_str()).expect("a method is a header value"),
                );
                headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
                headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
            }
        }
    }
}
