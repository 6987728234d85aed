//! What an operator can set about the HTTP face.

use std::time::Duration;

use crate::proxies::TrustedProxies;

/// What an operator can set about the HTTP face; [`Default`] suits one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerOptions {
    /// Requests that may run at the same time; one more is answered 503 at once.
    pub max_in_flight: usize,
    /// Connections that may be open at the same time; one more waits to be accepted.
    pub max_connections: usize,
    /// How long a request may take, reading its body included. The contract promises 10 s.
    pub request_timeout: Duration,
    /// How long a connection may take to send the head of a request, and so how long it may be idle.
    pub header_read_timeout: Duration,
    /// How long requests that run may still take once the server is told to stop.
    pub shutdown_grace: Duration,
    /// Proxies that are believed where a request comes from.
    pub trusted_proxies: TrustedProxies,
    /// Whether a demo shop is served beside it, at `/shop`: the home page leads to it.
    pub has_shop: bool,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            max_in_flight: 1_024,
            max_connections: 10_000,
            request_timeout: Duration::from_secs(10),
            header_read_timeout: Duration::from_secs(30),
            shutdown_grace: Duration::from_secs(11),
            trusted_proxies: TrustedProxies::default(),
            has_shop: false,
        }
    }
}
