//! Bringing the schema up to date.

use rstest::rstest;
use tessera_store::{OpenError, OpenOptions, Store, StoreError};

use crate::{Bed, Driver};

#[rstest]
#[tokio::test]
async fn migrating_again_changes_nothing(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::unmigrated(driver).await;
    let version = bed.store.schema_version().await.unwrap();
    assert_eq!(version.found, 0);
    assert!(!version.is_current());
    let applied = bed.store.migrate().await.unwrap();
    assert!(applied.last().unwrap().starts_with(&format!("{:04}_", version.newest)), "{applied:?}");
    assert_eq!(bed.store.migrate().await.unwrap(), [""; 0]);
    assert!(bed.store.schema_version().await.unwrap().is_current());
}

#[rstest]
#[tokio::test]
async fn a_step_with_another_content_is_refused(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.write(|tx| Box::pin(async move { tx.execute("UPDATE schema_migrations SET checksum = 'x'", &[]).await })).await;
    let error = bed.store.migrate().await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}

const NEWER: &str =
    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (9999, '9999_future', 'x', 0)";

#[rstest]
#[tokio::test]
async fn a_newer_database_is_not_migrated(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.write(|tx| Box::pin(async move { tx.execute(NEWER, &[]).await })).await;
    assert!(bed.store.migrate().await.is_err());
    let checks = bed.store.readiness().await.unwrap();
    assert!(checks.iter().any(|check| check.name == "schema_version" && !check.ok), "{checks:?}");
}

#[tokio::test]
async fn a_newer_database_is_not_opened() {
    let bed = Bed::new(Driver::File).await;
    bed.write(|tx| Box::pin(async move { tx.execute(NEWER, &[]).await })).await;
    bed.store.close().await;
    let error = Store::open(&bed.url, OpenOptions::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::NewerSchema { found: 9_999, .. }), "{error:?}");
    assert!(error.to_string().contains("newer release"), "{error}");
}

#[rstest]
#[tokio::test]
async fn a_step_that_fails_leaves_nothing_and_is_done_by_the_next_run(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::unmigrated(driver).await;
    bed.write(|tx| Box::pin(async move { tx.execute("CREATE TABLE products (id TEXT)", &[]).await })).await;
    assert!(bed.store.migrate().await.is_err());
    let coupons: Result<_, StoreError> =
        bed.store.read(|tx| Box::pin(async move { tx.query("SELECT id FROM coupons", &[]).await })).await;
    assert!(coupons.is_err(), "a table of a step that failed is there");
    assert_eq!(bed.store.schema_version().await.unwrap().found, 0);
    bed.write(|tx| Box::pin(async move { tx.execute("DROP TABLE products", &[]).await })).await;
    bed.store.migrate().await.unwrap();
    assert!(bed.store.schema_version().await.unwrap().is_current());
}
