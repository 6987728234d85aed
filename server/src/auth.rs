//! Finds out who calls: `Authorization: Bearer <key>`, and with a publishable key `Tessera-Customer: <token>`. What the
//! caller may do is decided by `app`.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderName;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use tessera_app::tokens::Shopper;
use tessera_app::{App, Caller, ErrorCode, KeyKind, Problem};

use crate::address;
use crate::edge::RequestContext;
use crate::problem::Refusal;

/// A key is shorter than this; a longer one is not even looked for.
const LONGEST_KEY: usize = 512;
/// `Tessera-Customer`: what the shop's server vouches for.
const TESSERA_CUSTOMER: HeaderName = HeaderName::from_static("tessera-customer");

/// Who calls.
pub(crate) struct Authenticated(pub(crate) Caller);

impl FromRequestParts<App> for Authenticated {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let secret = secret(parts)?;
        let mut caller = match app.known_caller(secret) {
            Some(caller) => caller,
            None => app.authenticate(secret).await?,
        };
        let context = parts.extensions.get::<RequestContext>();
        if let Some(context) = context {
            context.note_key(&caller.key_id);
        }
        match (caller.kind, token(parts)?) {
            (KeyKind::Publishable, token) => {
                let address = context.map_or_else(|| address::counted(None), |context| context.address_of(parts));
                let token = token.map(|token| app.verify_token(token)).transpose()?;
                caller.shopper = Some(Arc::new(Shopper { address, token }));
            }
            (KeyKind::Secret, None) => {}
            (KeyKind::Secret, Some(_)) => {
                let detail = "`Tessera-Customer` is for publishable keys. With a secret key say who shops in `cart.customer`, the path or the body.";
                return Err(refused(detail));
            }
        }
        Ok(Self(caller))
    }
}

/// The token in the header.
fn token(parts: &Parts) -> Result<Option<&str>, Refusal> {
    let mut headers = parts.headers.get_all(TESSERA_CUSTOMER).iter();
    let Some(header) = headers.next() else { return Ok(None) };
    match (header.to_str(), headers.next()) {
        (Ok(token), None) => Ok(Some(token.trim())),
        (Err(_), None) => Err(refused("What stands in `Tessera-Customer` is not a JWT.")),
        (_, Some(_)) => Err(refused("The header `Tessera-Customer` stands more than once.")),
    }
}

fn refused(detail: &str) -> Refusal {
    Problem::new(ErrorCode::CustomerTokenInvalid, detail).with("reason", "malformed".into()).into()
}

/// The key in the header. The scheme may be written in any case, RFC 9110 section 11.1.
fn secret(parts: &Parts) -> Result<&str, Refusal> {
    let mut headers = parts.headers.get_all(AUTHORIZATION).iter();
    let Some(header) = headers.next() else { return Err(Refusal::of(ErrorCode::KeyMissing)) };
    if headers.next().is_some() {
        return Err(Refusal::new(ErrorCode::KeyUnknown, "The header `Authorization` stands more than once."));
    }
    let text = header.to_str().map_err(|_| Refusal::of(ErrorCode::KeyUnknown))?;
    let (scheme, secret) = text.split_once(' ').unwrap_or((text, ""));
    let secret = secret.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || secret.is_empty() {
        return Err(Refusal::of(ErrorCode::KeyMissing));
    }
    if secret.len() > LONGEST_KEY {
        return Err(Refusal::of(ErrorCode::KeyUnknown));
    }
    Ok(secret)
}
