//! Carries events to endpoints over HTTP. No redirect is followed, nothing of the answer is read but its status, and the
//! address that is connected to is the one that was looked at: a name that resolves elsewhere a moment later leads nowhere.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use futures::future::BoxFuture;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, USER_AGENT};
use hyper::rt::{Read, Write};
use hyper::{Method, Request, Uri};
use hyper_util::rt::TokioIo;
use tessera_app::webhooks::{Courier, Parcel};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long an attempt may take, from the name to the status.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// The head of an answer may be so long.
const LONGEST_HEAD: usize = 64 * 1_024;

/// Why no events can be sent.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}

/// Carries events over HTTP.
#[derive(Clone)]
pub struct HttpCourier {
    tls: TlsConnector,
    allow_private: bool,
}

impl HttpCourier {
    /// A courier that trusts the machine's certificate authorities. With `allow_private` it also goes to addresses of
    /// private networks and this machine, and without TLS.
    ///
    /// # Errors
    /// [`CourierError::Tls`].
    pub fn new(allow_private: bool) -> Result<Self, CourierError> {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (added, _) = roots.add_parsable_certificates(found.certs);
        if added == 0 {
            tracing::warn!("this machine knows no certificate authority; https endpoints cannot be reached");
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| CourierError::Tls(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)), allow_private })
    }

    async fn send(&self, parcel: Parcel) -> Result<u16, String> {
        let url: Uri = parcel.url.parse().map_err(|_| "the address cannot be read".to_owned())?;
        let is_tls = url.scheme_str() == Some("https");
        if !is_tls && !self.allow_private {
            return Err("the address is without TLS; use https://".to_owned());
        }
        let host = url.host().ok_or("the address names no host")?.trim_matches(['[', ']']).to_owned();
        let port = url.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let stream = self.connect(&host, port).await?;
        if !is_tls {
            return exchange(stream, &url, parcel).await;
        }
        let name =
            ServerName::try_from(host).map_err(|_| "the host is no name that a certificate can have".to_owned())?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| format!("TLS failed: {error}"))?;
        exchange(stream, &url, parcel).await
    }

    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, String> {
        let found = tokio::net::lookup_host((host, port)).await.map_err(|_| "the host is not known".to_owned())?;
        let allowed: Vec<SocketAddr> = found.filter(|at| self.allow_private || is_public(at.ip())).collect();
        if allowed.is_empty() {
            return Err("the host is at a private address; see --allow-private-webhooks".to_owned());
        }
        let stream =
            TcpStream::connect(&*allowed).await.map_err(|error| format!("cannot connect: {}", error.kind()))?;
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }
}

impl Courier for HttpCourier {
    fn deliver(&self, parcel: Parcel) -> BoxFuture<'static, Result<u16, String>> {
        let courier = self.clone();
        Box::pin(async move {
            let limit = TIME_LIMIT.as_secs();
            let sent = tokio::time::timeout(TIME_LIMIT, courier.send(parcel)).await;
            sent.unwrap_or_else(|_| Err(format!("no answer within {limit} s")))
        })
    }
}

/// Sends the request and reads the head of the answer.
async fn exchange<S>(stream: S, url: &Uri, parcel: Parcel) -> Result<u16, String>
where
    TokioIo<S>: Read + Write + Unpin + Send + 'static,
{
    let broke = |error: hyper::Error| {
        let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<io::Error>());
        source.map_or_else(
            || format!("the exchange broke off: {error}"),
            |source| format!("broke off: {}", source.kind()),
        )
    };
    let mut client = http1::Builder::new();
    let (mut sender, connection) =
        client.max_buf_size(LONGEST_HEAD).handshake(TokioIo::new(stream)).await.map_err(broke)?;
    // Ends with the sender, which is dropped with this attempt.
    tokio::spawn(connection);
    let path = url.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::builder().method(Method::POST).uri(path);
    let authority = url.authority().map_or("", |authority| authority.as_str());
    request = request.header(HOST, authority).header(CONTENT_TYPE, "application/json");
    request = request.header(USER_AGENT, concat!("Tessera/", env!("CARGO_PKG_VERSION")));
    for (name, value) in parcel.headers {
        request = request.header(name, value);
    }
    let request =
        request.body(Full::new(Bytes::from(parcel.body))).map_err(|_| "the request cannot be written".to_owned())?;
    let response = sender.send_request(request).await.map_err(broke)?;
    Ok(response.status().as_u16())
}

/// Whether an address is one of the internet: not of this machine, of a private network, of a link or of a special use.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_unspecified()
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation()
        // This network, shared by providers, protocol assignments, 6to4 relays, benchmarks, reserved.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    let [first, second, ..] = address.segments();
    // Global unicast alone, without the parts of it that lead to IPv4 addresses or nowhere: Teredo and protocol
    // assignments, documentation, 6to4.
    (0x2000..0x4000).contains(&first)
        && !(first == 0x2001 && second < 0x0200)
        && !(first == 0x2001 && second == 0x0db8)
        && first != 0x2002
        && first != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        for public in ["1.1.1.1", "93.184.215.14", "100.63.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "::7f00:1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }
}
