//! Sends requests to the API and reads its answers. Plain HTTP: the API stands beside the shop's server, or behind a proxy
//! of the same network.

use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::{Method, Request, Uri};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How long an answer may take. The API ends every call within 10 s.
const TIME_LIMIT: Duration = Duration::from_secs(11);
/// The longest answer that is read.
const LONGEST_ANSWER: usize = 8 * 1_024 * 1_024;
/// How long a connection that nobody uses is kept: shorter than the API's server keeps it.
const IDLE: Duration = Duration::from_secs(10);

/// The API with the shop's secret key.
#[derive(Clone)]
pub(crate) struct Client {
    http: legacy::Client<HttpConnector, Full<Bytes>>,
    base: String,
    key: String,
}

/// No success: what the API says, or that it does not answer.
#[derive(Debug)]
pub(crate) struct Refused {
    /// Status; 0 where there was no answer.
    pub(crate) status: u16,
    /// The stable code of the problem.
    pub(crate) code: String,
    /// In words.
    pub(crate) detail: String,
    /// Everything that the API says of it.
    pub(crate) problem: Value,
}

impl Refused {
    /// The API cannot be reached, or has no time: nothing is known of what became of the call.
    fn unreachable(why: &str) -> Self {
        Self { status: 0, code: "unreachable".to_owned(), detail: why.to_owned(), problem: Value::Null }
    }

    /// What should be there is not.
    pub(crate) fn gone() -> Self {
        Self::unreachable("what was just held is gone")
    }

    /// Whether trying again soon may help.
    pub(crate) fn is_passing(&self) -> bool {
        self.status == 0 || self.status == 429 || self.status >= 500
    }

    /// Whether what was asked for is not there.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status == 404
    }
}

impl Client {
    /// The API at an address such as `http://127.0.0.1:7410`.
    pub(crate) fn new(base: &str, key: &str) -> Option<Self> {
        let base = base.trim_end_matches('/');
        let uri: Uri = base.parse().ok()?;
        if uri.scheme_str() != Some("http") || uri.host().is_none() {
            return None;
        }
        let http = legacy::Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(HttpConnector::new());
        Some(Self { http, base: base.to_owned(), key: key.to_owned() })
    }

    /// Reads.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Refused> {
        self.send(Method::GET, path, None, None).await
    }

    /// Does something. `once` is the `Idempotency-Key` of what must not be done twice.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        once: Option<&str>,
        body: &Value,
    ) -> Result<T, Refused> {
        let answer = self.send(Method::POST, path, once, Some(body)).await;
        match answer {
            // Whether it was done is not known. With the key it is safe to ask again, and the answer is the first one's.
            Err(refused) if refused.is_passing() && once.is_some() => {
                self.send(Method::POST, path, once, Some(body)).await
            }
            answer => answer,
        }
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        once: Option<&str>,
        body: Option<&Value>,
    ) -> Result<T, Refused> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(AUTHORIZATION, format!("Bearer {}", self.key));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| Refused::unreachable("what was asked for has no address"))?;
        let exchange = async {
            let answer = self.http.request(request).await.map_err(|error| Refused::unreachable(&error.to_string()))?;
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
            let body = body.map_err(|_| Refused::unreachable("the answer broke off"))?.to_bytes();
            Ok((status, body))
        };
        let (status, body) = tokio::time::timeout(TIME_LIMIT, exchange)
            .await
            .map_err(|_| Refused::unreachable("the API took too long"))??;
        if !(200..300).contains(&status) {
            let problem: Value = serde_json::from_slice(&body).unwrap_or_default();
            let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
            return Err(Refused { status, code: text("code"), detail: text("detail"), problem });
        }
        serde_json::from_slice(&body).map_err(|error| {
            tracing::error!(%error, path = path.split('?').next(), "an answer of the API cannot be read");
            Refused::unreachable("the answer cannot be read")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_is_named_by_an_address_without_tls() {
        assert!(Client::new("http://127.0.0.1:7410/", "sk").is_some());
        for address in ["https://coupons.example", "127.0.0.1:7410", "", "/v1"] {
            assert!(Client::new(address, "sk").is_none(), "{address}");
        }
    }
}
