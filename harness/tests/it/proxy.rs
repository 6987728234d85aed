//! The proxy, between a client and a server that says everything back.

use std::net::SocketAddr;
use std::time::Duration;

use tessera_harness::proxy::{Mode, Proxy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// Longer than anything on loopback takes, and short enough to wait for in vain.
const IN_VAIN: Duration = Duration::from_millis(150);

async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut read, mut write) = stream.split();
                tokio::io::copy(&mut read, &mut write).await
            });
        }
    });
    address
}

async fn through() -> (Proxy, TcpStream) {
    let proxy = Proxy::start(echo().await).await.unwrap();
    let stream = TcpStream::connect(proxy.address()).await.unwrap();
    (proxy, stream)
}

async fn say(stream: &mut TcpStream, text: &str) -> String {
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut heard = vec![0; text.len()];
    stream.read_exact(&mut heard).await.unwrap();
    String::from_utf8(heard).unwrap()
}

async fn hear_to_the_end(stream: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    // A reset is an end too.
    let _ = stream.read_to_end(&mut heard).await;
    heard
}

#[tokio::test]
async fn bytes_pass() {
    let (_proxy, mut stream) = through().await;
    assert_eq!(say(&mut stream, "hello").await, "hello");
}

#[tokio::test]
async fn a_cut_ends_open_connections_and_new_ones() {
    let (proxy, mut stream) = through().await;
    say(&mut stream, "hello").await;
    proxy.set(Mode::Cut);
    assert_eq!(hear_to_the_end(&mut stream).await, b"");
    let mut late = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(hear_to_the_end(&mut late).await, b"");
    proxy.set(Mode::Pass);
    let mut later = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(say(&mut later, "again").await, "again");
}

#[tokio::test]
async fn a_stall_loses_nothing() {
    let (proxy, mut stream) = through().await;
    say(&mut stream, "hello").await;
    proxy.set(Mode::Stall);
    stream.write_all(b"later").await.unwrap();
    let mut heard = [0; 5];
    assert!(timeout(IN_VAIN, stream.read_exact(&mut heard)).await.is_err());
    proxy.set(Mode::Pass);
    stream.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"later");
}

#[tokio::test]
async fn half_open_takes_and_does_not_give() {
    let (proxy, mut stream) = through().await;
    proxy.set(Mode::HalfOpen);
    stream.write_all(b"hello").await.unwrap();
    let mut heard = [0; 5];
    assert!(timeout(IN_VAIN, stream.read_exact(&mut heard)).await.is_err());
}

#[tokio::test]
async fn an_answer_is_swallowed_after_some_bytes() {
    let (proxy, mut stream) = through().await;
    say(&mut stream, "hello").await;
    proxy.set(Mode::Swallow(3));
    stream.write_all(b"hello").await.unwrap();
    assert_eq!(hear_to_the_end(&mut stream).await, b"hel");
}

/// What PostgreSQL says when a commit is done, and that it waits for the next words.
const COMMITTED: &[u8] = b"C\0\0\0\x0bCOMMIT\0Z\0\0\0\x05I";

#[tokio::test]
async fn the_word_that_a_commit_is_done_is_swallowed_however_it_was_asked_for() {
    let (proxy, mut stream) = through().await;
    proxy.set(Mode::SwallowCommitted);
    assert_eq!(say(&mut stream, "UPDATE redemptions SET state = 'committed'").await.len(), 42);
    // The server of the test says back what it hears: as if a prepared COMMIT had been executed.
    stream.write_all(b"2\0\0\0\x04").await.unwrap();
    stream.write_all(COMMITTED).await.unwrap();
    let heard = hear_to_the_end(&mut stream).await;
    assert!(b"2\0\0\0\x04".starts_with(&heard[..]), "{heard:?}");
}

#[tokio::test]
async fn a_commit_is_lost_on_its_way() {
    let (proxy, mut stream) = through().await;
    proxy.set(Mode::LoseCommit);
    assert_eq!(say(&mut stream, "UPDATE redemptions SET state = 'committed'").await.len(), 42);
    stream.write_all(b"Q\0\0\0\x0bCOMMIT\0").await.unwrap();
    assert_eq!(hear_to_the_end(&mut stream).await, b"");
}
