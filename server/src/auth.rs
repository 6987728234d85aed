//! Finds out who calls: `Authorization: Bearer <key>`. What the caller may do is decided by `app`.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use tessera_app::{App, Caller, ErrorCode};

use crate::edge::RequestContext;
use crate::problem::Refusal;

/// A key is shorter than this; a longer one is not even looked for.
const LONGEST_KEY: usize = 512;

/// Who calls.
pub(crate) struct Authenticated(pub(crate) Caller);

impl FromRequestParts<App> for Authenticated {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let secret = secret(parts)?;
        let caller = match app.known_caller(secret) {
            Some(caller) => caller,
            None => app.authenticate(secret).await?,
        };
        if let Some(context) = parts.extensions.get::<RequestContext>() {
            context.note_key(&caller.key_id);
        }
        Ok(Self(caller))
    }
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
