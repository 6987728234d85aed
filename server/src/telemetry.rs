//! One log line for each request. It names the route, never the path as called: an id of a merchant may be personal.
//! Never a secret, a code or an e-mail.

use std::fmt;
use std::time::Duration;

use axum::http::{Method, StatusCode};

/// What is told of a request.
pub(crate) struct RequestLog<'a> {
    pub(crate) method: &'a Method,
    pub(crate) route: Option<&'a str>,
    pub(crate) status: StatusCode,
    pub(crate) took: Duration,
    pub(crate) request_id: &'a str,
    pub(crate) key_id: Option<&'a str>,
}

/// Routes that are called so often that a good answer is told at `debug` only.
const FREQUENT: [&str; 4] = ["/v1/quotes", "/healthz", "/readyz", "/metrics"];

/// Tells of a request: faults of ours at `error`, a full server at `warn`, good frequent calls at `debug`, all else at `info`.
pub(crate) fn log_request(request: &RequestLog<'_>) {
    macro_rules! tell {
        ($level:ident) => {
            tracing::$level!(
                method = %request.method,
                route = request.route.unwrap_or("unknown"),
                status = request.status.as_u16(),
                ms = %Milliseconds(request.took),
                request_id = request.request_id,
                key_id = request.key_id,
                "request"
            )
        };
    }
    let frequent = request.route.is_some_and(|route| FREQUENT.contains(&route));
    match request.status {
        StatusCode::SERVICE_UNAVAILABLE => tell!(warn),
        status if status.is_server_error() => tell!(error),
        status if status.is_success() && frequent => tell!(debug),
        _ => tell!(info),
    }
}

/// A duration as milliseconds with three decimals.
struct Milliseconds(Duration);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0.as_millis(), self.0.subsec_micros() % 1_000)
    }
}
