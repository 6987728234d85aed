//! What customers have ordered before.

use rstest::rstest;
use tessera_store::history::{AskedHistory, AskedPurchases, BoughtLine, History, PurchaseRecord, read_history};
use tessera_store::redemptions::{NewOrder, RedeemOutcome};

use crate::{Bed, Driver, at, order, redemption};

fn dollars() -> AskedHistory {
    AskedHistory { currency: "USD".to_owned(), ..AskedHistory::default() }
}

async fn history(bed: &Bed, identities: &[&str], asked: AskedHistory) -> History {
    let identities: Vec<String> = identities.iter().map(|&id| id.to_owned()).collect();
    bed.read(move |tx| Box::pin(async move { read_history(tx, &identities, &asked).await })).await
}

async fn place(bed: &Bed, id: &str, identities: &[&str], total: i64) {
    let outcome = bed.redeem(NewOrder { total, ..order(id, identities) }, Vec::new()).await;
    assert!(matches!(outcome, RedeemOutcome::Done { .. }), "{outcome:?}");
}

fn bought(product_id: &str, categories: &[&str], quantity: u64) -> BoughtLine {
    let categories = categories.iter().map(|&id| id.to_owned()).collect();
    BoughtLine { product_id: product_id.to_owned(), categories, quantity }
}

#[rstest]
#[tokio::test]
async fn an_order_of_both_identities_counts_once(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    place(&bed, "o1", &["id:ana", "em:ana@x"], 100).await;
    place(&bed, "o2", &["id:ana"], 20).await;
    place(&bed, "o3", &["em:ana@x"], 3).await;
    place(&bed, "o4", &["id:ben", "em:ana@x"], 4_000).await;
    let in_euro = NewOrder { currency: "EUR".to_owned(), total: 50_000, ..order("o5", &["id:ana", "em:ana@x"]) };
    bed.redeem(in_euro, Vec::new()).await;
    let both = history(&bed, &["id:ana", "em:ana@x"], dollars()).await;
    assert_eq!((both.orders, both.spent, both.purchases), (5, 4_123, None));
    let account = history(&bed, &["id:ana"], dollars()).await;
    assert_eq!((account.orders, account.spent), (3, 120));
    let address = history(&bed, &["em:ana@x", "em:ana@x"], dollars()).await;
    assert_eq!((address.orders, address.spent), (4, 4_103));
    let euro = AskedHistory { currency: "EUR".to_owned(), ..AskedHistory::default() };
    assert_eq!(history(&bed, &["id:ana", "em:ana@x"], euro).await.spent, 50_000);
    assert_eq!(history(&bed, &["id:cleo", "em:cleo@x"], dollars()).await, History::default());
    assert_eq!(history(&bed, &[], dollars()).await, History::default());
}

#[rstest]
#[tokio::test]
async fn what_was_spent_since_an_instant(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    for (id, time, identities, total) in [
        ("o1", "2026-05-01T12:00:00Z", &["id:ana", "em:ana@x"][..], 1),
        ("o2", "2026-05-02T12:00:00Z", &["id:ana"], 20),
        ("o3", "2026-05-03T12:00:00Z", &["em:ana@x"], 300),
        ("o4", "2026-05-04T12:00:00Z", &["id:ana", "em:ana@x"], 4_000),
    ] {
        bed.set_clock(at(time));
        place(&bed, id, identities, total).await;
    }
    let asked = |since: &[&str]| AskedHistory { spent_since: since.iter().map(|time| at(time)).collect(), ..dollars() };
    let windows = ["2026-05-01T00:00:00Z", "2026-05-02T12:00:00Z", "2026-05-02T12:00:01Z", "2026-06-01T00:00:00Z"];
    let both = history(&bed, &["id:ana", "em:ana@x"], asked(&windows)).await;
    assert_eq!(both.spent_since, [4_321, 4_320, 4_300, 0]);
    let address = history(&bed, &["em:ana@x"], asked(&windows)).await;
    assert_eq!(address.spent_since, [4_301, 4_300, 4_300, 0]);
}

#[rstest]
#[tokio::test]
async fn what_was_bought_by_product_and_by_time(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let buy = |id: &str, identities: &[&str], lines: &[BoughtLine]| {
        bed.redeem(NewOrder { lines: lines.to_vec(), ..order(id, identities) }, Vec::new())
    };
    bed.set_clock(at("2026-05-01T12:00:00Z"));
    buy("o1", &["id:ana", "em:ana@x"], &[bought("boot", &["shoes", "new"], 1), bought("hat", &[], 2)]).await;
    bed.set_clock(at("2026-05-03T12:00:00Z"));
    buy("o2", &["id:ana"], &[bought("boot", &["new", "shoes"], 2), bought("boot", &["new", "shoes"], 1)]).await;
    buy("o3", &["id:ana"], &[bought("boot", &["sale"], 1)]).await;
    // A clock that goes back leaves the last purchase where it was.
    bed.set_clock(at("2026-05-02T12:00:00Z"));
    buy("o4", &["id:ana"], &[bought("boot", &["sale"], 1)]).await;
    let asked = |purchases: AskedPurchases| AskedHistory { purchases: Some(purchases), ..dollars() };
    let record = |product_id: &str, categories: &[&str], quantity: u64, time: &str| PurchaseRecord {
        product_id: product_id.to_owned(),
        categories: categories.iter().map(|&id| id.to_owned()).collect(),
        quantity,
        last_at: at(time),
    };
    let boots = [
        record("boot", &["new", "shoes"], 4, "2026-05-03T12:00:00Z"),
        record("boot", &["sale"], 2, "2026-05-03T12:00:00Z"),
    ];
    let hat = record("hat", &[], 2, "2026-05-01T12:00:00Z");
    let both = ["id:ana", "em:ana@x"];
    let all = history(&bed, &both, asked(AskedPurchases::Since(None))).await.purchases.unwrap();
    assert_eq!(all, [boots[0].clone(), boots[1].clone(), hat.clone()]);
    let since = AskedPurchases::Since(Some(at("2026-05-01T12:00:01Z")));
    assert_eq!(history(&bed, &both, asked(since)).await.purchases.unwrap(), boots);
    let products = AskedPurchases::Products(vec!["hat".to_owned(), "scarf".to_owned()]);
    assert_eq!(history(&bed, &both, asked(products)).await.purchases.unwrap(), [hat]);
}

#[rstest]
#[tokio::test]
async fn an_order_that_is_refused_or_repeated_is_no_history(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let refused = bed.redeem(order("o1", &["id:ana"]), vec![redemption("o1", "cpn_nobody")]).await;
    assert!(matches!(refused, RedeemOutcome::Refused(_)), "{refused:?}");
    assert_eq!(history(&bed, &["id:ana"], dollars()).await.orders, 0);
    place(&bed, "o1", &["id:ana"], 900).await;
    let again = bed.redeem(order("o1", &["id:ana"]), Vec::new()).await;
    assert!(matches!(again, RedeemOutcome::OrderExists(_)), "{again:?}");
    assert_eq!(history(&bed, &["id:ana"], dollars()).await.orders, 1);
}

/// What an order wrote before history was kept, the migration reads from its stored cart.
#[rstest]
#[tokio::test]
async fn orders_from_before_are_noted_by_the_migration(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.write(|tx| {
        Box::pin(async move {
            let product = "INSERT INTO products (id, document, revision, created_at, updated_at) \
                           VALUES ('hat', '{\"categories\":[\"hats\"]}', 1, 0, 0)";
            tx.execute(product, &[]).await
        })
    })
    .await;
    let cart = r#"{"line_items":[{"product_id":"boot","quantity":2,"categories":["shoes"]},{"product_id":"hat","quantity":1}]}"#;
    let lines = vec![bought("boot", &["shoes"], 2), bought("hat", &["hats"], 1)];
    for number in 0..3 {
        let new = NewOrder {
            cart: cart.to_owned(),
            lines: lines.clone(),
            ..order(&format!("o{number}"), &["id:ana", "em:ana@x"])
        };
        bed.redeem(new, Vec::new()).await;
    }
    let asked = AskedHistory {
        spent_since: vec![at("2026-06-01T00:00:00Z")],
        purchases: Some(AskedPurchases::Since(None)),
        ..dollars()
    };
    let written = history(&bed, &["id:ana", "em:ana@x"], asked.clone()).await;
    assert_eq!((written.orders, written.purchases.as_ref().map(Vec::len)), (3, Some(2)));
    bed.write(|tx| {
        Box::pin(async move {
            for table in ["order_counters", "order_identities", "purchases"] {
                tx.execute(&format!("DROP TABLE {table}"), &[]).await?;
            }
            tx.execute("DELETE FROM schema_migrations WHERE name = '0002_order_history'", &[]).await
        })
    })
    .await;
    assert_eq!(bed.store.migrate().await.unwrap(), ["0002_order_history"]);
    assert_eq!(history(&bed, &["id:ana", "em:ana@x"], asked).await, written);
}

/// Reading goes by keys: what a customer ordered costs the same however much there is of others and of him.
#[rstest]
#[tokio::test]
async fn history_is_read_by_keys(#[values(Driver::File, Driver::Memory)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let reads = tessera_store::statements::STATEMENTS
        .iter()
        .filter(|(name, _)| name.replace(' ', "").starts_with("history::read_history::"));
    let mut seen = 0;
    for (name, sql) in reads {
        let plan = bed.plan(sql).await;
        assert!(plan.lines().all(|line| line.contains("SEARCH")), "{name}: {plan:?}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}
