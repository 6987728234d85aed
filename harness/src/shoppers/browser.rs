//! What of a browser the shoppers need: one connection that is kept, cookies, forms.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Nobody waits longer.
const PATIENCE: Duration = Duration::from_secs(15);

/// A browser.
pub(super) struct Browser {
    address: SocketAddr,
    connection: Option<SendRequest<Full<Bytes>>>,
    cookie: Option<String>,
}

/// An answer.
pub(super) struct Shown {
    pub(super) status: u16,
    /// Where to go on; empty for here.
    pub(super) location: String,
    pub(super) text: String,
}

impl Browser {
    pub(super) const fn new(address: SocketAddr) -> Self {
        Self { address, connection: None, cookie: None }
    }

    /// Asks for a page.
    pub(super) async fn get(&mut self, path: &str) -> anyhow::Result<Shown> {
        self.send(Request::get(path), String::new()).await
    }

    /// Sends a form.
    pub(super) async fn post(&mut self, path: &str, form: &str) -> anyhow::Result<Shown> {
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, form.to_owned()).await
    }

    /// Calls the API as the script of a page does, or the team.
    pub(super) async fn api(
        &mut self,
        method: &str,
        path: &str,
        key: &str,
        token: Option<&str>,
        body: &str,
    ) -> anyhow::Result<Shown> {
        let mut request = Request::builder().method(method).uri(path).header(AUTHORIZATION, format!("Bearer {key}"));
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(token) = token {
            request = request.header("tessera-customer", token);
        }
        self.send(request, body.to_owned()).await
    }

    async fn send(&mut self, mut request: hyper::http::request::Builder, body: String) -> anyhow::Result<Shown> {
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let request = request.header(HOST, self.address.to_string()).body(Full::new(Bytes::from(body)))?;
        let mut connection = match self.kept().await {
            Some(kept) => kept,
            None => self.connect().await?,
        };
        let exchange = async {
            let answer = connection.send_request(request).await.context("sending")?;
            let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let (location, cookie) = (header(LOCATION).unwrap_or_default(), header(SET_COOKIE));
            let status = answer.status().as_u16();
            let bytes = answer.into_body().collect().await.context("reading the answer")?.to_bytes();
            anyhow::Ok((Shown { status, location, text: String::from_utf8_lossy(&bytes).into_owned() }, cookie))
        };
        let (shown, cookie) = tokio::time::timeout(PATIENCE, exchange).await.context("no answer in time")??;
        if let Some(cookie) = cookie.and_then(|cookie| Some(cookie.split_once(';')?.0.to_owned())) {
            self.cookie = Some(cookie);
        }
        self.connection = Some(connection);
        Ok(shown)
    }

    /// The connection, where the server keeps it too.
    async fn kept(&mut self) -> Option<SendRequest<Full<Bytes>>> {
        let mut kept = self.connection.take()?;
        kept.ready().await.ok()?;
        Some(kept)
    }

    async fn connect(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(self.address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.context("connecting")?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
