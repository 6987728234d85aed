//! Proxies in front: whose word is believed where a browser comes from.

use tessera_server::{ServerOptions, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{PASSWORD, user};
use crate::face::Face;

/// What is answered over a connection from this machine; the host and what a proxy says stand in the request.
async fn exchange(trusted: &str, first_line: &str, form: &str) -> String {
    let options = ServerOptions { trusted_proxies: trusted.parse().unwrap(), ..ServerOptions::default() };
    let face = Face::with(options.clone()).await;
    face.app.create_owner("req_1", user("ana@shop.example", &[])).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, face.app.clone(), options, std::future::pending()));
    let request = format!(
        "{first_line} HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\nx-forwarded-proto: https\r\n\
         x-forwarded-for: 192.0.2.7\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn sign_in(trusted: &str) -> String {
    let form = format!("email=ana%40shop.example&password={}", PASSWORD.replace(' ', "+"));
    let answer = exchange(trusted, "POST /admin/sign-in", &form).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    answer.lines().find(|line| line.starts_with("set-cookie: tessera_session=")).unwrap().to_owned()
}

#[tokio::test]
async fn a_cookie_is_secure_where_a_trusted_proxy_says_that_tls_was_used() {
    assert!(sign_in("127.0.0.1").await.ends_with("; Secure"));
    assert!(!sign_in("none").await.contains("Secure"));
    assert!(!sign_in("10.0.0.0/8").await.contains("Secure"));
}

#[tokio::test]
async fn what_is_copied_from_a_page_has_the_scheme_that_the_browser_used() {
    for (trusted, address) in [("127.0.0.1", "https://shop.example"), ("none", "http://shop.example")] {
        let page = exchange(trusted, "GET /docs/widget", "").await;
        assert!(page.contains(&format!("src=\"{address}/widget/tessera.js\"")), "{page}");
        let home = exchange(trusted, "GET /", "").await;
        assert!(home.contains(&format!("{address}/v1/quotes")), "{home}");
    }
}
