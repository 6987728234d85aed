//! Measures what a team waits for when there is much: codes made by the batch, their export, and lists of codes and coupons
//! with every filter. `cargo run --release -p tessera-app --example list_speed -- 10000000 100000` for so many codes, a
//! million at a time, and coupons.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]
#![allow(clippy::print_stdout, reason = "a program that prints figures")]
#![allow(clippy::disallowed_methods, reason = "a measurement reads the real clock")]

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tessera_app::codes::{CodeFilter, ExportFormat, NewCode};
use tessera_app::coupons::{CouponFilter, CouponSort};
use tessera_app::store::{OpenOptions, Store};
use tessera_app::{App, Caller, Mutation, PageRequest, StartOptions};
use tessera_engine::coupon::State;
use tessera_engine::{Terms, from_json};

/// Codes of one batch.
const BATCH: u64 = 1_000_000;
/// How often each list is asked for.
const TIMES: usize = 400;
/// Words of names; each coupon has three.
const WORDS: [&str; 12] = [
    "summer", "winter", "loyal", "birthday", "flash", "members", "weekend", "outlet", "launch", "harvest", "partner",
    "garden",
];

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let (codes, coupons) = (numbers.next().unwrap_or(10_000_000_u64), numbers.next().unwrap_or(100_000_u64));
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("lists.db").display());
    let store = Store::open(&url, OpenOptions::default()).await.unwrap();
    store.migrate().await.unwrap();
    let app = App::start(store, StartOptions::default()).await.unwrap();

    let began = Instant::now();
    let mut last = String::new();
    for number in 0..coupons {
        last = create(&app, number).await;
    }
    println!("{coupons} coupons made one by one in {:.1} s", began.elapsed().as_secs_f64());

    let mut made = 0;
    while made < codes {
        let count = BATCH.min(codes - made);
        let began = Instant::now();
        let new: NewCode =
            from_json(json!({ "generate": { "count": count, "prefix": "SUM" } }).to_string().as_bytes()).unwrap();
        app.create_code(Mutation::program("/"), &last, new).await.unwrap();
        app.run_due_jobs().await.unwrap();
        made += count;
        println!("{count} codes made in {:.2} s ({made} in all)", began.elapsed().as_secs_f64());
    }

    for (name, format) in [("CSV", ExportFormat::Csv), ("XLSX", ExportFormat::Xlsx)] {
        let before = resident();
        let began = Instant::now();
        let mut export = app.export_codes(&Caller::program(), &last, format, None).await.unwrap();
        let (mut bytes, mut most) = (0, 0);
        while let Some(piece) = export.next_piece().await.unwrap() {
            bytes += piece.len();
            most = most.max(resident());
        }
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{made} codes exported as {name}, {bytes} bytes, in {seconds:.2} s; memory grew by {} kB",
            most.saturating_sub(before)
        );
    }

    for (name, filter) in [
        ("codes, first page", CodeFilter::default()),
        ("codes that begin with SUM7", CodeFilter { q: Some("sum-7".to_owned()), ..CodeFilter::default() }),
        (
            "codes that begin with SUM and are void",
            CodeFilter { q: Some("sum".to_owned()), state: Some("void"), ..CodeFilter::default() },
        ),
        ("codes that are used", CodeFilter { state: Some("used"), ..CodeFilter::default() }),
        ("codes of one account", CodeFilter { customer_id: Some("ana".to_owned()), ..CodeFilter::default() }),
    ] {
        let mut times = Vec::with_capacity(TIMES);
        let mut found = 0;
        for _ in 0..TIMES {
            let began = Instant::now();
            let page = PageRequest { limit: 50, cursor: None };
            found = app.list_codes(&Caller::program(), &last, filter.clone(), page).await.unwrap().data.len();
            times.push(began.elapsed());
        }
        print_times(name, found, times);
    }
    let (program, page) = (Caller::program(), PageRequest { limit: 200, cursor: None });
    let exact = app.list_codes(&program, &last, CodeFilter::default(), page).await.unwrap().data;
    let mut times = Vec::with_capacity(TIMES);
    for number in 0..TIMES {
        let q = Some(exact[number % exact.len()].code.to_lowercase());
        let began = Instant::now();
        let page = PageRequest { limit: 50, cursor: None };
        let found = app.list_codes(&Caller::program(), &last, CodeFilter { q, ..CodeFilter::default() }, page).await;
        assert_eq!(found.unwrap().data.len(), 1);
        times.push(began.elapsed());
    }
    print_times("codes, one by its text", 1, times);

    let named = |q: &str| CouponFilter { q: Some(q.to_owned()), ..CouponFilter::default() };
    for (name, filter) in [
        ("coupons, first page", CouponFilter::default()),
        ("coupons with a part of a word that many have", named("umme")),
        ("coupons with a part of a word that one has", named("0077")),
        ("coupons with a word that none has", named("nothing")),
        (
            "coupons with a part of a word that many have, used up",
            CouponFilter { state: Some(State::UsedUp), ..named("umme") },
        ),
        ("coupons by a letter", named("z")),
        ("coupons by the start of a code that one has", named("C-77777")),
        ("coupons by the start of codes of a batch", named("sum-7")),
        ("coupons with two words, by name", CouponFilter { sort: CouponSort::Name, ..named("outlet garden") }),
        (
            "active coupons, soonest end first",
            CouponFilter { state: Some(State::Active), sort: CouponSort::EndsAt, ..CouponFilter::default() },
        ),
        ("paused coupons", CouponFilter { state: Some(State::Paused), ..CouponFilter::default() }),
        ("used up coupons", CouponFilter { state: Some(State::UsedUp), ..CouponFilter::default() }),
        (
            "expired coupons, by name",
            CouponFilter { state: Some(State::Expired), sort: CouponSort::Name, ..CouponFilter::default() },
        ),
    ] {
        let mut times = Vec::with_capacity(TIMES);
        let mut found = 0;
        for _ in 0..TIMES {
            let began = Instant::now();
            let page = PageRequest { limit: 50, cursor: None };
            found = app.list_coupons(&Caller::program(), filter.clone(), page).await.unwrap().data.len();
            times.push(began.elapsed());
        }
        print_times(name, found, times);
    }
}

/// Three in four are enabled; one in four has an end, of those half in the past; half have a limit, one in 10,000 is
/// used up, one in 5,000 paused.
async fn create(app: &App, number: u64) -> String {
    let word = |place: u64| WORDS[usize::try_from((number / 12_u64.pow(u32::try_from(place).unwrap())) % 12).unwrap()];
    let ends_at = match number % 8 {
        0 => json!("2030-01-01T00:00:00Z"),
        1 => json!("2026-01-02T00:00:00Z"),
        _ => Value::Null,
    };
    let status = match number % 4 {
        3 => "draft",
        _ if number % 5_000 == 2 => "paused",
        _ => "enabled",
    };
    let total = if number % 10_000 == 5 {
        json!(0)
    } else if number % 2 == 1 {
        json!(1_000)
    } else {
        Value::Null
    };
    let terms = json!({
        "name": format!("{} {} {} {number:06}", word(0), word(1), word(2)),
        "status": status, "limits": { "total": total }, "code": format!("C-{number}"),
        "validity": { "ends_at": ends_at }, "tags": [word(0)],
        "benefits": [{ "kind": "percent_off", "percent": 10, "target": { "categories": [format!("k{}", number % 500)] } }],
    });
    let terms: Terms = from_json(terms.to_string().as_bytes()).unwrap();
    let made = app.create_coupon(Mutation::program("/v1/coupons"), terms).await.unwrap();
    let made: Value = serde_json::from_slice(&made.body).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

/// Resident memory of this process in kB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}

fn print_times(name: &str, found: usize, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[times.len() * share / 100].as_micros();
    println!("{name}: {found} found, p50 {} µs, p95 {} µs", at(50), at(95));
}
