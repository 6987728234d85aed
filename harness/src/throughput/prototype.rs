//! A server that does no more than write: HTTP, one writer thread, one flush for all that waits.
//!
//! The first kind writes one row and counts in another, as a redemption does at the very least. The second writes as
//! many rows and bytes as one redemption of the product.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rusqlite::{Connection, params};
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use super::Arguments;
use super::driver::post;
use super::product::Weight;
use super::raw;

/// Most redemptions in one commit.
const BATCH: usize = 64;

/// Which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One insert and one update.
    TwoRows,
    /// What the product writes.
    SameRows,
}

/// A running prototype; dropping it ends it.
pub(super) struct Prototype {
    address: SocketAddr,
    _process: Child,
}

impl Prototype {
    /// Starts it on a file of its own.
    pub(super) async fn start(kind: Kind, folder: &Path, weight: &Weight) -> anyhow::Result<Self> {
        let address = crate::supervisor::free_address()?;
        let rows = if kind == Kind::TwoRows { vec![60] } else { weight.rows() };
        let file = folder.join(if kind == Kind::TwoRows { "two-rows.db" } else { "same-rows.db" });
        let process = Command::new(std::env::current_exe()?)
            .args(["prototype", "--listen", &address.to_string(), "--rows", &serde_json::to_string(&rows)?])
            .arg("--file")
            .arg(file)
            .kill_on_drop(true)
            .spawn()?;
        for _ in 0..500 {
            if TcpStream::connect(address).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(Self { address, _process: process })
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The request of a number.
    #[expect(clippy::unused_self, reason = "both prototypes read the same")]
    pub(super) fn request(&self, number: u64) -> Vec<u8> {
        post("/redeem", "", &format!(r#"{{"order_id":"order-{number}","code":"HOT"}}"#))
    }
}

#[derive(Deserialize)]
struct Redeem {
    order_id: String,
    code: String,
}

type Job = (Redeem, oneshot::Sender<bool>);

/// Redemptions that are durable, with whether the code had a use left.
type Done = Vec<(bool, oneshot::Sender<bool>)>;

/// The prototype itself, until it is killed.
pub(super) async fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let listen = arguments.listen.context("--listen is missing")?;
    let file = arguments.file.clone().context("--file is missing")?;
    let rows: Vec<usize> = serde_json::from_str(arguments.rows.as_deref().context("--rows is missing")?)?;
    let (sender, queue) = mpsc::channel::<Job>(1024);
    let (answers, mut durable) = mpsc::channel::<Done>(16);
    std::thread::spawn(move || write(&file, &rows, queue, &answers));
    // All of a commit are answered on this thread, which is woken once for them.
    tokio::spawn(async move {
        while let Some(done) = durable.recv().await {
            for (taken, answer) in done {
                // Who asked may be gone.
                let _ = answer.send(taken);
            }
        }
    });
    let listener = TcpListener::bind(listen).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let sender = sender.clone();
        let answer = service_fn(move |request| redeem(request, sender.clone()));
        tokio::spawn(async move { http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await });
    }
}

async fn redeem(request: Request<Incoming>, sender: mpsc::Sender<Job>) -> anyhow::Result<Response<Full<Bytes>>> {
    let body = request.into_body().collect().await?.to_bytes();
    let redeem: Redeem = serde_json::from_slice(&body)?;
    let (done, durable) = oneshot::channel();
    sender.send((redeem, done)).await?;
    let taken = durable.await?;
    Ok(Response::builder().status(if taken { 200 } else { 409 }).body(Full::new(Bytes::from_static(b"{}")))?)
}

#[expect(clippy::expect_used, reason = "a prototype that cannot write has nothing to go on with")]
fn write(file: &Path, rows: &[usize], mut queue: mpsc::Receiver<Job>, durable: &mpsc::Sender<Done>) {
    let connection = raw::open(file).expect("the file opens");
    create(&connection, rows).expect("the tables are made");
    let insert = |number| format!("INSERT INTO t{number} (id, body) VALUES (?1, ?2)");
    let bodies: Vec<(String, String)> =
        rows.iter().enumerate().map(|(number, size)| (insert(number), "x".repeat(*size))).collect();
    let mut jobs = Vec::new();
    while queue.blocking_recv_many(&mut jobs, BATCH) > 0 {
        connection.execute_batch("BEGIN IMMEDIATE").expect("a transaction begins");
        let mut done = Done::with_capacity(jobs.len());
        for (redeem, answer) in jobs.drain(..) {
            done.push((one(&connection, &redeem, &bodies).expect("rows are written"), answer));
        }
        connection.execute_batch("COMMIT").expect("a transaction is committed");
        if durable.blocking_send(done).is_err() {
            return;
        }
    }
}

fn create(connection: &Connection, rows: &[usize]) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TABLE codes (code TEXT PRIMARY KEY, used INTEGER NOT NULL); INSERT INTO codes VALUES ('HOT', 0)",
    )?;
    for (number, size) in rows.iter().enumerate() {
        // A small row lives in the tree of its key.
        let place = if *size < 200 { "WITHOUT ROWID" } else { "" };
        connection
            .execute_batch(&format!("CREATE TABLE t{number} (id TEXT PRIMARY KEY, body TEXT NOT NULL) {place}"))?;
    }
    Ok(())
}

fn one(connection: &Connection, redeem: &Redeem, bodies: &[(String, String)]) -> rusqlite::Result<bool> {
    let taken = connection
        .prepare_cached("UPDATE codes SET used = used + 1 WHERE code = ?1 AND used < 1000000000")?
        .execute(params![redeem.code])?;
    for (insert, body) in bodies {
        connection.prepare_cached(insert)?.execute(params![redeem.order_id, body])?;
    }
    Ok(taken == 1)
}
