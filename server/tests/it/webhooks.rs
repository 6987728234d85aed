//! The courier on the wire, and what it refuses to go to.

use std::sync::Arc;

use serde_json::{Value, json};
use tessera_app::webhooks::{Courier, Parcel};
use tessera_server::HttpCourier;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::face::Face;

/// The first byte of a client that wants TLS.
const TLS_HANDSHAKE: u8 = 22;

/// Answers one request after another with this head; tells what it was sent.
async fn receiver(head: &'static str) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (told, requests) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut text = Vec::new();
            loop {
                let mut piece = [0; 4_096];
                let length = stream.read(&mut piece).await.unwrap();
                text.extend_from_slice(&piece[..length]);
                let so_far = String::from_utf8_lossy(&text).into_owned();
                if length == 0
                    || text.starts_with(&[TLS_HANDSHAKE])
                    || so_far.split_once("\r\n\r\n").is_some_and(|(_, body)| body.ends_with('}'))
                {
                    break;
                }
            }
            stream.write_all(head.as_bytes()).await.unwrap();
            let _ = told.send(String::from_utf8_lossy(&text).into_owned());
        }
    });
    (url, requests)
}

fn parcel(url: &str) -> Parcel {
    Parcel { url: url.to_owned(), headers: vec![("webhook-id", "evt_1".to_owned())], body: b"{}".to_vec() }
}

#[tokio::test]
async fn an_event_reaches_its_endpoint_signed() {
    let face = Face::new().await;
    let (url, mut requests) = receiver("HTTP/1.1 204 No Content\r\n\r\n").await;
    let body = json!({ "url": format!("{url}/hooks?shop=1"), "types": ["coupon.created"] });
    let made = face.post("/v1/webhooks", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let coupon = face.create_coupon("SUMMER20").await;
    face.app.deliver_due_webhooks(Arc::new(HttpCourier::new(true).unwrap())).await.unwrap();
    let request = requests.recv().await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /hooks?shop=1 HTTP/1.1\r\n"), "{head}");
    for header in [
        "webhook-id: evt_",
        "webhook-timestamp: ",
        "webhook-signature: v1,",
        "content-type: application/json",
        "user-agent: Tessera/",
    ] {
        assert!(head.contains(header), "{header} in {head}");
    }
    let event: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&event["type"], &event["aggregate"]), (&json!("coupon.created"), &json!(coupon)));
    let path = format!("/v1/webhooks/{}", made.json()["id"].as_str().unwrap());
    let state = face.get(&path).await.json();
    assert_eq!((&state["state"], &state["last_status"]), (&json!("active"), &json!(204)));
    assert!(state.get("secret").is_none());
}

#[tokio::test]
async fn no_private_address_is_gone_to_unless_it_is_allowed() {
    let (url, mut requests) = receiver("HTTP/1.1 200 OK\r\n\r\n").await;
    let careful = HttpCourier::new(false).unwrap();
    let port = url.rsplit(':').next().unwrap();
    for private in [
        format!("https://127.0.0.1:{port}/"),
        format!("https://localhost:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
    ] {
        let refused = careful.deliver(parcel(&private)).await.unwrap_err();
        assert!(refused.contains("private address"), "{private}: {refused}");
    }
    assert!(careful.deliver(parcel(&url)).await.unwrap_err().contains("TLS"));
    assert!(requests.try_recv().is_err(), "nothing was sent");
    assert_eq!(HttpCourier::new(true).unwrap().deliver(parcel(&url)).await, Ok(200));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let (url, mut requests) = receiver("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(HttpCourier::new(true).unwrap().deliver(parcel(&url)).await, Ok(302));
    assert!(requests.recv().await.unwrap().starts_with("POST / HTTP/1.1"));
    assert!(requests.try_recv().is_err());
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_reached_is_said_in_words() {
    let courier = HttpCourier::new(true).unwrap();
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}/", free.local_addr().unwrap());
    drop(free);
    assert!(courier.deliver(parcel(&nobody)).await.unwrap_err().contains("cannot connect"));
    let (plain, _requests) = receiver("HTTP/1.1 200 OK\r\n\r\n").await;
    let tls = plain.replace("http://", "https://");
    assert!(courier.deliver(parcel(&tls)).await.unwrap_err().contains("TLS failed"));
    let (garbage, _requests) = receiver("SMTP ready\r\n\r\n").await;
    assert!(courier.deliver(parcel(&garbage)).await.is_err());
}
