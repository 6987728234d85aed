//! Codes from a table: what becomes of each row, once and again, tried and done, broken off and cancelled.

use futures::{StreamExt, stream};
use serde_json::{Value, json};
use tessera_app::codes::{CodeFilter, CodeView, ExportFormat, TableBody};
use tessera_app::jobs::{JobFilter, JobView};
use tessera_app::{Caller, ErrorCode, Mutation, PageRequest, Problem};

use crate::cluster::Database;
use crate::shop::{Shop, cart, cart_of, ten_percent};

async fn coupon(shop: &Shop, code: &str) -> String {
    shop.coupon(ten_percent(code, json!({}))).await["id"].as_str().unwrap().to_owned()
}

fn pieces(table: &[u8], size: usize) -> Vec<Result<Vec<u8>, Problem>> {
    table.chunks(size).map(|piece| Ok(piece.to_vec())).collect()
}

async fn send(shop: &Shop, coupon: &str, table: &str, is_dry_run: bool) -> Result<Value, Problem> {
    let mut body: TableBody = stream::iter(pieces(table.as_bytes(), 60_000)).boxed();
    let answer = shop.app.import_codes(Mutation::program("/import"), coupon, is_dry_run, &mut body).await?;
    assert_eq!(answer.status, 202);
    Ok(serde_json::from_slice(&answer.body).unwrap())
}

/// The job of a table once it is over.
async fn run(shop: &Shop, coupon: &str, table: &str, is_dry_run: bool) -> JobView {
    let made = send(shop, coupon, table, is_dry_run).await.unwrap();
    shop.app.run_due_jobs().await.unwrap();
    shop.app.read_job(&Caller::program(), made["id"].as_str().unwrap()).await.unwrap()
}

/// What came of a table: created, already there, refused.
fn counts(job: &JobView) -> (u64, u64, u64) {
    assert_eq!(job.state, "done", "{job:?}");
    let result = job.result.as_ref().unwrap();
    let count = |name: &str| result[name].as_u64().unwrap();
    (count("created"), count("already_there"), count("refused"))
}

fn errors(job: &JobView) -> Vec<(u64, &str)> {
    job.errors.iter().map(|error| (error.row.unwrap(), error.code.as_str())).collect()
}

async fn all(shop: &Shop, coupon: &str) -> Vec<CodeView> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: 200, cursor };
        let page = shop.app.list_codes(&Caller::program(), coupon, CodeFilter::default(), page).await.unwrap();
        all.extend(page.data);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

async fn exported(shop: &Shop, coupon: &str) -> String {
    let mut export = shop.app.export_codes(&Caller::program(), coupon, ExportFormat::Csv, None).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = export.next_piece().await.unwrap() {
        bytes.extend(piece);
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_table_gives_codes_with_terms_of_their_own_and_sent_again_nothing() {
    let shop = Shop::open().await;
    let coupon = coupon(&shop, "FIRST").await;
    let before = shop.quote(cart(1_000), &["open-1"]).await;
    assert_eq!(before["discounts"]["rejected"][0]["reason"], "discount_code_invalid");
    let table = "code;limit;customer_id;expires_at\r\nOPEN-1;;;\r\nANAS;1;ana;2026-07-01T00:00:00Z\r\n\r\nopen_1;;;\r\nFirst;;;\r\n";
    let job = run(&shop, &coupon, table, false).await;
    assert_eq!((counts(&job), job.done, job.total), ((2, 2, 0), 4, Some(4)));
    let made = all(&shop, &coupon).await;
    let anas = made.iter().find(|code| code.code == "ANAS").unwrap();
    assert_eq!((anas.limit, anas.customer_id.as_deref()), (Some(1), Some("ana")));
    assert_eq!(anas.expires_at.unwrap().to_string(), "2026-07-01T00:00:00Z");
    assert_eq!((anas.batch_id.as_ref(), anas.kind.as_str()), (Some(&job.id), "written"));
    assert_eq!(shop.quote(cart(1_000), &["OPEN-1"]).await["totals"]["savings"], 100);
    assert_eq!(shop.quote(cart_of("ana", 1_000), &["ANAS"]).await["totals"]["savings"], 100);
    let again = run(&shop, &coupon, table, false).await;
    assert_eq!(counts(&again), (0, 4, 0));
    assert_eq!(all(&shop, &coupon).await.len(), 3);
    // What was made void since does not come back by the same table.
    shop.void_code(&anas.id).await;
    for is_dry_run in [true, false] {
        let job = run(&shop, &coupon, table, is_dry_run).await;
        assert_eq!(counts(&job), (0, 3, 1));
        assert_eq!(errors(&job), [(3, "code_void")]);
    }
    assert_eq!(shop.quote(cart_of("ana", 1_000), &["ANAS"]).await["totals"]["savings"], 0);
    let page = PageRequest { limit: 200, cursor: None };
    let events = shop.app.list_events(&Caller::program(), Default::default(), page).await.unwrap();
    let told = events.data.iter().filter(|event| event.kind == "codes.imported").count();
    assert_eq!(told, 3);
    assert!(events.data.iter().all(|event| !json!(event).to_string().contains("ANAS")));
    shop.verify().await;
}

#[tokio::test]
async fn every_row_that_is_refused_is_named_and_the_others_are_made() {
    let shop = Shop::open().await;
    let own = coupon(&shop, "FIRST").await;
    coupon(&shop, "OTHER").await;
    let table = "code,limit,expires_at,balance,currency,status\n\
        GOOD-1,,,,,live\nother,,,,,\nBAD%1,0,,,,\nLATE,,2026-06-03T12:00:00Z,,,\nGIFT,,,500,USD,\n\
        GONE,,,,,void\nSPENT,1,,,,used\nSHORT,1\n,1,,,,\nGOOD-2,7,,,,\n";
    for is_dry_run in [true, false] {
        let job = run(&shop, &own, table, is_dry_run).await;
        assert_eq!(counts(&job), (2, 0, 8));
        let expected = [
            (3, "code_taken"),
            (4, "invalid_value"),
            (4, "out_of_range"),
            (5, "invalid_value"),
            (6, "invalid_value"),
            (7, "code_void"),
            (8, "code_used"),
            (9, "ragged_row"),
            (10, "required"),
        ];
        let mut found = errors(&job);
        found.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(job.error_count, 9);
        assert_eq!(all(&shop, &own).await.len(), if is_dry_run { 1 } else { 3 });
    }
    shop.verify().await;
}

#[tokio::test]
async fn a_dry_run_over_many_steps_says_the_same_and_makes_nothing() {
    let shop = Shop::open().await;
    let coupon = coupon(&shop, "FIRST").await;
    let mut table = "code\n".to_owned();
    for number in 0..12_000 {
        // Every third code stands again at the end, far from where it stood first.
        table.push_str(&format!("\"BULK-{number}-{:0>40}\"\n", number * 7));
    }
    for number in (0..12_000).step_by(3) {
        table.push_str(&format!("bulk_{number}_{:0>40}\n", number * 7));
    }
    assert!(table.len() > 700_000, "more than a step reads at a time");
    let tried = run(&shop, &coupon, &table, true).await;
    assert_eq!((counts(&tried), all(&shop, &coupon).await.len()), ((12_000, 4_000, 0), 1));
    assert_eq!(tried.result.as_ref().unwrap()["batch_id"], Value::Null);
    let done = run(&shop, &coupon, &table, false).await;
    assert_eq!((counts(&done), all(&shop, &coupon).await.len()), ((12_000, 4_000, 0), 12_001));
    assert_eq!(counts(&run(&shop, &coupon, &table, true).await), (0, 16_000, 0));
    shop.app.keep_house_once(0, None).await;
    assert_eq!(shop.count("SELECT COUNT(*) FROM job_marks").await, 0);
    assert_eq!(shop.count("SELECT COUNT(*) FROM job_inputs").await, 0);
    shop.verify().await;
}

#[tokio::test]
async fn what_the_export_writes_is_read_again_with_its_money() {
    let shop = Shop::open().await;
    let gift = json!({ "name": "Gift card", "status": "enabled", "benefits": [{ "kind": "stored_value" }] });
    let one = shop.coupon(gift.clone()).await["id"].as_str().unwrap().to_owned();
    let money = json!({ "amount": 2_500, "currency": "USD" });
    shop.code(&one, json!({ "generate": { "count": 2_300, "prefix": "G-" }, "balance": money })).await.unwrap();
    shop.app.run_due_jobs().await.unwrap();
    shop.code(&one, json!({ "code": "-2-3", "customer_id": "=cmd", "balance": money })).await.unwrap();
    let void = shop.code(&one, json!({ "code": "VOIDED", "balance": money })).await.unwrap();
    shop.void_code(void["id"].as_str().unwrap()).await;
    shop.redeem(cart(1_000), &[&all(&shop, &one).await[5].code]).await.unwrap();
    let table = exported(&shop, &one).await;
    assert_eq!(counts(&run(&shop, &one, &table, false).await), (0, 2_301, 1), "what is void stays so");
    // Elsewhere all of it is new.
    let other = Shop::open().await;
    let two = other.coupon(gift).await["id"].as_str().unwrap().to_owned();
    let job = run(&other, &two, &table, false).await;
    assert_eq!((counts(&job), errors(&job)[0].1), ((2_301, 0, 1), "code_void"));
    let made = all(&other, &two).await;
    let left: i64 = made.iter().map(|code| code.balance.as_ref().unwrap().amount).sum();
    assert_eq!(left, 2_301 * 2_500 - 1_000);
    let bound = made.iter().find(|code| code.code == "-2-3").unwrap();
    assert_eq!(bound.customer_id.as_deref(), Some("=cmd"));
    other.verify().await;
    shop.verify().await;
}

#[tokio::test]
async fn a_table_that_cannot_be_read_is_refused_before_there_is_a_job() {
    let shop = Shop::open().await;
    let coupon = coupon(&shop, "FIRST").await;
    for (table, says) in [
        ("", "empty"),
        ("\u{feff}\r\n \n", "empty"),
        ("A1\nB2\n", "no column `code`"),
        ("code,colour\nA1,red\n", "`colour`"),
        ("code,owner,customer_id\nA1,x,y\n", "say the same"),
        ("code\nA\0B\n", "UTF-8"),
    ] {
        let problem = send(&shop, &coupon, table, false).await.unwrap_err();
        assert_eq!(problem.error, ErrorCode::InvalidTable, "{table:?}");
        assert!(problem.detail.contains(says), "{table:?}: {}", problem.detail);
    }
    let unclosed = format!("code\nA1\n\"B2\n{}", "C3\n".repeat(400_000));
    let job = run(&shop, &coupon, &unclosed, false).await;
    assert_eq!((job.state.as_str(), job.done), ("failed", 1));
    assert!(job.failure.unwrap().contains("Line 3"));
    assert_eq!(send(&shop, "cpn_none", "code\nA1\n", false).await.unwrap_err().error, ErrorCode::NotFound);
    let automatic = shop
        .coupon(json!({
            "name": "All", "activation": "automatic", "benefits": [{ "kind": "percent_off", "percent": 1 }]
        }))
        .await;
    let refused = send(&shop, automatic["id"].as_str().unwrap(), "code\nA1\n", false).await.unwrap_err();
    assert_eq!(refused.error, ErrorCode::InvalidBody);
    let jobs = shop.app.list_jobs(&Caller::program(), JobFilter::default(), PageRequest::default()).await.unwrap();
    assert_eq!(jobs.data.len(), 1, "the one that failed");
}

#[tokio::test]
async fn a_table_that_breaks_off_leaves_nothing_and_one_that_is_repeated_makes_one_job() {
    let shop = Shop::open().await;
    let coupon = coupon(&shop, "FIRST").await;
    let table = format!("code\n{}", (0..300_000).map(|number| format!("LONG-{number:07}\n")).collect::<String>());
    assert!(table.len() > 3 * 1024 * 1024);
    let mut broken = pieces(table.as_bytes(), 60_000);
    broken.push(Err(Problem::of(ErrorCode::InvalidTable)));
    let mut body: TableBody = stream::iter(broken).boxed();
    let sent = shop.app.import_codes(Mutation::program("/import"), &coupon, false, &mut body).await;
    assert_eq!(sent.unwrap_err().error, ErrorCode::InvalidTable);
    let keyed = || async {
        let mutation = Mutation { idempotency_key: Some("k".to_owned()), ..Mutation::program("/import") };
        let mut body: TableBody = stream::iter(pieces(table.as_bytes(), 100_000)).boxed();
        shop.app.import_codes(mutation, &coupon, true, &mut body).await.unwrap()
    };
    let (first, second) = (keyed().await, keyed().await);
    assert_eq!((first.body, first.replayed, second.replayed), (second.body, false, true));
    // What arrived in vain is taken away behind the answers.
    for _ in 0..2_000 {
        if shop.count("SELECT COUNT(*) FROM jobs WHERE state = 'receiving'").await == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(shop.count("SELECT COUNT(*) FROM jobs").await, 1);
    let chunks = i64::try_from(table.len().div_ceil(64 * 1024)).unwrap();
    assert!(shop.count("SELECT COUNT(*) FROM job_inputs").await <= chunks, "of one table alone");
}

#[tokio::test]
async fn a_cancelled_import_leaves_whole_codes_that_work() {
    let shop = Shop::open().await;
    let coupon = coupon(&shop, "FIRST").await;
    let table = format!("code\n{}", (0..60_000).map(|number| format!("MANY-{number}\n")).collect::<String>());
    let made = send(&shop, &coupon, &table, false).await.unwrap();
    let id = made["id"].as_str().unwrap().to_owned();
    let cancel = async {
        loop {
            let job = shop.app.read_job(&Caller::program(), &id).await.unwrap();
            if job.done > 0 {
                shop.app.cancel_job(Mutation::program("/"), &id).await.unwrap();
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    let (ran, ()) = futures::future::join(shop.app.run_due_jobs(), cancel).await;
    ran.unwrap();
    let job = shop.app.read_job(&Caller::program(), &id).await.unwrap();
    assert_eq!(job.state, "cancelled");
    let codes = all(&shop, &coupon).await;
    assert_eq!(u64::try_from(codes.len()).unwrap(), 1 + job.done);
    let code = codes.iter().find(|code| code.batch_id.is_some()).unwrap();
    assert_eq!(shop.quote(cart(1_000), &[&code.code]).await["totals"]["savings"], 100);
    // Sent again it goes on with the rest.
    let again = run(&shop, &coupon, &table, false).await;
    assert_eq!(counts(&again), (60_000 - job.done, job.done, 0));
    shop.verify().await;
}

/// The same table for one coupon, and one that shares codes with it for another, on two nodes at once.
async fn three_imports_at_once(one: Shop, two: Shop) {
    let (first, second) = (coupon(&one, "FIRST").await, coupon(&one, "SECOND").await);
    let table = format!("code\n{}", (0..6_000).map(|number| format!("SAME-{number}\n")).collect::<String>());
    let backwards =
        format!("code\n{}", (3_000..9_000).rev().map(|number| format!("SAME-{number}\n")).collect::<String>());
    let mut jobs = Vec::new();
    for (shop, coupon, table) in [(&one, &first, &table), (&two, &first, &table), (&two, &second, &backwards)] {
        jobs.push(send(shop, coupon, table, false).await.unwrap()["id"].as_str().unwrap().to_owned());
    }
    let (ran, also) = futures::future::join(one.app.run_due_jobs(), two.app.run_due_jobs()).await;
    ran.and(also).unwrap();
    // A job that the other node had in hand may have one turn left.
    one.app.run_due_jobs().await.unwrap();
    let mut sum = (0, 0, 0);
    for id in &jobs {
        let (created, there, refused) = counts(&one.app.read_job(&Caller::program(), id).await.unwrap());
        assert_eq!(created + there + refused, 6_000);
        sum = (sum.0 + created, sum.1 + there, sum.2 + refused);
    }
    assert_eq!(sum.0, 9_000, "every code once: {sum:?}");
    let (of_first, of_second) = (all(&one, &first).await.len(), all(&two, &second).await.len());
    assert_eq!(of_first + of_second, 9_002);
    one.verify().await;
}

#[tokio::test]
async fn three_imports_at_once_make_every_code_once() {
    let shop = Shop::open().await;
    three_imports_at_once(shop.clone(), shop).await;
}

#[tokio::test]
async fn three_imports_at_once_on_two_nodes_make_every_code_once() {
    let database = Database::new();
    let (one, two) = (Shop::open_on(&database.url).await, Shop::open_on(&database.url).await);
    three_imports_at_once(one, two).await;
}
