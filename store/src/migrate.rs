//! Brings the schema up to date: numbered steps in `migrations/`, small, additive, never edited after a release.

use std::fmt::Write as _;

use futures::future::BoxFuture;
use sha2::{Digest, Sha256};

use crate::codes::standing::fill_standings;
use crate::coupons::fill_claimable::fill_claimable;
use crate::coupons::fill_limits::fill_limits;
use crate::coupons::used_up::MARK_ALL;
use crate::error::StoreError;
use crate::history::fill_history::fill_history;
use crate::params;
use crate::store::Store;
use crate::tx::Tx;

/// One step.
struct Migration {
    number: u64,
    name: &'static str,
    sql: &'static str,
    /// What the step does with the rows there are and SQL cannot say; in the step's transaction.
    fill: Option<Fill>,
}

type Fill = for<'t, 'c> fn(&'t mut Tx<'c>) -> BoxFuture<'t, Result<(), StoreError>>;

macro_rules! migrations {
    ($($number:literal $name:literal $fill:expr;)+) => {
        const MIGRATIONS: &[Migration] = &[$(Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
            fill: $fill,
        }),+];
    };
}

migrations! {
    1 "0001_coupons_and_redemptions" None;
    2 "0002_order_history" Some(fill_history);
    3 "0003_code_voids" None;
    4 "0004_settings_and_messages" None;
    5 "0005_holds_and_budgets" Some(fill_limits);
    6 "0006_events_and_audit" None;
    7 "0007_webhooks" None;
    8 "0008_balances" None;
    9 "0009_campaigns" None;
    10 "0010_renewals" None;
    11 "0011_jobs" None;
    12 "0012_codes" Some(fill_standings);
    13 "0013_claims" Some(fill_claimable);
    14 "0014_segments" None;
    15 "0015_past_orders" None;
    16 "0016_coupon_life" None;
    17 "0017_templates" None;
    18 "0018_job_marks" None;
    19 "0019_codes_by_text" None;
    20 "0020_coupon_search" None;
    21 "0021_users_and_sessions" None;
    22 "0022_failed_attempts" None;
    23 "0023_two_step" None;
    24 "0024_token_secrets" None;
}

const CREATE_LOG: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

/// The number of the newest step that was applied.
pub(crate) const FOUND: &str = "SELECT COALESCE(MAX(number), 0) FROM schema_migrations";

/// What was applied as a number.
pub(crate) const READ: &str = "SELECT name, checksum FROM schema_migrations WHERE number = ?1";

/// Notes a step.
pub(crate) const RECORD: &str =
    "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)";

/// The schema a database has and the newest one the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaVersion {
    /// What the database has; 0 when it was never migrated.
    pub found: u64,
    /// What the program knows.
    pub newest: u64,
}

impl SchemaVersion {
    /// Whether the program can work with it.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.found == self.newest
    }
}

/// The newest step.
pub(crate) fn newest() -> u64 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

/// The schema of a database.
pub(crate) async fn read_schema_version(tx: &mut Tx<'_>) -> Result<SchemaVersion, StoreError> {
    let mut found = 0;
    if tx.has_table("schema_migrations").await?
        && let Some(mut row) = tx.query_first(FOUND, &[]).await?
    {
        found = row.unsigned()?;
    }
    Ok(SchemaVersion { found, newest: newest() })
}

/// Applies what is missing, each step in a transaction of its own.
pub(crate) async fn migrate(store: &Store) -> Result<Vec<String>, StoreError> {
    let was_empty = store.schema_version().await?.found == 0;
    let mut applied = Vec::new();
    for migration in MIGRATIONS {
        if store.unit_of_work_without_limit(move |tx| Box::pin(apply(tx, migration))).await? {
            // Of a new database every step is new.
            if !was_empty {
                tracing::info!(migration = migration.name, "the schema was brought a step further");
            }
            applied.push(migration.name.to_owned());
        }
    }
    if was_empty && !applied.is_empty() {
        tracing::info!(schema = newest(), "a new database");
    }
    // Processes of an older release may have served until now.
    store.unit_of_work_without_limit(|tx| Box::pin(async move { tx.execute(MARK_ALL, &[]).await.map(drop) })).await?;
    Ok(applied)
}

async fn apply(tx: &mut Tx<'_>, migration: &Migration) -> Result<bool, StoreError> {
    // Another process may be at the same: the second finds each step done.
    tx.lock("migrate").await?;
    tx.execute(CREATE_LOG, &[]).await?;
    let version = read_schema_version(tx).await?;
    if version.found > version.newest {
        let reason = format!("it has schema {}, this program knows up to {}", version.found, version.newest);
        return Err(StoreError::Corrupt(reason));
    }
    let checksum = checksum(migration.sql);
    if let Some(mut row) = tx.query_first(READ, params![migration.number]).await? {
        let name = row.text()?;
        if row.text()? != checksum {
            return Err(StoreError::Corrupt(format!(
                "migration {name} was applied with another content than this program has"
            )));
        }
        return Ok(false);
    }
    tx.execute_script(migration.sql).await?;
    if let Some(fill) = migration.fill {
        fill(tx).await?;
    }
    let now = tx.now();
    tx.execute(RECORD, params![migration.number, migration.name, &checksum, now]).await?;
    Ok(true)
}

fn checksum(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_upwards_and_named_by_their_number() {
        assert!(MIGRATIONS.is_sorted_by(|a, b| a.number < b.number));
        for migration in MIGRATIONS {
            assert!(migration.name.starts_with(&format!("{:04}_", migration.number)), "{}", migration.name);
        }
    }
}
