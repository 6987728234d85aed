//! `codes`, and jobs of a process that is killed.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::http::{get, post, send};
use crate::process::{Running, run, start, tessera};

const KEY: &str = "sk_test_not_a_secret_0123456789";

const COUPON: &str =
    r#"{"name":"Sale","status":"enabled","code":"SALE","benefits":[{"kind":"percent_off","percent":10}]}"#;

fn serve(url: &str) -> Running {
    let arguments = ["serve", "--database", url, "--listen", "127.0.0.1:0", "--secret-key", KEY];
    start(&mut tessera(&arguments), "http://")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The job once it fits; how long that takes is bounded only to end a hopeless wait.
fn job(shop: &Running, id: &str, fits: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..6_000 {
        let job = get(&shop.base, &format!("/v1/jobs/{id}"), KEY).json();
        if fits(&job) {
            return job;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the job {id} does not come so far");
}

/// The codes in an export, without the first of the coupon.
fn exported(url: &str, coupon: &str) -> Vec<String> {
    let export = run(&["codes", "--database", url, "export", "--coupon", coupon]);
    assert!(export.status.success(), "{}", text(&export.stderr));
    let table = text(&export.stdout);
    let codes = table.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned());
    codes.filter(|code| code != "SALE").collect()
}

#[test]
fn a_job_that_was_killed_goes_on_where_it_stopped() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let shop = serve(&url);
    let coupon = post(&shop.base, "/v1/coupons", KEY, COUPON).json()["id"].as_str().unwrap().to_owned();
    let body = r#"{"generate":{"count":150000}}"#;
    let made = post(&shop.base, &format!("/v1/coupons/{coupon}/codes"), KEY, body);
    assert_eq!(made.status, 202, "{}", made.text);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let before = job(&shop, &id, |job| job["done"].as_u64().unwrap() > 0);
    // Killed, not stopped.
    drop(shop);
    let shop = serve(&url);
    let done = job(&shop, &id, |job| job["state"] == "done");
    assert_eq!((done["done"].as_u64(), done["error_count"].as_u64()), (Some(150_000), Some(0)));
    assert!(before["done"].as_u64() < Some(150_000), "it was killed in the middle: {before}");
    drop(shop);
    let codes = exported(&url, &coupon);
    assert_eq!(codes.len(), 150_000);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 150_000);
    let verified = run(&["verify", "--database", &url]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn codes_are_made_and_exported_on_the_command_line() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let shop = serve(&url);
    let coupon = post(&shop.base, "/v1/coupons", KEY, COUPON).json()["id"].as_str().unwrap().to_owned();
    let generate = |count: &str, prefix: &str| {
        run(&["codes", "--database", &url, "generate", "--coupon", &coupon, "--count", count, "--prefix", prefix])
    };
    // Beside a process that serves.
    let made = generate("300", "VIP-");
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).starts_with("job_"));
    drop(shop);
    // And without one.
    assert!(generate("20", "X").status.success());
    let codes = exported(&url, &coupon);
    assert_eq!(codes.iter().filter(|code| code.starts_with("VIP-")).count(), 300);
    assert_eq!(codes.iter().filter(|code| code.starts_with('X')).count(), 20);
    let refused = generate("20", "10%");
    assert!(!refused.status.success() && text(&refused.stderr).contains("%"), "{}", text(&refused.stderr));
    let file = folder.path().join("codes.csv");
    let to_file = ["codes", "--database", &url, "export", "--coupon", &coupon, "--output", file.to_str().unwrap()];
    assert!(run(&to_file).status.success());
    assert!(!run(&to_file).status.success(), "an existing file is kept");
}

/// Sends a table to a server; answers the job's id.
fn import(shop: &Running, coupon: &str, table: &str) -> String {
    let headers = [format!("Authorization: Bearer {KEY}"), "Content-Type: text/csv".to_owned()];
    let made = send(&shop.base, "POST", &format!("/v1/coupons/{coupon}/codes/import"), &headers, table);
    assert_eq!(made.status, 202, "{}", made.text);
    made.json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_import_that_was_killed_goes_on_where_it_stopped() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let shop = serve(&url);
    let coupon = post(&shop.base, "/v1/coupons", KEY, COUPON).json()["id"].as_str().unwrap().to_owned();
    let table = format!("code,limit\n{}", (0..80_000).map(|number| format!("KILL-{number},1\n")).collect::<String>());
    let id = import(&shop, &coupon, &table);
    let before = job(&shop, &id, |job| job["done"].as_u64().unwrap() > 0);
    // Killed, not stopped.
    drop(shop);
    let shop = serve(&url);
    let done = job(&shop, &id, |job| job["state"] == "done");
    assert!(before["done"].as_u64() < Some(80_000), "it was killed in the middle: {before}");
    let result = &done["result"];
    assert_eq!((result["created"].as_u64(), result["already_there"].as_u64()), (Some(80_000), Some(0)), "{done}");
    drop(shop);
    let codes = exported(&url, &coupon);
    assert_eq!(codes.len(), 80_000);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 80_000);
    let verified = run(&["verify", "--database", &url]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn a_file_is_imported_on_the_command_line() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let shop = serve(&url);
    let coupon = post(&shop.base, "/v1/coupons", KEY, COUPON).json()["id"].as_str().unwrap().to_owned();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("codes.csv"), "\u{feff}code;limit\r\nONE;1\r\nTWO;x\r\nTHREE;3\r\n").unwrap();
    let import = |more: &[&str]| {
        let file = path("codes.csv");
        let command = ["codes", "--database", &url, "import", "--coupon", &coupon, &file];
        run(&[&command, more].concat())
    };
    let tried = import(&["--dry-run"]);
    assert!(!tried.status.success(), "a row is refused");
    assert_eq!(text(&tried.stdout), "2 would be made, 0 already there, 1 refused\n");
    drop(shop);
    let report = path("report.csv");
    let made = import(&["--report", &report]);
    assert_eq!(text(&made.stdout), "2 made, 0 already there, 1 refused\n");
    assert!(text(&made.stderr).contains("line 3"), "{}", text(&made.stderr));
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.starts_with("line,error,detail\r\n3,\"wrong_type\","), "{report}");
    std::fs::write(path("codes.csv"), "code\nONE\nTHREE\n").unwrap();
    let again = import(&[]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(text(&again.stdout), "0 made, 2 already there, 0 refused\n");
    std::fs::write(path("codes.csv"), "name\nONE\n").unwrap();
    assert!(text(&import(&[]).stderr).contains("no column `code`"));
    let workbook = path("codes.xlsx");
    let export =
        ["codes", "--database", &url, "export", "--coupon", &coupon, "--format", "xlsx", "--output", &workbook];
    assert!(run(&export).status.success());
    assert!(std::fs::read(workbook).unwrap().starts_with(b"PK"));
}
