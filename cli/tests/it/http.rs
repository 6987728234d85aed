//! The smallest HTTP client that a test needs.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// The demo's key.
pub(crate) const DEMO_KEY: &str = "sk_demo_not_a_secret_0123456789";

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Status.
    pub(crate) status: u16,
    /// Body as sent.
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// Sends one request; `headers` are whole lines.
pub(crate) fn send(base: &str, method: &str, path: &str, headers: &[String], body: &str) -> Answer {
    let host = base.strip_prefix("http://").expect("an http address");
    let mut stream = TcpStream::connect(host).expect("it listens");
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request.push_str(body);
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "answers have a length: {head}");
    Answer { status, text: text.to_owned() }
}

/// Posts JSON with a key.
pub(crate) fn post(base: &str, path: &str, key: &str, body: &str) -> Answer {
    let headers = [format!("Authorization: Bearer {key}"), "Content-Type: application/json".to_owned()];
    send(base, "POST", path, &headers, body)
}

/// Gets with a key.
pub(crate) fn get(base: &str, path: &str, key: &str) -> Answer {
    send(base, "GET", path, &[format!("Authorization: Bearer {key}")], "")
}
