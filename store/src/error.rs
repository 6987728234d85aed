//! What can go wrong. No message holds SQL text or a stored value.

use std::path::PathBuf;

/// Why work in the store came to nothing. Nothing of a unit of work that ends with one of these was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Too much work is waiting, or another process holds the database. Worth another try soon.
    #[error("the store is busy")]
    Busy,
    /// The database cannot be written or read now: disk full, an I/O error, closed. Nothing was acknowledged.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A rule of the tables was broken: a unique key, a foreign key, a CHECK.
    #[error("a rule of the store was broken: {what}")]
    Constraint {
        /// The columns or the rule, never a value.
        what: String,
    },
    /// A list's cursor was altered, or belongs to another list or order.
    #[error("the cursor is not one that this list gave out")]
    InvalidCursor,
    /// What was read is not what was written.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// A fault of the program.
    #[error("the store failed: {0}")]
    Internal(String),
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL of a PostgreSQL database cannot be read.
    #[error("the PostgreSQL URL is not usable; write postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
    BadPostgresUrl,
    /// The PostgreSQL database cannot be reached or does not let us in.
    #[error("cannot connect to PostgreSQL at {name}: {reason}")]
    CannotConnect {
        /// Host and database.
        name: String,
        /// What stands in the way.
        reason: String,
    },
    /// The URL names no database that the program knows.
    #[error(
        "\"{scheme}\" is not a database this program knows; accepted are sqlite:PATH, sqlite::memory: and postgres://HOST/DATABASE"
    )]
    UnknownScheme {
        /// What stands before the colon. The rest may hold a password and is not shown.
        scheme: String,
    },
    /// The path after `sqlite:` cannot be one.
    #[error("the database path is not usable: {0}")]
    BadPath(String),
    /// There is no such file and it was not to be made.
    #[error("there is no database at {}", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Another process has the database.
    #[error("the database is in use by another process{}: {} is locked. Stop that process first; one database serves one process", holder(.pid), lock_file.display())]
    InUse {
        /// The lock file.
        lock_file: PathBuf,
        /// The process that holds it, where it said so.
        pid: Option<u32>,
    },
    /// The database was made by a newer program.
    #[error(
        "the database has schema {found}, this program knows up to {newest}: it was written by a newer release. Run that release or restore a backup"
    )]
    NewerSchema {
        /// What the database has.
        found: u64,
        /// What the program knows.
        newest: u64,
    },
    /// A move into the database began and did not end.
    #[error(
        "a move into this database was broken off: it is not whole and nothing may be done with it. Run the same `tessera move` again, or throw the database away"
    )]
    Unfinished,
    /// The SQLite library has a known fault, or the database cannot give what durability needs.
    #[error("the database is not safe to use: {0}")]
    Unsuitable(String),
    /// The file cannot be opened.
    #[error("cannot open the database at {}: {reason}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
}

fn holder(pid: &Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}
