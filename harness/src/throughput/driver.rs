//! Sends requests over keep-alive connections, each with one request under way, and counts the answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures::future::try_join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::figures::Figure;

/// Share of the time that warms up and is not counted: one in so many.
const WARM_UP: u32 = 10;

/// Numbers of requests, each given out once in the life of this program: no two orders have the same id.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// What is sent.
#[derive(Clone)]
pub(super) struct Load<'a> {
    pub(super) connections: usize,
    /// What is counted comes within it, after a warm-up.
    pub(super) time: Duration,
    /// The whole HTTP request by its number.
    pub(super) request: &'a (dyn Fn(u64) -> Vec<u8> + Send + Sync),
    /// The status that every answer has to have.
    pub(super) wanted: u16,
}

/// Drives a load to its end.
pub(super) async fn drive(address: SocketAddr, load: Load<'_>) -> anyhow::Result<Figure> {
    let counted_from = Instant::now() + load.time / WARM_UP;
    let until = counted_from + load.time;
    let load = Arc::new(load);
    let connections = (0..load.connections).map(|_| connection(address, Arc::clone(&load), counted_from, until));
    // All in this task: the driver takes as little of the machine from each thing that is measured.
    let times: Vec<u64> = try_join_all(connections).await?.into_iter().flatten().collect();
    Ok(Figure::new(u64::try_from(times.len())?, load.time, times))
}

async fn connection(
    address: SocketAddr,
    load: Arc<Load<'_>>,
    counted_from: Instant,
    until: Instant,
) -> anyhow::Result<Vec<u64>> {
    let mut stream = TcpStream::connect(address).await.context("connecting")?;
    stream.set_nodelay(true)?;
    let (mut times, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let request = (load.request)(NUMBERS.fetch_add(1, Ordering::Relaxed));
        let sent = Instant::now();
        stream.write_all(&request).await?;
        let mut read = 0;
        while !is_whole(&buffer[..read], load.wanted)? {
            let more = stream.read(&mut buffer[read..]).await?;
            if more == 0 {
                bail!("the server closed the connection");
            }
            read += more;
        }
        let now = Instant::now();
        if now >= until {
            return Ok(times);
        }
        if sent >= counted_from {
            times.push(u64::try_from((now - sent).as_micros())?);
        }
    }
}

/// Whether an answer is whole. It has a length, as these servers write it.
fn is_whole(answer: &[u8], wanted: u16) -> anyhow::Result<bool> {
    const LENGTH: &[u8] = b"content-length: ";
    let Some(head) = find(answer, b"\r\n\r\n") else { return Ok(false) };
    if !answer.starts_with(format!("HTTP/1.1 {wanted}").as_bytes()) {
        bail!("not {wanted}: {}", String::from_utf8_lossy(answer));
    }
    let digits = &answer[find(&answer[..head], LENGTH).context("no length")? + LENGTH.len()..];
    let digits = digits.iter().take_while(|digit| digit.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    Ok(answer.len() >= head + 4 + length)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// A request with a JSON body.
pub(super) fn post(path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
