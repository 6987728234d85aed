//! What was acknowledged stays; what cannot be made durable is not acknowledged.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use rstest::rstest;
use tessera_store::products::{list_products, put_product};
use tessera_store::{OpenOptions, Store, StoreError};

use crate::{Bed, Driver};

/// Set for the process that is to be killed: the database it writes to.
const VICTIM: &str = "TESSERA_CONFORMANCE_VICTIM";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_was_acknowledged_before_a_kill_is_there_after_it() {
    if let Ok(url) = std::env::var(VICTIM) {
        return write_until_killed(&url).await;
    }
    let bed = Bed::new(Driver::File).await;
    bed.store.close().await;
    let mut acknowledged = BTreeSet::new();
    for round in 0..5 {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durability::whatever_was_acknowledged_before_a_kill_is_there_after_it", "--nocapture"])
            .env(VICTIM, &bed.url)
            .env("TESSERA_CONFORMANCE_ROUND", round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
        let mut of_round = 0;
        for line in lines.by_ref().map_while(Result::ok) {
            // The test harness begins its own line first.
            if let Some((_, id)) = line.split_once("ack ") {
                acknowledged.insert(id.to_owned());
                of_round += 1;
                if of_round == 40 + round * 17 {
                    victim.kill().unwrap();
                }
            }
        }
        victim.wait().unwrap();
        assert!(of_round >= 40, "round {round}: {of_round}");
        let options = OpenOptions { exclusive: true, create: false, ..OpenOptions::default() };
        let store = Store::open(&bed.url, options).await.unwrap();
        let checks = store.check().await.unwrap();
        assert!(checks.iter().all(|check| check.ok), "{checks:?}");
        let found = all_ids(&store).await;
        assert!(acknowledged.is_subset(&found), "lost: {:?}", acknowledged.difference(&found));
        store.close().await;
    }
}

async fn write_until_killed(url: &str) {
    let round = std::env::var("TESSERA_CONFORMANCE_ROUND").unwrap();
    let store = Store::open(url, OpenOptions { exclusive: true, ..OpenOptions::default() }).await.unwrap();
    let mut writers = Vec::new();
    for writer in 0..4 {
        let (store, round) = (store.clone(), round.clone());
        writers.push(tokio::spawn(async move {
            for number in 0..5_000 {
                let id = format!("{round}-{writer}-{number}");
                let written = id.clone();
                store
                    .unit_of_work(move |tx| Box::pin(async move { put_product(tx, &written, "{}", None).await }))
                    .await
                    .unwrap();
                writeln!(std::io::stdout().lock(), "ack {id}").unwrap();
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

async fn all_ids(store: &Store) -> BTreeSet<String> {
    store
        .read(|tx| {
            Box::pin(async move {
                let rows = tx.query("SELECT id FROM products", &[]).await?;
                rows.into_iter().map(|mut row| row.text()).collect::<Result<_, StoreError>>()
            })
        })
        .await
        .unwrap()
}

#[rstest]
#[case::closed(true)]
#[case::dropped(false)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_was_acknowledged_is_there_after_the_store_is_gone(#[case] closed: bool) {
    let bed = Bed::new(Driver::File).await;
    let Bed { store, url, directory, .. } = bed;
    let mut units = Vec::new();
    for number in 0..200 {
        let store = store.clone();
        units.push(tokio::spawn(async move {
            store
                .unit_of_work(move |tx| Box::pin(async move { put_product(tx, &number.to_string(), "{}", None).await }))
                .await
        }));
    }
    for unit in units {
        unit.await.unwrap().unwrap();
    }
    if closed {
        store.close().await;
    } else {
        drop(store);
    }
    let store = Store::open(&url, OpenOptions { exclusive: true, ..OpenOptions::default() }).await.unwrap();
    assert_eq!(all_ids(&store).await.len(), 200);
    drop(directory);
}

async fn limit_pages(bed: &Bed, more: i64) {
    bed.write(move |tx| {
        Box::pin(async move {
            let pages = tx.query_first("PRAGMA page_count", &[]).await?.unwrap().integer()?;
            tx.query(&format!("PRAGMA max_page_count = {}", pages + more), &[]).await.map(drop)
        })
    })
    .await;
}

#[rstest]
#[tokio::test]
async fn a_full_disk_refuses_writes_lets_reads_go_on_and_is_recovered_from(
    #[values(Driver::File, Driver::Memory)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let document = "x".repeat(20_000);
    bed.write(|tx| Box::pin(put_product(tx, "before", "{}", None))).await;
    limit_pages(&bed, 30).await;
    let mut acknowledged = vec!["before".to_owned()];
    let error = loop {
        let (id, document) = (format!("p{:03}", acknowledged.len()), document.clone());
        let written = id.clone();
        let put =
            bed.store.unit_of_work(move |tx| Box::pin(async move { put_product(tx, &written, &document, None).await }));
        match put.await {
            Ok(_) => acknowledged.push(id),
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 100, "the disk never gets full");
    };
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    let found = bed.read(|tx| Box::pin(list_products(tx, 1_000, None))).await;
    let found: Vec<_> = found.data.into_iter().map(|product| product.id).collect();
    assert_eq!(found, acknowledged);
    limit_pages(&bed, 10_000).await;
    bed.write(move |tx| Box::pin(async move { put_product(tx, "q", &document, None).await })).await;
    let checks = bed.store.check().await.unwrap();
    assert!(checks.iter().all(|check| check.ok), "{checks:?}");
}

#[rstest]
#[tokio::test]
async fn a_unit_cannot_pass_over_a_full_disk(#[values(Driver::File, Driver::Memory)] driver: Driver) {
    let bed = Bed::new(driver).await;
    limit_pages(&bed, 3).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                put_product(tx, "small", "{}", None).await?;
                let _ = put_product(tx, "large", &"x".repeat(200_000), None).await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(result, Err(StoreError::Unavailable(_))), "{result:?}");
    assert_eq!(bed.number("SELECT COUNT(*) FROM products").await, 0);
}

#[tokio::test]
async fn the_log_is_moved_into_the_database_while_the_store_is_open() {
    let bed = Bed::new(Driver::File).await;
    let database = bed.directory.path().join("tessera.db");
    let before = std::fs::metadata(&database).unwrap().len();
    let document = "x".repeat(100_000);
    for number in 0..300 {
        let document = document.clone();
        bed.write(move |tx| Box::pin(async move { put_product(tx, &number.to_string(), &document, None).await })).await;
    }
    for _ in 0..500 {
        if std::fs::metadata(&database).unwrap().len() > before + 16_000_000 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing was moved");
}
