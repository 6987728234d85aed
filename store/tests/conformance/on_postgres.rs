//! What only a database of its own process has: a server that restarts, settings, a clock.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::Timestamp;
use tessera_store::products::put_product;
use tessera_store::{OpenOptions, Store, StoreError, Tx};

use crate::cluster::{Cluster, Database};
use crate::{Bed, Driver};

async fn open(url: &str) -> Store {
    Store::open(url, OpenOptions::default()).await.unwrap()
}

async fn put(store: &Store, id: String) -> Result<bool, StoreError> {
    store.unit_of_work(move |tx| Box::pin(async move { put_product(tx, &id, "{}", None).await })).await
}

async fn ids(store: &Store) -> BTreeSet<String> {
    let read = store.read(|tx| {
        Box::pin(async move {
            let rows = tx.query("SELECT id FROM products", &[]).await?;
            rows.into_iter().map(|mut row| row.text()).collect::<Result<_, StoreError>>()
        })
    });
    read.await.unwrap()
}

/// The numbers of what failed so far say that writers met the restart.
async fn write_over_a_restart(mode: &str) {
    let cluster = Cluster::private(&[]);
    let database = cluster.database();
    let store = open(&database.url).await;
    store.migrate().await.unwrap();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let (mut acknowledged, mut refused) = (BTreeSet::new(), 0);
                for number in 0.. {
                    let id = format!("{writer}-{number}");
                    match put(&store, id.clone()).await {
                        Ok(_) => {
                            acknowledged.insert(id);
                            // Some before the restart and some after it.
                            if refused > 0 && acknowledged.len() > 40 {
                                break;
                            }
                        }
                        Err(StoreError::Unavailable(_) | StoreError::Busy) => {
                            refused += 1;
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                        Err(other) => panic!("{other:?}"),
                    }
                    if number > 100_000 {
                        break;
                    }
                }
                (acknowledged, refused)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    tokio::task::block_in_place(|| {
        cluster.stop(mode);
        std::thread::sleep(Duration::from_millis(500));
        cluster.start();
    });
    let mut all = BTreeSet::new();
    for writer in writers {
        let (acknowledged, refused) = writer.await.unwrap();
        assert!(refused > 0, "the restart was not met");
        all.extend(acknowledged);
    }
    let found = ids(&store).await;
    assert!(all.is_subset(&found), "lost: {:?}", all.difference(&found));
    assert!(store.readiness().await.unwrap().iter().all(|check| check.ok));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_of_the_server_is_survived_and_loses_nothing_that_was_acknowledged() {
    write_over_a_restart("immediate").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_of_the_server_is_survived() {
    write_over_a_restart("fast").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_away_is_told_soon() {
    let cluster = Cluster::private(&[]);
    let database = cluster.database();
    let store = open(&database.url).await;
    store.migrate().await.unwrap();
    tokio::task::block_in_place(|| cluster.stop("fast"));
    let began = std::time::Instant::now();
    for _ in 0..3 {
        let refused = put(&store, "a".to_owned()).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        let read: Result<(), StoreError> = store.read(|_| Box::pin(async { Ok(()) })).await;
        assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert!(store.readiness().await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_goes_away_leaves_no_open_transaction() {
    let bed = Bed::new(Driver::Postgres).await;
    let callers: Vec<_> = (0..30)
        .map(|number| {
            let store = bed.store.clone();
            tokio::spawn(async move {
                let unit = store.unit_of_work(move |tx| {
                    Box::pin(async move {
                        put_product(tx, &format!("{number}"), "{}", None).await?;
                        tx.query("SELECT CAST(pg_sleep(0.05) AS TEXT)", &[]).await?;
                        Ok::<_, StoreError>(())
                    })
                });
                // The client hangs up.
                let _ = tokio::time::timeout(Duration::from_millis(5 + number % 7), unit).await;
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    bed.write(|tx| Box::pin(async move { put_product(tx, "later", "{}", None).await })).await;
    let mut found = 0;
    for _ in 0..100 {
        found = bed.number("SELECT COUNT(*) FROM products").await;
        if found == 31 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(found, 31, "what was begun ran to its end");
    let open = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'";
    assert_eq!(bed.number(open).await, 0);
}

fn look<'t>(tx: &'t mut Tx<'_>) -> BoxFuture<'t, Result<(Timestamp, Timestamp), StoreError>> {
    Box::pin(async move {
        let now = "SELECT CAST(EXTRACT(EPOCH FROM transaction_timestamp()) * 1000000 AS BIGINT)";
        let theirs = tx.query_first(now, &[]).await?.unwrap().time()?;
        Ok((tx.now(), theirs))
    })
}

#[tokio::test]
async fn the_instant_of_a_transaction_is_the_databases() {
    let database = Database::new();
    let store = open(&database.url).await;
    let (ours, theirs) = store.unit_of_work(look).await.unwrap();
    assert_eq!(ours, theirs);
    let (ours, theirs) = store.read(look).await.unwrap();
    assert_eq!(ours, theirs);
}

#[tokio::test]
async fn a_unit_that_passes_over_a_failed_statement_is_undone() {
    let bed = Bed::new(Driver::Postgres).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                put_product(tx, "a", "{}", None).await?;
                let _ = tx
                    .execute(
                        "INSERT INTO counters (owner, resource, used, held, seq) VALUES ('x', 'uses', -1, 0, 1)",
                        &[],
                    )
                    .await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(result, Err(StoreError::Internal(_))), "{result:?}");
    assert_eq!(bed.number("SELECT COUNT(*) FROM products").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_may_migrate_at_once() {
    let database = Database::new();
    let (one, other) = (open(&database.url).await, open(&database.url).await);
    let (first, second) = tokio::join!(one.migrate(), other.migrate());
    let mut applied = first.unwrap();
    applied.extend(second.unwrap());
    applied.sort_unstable();
    let version = one.schema_version().await.unwrap();
    assert!(version.is_current());
    assert!(applied.is_sorted_by(|one, next| one < next), "a step was applied twice: {applied:?}");
    assert!(applied.last().unwrap().starts_with(&format!("{:04}_", version.newest)), "{applied:?}");
}

#[tokio::test]
async fn settings_that_break_promises_are_named() {
    let settings = ["fsync = off", "synchronous_commit = off", "full_page_writes = off"];
    let cluster = Cluster::private(&settings);
    let database = cluster.database();
    let store = open(&database.url).await;
    store.migrate().await.unwrap();
    let broken = |checks: Vec<tessera_store::Check>| -> Vec<_> {
        checks.into_iter().filter(|check| !check.ok).map(|check| check.name).collect()
    };
    assert_eq!(broken(store.readiness().await.unwrap()), ["fsync", "full_page_writes", "synchronous_commit"]);
    cluster.sql("postgres", "ALTER SYSTEM RESET ALL");
    cluster.sql("postgres", "ALTER SYSTEM SET default_transaction_read_only = on");
    cluster.restart("fast");
    assert_eq!(broken(store.check().await.unwrap()), ["read_write"]);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told_with_the_way_out() {
    let database = Database::new();
    let url = format!("{}_missing", database.url);
    let error = Store::open(&url, OpenOptions::default()).await.unwrap_err().to_string();
    assert!(error.contains("createdb"), "{error}");
}
