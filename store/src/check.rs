//! Whether the store's promises are kept, one by one and by name.

use std::path::Path;

use crate::error::StoreError;
use crate::migrate::read_schema_version;
use crate::store::Store;
use crate::tx::Tx;
use crate::value::Value;

/// One promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which, as a stable name in `snake_case`.
    pub name: &'static str,
    /// Whether it is kept.
    pub ok: bool,
    /// What was found, in words.
    pub detail: String,
}

/// How much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Nothing that grows with the database.
    Cheap,
    /// All pages.
    Whole,
}

/// Looks at every promise. A broken one is an entry, not an error.
pub(crate) async fn check(store: &Store, depth: Depth) -> Result<Vec<Check>, StoreError> {
    let mut checks = store.read(move |tx| Box::pin(check_reading(tx, depth))).await?;
    let writable = match store.unit_of_work(|tx| Box::pin(check_writing(tx))).await {
        Ok(checks_of_writer) => {
            checks.extend(checks_of_writer);
            Check { name: "writable", ok: true, detail: "a commit was made durable".to_owned() }
        }
        Err(error) => Check { name: "writable", ok: false, detail: error.to_string() },
    };
    checks.push(writable);
    checks.extend(store.path().and_then(|path| check_space(path)));
    Ok(checks)
}

/// Below this the disk counts as nearly full: a commit and what a checkpoint moves no longer surely fit.
const LEAST_SPACE: u64 = 8 << 20;

/// Whether the disk has room to go on. `None` where the system does not tell.
fn check_space(path: &Path) -> Option<Check> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(space(disk.f_bavail.saturating_mul(disk.f_frsize)))
}

fn space(free: u64) -> Check {
    let megabytes = free >> 20;
    let ok = free >= LEAST_SPACE;
    let detail = if ok {
        format!("{megabytes} MiB are free")
    } else {
        format!("{megabytes} MiB are free, the disk is nearly full: changes will soon be refused")
    };
    Check { name: "disk_space", ok, detail }
}

async fn check_reading(tx: &mut Tx<'_>, depth: Depth) -> Result<Vec<Check>, StoreError> {
    let library = rusqlite::version_number() >= crate::sqlite::OLDEST_LIBRARY;
    let mut checks =
        vec![Check { name: "sqlite_version", ok: library, detail: format!("SQLite {}", rusqlite::version()) }];
    let mode = pragma(tx, "PRAGMA journal_mode").await?;
    // A memory database promises nothing beyond the life of its process.
    checks.push(Check { name: "journal_mode", ok: matches!(mode.as_str(), "wal" | "memory"), detail: mode });
    let schema = read_schema_version(tx).await?;
    let detail = format!("schema {} of {}", schema.found, schema.newest);
    checks.push(Check { name: "schema_version", ok: schema.is_current(), detail });
    if depth == Depth::Whole {
        let found = pragma(tx, "PRAGMA quick_check(1)").await?;
        checks.push(Check { name: "integrity", ok: found == "ok", detail: found });
        let dangling = !tx.query("PRAGMA foreign_key_check", &[]).await?.is_empty();
        let detail =
            if dangling { "a row refers to one that does not exist" } else { "every reference leads somewhere" };
        checks.push(Check { name: "references", ok: !dangling, detail: detail.to_owned() });
    }
    Ok(checks)
}

/// Looks at the writer's own settings and writes: setting the unused `user_version` changes a page, so that the
/// commit has something to make durable.
async fn check_writing(tx: &mut Tx<'_>) -> Result<Vec<Check>, StoreError> {
    let synchronous = pragma(tx, "PRAGMA synchronous").await?;
    let foreign_keys = pragma(tx, "PRAGMA foreign_keys").await?;
    tx.execute("PRAGMA user_version = 0", &[]).await?;
    let detail = if synchronous == "2" { "full".to_owned() } else { format!("level {synchronous}, full is needed") };
    Ok(vec![
        Check { name: "synchronous", ok: synchronous == "2", detail },
        Check {
            name: "foreign_keys",
            ok: foreign_keys == "1",
            detail: if foreign_keys == "1" { "on" } else { "off" }.to_owned(),
        },
    ])
}

async fn pragma(tx: &mut Tx<'_>, sql: &str) -> Result<String, StoreError> {
    let Some(mut row) = tx.query_first(sql, &[]).await? else { return Ok(String::new()) };
    Ok(match row.value()? {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Null | Value::Blob(_) => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_nearly_full_is_named() {
        assert!(space(LEAST_SPACE).ok);
        let full = space(LEAST_SPACE - 1);
        assert!(!full.ok && full.detail.contains("nearly full"), "{full:?}");
        assert!(check_space(Path::new(".")).is_some_and(|check| check.detail.contains("MiB")));
        assert_eq!(check_space(Path::new("/no/such/folder")), None);
    }
}
