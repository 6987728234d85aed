//! `tessera move`: a shop with something of everything goes to another database and back, and goes on there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tempfile::TempDir;
use tessera_app::store::{OpenOptions, Store, StoreError};

use crate::http::{DEMO_KEY, get, send};
use crate::process::{Running, demo, run, start, tessera};

/// Tables in which a shop need not have a row.
const MAY_BE_EMPTY: &[&str] = &["schema_migrations"];

fn file(folder: &TempDir, name: &str) -> String {
    format!("sqlite:{}", folder.path().join(name).display())
}

fn serve(url: &str) -> Running {
    start(&mut tessera(&["serve", "--database", url, "--listen", "127.0.0.1:0"]), "http://")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn change(shop: &Running, path: &str, key: &str, body: &Value) -> (u16, String) {
    let headers = [
        format!("Authorization: Bearer {DEMO_KEY}"),
        "Content-Type: application/json".to_owned(),
        format!("Idempotency-Key: {key}"),
    ];
    let answer = send(&shop.base, "POST", path, &headers, &body.to_string());
    (answer.status, answer.text)
}

fn make(shop: &Running, path: &str, key: &str, body: &Value) -> Value {
    let (status, text) = change(shop, path, key, body);
    assert!((200..300).contains(&status), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap()
}

fn cart(quantity: u64) -> Value {
    json!({
        "currency": "USD", "customer": { "id": "cus_move" },
        "line_items": [{ "id": "l1", "product_id": "scarf-lambswool-red", "quantity": quantity, "unit_price": 4500 }]
    })
}

/// The order that is placed before the move and asked for again after it.
fn order() -> Value {
    json!({ "order_id": "move-1", "cart": cart(2), "discounts": { "codes": ["MOVE-20"] } })
}

/// What a demo shop has none of.
fn add_to(shop: &Running) -> String {
    let coupon = |name: &str, more: Value| {
        let mut body =
            json!({ "name": name, "status": "enabled", "benefits": [{ "kind": "percent_off", "percent": 20 }] });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        make(shop, "/v1/coupons", name, &body)["id"].as_str().unwrap().to_owned()
    };
    let campaign = make(shop, "/v1/campaigns", "campaign", &json!({ "name": "Winter", "budget": { "USD": 900_000 } }));
    let limits = json!({ "total": 100, "per_customer": 9, "per_day": 50, "budget": { "USD": 500_000 } });
    coupon("limited", json!({ "code": "MOVE-20", "limits": limits, "campaign_id": campaign["id"] }));
    let placed = change(shop, "/v1/redemptions", "order-1", &order());
    assert_eq!(placed.0, 201, "{}", placed.1);
    let refund = json!({ "lines": [{ "line_id": "l1", "quantity": 1 }], "reason": "too warm" });
    make(shop, "/v1/orders/move-1/refunds", "refund", &refund);
    let hold = json!({ "order_id": "move-2", "cart": cart(1), "discounts": { "codes": ["MOVE-20"] } });
    make(shop, "/v1/reservations", "hold", &hold);

    let money = json!({ "benefits": [{ "kind": "stored_value" }] });
    let gift = coupon("gift", money);
    let balance = json!({ "code": "GIFT-MOVE", "balance": { "amount": 5000, "currency": "USD" } });
    make(shop, &format!("/v1/coupons/{gift}/codes"), "gift-code", &balance);
    let paid = json!({ "order_id": "move-3", "cart": cart(1), "discounts": { "codes": ["GIFT-MOVE"] } });
    make(shop, "/v1/redemptions", "order-3", &paid);
    let batch = coupon("batch", json!({}));
    make(shop, &format!("/v1/coupons/{batch}/codes"), "codes", &json!({ "generate": { "count": 300 } }));
    let claimed =
        coupon("claimed", json!({ "activation": "claim", "visibility": "claimable", "limits": { "claims_total": 5 } }));
    make(shop, &format!("/v1/coupons/{claimed}/claims"), "claim", &json!({ "customer_id": "cus_move" }));
    let once = coupon("once", json!({ "code": "MOVE-ONCE", "limits": { "total": 1 } }));
    make(
        shop,
        "/v1/redemptions",
        "order-4",
        &json!({ "order_id": "move-4", "cart": cart(1), "discounts": { "codes": ["MOVE-ONCE"] } }),
    );
    assert!(once.starts_with("cpn_"));

    make(shop, "/v1/webhooks", "webhook", &json!({ "url": "https://shop.example/hook", "types": ["coupon.created"] }));
    let form = "email=owner%40demo.example&password=demo+demo+demo";
    let headers = ["Content-Type: application/x-www-form-urlencoded".to_owned()];
    assert_eq!(send(&shop.base, "POST", "/admin/sign-in", &headers, form).status, 303);
    placed.1
}

/// Every row of every table in words, sorted, asked of the databases without any code of the move.
fn export(url: &str) -> BTreeMap<String, Vec<String>> {
    let url = url.to_owned();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async move {
        let store = Store::open(&url, OpenOptions { create: false, ..OpenOptions::default() }).await.unwrap();
        let columns = if url.starts_with("sqlite") {
            "SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table' \
             AND s.name NOT LIKE 'coupon_trigrams%' AND s.name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
        } else {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name NOT IN ('coupon_words') ORDER BY 1, 2"
        };
        let tables = store.read(move |tx| {
            Box::pin(async move {
                let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for mut row in tx.query(columns, &[]).await? {
                    tables.entry(row.text()?).or_default().push(format!("\"{}\"", row.text()?));
                }
                Ok::<_, StoreError>(tables)
            })
        });
        let mut all = BTreeMap::new();
        for (table, columns) in tables.await.unwrap() {
            let (sql, width) = (format!("SELECT {} FROM \"{table}\"", columns.join(", ")), columns.len());
            let rows = store.read(move |tx| {
                Box::pin(async move {
                    let mut rows = Vec::new();
                    for mut row in tx.query(&sql, &[]).await? {
                        let values: Result<Vec<_>, StoreError> = (0..width).map(|_| row.value()).collect();
                        rows.push(format!("{columns:?} {:?}", values?));
                    }
                    Ok::<_, StoreError>(rows)
                })
            });
            let mut rows = rows.await.unwrap();
            rows.sort_unstable();
            all.insert(table, rows);
        }
        store.close().await;
        // When a database was migrated is its own.
        all.remove("schema_migrations");
        all
    })
}

fn moved(from: &str, to: &str) {
    let output = run(&["move", "--from", from, "--to", to]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{err}");
    assert!(out.contains("are the same in both, and everything sums up"), "{out}");
    assert!(err.contains("coupons: 24 rows") && err.contains("Verifying the target"), "{err}");
}

/// A shop with something of everything, copied from a demo that ran; what the order was answered.
fn shop(folder: &TempDir) -> (String, String) {
    let running = demo();
    let answered = add_to(&running);
    let live = running.printed.split("fresh shop in ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let copy = folder.path().join("shop.db");
    let made = run(&["backup", "--database", &format!("sqlite:{live}"), copy.to_str().unwrap()]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    (file(folder, "shop.db"), answered)
}

/// Sells on where the shop is now: what was answered before is answered alike, and new orders are taken.
fn goes_on(url: &str, answered: &str, new: &str) {
    let shop = serve(url);
    assert_eq!(change(&shop, "/v1/redemptions", "order-1", &order()), (201, answered.to_owned()));
    let other = json!({ "order_id": new, "cart": cart(1), "discounts": { "codes": ["MOVE-20"] } });
    make(&shop, "/v1/redemptions", new, &other);
    make(&shop, "/v1/reservations", &format!("hold-{new}"), &json!({ "order_id": format!("{new}h"), "cart": cart(1) }));
    let found = get(&shop.base, "/v1/coupons?q=limi", DEMO_KEY).json();
    assert_eq!(found["data"][0]["name"], "limited", "{found}");
    drop(shop);
    let verified = run(&["verify", "--database", url]);
    assert!(verified.status.success(), "{}", text(&verified.stdout));
}

#[test]
fn a_shop_moves_to_another_file_and_goes_on() {
    let folder = TempDir::new().unwrap();
    let (from, answered) = shop(&folder);
    let to = file(&folder, "new.db");
    let before = export(&from);
    let filled: BTreeSet<&str> =
        before.iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, _)| name.as_str()).collect();
    for table in [
        "redemptions",
        "refunds",
        "claims",
        "balances",
        "webhooks",
        "jobs",
        "users",
        "sessions",
        "api_keys",
        "audit",
        "idempotency_answers",
    ] {
        assert!(filled.contains(table) || MAY_BE_EMPTY.contains(&table), "there is no row in {table}: {filled:?}");
    }
    let bytes = std::fs::read(folder.path().join("shop.db")).unwrap();
    moved(&from, &to);
    assert!(std::fs::read(folder.path().join("shop.db")).unwrap() == bytes, "nothing is written to the source");
    assert_eq!(export(&to), before);
    goes_on(&to, &answered, "move-5");
    assert_eq!(export(&from), before);
}

#[test]
fn what_cannot_be_moved_is_said_before_anything_is_written() {
    let folder = TempDir::new().unwrap();
    let (from, to) = (file(&folder, "shop.db"), file(&folder, "new.db"));
    let running = serve(&from);
    for (from, to, words) in [
        (&from, &to, "is in use by another process"),
        (&file(&folder, "none.db"), &to, "there is no database at"),
        (&from, &from, "is named twice"),
        (&from, &"sqlite::memory:".to_owned(), "in memory"),
    ] {
        let refused = run(&["move", "--from", from, "--to", to]);
        assert!(!refused.status.success() && text(&refused.stderr).contains(words), "{}", text(&refused.stderr));
    }
    assert!(!folder.path().join("new.db").exists());
    // A shop that is served holds its secrets at least.
    let served = file(&folder, "served.db");
    drop(serve(&served));
    drop(running);
    let refused = run(&["move", "--from", &from, "--to", &served]);
    assert!(text(&refused.stderr).contains("the target is not empty"), "{}", text(&refused.stderr));
}

#[test]
fn a_shop_that_a_move_left_unfinished_is_not_served() {
    let folder = TempDir::new().unwrap();
    let (from, to) = (file(&folder, "shop.db"), file(&folder, "new.db"));
    drop(serve(&from));
    assert!(run(&["migrate", "--database", &to]).status.success());
    let mark = "CREATE TABLE unfinished_move (began_at BIGINT NOT NULL PRIMARY KEY)";
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&to, OpenOptions::default()).await.unwrap();
        let marked = store.unit_of_work(move |tx| Box::pin(async move { tx.execute(mark, &[]).await }));
        let marked: Result<u64, StoreError> = marked.await;
        marked.unwrap();
        store.close().await;
    });
    for command in
        [&["serve", "--listen", "127.0.0.1:0"][..], &["migrate"], &["verify"], &["keys", "list"], &["doctor"]]
    {
        let refused = run(&[command, &["--database", &to]].concat());
        assert!(!refused.status.success(), "{command:?}");
        assert!(
            text(&refused.stderr).contains("a move into this database was broken off"),
            "{}",
            text(&refused.stderr)
        );
    }
    let again = run(&["move", "--from", &from, "--to", &to]);
    assert!(again.status.success() && text(&again.stderr).contains("An earlier move"), "{}", text(&again.stderr));
    drop(serve(&to));
}

mod on_postgres {
    use super::*;
    use crate::cluster::Database;

    #[test]
    fn a_shop_moves_there_and_back_and_goes_on() {
        let folder = TempDir::new().unwrap();
        let (from, answered) = shop(&folder);
        let (there, back) = (Database::new(), file(&folder, "back.db"));
        let before = export(&from);
        moved(&from, &there.url);
        assert_eq!(export(&there.url), before);
        moved(&there.url, &back);
        assert_eq!(export(&back), before);
        let serving = serve(&there.url);
        let refused = run(&["move", "--from", &there.url, "--to", &file(&folder, "other.db")]);
        assert!(text(&refused.stderr).contains("the source is in use"), "{}", text(&refused.stderr));
        drop(serving);
        goes_on(&there.url, &answered, "move-5");
        goes_on(&back, &answered, "move-5");
    }
}
