//! Moves everything of one database into an empty other one, of the same or the other kind.
//!
//! Tables, columns and keys are read from the two databases themselves, so that what a later migration adds is moved too.
//! Rows are read in the order of their keys and written in bounded batches. Nothing is written to the source: it is read
//! a last time when all is copied, in one snapshot, and a table whose rows differ by then fails the move. From its first
//! write to its end the target has a mark ([`mark`]) with which no program opens it; begun again, the move empties it first.

pub(crate) mod copy;
pub(crate) mod digest;
pub(crate) mod mark;
pub(crate) mod rows;
pub(crate) mod tables;

use std::fmt;

use crate::error::StoreError;
use crate::store::{Kind, OpenOptions, Store};
use crate::tx::Tx;
use crate::verify::{Verified, verify};
use crate::{postgres, sqlite};
pub use copy::copy_rows;
pub use digest::{MovedTable, digest_rows};

/// One of the two databases of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveEnd {
    /// What is read.
    Source,
    /// What is filled.
    Target,
}

impl fmt::Display for MoveEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Source => "the source",
            Self::Target => "the target",
        })
    }
}

/// How far a move is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveStep<'a> {
    /// What an earlier move left in the target is thrown away.
    Emptying,
    /// Rows of a table that were copied so far.
    Copying {
        /// The table.
        table: &'a str,
        /// How many.
        rows: u64,
        /// Whether that is all of it.
        is_done: bool,
    },
    /// Both ends are read again and compared.
    Comparing,
    /// Everything that follows from something else is computed again.
    Verifying(MoveEnd),
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Every table with its rows, which are the same in both databases, in the order of copying.
    pub tables: Vec<MovedTable>,
    /// What [`verify`](crate::verify::verify) said of the target, and word for word of the source.
    pub checks: Vec<Verified>,
}

/// Why nothing was moved. Where the target was written to, it has its mark.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The source has not this program's schema.
    #[error(
        "the source has schema {found} and this program schema {newest}: bring it there first with `tessera migrate`"
    )]
    OldSchema {
        /// What the source has.
        found: u64,
        /// What the program knows.
        newest: u64,
    },
    /// Other processes are connected.
    #[error("{end} is in use: {sessions} other connections of Tessera. Stop every process that serves it first")]
    InUse {
        /// Which database.
        end: MoveEnd,
        /// How many connections.
        sessions: u64,
    },
    /// The target holds something.
    #[error("the target is not empty: there are rows in its table {table}. Move into a new database")]
    NotEmpty {
        /// A table with rows.
        table: String,
    },
    /// A table is not the same in both, or cannot be moved.
    #[error("{0}. Only tables of Tessera can be moved, and all of them have to be in both databases")]
    Tables(String),
    /// The source was written to meanwhile, or a row did not arrive as it was.
    #[error(
        "the rows of {table} are not the same in both databases: {source_rows} in the source, {target_rows} in the target. Was the source changed meanwhile? Begin again with nothing else on it"
    )]
    Differs {
        /// The table.
        table: String,
        /// Rows in the source.
        source_rows: u64,
        /// Rows in the target.
        target_rows: u64,
    },
    /// Something does not sum up.
    #[error("{end} does not sum up: {check} finds {entry}: {detail}")]
    Unverified {
        /// Which database.
        end: MoveEnd,
        /// The check.
        check: &'static str,
        /// The first bad entry.
        entry: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A database failed.
    #[error("{what}: {error}")]
    Failed {
        /// What was being done.
        what: String,
        /// What the database says.
        error: StoreError,
    },
}

impl MoveError {
    /// Says what was being done when a database failed.
    fn while_doing(what: impl Into<String>) -> impl FnOnce(StoreError) -> Self {
        move |error| Self::Failed { what: what.into(), error }
    }
}

/// Hears how far a move is.
pub type Told<'a> = &'a (dyn Fn(MoveStep<'_>) + Send + Sync);

impl OpenOptions {
    /// For one end of a move: alone on it, and a target also when an earlier move left it unfinished.
    #[must_use]
    pub fn for_move(end: MoveEnd) -> Self {
        Self { exclusive: true, create: end == MoveEnd::Target, move_end: Some(end), ..Self::default() }
    }
}

/// Moves everything. Both stores were opened with [`OpenOptions::for_move`]; the target is migrated here.
///
/// # Errors
/// [`MoveError`]. Whether the target was written to shows in its mark; begun again the move starts from the beginning.
pub async fn move_database(from: &Store, to: &Store, told: Told<'_>) -> Result<Moved, MoveError> {
    refuse_others(from, MoveEnd::Source).await?;
    refuse_others(to, MoveEnd::Target).await?;
    // What cannot arrive whole is not begun.
    told(MoveStep::Verifying(MoveEnd::Source));
    let before = verify_end(from, MoveEnd::Source).await?;
    // That took a while. From the mark on, nobody opens the target.
    refuse_others(to, MoveEnd::Target).await?;
    let tables = copy_rows(from, to, told).await?;
    told(MoveStep::Verifying(MoveEnd::Target));
    let checks = verify_end(to, MoveEnd::Target).await?;
    if let Some((one, _)) = before.iter().zip(&checks).find(|(one, other)| one != other) {
        let detail = "it looked at more or less than in the source".to_owned();
        return Err(MoveError::Unverified {
            end: MoveEnd::Target,
            check: one.name,
            entry: one.name.to_owned(),
            detail,
        });
    }
    // Who began to work on either of them meanwhile may have written what the other does not have.
    refuse_others(from, MoveEnd::Source).await?;
    refuse_others(to, MoveEnd::Target).await?;
    let lifted = to.unit_of_work_without_limit(|tx| Box::pin(mark::lift(tx))).await;
    lifted.map_err(MoveError::while_doing("the target cannot be opened for use"))?;
    Ok(Moved { tables, checks })
}

async fn verify_end(store: &Store, end: MoveEnd) -> Result<Vec<Verified>, MoveError> {
    let found = store.read_without_limit(|tx| Box::pin(async move { verify(tx, None).await })).await;
    let found = found.map_err(MoveError::while_doing(format!("{end} cannot be verified")))?;
    match found.iter().find_map(|one| Some((one.name, one.bad.clone()?))) {
        None => Ok(found),
        Some((check, bad)) => Err(MoveError::Unverified { end, check, entry: bad.entry, detail: bad.detail }),
    }
}

/// How often a connection that is being closed elsewhere is waited for, and how long each time.
const LOOKS: u32 = 8;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(250);

/// SQLite has its lock for this; PostgreSQL lists who is connected.
async fn refuse_others(store: &Store, end: MoveEnd) -> Result<(), MoveError> {
    if store.kind() == Kind::Sqlite {
        return Ok(());
    }
    let mut sessions = 0;
    for _ in 0..LOOKS {
        let found = store.read(|tx| Box::pin(count_others(tx))).await;
        sessions = found.map_err(MoveError::while_doing(format!("{end} does not tell who is connected")))?;
        if sessions == 0 {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(MoveError::InUse { end, sessions })
}

async fn count_others(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let row = tx.query_first(postgres::OTHERS, &[]).await?;
    row.ok_or_else(|| StoreError::Corrupt("the server does not count its sessions".to_owned()))?.unsigned()
}

/// The tables of a database with their columns, and what refers to what.
async fn read_catalogue(tx: &mut Tx<'_>, kind: Kind) -> Result<Vec<tables::Table>, StoreError> {
    let (columns, references) = match kind {
        Kind::Sqlite => (sqlite::COLUMNS, sqlite::REFERENCES),
        Kind::Postgres => (postgres::COLUMNS, postgres::REFERENCES),
    };
    tables::read_tables(tx, columns, references).await
}
