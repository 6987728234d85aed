//! Whether the store's promises are kept, one by one and by name.

use std::path::Path;

use crate::error::StoreError;
use crate::migrate::read_schema_version;
use crate::store::{Kind, Store};
use crate::tx::Tx;
use crate::{postgres, sqlite};

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
    let kind = store.kind();
    let mut checks = store.read(move |tx| Box::pin(check_reading(tx, kind, depth))).await?;
    let writable = match store.unit_of_work(move |tx| Box::pin(check_writing(tx, kind))).await {
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

/// Below this the disk counts as nearly full: the log as long as it usually gets, and what is moved of it into the
/// database, no longer surely fit.
const LEAST_SPACE: u64 = 96 << 20;

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

async fn check_reading(tx: &mut Tx<'_>, kind: Kind, depth: Depth) -> Result<Vec<Check>, StoreError> {
    let mut checks = match kind {
        Kind::Sqlite => sqlite::check_reading(tx, depth).await?,
        Kind::Postgres => postgres::check_reading(tx, depth).await?,
    };
    let schema = read_schema_version(tx).await?;
    let detail = format!("schema {} of {}", schema.found, schema.newest);
    checks.push(Check { name: "schema_version", ok: schema.is_current(), detail });
    Ok(checks)
}

async fn check_writing(tx: &mut Tx<'_>, kind: Kind) -> Result<Vec<Check>, StoreError> {
    match kind {
        Kind::Sqlite => sqlite::check_writing(tx).await,
        Kind::Postgres => postgres::check_writing(tx).await,
    }
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
