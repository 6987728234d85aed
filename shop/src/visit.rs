//! What is known of a request.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::header::{HOST, USER_AGENT};
use axum::http::request::Parts;
use tokio::sync::MutexGuard;

use crate::session::{Session, Shared};
use crate::state::Shop;
use crate::texts::{Language, Texts};

/// Who asks, and how.
#[derive(Clone)]
pub(crate) struct Visit {
    /// The language of the page.
    pub(crate) language: Language,
    /// Path and query.
    pub(crate) here: String,
    /// The id of the session; `None` of a visitor who only looks around.
    pub(crate) session_id: Option<String>,
    /// `desktop` or `mobile`.
    pub(crate) device: &'static str,
    /// Who is connected, where the server tells. Behind a proxy that is the proxy: put in its place what that says.
    pub(crate) address: Option<IpAddr>,
    /// Where a browser finds this host, such as `http://127.0.0.1:7410`.
    origin: String,
    session: Shared,
}

impl Visit {
    pub(crate) fn of(request: &Request, session_id: Option<String>, session: Shared, language: Language) -> Self {
        let text = |name| request.headers().get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
        let plain = |host: &&str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        let host = text(HOST).filter(plain).unwrap_or_default();
        let is_tls = request.headers().get("x-forwarded-proto").is_some_and(|proto| proto == "https");
        let is_phone = text(USER_AGENT).is_some_and(|agent| agent.contains("Mobi"));
        let here = request.uri().path_and_query().map_or("/shop", axum::http::uri::PathAndQuery::as_str);
        Self {
            language,
            here: here.to_owned(),
            session_id,
            device: if is_phone { "mobile" } else { "desktop" },
            address: request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip()),
            origin: format!("{}://{host}", if is_tls { "https" } else { "http" }),
            session,
        }
    }

    /// The words of the page.
    pub(crate) fn t(&self) -> &'static Texts {
        self.language.texts()
    }

    /// The visitor's session. The requests of one visitor come one after another.
    pub(crate) async fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().await
    }

    /// Where the browser finds the API.
    pub(crate) fn browser_api(&self, shop: &Shop) -> String {
        shop.options.browser_api.clone().unwrap_or_else(|| self.origin.clone())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        // The gate puts it there.
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
