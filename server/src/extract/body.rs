//! The body: at most 1 MiB, 8 MiB for a batch, JSON by its header.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::BodyExt;
use hyper::body::Body as _;
use tessera_app::ErrorCode;

use super::query::Query;
use super::refuse_query;
use crate::problem::Refusal;

/// The contract's limit.
pub(crate) const BODY_LIMIT: usize = 1024 * 1024;
/// The contract's limit for what holds many entries.
pub(crate) const BATCH_LIMIT: usize = 8 * BODY_LIMIT;
/// How much of a body that is too large is read and thrown away, so that the client is still there to read the answer.
pub(super) const DRAIN_LIMIT: usize = 2 * BATCH_LIMIT;

/// A JSON body of at most `LIMIT` bytes, unread. The query must be empty.
pub(crate) struct JsonBody<const LIMIT: usize = BODY_LIMIT>(pub(crate) Bytes);

impl<const LIMIT: usize, S: Sync> FromRequest<S> for JsonBody<LIMIT> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        refuse_query(request.uri())?;
        let (parts, body) = request.into_parts();
        read_json_body(&parts.headers, body, LIMIT).await.map(Self)
    }
}

/// A JSON body of at most 1 MiB, unread, with the query beside it.
pub(crate) struct QueriedBody {
    /// As sent.
    pub(crate) body: Bytes,
    /// What is not asked of it is refused by [`Query::finish`].
    pub(crate) query: Query,
}

impl<S: Sync> FromRequest<S> for QueriedBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        let query = Query::of(request.uri())?;
        let (parts, body) = request.into_parts();
        Ok(Self { body: read_json_body(&parts.headers, body, BODY_LIMIT).await?, query })
    }
}

/// Reads a JSON body of at most `limit` bytes. No body at all needs no `Content-Type`.
pub(crate) async fn read_json_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, Refusal> {
    if !is_json(headers) && !body.is_end_stream() {
        return Err(Refusal::of(ErrorCode::MediaTypeUnsupported));
    }
    read_body(headers, body, limit).await
}

/// Whether the header says `application/json`, or a merge patch, which is JSON. RFC 7396.
fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let essence = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    essence.eq_ignore_ascii_case(b"application/json") || essence.eq_ignore_ascii_case(b"application/merge-patch+json")
}

async fn read_body(headers: &HeaderMap, mut body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > DRAIN_LIMIT) {
        return Err(Refusal::of(ErrorCode::BodyTooLarge));
    }
    // Nearly every body comes in one piece, which is handed on as it is.
    let Some(first) = next_piece(&mut body).await? else { return Ok(Bytes::new()) };
    if body.is_end_stream() && first.len() <= limit {
        return Ok(first);
    }
    let mut whole = Vec::with_capacity(declared.unwrap_or_default().clamp(first.len(), limit.max(first.len())));
    let mut read = first.len();
    whole.extend_from_slice(&first);
    while let Some(piece) = next_piece(&mut body).await? {
        read += piece.len();
        if read > DRAIN_LIMIT {
            break;
        }
        if read <= limit {
            whole.extend_from_slice(&piece);
        }
    }
    if read > limit {
        return Err(Refusal::of(ErrorCode::BodyTooLarge));
    }
    Ok(whole.into())
}

async fn next_piece(body: &mut Body) -> Result<Option<Bytes>, Refusal> {
    loop {
        match body.frame().await {
            None => return Ok(None),
            Some(Ok(frame)) => {
                if let Ok(piece) = frame.into_data() {
                    return Ok(Some(piece));
                }
            }
            Some(Err(_)) => return Err(Refusal::new(ErrorCode::MalformedJson, "The body broke off before its end.")),
        }
    }
}
