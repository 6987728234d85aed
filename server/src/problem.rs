//! Refusals on their way out. A handler answers with a [`Refusal`]; the edge writes the document, because only it
//! knows the request id for every path, unknown ones too.
//!
//! Every problem document carries `request_id`. A refusal of a business rule that was kept for an idempotent repeat
//! goes out again byte for byte, so it carries the id of the *first* request; the header `X-Request-Id` is always
//! that of the request it answers.

use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tessera_app::{ErrorCode, Problem};
use tessera_engine::DecodeError;

/// `RateLimit`: nothing is left until then.
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
/// `application/problem+json`.
pub(crate) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why a request was not done.
#[derive(Clone, Debug)]
pub(crate) struct Refusal(pub(crate) Problem);

impl Refusal {
    /// A refusal with the words of the table.
    pub(crate) fn of(error: ErrorCode) -> Self {
        Self(Problem::of(error))
    }

    /// A refusal with words of its own.
    pub(crate) fn new(error: ErrorCode, detail: impl Into<String>) -> Self {
        Self(Problem::new(error, detail))
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<DecodeError> for Refusal {
    fn from(error: DecodeError) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = status_of(self.0.error).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the document of a refusal into the answer that carries it. Other answers pass unchanged.
pub(crate) fn write_document(response: &mut Response, request_id: &str) {
    let Some(Refusal(problem)) = response.extensions_mut().remove::<Refusal>() else { return };
    let status = status_of(problem.error);
    *response.status_mut() = status;
    *response.body_mut() = problem.document(request_id).into();
    let headers = response.headers_mut();
    // The answer had no body when its length was noted.
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, PROBLEM_JSON);
    match status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            let seconds = problem.more.get("retry_after").and_then(Value::as_u64).unwrap_or(1);
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            if status == StatusCode::TOO_MANY_REQUESTS {
                let rest = format!("\"attempts\";r=0;t={seconds}");
                headers.insert(RATE_LIMIT, HeaderValue::try_from(rest).expect("digits are a header value"));
            }
        }
        _ => {}
    }
}

fn status_of(error: ErrorCode) -> StatusCode {
    StatusCode::from_u16(error.status()).expect("the table of errors holds HTTP statuses")
}
