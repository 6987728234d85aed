//! The face under test and how it is called.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tessera_app::store::{OpenOptions, Store};
use tessera_app::{App, KeyKind, Scope, Scopes, StartOptions};
use tessera_server::{ServerOptions, router};
use tower::ServiceExt;

/// The face with a full-rights key.
pub(crate) struct Face {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) key: String,
}

impl Face {
    pub(crate) async fn new() -> Self {
        Self::with(ServerOptions::default()).await
    }

    pub(crate) async fn with(options: ServerOptions) -> Self {
        let store = Store::open("sqlite::memory:", OpenOptions::default()).await.unwrap();
        store.migrate().await.unwrap();
        let app = App::start(store, StartOptions::default()).await.unwrap();
        let key = app.create_key("full", KeyKind::Secret, Scopes::all()).await.unwrap().secret;
        Self { router: router(app.clone(), options), app, key }
    }

    pub(crate) async fn secret_key(&self, scopes: &[Scope]) -> String {
        self.app.create_key("some", KeyKind::Secret, scopes.iter().copied().collect()).await.unwrap().secret
    }

    pub(crate) async fn publishable_key(&self) -> String {
        self.app.create_key("page", KeyKind::Publishable, Scopes::default()).await.unwrap().secret
    }

    /// A call with the full-rights key.
    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        self.bare_call(method, path).header("authorization", &format!("Bearer {}", self.key))
    }

    /// A call without a key.
    pub(crate) fn bare_call(&self, method: &str, path: &str) -> Call {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Call {
            router: self.router.clone(),
            method,
            path: path.to_owned(),
            headers: HeaderMap::new(),
            body: Body::empty(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.call("GET", path).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Got {
        self.call("POST", path).json(body).send().await
    }

    /// Creates a coupon and answers its id.
    pub(crate) async fn create_coupon(&self, code: &str) -> String {
        let got = self.post("/v1/coupons", &crate::operations::coupon(code)).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", got.text());
        got.json()["id"].as_str().unwrap().to_owned()
    }
}

/// A call in the making.
pub(crate) struct Call {
    router: Router,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Body,
}

impl Call {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.append(axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.text(&body.to_string())
    }

    /// JSON, or a table when it is a text.
    pub(crate) fn content(self, body: &Value) -> Self {
        match body.as_str() {
            Some(table) => self.header("content-type", "text/csv").body(Body::from(table.to_owned())),
            None => self.json(body),
        }
    }

    pub(crate) fn text(self, body: &str) -> Self {
        let mut call = self.header("content-type", "application/json");
        call.body = Body::from(body.to_owned());
        call
    }

    pub(crate) fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    pub(crate) async fn send(self) -> Got {
        let mut request = Request::builder().method(self.method).uri(self.path).body(self.body).unwrap();
        *request.headers_mut() = self.headers;
        let response = self.router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Got { status: parts.status, headers: parts.headers, body }
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that this is a whole problem document with this status and code.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!((problem["code"].as_str(), self.status.as_u16()), (Some(code), status), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/docs/errors#{code}"));
        for member in ["title", "detail", "request_id"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member} in {problem}");
        }
        problem
    }

    /// The pointers and codes of the faults of a body.
    pub(crate) fn faults(&self) -> Vec<(String, String)> {
        let problem = self.json();
        let faults = problem["errors"].as_array().cloned().unwrap_or_default();
        faults
            .iter()
            .map(|fault| (fault["pointer"].as_str().unwrap().to_owned(), fault["code"].as_str().unwrap().to_owned()))
            .collect()
    }
}
