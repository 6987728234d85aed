//! Answers of use cases as HTTP.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tessera_app::{Answer, ErrorCode};

use crate::problem::{PROBLEM_JSON, Refusal};

/// `Idempotency-Replayed`.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// A quote of a ten-line cart takes about this much.
const USUAL_SIZE: usize = 4_096;

/// What was made, as far as its place is told.
#[derive(Deserialize)]
struct Made {
    id: String,
}

/// What a handler answers with.
pub(crate) type Reply = Result<Response, Refusal>;

/// 200 with a document.
pub(crate) fn json(document: &impl Serialize) -> Reply {
    let mut body = Vec::with_capacity(USUAL_SIZE);
    serde_json::to_writer(&mut body, document).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Refusal::of(ErrorCode::Internal)
    })?;
    Ok(with_type(StatusCode::OK, JSON, body))
}

/// The answer to a mutation. One that was kept goes out as it is, a kept refusal too.
pub(crate) fn mutation(answer: Answer) -> Reply {
    let status = StatusCode::from_u16(answer.status).map_err(|_| Refusal::of(ErrorCode::Internal))?;
    let failed = status.is_client_error() || status.is_server_error();
    let mut response = with_type(status, if failed { PROBLEM_JSON } else { JSON }, answer.body);
    if answer.replayed {
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The answer to a mutation that may have made a job: 202 says where it is.
pub(crate) fn job(answer: Answer) -> Reply {
    let made = serde_json::from_slice::<Made>(&answer.body).ok();
    let mut response = mutation(answer)?;
    if let Some(made) = made.filter(|_| response.status() == StatusCode::ACCEPTED)
        && let Ok(location) = HeaderValue::try_from(format!("/v1/jobs/{}", made.id))
    {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// The answer to a mutation of a coupon: its version as `ETag`; where it is, when it is new.
pub(crate) fn coupon(answer: Answer) -> Reply {
    let made = serde_json::from_slice::<Made>(&answer.body).ok();
    let mut response = versioned(answer)?;
    if let Some(made) = made.filter(|_| response.status() == StatusCode::CREATED)
        && let Ok(location) = HeaderValue::try_from(format!("/v1/coupons/{}", made.id))
    {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// The answer to a mutation of what has versions: its version as `ETag`.
pub(crate) fn versioned(answer: Answer) -> Reply {
    #[derive(Deserialize)]
    struct Made {
        version: u64,
    }
    let made = serde_json::from_slice::<Made>(&answer.body).ok();
    let mut response = mutation(answer)?;
    if let Some(made) = made.filter(|_| response.status().is_success()) {
        response.headers_mut().insert(ETAG, etag(made.version));
    }
    Ok(response)
}

/// The `ETag` of a version: `"v3"`.
pub(crate) fn etag(version: u64) -> HeaderValue {
    HeaderValue::try_from(format!("\"v{version}\"")).expect("digits are a header value")
}

fn with_type(status: StatusCode, content_type: HeaderValue, body: Vec<u8>) -> Response {
    let mut response = (status, Body::from(body)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
