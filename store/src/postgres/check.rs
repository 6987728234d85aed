//! What the server has to be for the store's promises to hold.

use jiff::{SignedDuration, Timestamp};

use super::open::OLDEST_SERVER;
use crate::check::{Check, Depth};
use crate::error::StoreError;
use crate::tx::Tx;

/// Version, whether it is a standby, settings as this session has them.
const SERVER: &str = "SELECT CAST(current_setting('server_version_num') AS BIGINT), current_setting('server_version'), pg_is_in_recovery(), \
     current_setting('default_transaction_read_only'), current_setting('fsync'), current_setting('full_page_writes')";

/// The database's clock at this moment, not at the transaction's beginning.
const NOW: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

/// Rules and indexes of our tables that do not hold for every row.
const UNCHECKED: &str = "SELECT (SELECT COUNT(*) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE NOT c.convalidated AND pg_table_is_visible(t.oid)) \
     + (SELECT COUNT(*) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE NOT i.indisvalid AND pg_table_is_visible(t.oid))";

/// How a commit of this session is acknowledged.
const SYNCHRONOUS: &str = "SELECT current_setting('synchronous_commit')";

/// Gives the commit something to make durable, and nothing to keep.
const WRITE: &str = "SELECT CAST(pg_logical_emit_message(true, 'tessera', 'check') AS TEXT)";

/// How far the clocks of this machine and the database may be apart.
const CLOSE_ENOUGH: SignedDuration = SignedDuration::from_secs(2);

/// Looks at what reading shows.
pub(crate) async fn check_reading(tx: &mut Tx<'_>, depth: Depth) -> Result<Vec<Check>, StoreError> {
    let missing = || StoreError::Corrupt("the server tells nothing of itself".to_owned());
    let mut row = tx.query_first(SERVER, &[]).await?.ok_or_else(missing)?;
    let (number, version, standby) = (row.integer()?, row.text()?, row.flag()?);
    let (read_only, fsync, full_pages) = (row.text()?, row.text()?, row.text()?);
    let oldest = OLDEST_SERVER / 10_000;
    let mut checks = vec![
        promise("server_version", number >= OLDEST_SERVER, format!("PostgreSQL {version}"), || {
            format!("PostgreSQL {oldest} or newer is needed")
        }),
        promise("primary", !standby, "the server is a primary".to_owned(), || {
            "the server is a standby and takes no writes; connect to the primary".to_owned()
        }),
        promise("read_write", read_only == "off", "transactions may write".to_owned(), || {
            "default_transaction_read_only is on; switch it off for this user and database".to_owned()
        }),
        setting("fsync", &fsync),
        setting("full_page_writes", &full_pages),
    ];
    checks.push(check_clock(tx).await?);
    if depth == Depth::Whole {
        let unchecked = tx.query_first(UNCHECKED, &[]).await?.ok_or_else(missing)?.integer()?;
        checks.push(promise("references", unchecked == 0, "every rule and index is valid".to_owned(), || {
            format!("{unchecked} rules or indexes are not valid for all rows; see pg_constraint and pg_index")
        }));
    }
    Ok(checks)
}

/// Looks at the session of a writer, and writes.
pub(crate) async fn check_writing(tx: &mut Tx<'_>) -> Result<Vec<Check>, StoreError> {
    let level = tx.query_first(SYNCHRONOUS, &[]).await?.map(|mut row| row.text()).transpose()?.unwrap_or_default();
    tx.query(WRITE, &[]).await?;
    let detail = if level == "off" { "off: a commit is answered before it is on the disk".to_owned() } else { level };
    Ok(vec![Check { name: "synchronous_commit", ok: !detail.starts_with("off"), detail }])
}

async fn check_clock(tx: &mut Tx<'_>) -> Result<Check, StoreError> {
    let asked = Timestamp::now();
    let theirs = tx.query_first(NOW, &[]).await?.map(|mut row| row.time()).transpose()?.unwrap_or(asked);
    let answered = Timestamp::now();
    Ok(compare_clocks(asked, theirs, answered))
}

/// The database's clock was read between two looks at the machine's.
fn compare_clocks(asked: Timestamp, theirs: Timestamp, answered: Timestamp) -> Check {
    let apart = if theirs < asked {
        asked.duration_since(theirs)
    } else if theirs > answered {
        theirs.duration_since(answered)
    } else {
        SignedDuration::ZERO
    };
    let seconds = apart.as_secs();
    promise("clock", apart <= CLOSE_ENOUGH, "the clocks of this machine and the database agree".to_owned(), || {
        format!("the clocks of this machine and the database are {seconds} s apart; set both by NTP")
    })
}

fn setting(name: &'static str, value: &str) -> Check {
    promise(name, value == "on", "on".to_owned(), || {
        format!("{value}: a crash can lose or damage what was acknowledged; switch it on in postgresql.conf")
    })
}

fn promise(name: &'static str, ok: bool, kept: String, broken: impl FnOnce() -> String) -> Check {
    Check { name, ok, detail: if ok { kept } else { broken() } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn clocks_may_be_two_seconds_apart() {
        for (asked, theirs, answered, ok) in
            [(10, 10, 10, true), (10, 12, 10, true), (10, 13, 10, false), (10, 7, 10, false), (10, 15, 20, true)]
        {
            let check = compare_clocks(at(asked), at(theirs), at(answered));
            assert_eq!(check.ok, ok, "{check:?}");
        }
        assert!(compare_clocks(at(10), at(7210), at(10)).detail.contains("7200 s apart"));
    }

    #[test]
    fn a_setting_that_is_off_is_told_with_the_way_out() {
        assert!(setting("fsync", "on").ok);
        let off = setting("fsync", "off");
        assert!(!off.ok && off.detail.contains("switch it on"));
    }
}
