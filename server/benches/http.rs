//! Quotes a second over HTTP against a bare echo of the same body, in turn, in one run.
//!
//! `cargo bench -p tessera-server --bench http -- --seconds 4 --runs 5 --connections 64`
//!
//! One process serves both on loopback, with the same runtime, accept loop and allocator: the whole face over a
//! database in memory, and a bare axum router that parses the body into owned structs and writes them back. Another
//! process (this program again) sends: keep-alive connections, each with one request under way. Absolute figures do
//! not carry from one machine or hour to the next; the ratio does.

#![allow(clippy::float_arithmetic, reason = "rates are told as fractions; no money here")]

use std::error::Error;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use axum::Json;
use axum::routing::post;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tessera_app::store::{OpenOptions, Store};
use tessera_app::{App, KeyKind, Mutation, Scopes, StartOptions};
use tessera_engine::Terms;
use tessera_server::{ServerOptions, serve, serve_router};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Share of the time that warms up and is not counted.
const WARM_UP: f64 = 0.1;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments = Arguments::read();
    match &arguments.send_to {
        Some(target) => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let result = runtime.block_on(send(target, &arguments))?;
            write_line(&serde_json::to_string(&result)?);
        }
        None => tokio::runtime::Runtime::new()?.block_on(compare(arguments))?,
    }
    Ok(())
}

/// What is asked for on the command line.
#[derive(Clone)]
struct Arguments {
    seconds: f64,
    runs: usize,
    connections: usize,
    workload: Option<String>,
    /// Of the sending process: address, path and key.
    send_to: Option<(SocketAddr, String, String)>,
}

impl Arguments {
    fn read() -> Self {
        let given: Vec<String> = std::env::args().skip(1).collect();
        let value = |name: &str| given.iter().position(|there| there == name).and_then(|index| given.get(index + 1));
        let number = |name: &str, otherwise: f64| value(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        let count = |name: &str, otherwise: usize| value(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
        let target = value("--send-to").and_then(|address| address.parse().ok());
        Self {
            seconds: number("--seconds", 4.0),
            runs: count("--runs", 5),
            connections: count("--connections", 64),
            workload: value("--workload").cloned(),
            send_to: target
                .zip(value("--path").cloned())
                .zip(value("--key").cloned())
                .map(|((at, path), key)| (at, path, key)),
        }
    }
}

/// A set of live coupons and the body that is priced with them.
struct Workload {
    name: &'static str,
    coupons: Vec<Value>,
    body: Value,
}

fn workloads() -> Vec<Workload> {
    let touching = |name, count| Workload { name, coupons: (0..count).map(w_coupon).collect(), body: w_body(&[]) };
    vec![
        Workload {
            name: "demo, 15 coupons, 2 codes",
            coupons: (0..15).map(demo_coupon).collect(),
            body: w_body(&["DEMO2", "NOBODY"]),
        },
        touching("W(10)", 10),
        touching("W(15)", 15),
        touching("W(100)", 100),
        touching("W(1000)", 1_000),
    ]
}

/// The cart of the common workload.
fn w_body(codes: &[&str]) -> Value {
    let line = |k: usize| {
        json!({
            "id": format!("l{}", k + 1), "product_id": format!("prod_{:04}", 7 * k), "quantity": k % 3 + 1,
            "unit_price": 1_999 + 100 * k, "categories": [format!("cat_{:03}", 7 * k % 100)]
        })
    };
    json!({
        "cart": {
            "currency": "USD", "line_items": (0..10).map(line).collect::<Vec<_>>(),
            "customer": { "segments": ["group_3"] }
        },
        "discounts": { "codes": codes }
    })
}

/// Coupon `i` of the common workload: a product, a category, or a category for a segment; all combine.
fn w_coupon(i: usize) -> Value {
    let target = match i % 3 {
        0 => json!({ "products": [format!("prod_{i:04}")] }),
        _ => json!({ "categories": [format!("cat_{:03}", i % 100)] }),
    };
    let segment = json!({ "kind": "customer_in", "segments": [format!("group_{}", i % 10)] });
    let all = json!({ "item": true, "order": true, "shipping": true, "codes": true, "automatic": true });
    json!({
        "name": format!("W {i}"), "status": "enabled", "activation": "automatic",
        "benefits": [{ "kind": "percent_off", "percent": i % 20 + 1, "target": target }],
        "conditions": if i % 3 == 2 { segment } else { Value::Null },
        "stacking": { "combines_with": all }
    })
}

/// Coupon `i` of a small shop: a third automatic, the others by code; percentages, amounts, shipping, thresholds.
fn demo_coupon(i: usize) -> Value {
    let benefit = match i % 4 {
        0 => {
            json!({ "kind": "percent_off", "percent": 10 + i, "target": { "categories": [format!("cat_{:03}", 7 * i % 70)] } })
        }
        1 => json!({ "kind": "amount_off", "amount": { "USD": 500 + 100 * i }, "per": "order" }),
        2 => json!({ "kind": "percent_off", "percent": 5 + i }),
        _ => json!({ "kind": "free_shipping" }),
    };
    let mut coupon = json!({ "name": format!("Demo {i}"), "status": "enabled", "benefits": [benefit] });
    if i.is_multiple_of(3) {
        coupon["activation"] = json!("automatic");
        coupon["conditions"] = json!({ "kind": "order_amount", "min": { "USD": 5_000 * i } });
    } else {
        coupon["activation"] = json!("code");
        coupon["code"] = json!(format!("DEMO{i}"));
    }
    coupon
}

/// The body as a bare server would read it.
#[derive(Deserialize, Serialize)]
struct Echo {
    cart: EchoCart,
    discounts: EchoDiscounts,
}

#[derive(Deserialize, Serialize)]
struct EchoCart {
    currency: String,
    line_items: Vec<EchoLine>,
    customer: Option<EchoCustomer>,
}

#[derive(Deserialize, Serialize)]
struct EchoLine {
    id: String,
    product_id: String,
    quantity: u32,
    unit_price: i64,
    categories: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct EchoCustomer {
    segments: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct EchoDiscounts {
    codes: Vec<String>,
}

async fn echo(Json(body): Json<Echo>) -> Json<Echo> {
    Json(body)
}

/// What one run of the sending process tells.
#[derive(Clone, Deserialize, Serialize)]
struct Run {
    per_second: f64,
    p50_us: u64,
    p99_us: u64,
    /// Processor time of the server for one request: what a busy neighbour and the sender blur least.
    #[serde(default)]
    server_us: f64,
}

async fn compare(arguments: Arguments) -> Result<(), Failure> {
    let bare = axum::Router::new().route("/echo", post(echo));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let echo_at = listener.local_addr()?;
    tokio::spawn(serve_router(listener, bare, ServerOptions::default(), std::future::pending()));
    let asked =
        |workload: &Workload| arguments.workload.as_ref().is_none_or(|asked| workload.name.contains(asked.as_str()));
    for workload in workloads().into_iter().filter(asked) {
        let (quote_at, key) = serve_face(&workload).await?;
        check_quote(quote_at, &key, &workload.body, &arguments).await?;
        let mut echoes = Vec::new();
        let mut quotes = Vec::new();
        write_line(&format!(
            "{}: {} connections, {} x {} s each",
            workload.name, arguments.connections, arguments.runs, arguments.seconds
        ));
        for run in 1..=arguments.runs {
            let echo = run_sender(echo_at, "/echo", &key, &workload.body, &arguments).await?;
            let quote = run_sender(quote_at, "/v1/quotes", &key, &workload.body, &arguments).await?;
            write_line(&format!("  run {run}  echo  {}", words(&echo)));
            write_line(&format!("         quote {}  ratio {:.2}", words(&quote), quote.per_second / echo.per_second));
            echoes.push(echo);
            quotes.push(quote);
        }
        let ratios: Vec<f64> =
            quotes.iter().zip(&echoes).map(|(quote, echo)| quote.per_second / echo.per_second).collect();
        write_line(&format!("  median echo  {}", words(&medians(&echoes))));
        write_line(&format!("         quote {}  ratio {:.2}", words(&medians(&quotes)), median(ratios)));
    }
    Ok(())
}

/// Serves the whole face with the coupons of a workload; answers where, and a key.
async fn serve_face(workload: &Workload) -> Result<(SocketAddr, String), Failure> {
    let store = Store::open("sqlite::memory:", OpenOptions::default()).await?;
    store.migrate().await?;
    let app = App::start(store, StartOptions::default()).await?;
    for coupon in &workload.coupons {
        let body = coupon.to_string().into_bytes();
        let terms: Terms = tessera_engine::from_json(&body)?;
        let mutation = Mutation { body, ..Mutation::program("/v1/coupons") };
        app.create_coupon(mutation, terms).await.map_err(|problem| problem.detail)?;
    }
    let key = app.create_key("bench", KeyKind::Secret, Scopes::all()).await.map_err(|problem| problem.detail)?.secret;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener, app, ServerOptions::default(), std::future::pending()));
    Ok((address, key))
}

/// Makes sure that what is measured is a quote.
async fn check_quote(at: SocketAddr, key: &str, body: &Value, arguments: &Arguments) -> Result<(), Failure> {
    let short = Arguments { seconds: 0.2, connections: 1, ..arguments.clone() };
    run_sender(at, "/v1/quotes", key, body, &short).await.map(|_| ())
}

/// Starts the sending process and reads what it tells.
async fn run_sender(
    at: SocketAddr,
    path: &str,
    key: &str,
    body: &Value,
    arguments: &Arguments,
) -> Result<Run, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["--send-to", &at.to_string(), "--path", path, "--key", key])
        .args(["--seconds", &arguments.seconds.to_string(), "--connections", &arguments.connections.to_string()])
        .env("BODY", body.to_string())
        .stdout(Stdio::piped());
    let before = processor_time_us();
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    let used = processor_time_us() - before;
    if !output.status.success() {
        return Err("the sending process failed".into());
    }
    let run: Run = serde_json::from_slice(&output.stdout)?;
    // What was answered while warming up is counted by its share of the time.
    let answered = run.per_second * arguments.seconds * (1.0 + WARM_UP);
    Ok(Run { server_us: used / answered, ..run })
}

fn words(run: &Run) -> String {
    format!(
        "{:>8.0}/s  p50 {:>6} us  p99 {:>6} us  server {:>5.1} us",
        run.per_second, run.p50_us, run.p99_us, run.server_us
    )
}

fn medians(runs: &[Run]) -> Run {
    let of = |figure: fn(&Run) -> u64| {
        let mut figures: Vec<u64> = runs.iter().map(figure).collect();
        figures.sort_unstable();
        figures[figures.len() / 2]
    };
    Run {
        per_second: median(runs.iter().map(|run| run.per_second).collect()),
        p50_us: of(|run| run.p50_us),
        p99_us: of(|run| run.p99_us),
        server_us: median(runs.iter().map(|run| run.server_us).collect()),
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The sending process: each connection sends, waits for the whole answer, and sends again.
async fn send((at, path, key): &(SocketAddr, String, String), arguments: &Arguments) -> Result<Run, Failure> {
    let body = std::env::var("BODY")?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {at}\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let started = Instant::now();
    let counted_from = started + Duration::from_secs_f64(arguments.seconds * WARM_UP);
    let until = counted_from + Duration::from_secs_f64(arguments.seconds);
    let mut connections = Vec::new();
    for _ in 0..arguments.connections {
        connections.push(tokio::spawn(drive(*at, request.clone().into_bytes(), counted_from, until)));
    }
    let mut times = Vec::new();
    for connection in connections {
        times.extend(connection.await??);
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().ok_or("nothing was answered");
    let count = u32::try_from(times.len())?;
    Ok(Run { per_second: f64::from(count) / arguments.seconds, p50_us: at(50)?, p99_us: at(99)?, server_us: 0.0 })
}

/// One connection; answers how long each counted request took, in microseconds.
async fn drive(at: SocketAddr, request: Vec<u8>, counted_from: Instant, until: Instant) -> Result<Vec<u64>, Failure> {
    let mut stream = TcpStream::connect(at).await?;
    stream.set_nodelay(true)?;
    let mut times = Vec::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let sent = Instant::now();
        stream.write_all(&request).await?;
        let mut read = 0;
        loop {
            let more = stream.read(&mut buffer[read..]).await?;
            if more == 0 {
                return Err("the server closed the connection".into());
            }
            read += more;
            if whole(&buffer[..read])? {
                break;
            }
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

/// Whether an answer is whole. It must be a 200 with a length, as this server writes it.
fn whole(answer: &[u8]) -> Result<bool, Failure> {
    const LENGTH: &[u8] = b"content-length: ";
    let Some(head) = find(answer, b"\r\n\r\n") else { return Ok(false) };
    if !answer.starts_with(b"HTTP/1.1 200") {
        return Err(format!("not 200: {}", String::from_utf8_lossy(answer)).into());
    }
    let digits = &answer[find(&answer[..head], LENGTH).ok_or("no length")? + LENGTH.len()..];
    let length = digits
        .iter()
        .take_while(|digit| digit.is_ascii_digit())
        .fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    Ok(answer.len() >= head + 4 + length)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// Processor time this process, the server, has used, in microseconds. Zero where `/proc` does not tell.
fn processor_time_us() -> f64 {
    let ticks = || {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    };
    ticks().unwrap_or_default() * 10_000.0
}

#[expect(clippy::print_stdout, reason = "a bench tells its figures on standard output")]
fn write_line(line: &str) {
    println!("{line}");
}
