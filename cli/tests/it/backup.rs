//! `backup` and `verify`: a copy of a shop that serves is whole, can be put into use, and everything in it sums up.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::{get, send};
use crate::process::{Running, run, start, tessera};

const KEY: &str = "sk_test_of_backups_0123456789";

fn url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

fn serve(url: &str) -> Running {
    let arguments = ["serve", "--database", url, "--listen", "127.0.0.1:0", "--secret-key", KEY];
    start(&mut tessera(&arguments), "http://")
}

fn place(shop: &str, path: &str, key: &str, body: &Value) -> u16 {
    let headers = [
        format!("Authorization: Bearer {KEY}"),
        "Content-Type: application/json".to_owned(),
        format!("Idempotency-Key: {key}"),
    ];
    send(shop, "POST", path, &headers, &body.to_string()).status
}

fn coupon() -> Value {
    json!({
        "name": "Ten off", "status": "enabled", "activation": "automatic",
        "benefits": [{ "kind": "percent_off", "percent": 10 }],
        "limits": { "total": 100_000, "per_day": 100_000, "per_customer": 100_000, "budget": { "USD": 100_000_000 } }
    })
}

fn order(id: &str) -> Value {
    let cart = json!({
        "currency": "USD", "customer": { "id": "ana" },
        "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": 1000 }]
    });
    json!({ "order_id": id, "cart": cart })
}

fn verified(url: &str, more: &[&str]) -> (bool, Value) {
    let output = run(&[&["verify", "--database", url, "--json"], more].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")))
}

#[test]
fn a_backup_of_a_shop_that_sells_can_be_put_into_use() {
    let folder = TempDir::new().unwrap();
    let (live, copy) = (url(&folder.path().join("shop.db")), folder.path().join("copy.db"));
    let shop = serve(&live);
    assert_eq!(place(&shop.base, "/v1/coupons", "c", &coupon()), 201);
    let enough = AtomicBool::new(false);
    let placed = std::thread::scope(|scope| {
        let seller = scope.spawn(|| {
            let mut placed = 0;
            while !enough.load(Ordering::SeqCst) {
                assert_eq!(
                    place(&shop.base, "/v1/redemptions", &format!("k{placed}"), &order(&format!("o{placed}"))),
                    201
                );
                placed += 1;
            }
            placed
        });
        std::thread::sleep(std::time::Duration::from_millis(300));
        let made = run(&["backup", "--database", &live, copy.to_str().unwrap()]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        // The live database is looked at while it sells.
        let (ok, report) = verified(&live, &[]);
        enough.store(true, Ordering::SeqCst);
        assert!(ok, "{report:#}");
        seller.join().unwrap()
    });
    assert!(placed > 0);
    let again = run(&["backup", "--database", &live, copy.to_str().unwrap()]);
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("is there already"));
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("partial")), "{names:?}");

    let restored = url(&copy);
    let (ok, report) = verified(&restored, &[]);
    assert!(ok, "{report:#}");
    assert_eq!(report["checks"].as_array().unwrap().len(), 9);
    let events = |shop: &Running, query: &str| get(&shop.base, &format!("/v1/events?{query}"), KEY).json();
    // Everything after a cursor, and the cursor behind it.
    let read_on = |shop: &Running, mut cursor: String| {
        let mut seen = String::new();
        loop {
            let page = events(shop, &format!("limit=200{cursor}"));
            cursor = format!("&cursor={}", page["resume_cursor"].as_str().unwrap());
            seen.push_str(&page["data"].to_string());
            if page["next_cursor"].is_null() {
                break (seen, cursor);
            }
        }
    };
    let (_, ahead) = read_on(&shop, String::new());
    drop(shop);

    let shop = serve(&restored);
    let restored_event = events(&shop, "type=store.restored")["data"][0].clone();
    assert_eq!(restored_event["data"]["epoch"], 2, "{restored_event}");
    assert_eq!(place(&shop.base, "/v1/redemptions", "after", &order("after")), 201);
    // Who had read further than the backup knows misses nothing of what comes now.
    let (seen, _) = read_on(&shop, ahead);
    assert!(seen.contains("store.restored") && seen.contains("order:after"), "{} bytes of events", seen.len());
    let newest = get(&shop.base, "/v1/audit?limit=1", KEY).json()["data"][0].clone();
    let head = format!("{}:{}", newest["position"], newest["chain"].as_str().unwrap());
    drop(shop);
    assert!(verified(&restored, &["--head", &head]).0);
    let wrong = format!("1:{}", "0".repeat(64));
    let (ok, report) = verified(&restored, &["--head", &wrong]);
    assert!(!ok && report["checks"][0]["detail"].as_str().unwrap().contains("head"), "{report:#}");
}

#[test]
fn what_cannot_be_backed_up_is_said() {
    let folder = TempDir::new().unwrap();
    let missing = url(&folder.path().join("none.db"));
    let target = folder.path().join("copy.db");
    let refused = run(&["backup", "--database", &missing, target.to_str().unwrap()]);
    assert!(!refused.status.success() && !target.exists());
    let live = url(&folder.path().join("shop.db"));
    assert!(run(&["migrate", "--database", &live]).status.success());
    let nowhere = folder.path().join("no").join("copy.db");
    let refused = run(&["backup", "--database", &live, nowhere.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("cannot write"), "{refused:?}");
    let words = run(&["verify", "--database", &live]);
    assert!(words.status.success() && String::from_utf8_lossy(&words.stdout).contains("Everything sums up"));
}
