//! Opening and closing.

use rstest::rstest;
use tessera_store::{OpenError, OpenOptions, Store, StoreError};

use crate::{Bed, Driver};

#[tokio::test]
async fn a_second_exclusive_open_is_refused_with_the_name_of_the_lock() {
    let bed = Bed::new(Driver::File).await;
    let error = Store::open(&bed.url, OpenOptions { exclusive: true, ..OpenOptions::default() }).await.unwrap_err();
    assert!(matches!(error, OpenError::InUse { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("tessera.db.lock") && text.contains("in use"), "{text}");
    assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
}

#[cfg(unix)]
#[tokio::test]
async fn another_name_of_the_file_has_the_same_lock() {
    let bed = Bed::new(Driver::File).await;
    let link = bed.directory.path().join("link.db");
    std::os::unix::fs::symlink(bed.directory.path().join("tessera.db"), &link).unwrap();
    let options = OpenOptions { exclusive: true, ..OpenOptions::default() };
    let error = Store::open(&format!("sqlite:{}", link.display()), options).await.unwrap_err();
    assert!(matches!(error, OpenError::InUse { .. }), "{error:?}");
}

#[tokio::test]
async fn a_look_without_the_lock_is_allowed_beside_a_server() {
    let bed = Bed::new(Driver::File).await;
    let other = Store::open(&bed.url, OpenOptions { create: false, ..OpenOptions::default() }).await.unwrap();
    assert!(other.schema_version().await.unwrap().is_current());
}

#[tokio::test]
async fn the_lock_is_free_again_after_close_and_after_drop() {
    let bed = Bed::new(Driver::File).await;
    let options = || OpenOptions { exclusive: true, ..OpenOptions::default() };
    bed.store.close().await;
    let second = Store::open(&bed.url, options()).await.unwrap();
    let clone = second.clone();
    drop(second);
    assert!(matches!(Store::open(&bed.url, options()).await.unwrap_err(), OpenError::InUse { .. }));
    drop(clone);
    Store::open(&bed.url, options()).await.unwrap();
}

#[tokio::test]
async fn a_postgres_url_that_cannot_be_used_is_refused_without_the_password() {
    for url in ["postgres://u:secret@h:port/d", "postgresql://u:secret@/d", "postgres:"] {
        let error = Store::open(url, OpenOptions::default()).await.unwrap_err();
        assert!(matches!(error, OpenError::BadPostgresUrl), "{error:?}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    let error = Store::open("postgres://u:secret@127.0.0.1:1/d", OpenOptions::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::CannotConnect { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("127.0.0.1/d") && !text.contains("secret"), "{text}");
}

#[tokio::test]
async fn an_unknown_scheme_is_refused_with_the_accepted_forms_and_without_the_password() {
    for url in ["mysql://u:secret@h/d", "tessera.db", "C:\\tessera.db", ""] {
        let error = Store::open(url, OpenOptions::default()).await.unwrap_err();
        assert!(matches!(error, OpenError::UnknownScheme { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("sqlite:PATH") && !text.contains("secret"), "{text}");
    }
}

#[tokio::test]
async fn a_path_that_cannot_be_one_is_refused() {
    for url in ["sqlite:", "sqlite://", "sqlite:a.db?mode=rwc"] {
        let error = Store::open(url, OpenOptions::default()).await.unwrap_err();
        assert!(matches!(error, OpenError::BadPath(_)), "{error:?}");
    }
    let error = Store::open("sqlite:/nowhere/at/all/t.db", OpenOptions::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::CannotOpen { .. }), "{error:?}");
}

#[tokio::test]
async fn three_slashes_are_an_absolute_path() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("t.db");
    Store::open(&format!("sqlite://{}", path.display()), OpenOptions::default()).await.unwrap();
    assert!(path.exists());
}

#[tokio::test]
async fn a_database_that_is_not_there_is_made_only_when_allowed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("t.db");
    let url = format!("sqlite:{}", path.display());
    let error = Store::open(&url, OpenOptions { create: false, ..OpenOptions::default() }).await.unwrap_err();
    assert!(matches!(error, OpenError::Missing { .. }), "{error:?}");
    assert!(!path.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_database_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let bed = Bed::new(Driver::File).await;
    for name in ["tessera.db", "tessera.db-wal"] {
        let mode = std::fs::metadata(bed.directory.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("t.db");
    std::fs::write(&path, "this is a letter, not a database, and long enough to have a page. ".repeat(100)).unwrap();
    let error = Store::open(&format!("sqlite:{}", path.display()), OpenOptions::default()).await.unwrap_err();
    assert!(matches!(error, OpenError::CannotOpen { .. }), "{error:?}");
}

#[rstest]
#[tokio::test]
async fn work_after_close_is_refused(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.store.close().await;
    bed.store.close().await;
    let read: Result<(), StoreError> = bed.store.read(|_| Box::pin(async { Ok(()) })).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    let write: Result<(), StoreError> = bed.store.unit_of_work(|_| Box::pin(async { Ok(()) })).await;
    assert!(matches!(write, Err(StoreError::Unavailable(_))), "{write:?}");
    assert!(bed.store.data_version().await.is_err());
}

#[rstest]
#[tokio::test]
async fn every_promise_is_kept_by_a_new_database(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let checks = bed.store.check().await.unwrap();
    assert!(checks.iter().all(|check| check.ok), "{checks:?}");
    let names: Vec<_> = checks.iter().map(|check| check.name).collect();
    let mut expected = match driver {
        Driver::File | Driver::Memory => vec![
            "sqlite_version",
            "journal_mode",
            "integrity",
            "references",
            "schema_version",
            "synchronous",
            "foreign_keys",
            "writable",
        ],
        Driver::Postgres => vec![
            "server_version",
            "primary",
            "read_write",
            "fsync",
            "full_page_writes",
            "clock",
            "references",
            "schema_version",
            "synchronous_commit",
            "writable",
        ],
    };
    if driver == Driver::File {
        expected.push("disk_space");
    }
    assert_eq!(names, expected);
    let cheap = bed.store.readiness().await.unwrap();
    assert!(cheap.iter().all(|check| check.ok && check.name != "integrity"), "{cheap:?}");
}

#[tokio::test]
async fn a_database_that_was_not_migrated_is_named_by_the_check() {
    let bed = Bed::unmigrated(Driver::File).await;
    let checks = bed.store.readiness().await.unwrap();
    let broken: Vec<_> = checks.iter().filter(|check| !check.ok).map(|check| check.name).collect();
    assert_eq!(broken, ["schema_version"]);
}

/// A database whose last pages hold nonsense, opened.
async fn damaged() -> Bed {
    let mut bed = Bed::new(Driver::File).await;
    for number in 0..200 {
        bed.coupon(&format!("cpn_{number:03}"), |terms| terms.terms = "x".repeat(2_000)).await;
    }
    bed.store.close().await;
    let path = bed.directory.path().join("tessera.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let pages = bytes.len() / 4_096;
    assert!(pages > 100, "{pages}");
    for page in pages - 50..pages {
        bytes[page * 4_096..page * 4_096 + 64].fill(0xAA);
    }
    std::fs::write(&path, bytes).unwrap();
    bed.reopen().await;
    bed
}

#[tokio::test]
async fn a_damaged_page_is_found_by_the_check() {
    let bed = damaged().await;
    match bed.store.check().await {
        Ok(checks) => assert!(checks.iter().any(|check| check.name == "integrity" && !check.ok), "{checks:?}"),
        Err(error) => assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}"),
    }
}

#[tokio::test]
async fn nothing_is_written_after_damage_was_met() {
    let bed = damaged().await;
    let small =
        || bed.store.unit_of_work(|tx| Box::pin(async move { tx.execute("PRAGMA user_version = 0", &[]).await }));
    assert!(small().await.is_ok());
    let met = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move { tx.query("SELECT SUM(LENGTH(terms)) FROM coupon_versions", &[]).await.map(drop) })
        })
        .await;
    assert!(met.is_err(), "{met:?}");
    let refused = small().await.unwrap_err();
    assert!(refused.to_string().contains("restart"), "{refused}");
}
