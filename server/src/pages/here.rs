//! Under which address a browser reached this server: for what is copied from a page.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;

use crate::edge::RequestContext;

/// Where `tessera serve` listens unless told.
const USUAL_HOST: &str = "127.0.0.1:7410";

/// Such as `https://coupons.example`: a scheme, a host and a port, nothing else.
pub(super) struct Here(pub(super) String);

impl<S: Sync> FromRequestParts<S> for Here {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let is_secure = parts.extensions.get::<RequestContext>().is_some_and(|context| context.is_secure(parts));
        Ok(Self(format!("{}://{}", if is_secure { "https" } else { "http" }, host(&parts.headers))))
    }
}

fn host(headers: &HeaderMap) -> &str {
    let plain = |host: &&str| {
        (1..=255).contains(&host.len())
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    };
    headers.get(HOST).and_then(|host| host.to_str().ok()).filter(plain).unwrap_or(USUAL_HOST)
}
