//! The smallest HTTP client that keeps connections: what it cannot say for certain it calls unknown.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::history::Outcome;

/// Longer than the product's own deadline of ten seconds, so that it is the product that ends a call.
pub(crate) const PATIENCE: Duration = Duration::from_secs(12);

/// The key that every node is started with.
pub(crate) const SECRET_KEY: &str = "sk_harness_not_a_secret_0123456789";

/// What is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sending<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// `Idempotency-Key`; empty for none.
    pub(crate) key: &'a str,
    /// `null` for no body.
    pub(crate) body: &'a Value,
}

/// A client of one address.
#[derive(Debug)]
pub(crate) struct Http {
    address: SocketAddr,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
}

impl Http {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, idle: Mutex::default() }
    }

    /// Where it sends to.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends it once.
    pub(crate) async fn send(&self, sending: Sending<'_>) -> Outcome {
        match tokio::time::timeout(PATIENCE, self.exchange(sending)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Outcome::Unknown { reason: format!("{error:#}") },
            Err(_) => Outcome::Unknown { reason: "no answer in time".to_owned() },
        }
    }

    async fn exchange(&self, sending: Sending<'_>) -> anyhow::Result<Outcome> {
        let mut sender = self.connection().await?;
        let body = if sending.body.is_null() { Bytes::new() } else { Bytes::from(sending.body.to_string()) };
        let mut request = hyper::Request::builder()
            .method(sending.method)
            .uri(sending.path)
            .header(HOST, self.address.to_string())
            .header(AUTHORIZATION, format!("Bearer {SECRET_KEY}"));
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if !sending.key.is_empty() {
            request = request.header("idempotency-key", sending.key);
        }
        let response = sender.send_request(request.body(Full::new(body))?).await.context("sending")?;
        let status = response.status().as_u16();
        let replayed = response.headers().get("idempotency-replayed").is_some_and(|value| value == "true");
        let bytes = response.into_body().collect().await.context("reading the answer")?.to_bytes();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        Ok(Outcome::Answer { status, replayed, body: String::from_utf8_lossy(&bytes).into_owned() })
    }

    async fn connection(&self) -> anyhow::Result<SendRequest<Full<Bytes>>> {
        loop {
            let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut kept) = kept else { break };
            if kept.ready().await.is_ok() {
                return Ok(kept);
            }
        }
        let stream = TcpStream::connect(self.address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.context("connecting")?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
