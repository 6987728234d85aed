//! The accept loop, on loopback: what only a real connection shows.

use std::net::SocketAddr;
use std::time::Duration;

use tessera_server::{ServeError, ServerOptions, serve_router};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::face::Face;

/// A face on loopback and what stops it.
async fn start(options: ServerOptions) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<Result<(), ServeError>>, Face) {
    let face = Face::with(options.clone()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let router = face.router.clone();
    let served = tokio::spawn(async move {
        serve_router(listener, router, options, async { stopped.await.unwrap_or_default() }).await
    });
    (address, stop, served, face)
}

async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is reset has ended too.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_client_that_sends_its_head_too_slowly_is_let_go() {
    let options = ServerOptions { header_read_timeout: Duration::from_millis(50), ..ServerOptions::default() };
    let (address, _stop, _served, _face) = start(options).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let (address, _stop, _served, _face) = start(ServerOptions::default()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let ask = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let last = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(format!("{ask}{last}").as_bytes()).await.unwrap();
    let answers = read_to_end(&mut stream).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
}

#[tokio::test]
async fn a_large_body_is_refused_with_an_answer_the_client_can_read() {
    let (address, _stop, _served, face) = start(ServerOptions::default()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let size = 2 * 1024 * 1024;
    let head = format!(
        "POST /v1/quotes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {size}\r\nconnection: close\r\n\r\n",
        face.key
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b'x'; size]).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("\"code\":\"body_too_large\""), "{answer}");
}

#[tokio::test]
async fn a_request_that_runs_is_finished_when_the_server_stops() {
    let (address, stop, served, face) = start(ServerOptions::default()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = crate::operations::quote().to_string();
    let head = format!(
        "POST /v1/quotes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        face.key,
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The handler asks for the body: it runs.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).await.unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stop.send(()).unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    served.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "it still accepts");
}

/// Sixty wrong codes may come from an address: which that is, a proxy is believed that is trusted, and nobody else.
#[tokio::test]
async fn wrong_codes_count_for_the_address_that_a_trusted_proxy_tells() {
    for (trusted, other) in [("127.0.0.1", "200"), ("none", "429")] {
        let options = ServerOptions { trusted_proxies: trusted.parse().unwrap(), ..ServerOptions::default() };
        let (address, _stop, _served, face) = start(options).await;
        let key = face.publishable_key().await;
        let ask = async |client: &str, codes: Vec<String>| {
            let mut body = crate::operations::quote();
            body["discounts"] = serde_json::json!({ "codes": codes });
            let body = body.to_string();
            let mut stream = TcpStream::connect(address).await.unwrap();
            let head = format!(
                "POST /v1/quotes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\n\
                 x-forwarded-for: {client}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            read_to_end(&mut stream).await.split(' ').nth(1).unwrap_or_default().to_owned()
        };
        let guesses = |count: usize| (0..count).map(|number| format!("GUESS{number}")).collect::<Vec<_>>();
        assert_eq!(ask("192.0.2.7", guesses(60)).await, "200");
        assert_eq!(ask("192.0.2.7", guesses(61)).await, "429");
        assert_eq!(ask("192.0.2.8", guesses(1)).await, other, "{trusted}");
    }
}
