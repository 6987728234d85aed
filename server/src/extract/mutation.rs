//! What every mutation carries beside its content.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{HeaderName, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use tessera_app::{App, Caller, ErrorCode, Mutation, Scope};

use super::body::{BODY_LIMIT, read_json_body};
use super::query::Query;
use super::refuse_query;
use crate::auth::Authenticated;
use crate::edge::RequestContext;
use crate::problem::Refusal;

/// `Idempotency-Key`.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 255;

/// A mutation with its body of at most `LIMIT` bytes, unread. The query must be empty.
pub(crate) struct MutationRequest<const LIMIT: usize = BODY_LIMIT>(pub(crate) Mutation);

impl<const LIMIT: usize> MutationRequest<LIMIT> {
    /// The mutation, refused without an `Idempotency-Key`.
    pub(crate) fn once_only(self) -> Result<Mutation, Refusal> {
        if self.0.idempotency_key.is_none() {
            return Err(Refusal::of(ErrorCode::IdempotencyKeyMissing));
        }
        Ok(self.0)
    }

    /// The mutation of a call that takes no content: no body or `{}`.
    pub(crate) fn without_content(self) -> Result<Mutation, Refusal> {
        if !self.0.body.is_empty() {
            tessera_engine::from_json::<Nothing>(&self.0.body)?;
        }
        Ok(self.0)
    }
}

/// A body of which nothing is required: none is as good as `{}`, and what is required is named as missing.
pub(crate) fn or_nothing(body: &[u8]) -> &[u8] {
    if body.is_empty() { b"{}" } else { body }
}

impl<const LIMIT: usize> FromRequest<App> for MutationRequest<LIMIT> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (caller, parts, body) = permitted(request, app).await?;
        refuse_query(&parts.uri)?;
        let path = parts.uri.path().to_owned();
        read(caller, path, &parts, body, LIMIT).await.map(Self)
    }
}

/// A mutation whose query says how, and is part of what a repeat repeats.
pub(crate) struct QueriedMutation(pub(crate) MutationRequest, pub(crate) Query);

impl FromRequest<App> for QueriedMutation {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (caller, parts, body) = permitted(request, app).await?;
        let query = Query::of(&parts.uri)?;
        let path = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
        Ok(Self(MutationRequest(read(caller, path, &parts, body, BODY_LIMIT).await?), query))
    }
}

/// Lets nobody through who lacks the scope: who may not do this learns nothing of what is wrong with it. The use case
/// checks again.
pub(super) async fn permitted(request: Request, app: &App) -> Result<(Caller, Parts, Body), Refusal> {
    let (mut parts, body) = request.into_parts();
    let Authenticated(caller) = Authenticated::from_request_parts(&mut parts, app).await?;
    if let Some(scope) = scope_of(&parts.method, parts.uri.path()) {
        if is_for_own(parts.uri.path()) {
            caller.require_own(scope)?;
        } else {
            caller.require(scope)?;
        }
    } else if parts.uri.path().starts_with("/v1/jobs/") {
        tessera_app::jobs::require_any(&caller)?;
    }
    Ok((caller, parts, body))
}

async fn read(caller: Caller, path: String, parts: &Parts, body: Body, limit: usize) -> Result<Mutation, Refusal> {
    let mutation = read_head(caller, path, parts)?;
    let body = read_json_body(&parts.headers, body, limit).await?.into();
    Ok(Mutation { body, ..mutation })
}

/// A mutation without its body.
pub(super) fn read_head(caller: Caller, path: String, parts: &Parts) -> Result<Mutation, Refusal> {
    let idempotency_key = idempotency_key(&parts.headers)?;
    let if_match = if_match(&parts.headers)?;
    let request_id =
        parts.extensions.get::<RequestContext>().map(|context| context.id().to_owned()).unwrap_or_default();
    let method = match parts.method {
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "POST",
    };
    Ok(Mutation { caller, method, path, idempotency_key, body: Vec::new(), if_match, request_id })
}

/// An object without members.
struct Nothing;

impl tessera_engine::decode::Decode for Nothing {
    fn decode(node: &tessera_engine::decode::Node<'_>, errors: &mut tessera_engine::decode::Errors) -> Option<Self> {
        node.object(errors)?.finish(errors);
        Some(Self)
    }
}

/// The scope that every change below a path needs.
fn scope_of(method: &Method, path: &str) -> Option<Scope> {
    match path.strip_prefix("/v1/")?.split('/').next()? {
        "coupons" if path.ends_with("/codes") || path.ends_with("/codes/import") => Some(Scope::CodesWrite),
        "coupons" if path.ends_with("/claims") => Some(Scope::Claims),
        "claims" => Some(Scope::Claims),
        "coupons" if path.ends_with("/backtest") => Some(Scope::CouponsRead),
        "coupons" if method == Method::DELETE => Some(Scope::CouponsDelete),
        "baskets" if path.ends_with("/quote") => Some(Scope::Quotes),
        "coupons" | "campaigns" | "templates" | "views" | "baskets" => Some(Scope::CouponsWrite),
        "codes" => Some(Scope::CodesWrite),
        "orders" if path.ends_with("/refunds") => Some(Scope::Refunds),
        "reservations" | "redemptions" | "orders" => Some(Scope::Redemptions),
        "products" | "categories" => Some(Scope::Catalogue),
        "customers" | "segments" => Some(Scope::Customers),
        "settings" | "messages" => Some(Scope::Settings),
        "webhooks" => Some(Scope::Webhooks),
        _ => None,
    }
}

/// Whether a customer whom a token names may do it for themselves.
fn is_for_own(path: &str) -> bool {
    path == "/v1/claims" || (path.starts_with("/v1/coupons/") && path.ends_with("/claims"))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let key = value.as_bytes();
    if values.next().is_some() || !(1..=LONGEST_KEY).contains(&key.len()) || !key.iter().all(u8::is_ascii_graphic) {
        return Err(Refusal::of(ErrorCode::IdempotencyKeyInvalid));
    }
    Ok(value.to_str().ok().map(str::to_owned))
}

/// The version in `If-Match: "v3"`. `*` fits every version; a list and what is none of our tags are refused.
fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Refusal> {
    let mut values = headers.get_all(IF_MATCH).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    if values.next().is_some() || text.contains(',') {
        let detail = "`If-Match` takes one `ETag`, such as `\"v3\"`, and no list.";
        return Err(Refusal::new(ErrorCode::IfMatchInvalid, detail));
    }
    // Tags are compared as they stand: `"v+1"` and `"v01"` are none of ours.
    let digits = text.strip_prefix("\"v").and_then(|text| text.strip_suffix('"')).unwrap_or_default();
    match digits.parse::<u64>() {
        Ok(version) if version.to_string() == digits => Ok(Some(version)),
        _ => Err(Refusal::new(ErrorCode::IfMatchInvalid, "`If-Match` is not an `ETag` of this API, such as `\"v3\"`.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn an_idempotency_key_stands_once_and_is_visible_ascii() {
        let read =
            |values: &[&str]| idempotency_key(&headers(IDEMPOTENCY_KEY, values)).map_err(|refusal| refusal.0.error);
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["order-7"]), Ok(Some("order-7".to_owned())));
        assert!(read(&[&"k".repeat(255)]).is_ok());
        for bad in [&["a", "b"][..], &[""], &["a b"], &["é"], &[&"k".repeat(256)]] {
            assert_eq!(read(bad), Err(ErrorCode::IdempotencyKeyInvalid), "{bad:?}");
        }
    }

    #[test]
    fn if_match_names_a_version() {
        let read = |values: &[&str]| if_match(&headers(IF_MATCH, values)).map_err(|refusal| refusal.0.error);
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["*"]), Ok(None));
        assert_eq!(read(&["\"v12\""]), Ok(Some(12)));
        for bad in [&["\"12\""][..], &["v12"], &["W/\"v12\""], &["\"v+1\""], &["\"v01\""], &["\"v\""]] {
            assert_eq!(read(bad), Err(ErrorCode::IfMatchInvalid), "{bad:?}");
        }
        for list in [&["\"v1\", \"v2\""][..], &["\"v1\"", "\"v2\""]] {
            let refused = if_match(&headers(IF_MATCH, list)).unwrap_err().0;
            assert_eq!(refused.error, ErrorCode::IfMatchInvalid, "{list:?}");
            assert!(refused.detail.contains("no list"), "{}", refused.detail);
        }
    }
}
