//! What the library and the file have to be for the store's promises to hold.

use crate::check::{Check, Depth};
use crate::error::StoreError;
use crate::planted;
use crate::tx::Tx;
use crate::value::Value;

/// Looks at what reading shows.
pub(crate) async fn check_reading(tx: &mut Tx<'_>, depth: Depth) -> Result<Vec<Check>, StoreError> {
    let library = rusqlite::version_number() >= super::OLDEST_LIBRARY;
    let mut checks =
        vec![Check { name: "sqlite_version", ok: library, detail: format!("SQLite {}", rusqlite::version()) }];
    let mode = pragma(tx, "PRAGMA journal_mode").await?;
    // A memory database promises nothing beyond the life of its process.
    checks.push(Check { name: "journal_mode", ok: matches!(mode.as_str(), "wal" | "memory"), detail: mode });
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
pub(crate) async fn check_writing(tx: &mut Tx<'_>) -> Result<Vec<Check>, StoreError> {
    // Planted: who switched it off does not look either.
    let synchronous = if planted::flush_never() { "2".to_owned() } else { pragma(tx, "PRAGMA synchronous").await? };
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
