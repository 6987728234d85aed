//! A plain client of the API: one request, one connection.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, IF_MATCH};
use hyper::rt::{Read, Write};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long a request may take, from the name to the end of the answer.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// An answer may be so long: a page of 200 coupons with long lists.
const LONGEST_ANSWER: usize = 64 * 1_024 * 1_024;

/// Coupons asked for at a time.
const PAGE: usize = 200;

/// A server and the key for it.
pub(crate) struct Api {
    base: Uri,
    key: String,
    tls: TlsConnector,
}

/// An answer that is no success: what the server says.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) problem: Value,
}

impl Api {
    /// Names a server, such as `https://coupons.shop.example`.
    pub(crate) fn new(url: &str, key: &str) -> anyhow::Result<Self> {
        let base: Uri = url.trim_end_matches('/').parse().with_context(|| format!("`{url}` is no URL"))?;
        if !matches!(base.scheme_str(), Some("http" | "https")) || base.host().is_none() {
            bail!("`{url}` is no URL of a server, such as https://coupons.shop.example");
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { base, key: key.to_owned(), tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Every coupon that is not archived; with `archived` every one that is, the newest first.
    pub(crate) async fn list_coupons(&self, archived: bool) -> anyhow::Result<Vec<Value>> {
        let state = if archived { "&state=archived" } else { "" };
        let (mut coupons, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/v1/coupons?limit={PAGE}{state}{cursor}");
            let page = self.call("GET", &path, None, None).await?.map_err(|refused| anyhow!("{}", refused.words()))?;
            coupons.extend(page["data"].as_array().cloned().unwrap_or_default());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(coupons),
            }
        }
    }

    /// Sends a request; fails when there is no answer of the API.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        if_match: Option<u64>,
    ) -> anyhow::Result<Result<Value, Refused>> {
        let (status, text) = tokio::time::timeout(TIME_LIMIT, self.exchange(method, path, body, if_match))
            .await
            .map_err(|_| anyhow!("{} did not answer within {} s", self.base, TIME_LIMIT.as_secs()))?
            .with_context(|| format!("cannot reach {}", self.base))?;
        let answer = serde_json::from_slice(&text)
            .map_err(|_| anyhow!("{} answered {status} with something that is not JSON: is it Tessera?", self.base))?;
        Ok(if (200..300).contains(&status) { Ok(answer) } else { Err(Refused { status, problem: answer }) })
    }

    async fn exchange(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        if_match: Option<u64>,
    ) -> anyhow::Result<(u16, Bytes)> {
        let is_tls = self.base.scheme_str() == Some("https");
        let host = self.base.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = self.base.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let text = body.map(Value::to_string).unwrap_or_default();
        let authority = self.base.authority().map(ToString::to_string).unwrap_or_default();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base.path().trim_end_matches('/')))
            .header(HOST, authority)
            .header(AUTHORIZATION, format!("Bearer {}", self.key));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(version) = if_match {
            request = request.header(IF_MATCH, format!("\"v{version}\""));
        }
        let request = request.body(Full::new(Bytes::from(text)))?;
        let stream = TcpStream::connect((host.as_str(), port)).await?;
        if !is_tls {
            return send(stream, request).await;
        }
        let name = ServerName::try_from(host)?;
        send(self.tls.connect(name, stream).await?, request).await
    }
}

async fn send<S>(stream: S, request: Request<Full<Bytes>>) -> anyhow::Result<(u16, Bytes)>
where
    TokioIo<S>: Read + Write + Unpin + Send + 'static,
{
    let (mut client, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let running = tokio::spawn(connection);
    let answer = client.send_request(request).await?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
    running.abort();
    Ok((status, body.map_err(|error| anyhow!("the answer broke off: {error}"))?.to_bytes()))
}

impl Refused {
    /// What the server says, in a line.
    pub(crate) fn words(&self) -> String {
        let text = |name: &str| self.problem[name].as_str().unwrap_or_default().to_owned();
        format!("{} {}: {}", self.status, text("code"), text("detail"))
    }

    /// The same with a line for each fault; `pointer` is where the body stands in the file.
    pub(crate) fn lines(&self, pointer: &str) -> Vec<String> {
        let faults = self.problem["errors"].as_array().cloned().unwrap_or_default();
        if faults.is_empty() {
            return vec![format!("{pointer}: {}", self.words())];
        }
        let text = |fault: &Value, name: &str| fault[name].as_str().unwrap_or_default().to_owned();
        faults.iter().map(|fault| format!("{pointer}{}: {}", text(fault, "pointer"), text(fault, "detail"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_server_is_named_by_its_url() {
        assert!(Api::new("http://127.0.0.1:8080/", "sk").is_ok());
        for url in ["coupons.shop.example", "ftp://shop.example", "", "/v1"] {
            assert!(Api::new(url, "sk").is_err(), "{url}");
        }
    }

    #[test]
    fn a_refusal_points_into_the_file() {
        let problem =
            json!({ "code": "invalid_body", "detail": "x", "errors": [{ "pointer": "/benefits/0", "detail": "y" }] });
        assert_eq!(Refused { status: 422, problem }.lines("/coupons/3"), ["/coupons/3/benefits/0: y"]);
        let problem = json!({ "code": "code_taken", "detail": "The code is taken." });
        assert_eq!(
            Refused { status: 409, problem }.lines("/coupons/3"),
            ["/coupons/3: 409 code_taken: The code is taken."]
        );
    }
}
