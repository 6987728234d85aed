//! The one layer that every request passes, unknown paths too. One pass instead of a tower of layers, because each
//! layer of a router costs every quote an allocation and a dynamic call: request id, load shedding, time limit,
//! panics, problem documents, headers, metrics and log.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::header::{CACHE_CONTROL, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use tessera_app::{App, ErrorCode};
use tower::{Layer, Service};

use crate::address::{PeerAddress, counted};
use crate::cors::Cors;
use crate::metrics::Metrics;
use crate::options::ServerOptions;
use crate::problem::{Refusal, write_document};
use crate::proxies::{Origin, TrustedProxies};
use crate::telemetry::{RequestLog, log_request};

/// `X-Request-Id`.
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A longer request id of a caller is replaced by one of ours.
const LONGEST_REQUEST_ID: usize = 128;

/// The one call that takes as long as its body does; who stops sending is let go by its own limit.
const UPLOAD: &str = "/v1/coupons/{id}/codes/import";
/// How long that may take.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(3_600);

/// What is known of a request beside itself; handlers find it in the request's extensions.
#[derive(Clone)]
pub(crate) struct RequestContext(Arc<Noted>);

struct Noted {
    id: HeaderValue,
    key_id: OnceLock<Arc<str>>,
    shared: Arc<Shared>,
}

impl RequestContext {
    /// The request id.
    pub(crate) fn id(&self) -> &str {
        self.0.id.to_str().unwrap_or_default()
    }

    /// Where a request comes from, as attempts are counted by.
    pub(crate) fn address_of(&self, parts: &Parts) -> String {
        counted(self.origin_of(parts).client)
    }

    /// Whether the browser came by TLS, as far as is known.
    pub(crate) fn is_secure(&self, parts: &Parts) -> bool {
        self.origin_of(parts).is_secure
    }

    fn origin_of(&self, parts: &Parts) -> Origin {
        let peer = parts.extensions.get::<PeerAddress>().map(|peer| peer.0);
        self.0.shared.proxies.origin(peer, &parts.headers)
    }

    /// Notes the key that calls, for the log.
    pub(crate) fn note_key(&self, key_id: &Arc<str>) {
        let _ = self.0.key_id.set(Arc::clone(key_id));
    }
}

/// Puts the edge around every route.
#[derive(Clone)]
pub(crate) struct EdgeLayer(Arc<Shared>);

struct Shared {
    metrics: Metrics,
    timeout: Duration,
    max_in_flight: usize,
    in_flight: InFlight,
    ids: RequestIds,
    proxies: TrustedProxies,
    app: App,
}

impl EdgeLayer {
    /// An edge that counts into `metrics`.
    pub(crate) fn new(metrics: Metrics, app: App, options: &ServerOptions) -> Self {
        Self(Arc::new(Shared {
            metrics,
            timeout: options.request_timeout,
            max_in_flight: options.max_in_flight,
            in_flight: InFlight::default(),
            ids: RequestIds::new(),
            proxies: options.trusted_proxies.clone(),
            app,
        }))
    }

    /// The requests that run.
    pub(crate) fn in_flight(&self) -> InFlight {
        self.0.in_flight.clone()
    }
}

impl<S> Layer<S> for EdgeLayer {
    type Service = Edge<S>;

    fn layer(&self, inner: S) -> Edge<S> {
        Edge { inner, shared: Arc::clone(&self.0) }
    }
}

/// A route inside the edge.
#[derive(Clone)]
pub(crate) struct Edge<S> {
    inner: S,
    shared: Arc<Shared>,
}

impl<S> Service<Request> for Edge<S>
where
    S: Service<Request, Error = Infallible>,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let started = Instant::now();
        let shared = Arc::clone(&self.shared);
        let id = shared.ids.of(request.headers());
        let context = RequestContext(Arc::new(Noted { id, key_id: OnceLock::new(), shared: Arc::clone(&shared) }));
        let method = request.method().clone();
        let route = request.extensions().get::<MatchedPath>().cloned();
        let cors = Cors::of(&request, route.as_ref().map(MatchedPath::as_str), &shared.app);
        let is_upload = route.as_ref().is_some_and(|route| route.as_str() == UPLOAD);
        let timeout = if is_upload { UPLOAD_TIMEOUT } else { shared.timeout };
        let running = shared.in_flight.enter(shared.max_in_flight);
        let asks_before = cors.as_ref().is_some_and(Cors::is_preflight);
        let inner = (running.is_some() && !asks_before).then(|| {
            request.extensions_mut().insert(context.clone());
            self.inner.call(request)
        });
        Box::pin(async move {
            let mut response = match inner {
                Some(inner) => finish(inner, timeout).await,
                None if asks_before => StatusCode::NO_CONTENT.into_response(),
                None => {
                    Refusal::new(ErrorCode::Unavailable, "The server is full. Nothing was changed.").into_response()
                }
            };
            drop(running);
            write_document(&mut response, context.id());
            write_headers(response.headers_mut(), &context.0.id);
            if let Some(cors) = cors {
                cors.write(response.headers_mut());
            }
            let took = started.elapsed();
            let route = route.as_ref().map(MatchedPath::as_str);
            shared.metrics.record(route, &method, &response, took);
            log_request(&RequestLog {
                method: &method,
                route,
                status: response.status(),
                took,
                request_id: context.id(),
                key_id: context.0.key_id.get().map(|id| &**id),
            });
            Ok(response)
        })
    }
}

/// Runs a handler to its end, to its time limit or to its panic.
async fn finish<F, R>(inner: F, timeout: Duration) -> Response
where
    F: Future<Output = Result<R, Infallible>>,
    R: IntoResponse,
{
    match tokio::time::timeout(timeout, AssertUnwindSafe(inner).catch_unwind()).await {
        Ok(Ok(Ok(response))) => response.into_response(),
        Ok(Ok(Err(never))) => match never {},
        Ok(Err(panic)) => {
            let reason =
                panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            tracing::error!(reason = reason.unwrap_or("unknown"), "a handler panicked");
            Refusal::of(ErrorCode::Internal).into_response()
        }
        Err(_elapsed) => Refusal::of(ErrorCode::TimedOut).into_response(),
    }
}

/// Headers of every answer. A page or asset that says how it may be cached keeps that.
fn write_headers(headers: &mut HeaderMap, id: &HeaderValue) {
    headers.insert(X_REQUEST_ID, id.clone());
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Counts the requests that run.
#[derive(Clone, Default)]
pub(crate) struct InFlight(Arc<AtomicUsize>);

impl InFlight {
    /// How many run now.
    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    fn enter(&self, most: usize) -> Option<Running> {
        let running = Running(Arc::clone(&self.0));
        // `Running` takes the place back when dropped, so a refused request leaves no trace.
        (self.0.fetch_add(1, Ordering::Relaxed) < most).then_some(running)
    }
}

/// A request that runs; dropped with it, also when the client goes away.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Makes request ids: `req_`, ten digits that differ with each start of the process, ten that count.
struct RequestIds {
    start: u64,
    next: AtomicU64,
}

impl RequestIds {
    fn new() -> Self {
        use std::hash::{BuildHasher, RandomState};
        Self { start: RandomState::new().hash_one(std::process::id()), next: AtomicU64::new(0) }
    }

    /// The caller's id when it is sane, else a new one.
    fn of(&self, headers: &HeaderMap) -> HeaderValue {
        headers.get(X_REQUEST_ID).filter(|id| is_sane(id.as_bytes())).cloned().unwrap_or_else(|| self.make())
    }

    fn make(&self) -> HeaderValue {
        let mut text = *b"req_00000000000000000000";
        write_hex(&mut text[4..14], self.start);
        write_hex(&mut text[14..], self.next.fetch_add(1, Ordering::Relaxed));
        HeaderValue::from_bytes(&text).expect("hexadecimal digits are a header value")
    }
}

fn is_sane(id: &[u8]) -> bool {
    (1..=LONGEST_REQUEST_ID).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:=+/@".contains(byte))
}

fn write_hex(digits: &mut [u8], mut number: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdef"[usize::from(number.to_le_bytes()[0] & 15)];
        number >>= 4;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sane_request_id_is_kept_and_another_is_replaced() {
        let ids = RequestIds::new();
        let mut headers = HeaderMap::new();
        let first = ids.of(&headers);
        let second = ids.of(&headers);
        assert_ne!(first, second);
        assert_eq!((first.len(), &first.as_bytes()[..4]), (24, &b"req_"[..]));
        headers.insert(X_REQUEST_ID, HeaderValue::from_static("Root=1-67891233-abcdef"));
        assert_eq!(ids.of(&headers), "Root=1-67891233-abcdef");
        for insane in ["", "with space", "\"quoted\"", "<b>"] {
            headers.insert(X_REQUEST_ID, HeaderValue::from_static(insane));
            assert_ne!(ids.of(&headers), insane);
        }
        headers.insert(X_REQUEST_ID, HeaderValue::from_str(&"a".repeat(129)).unwrap());
        assert_eq!(ids.of(&headers).len(), 24);
    }

    #[tokio::test]
    async fn a_panic_of_a_handler_is_a_fault_of_ours_and_nothing_more() {
        let panics = async { if true { panic!("on purpose") } else { Ok(StatusCode::OK) } };
        let response = finish(panics, Duration::from_secs(1)).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(response.extensions().get::<Refusal>().is_some());
    }

    #[test]
    fn a_refused_request_gives_its_place_back() {
        let in_flight = InFlight::default();
        let first = in_flight.enter(1);
        assert!(first.is_some());
        assert!(in_flight.enter(1).is_none());
        assert_eq!(in_flight.count(), 1);
        drop(first);
        assert_eq!(in_flight.count(), 0);
    }
}
