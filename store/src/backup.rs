//! Copies a database that serves, whole and checked.
//!
//! The copy is one moment of the database; writers go on meanwhile. It is marked as a backup: whoever puts it into use
//! begins a new epoch ([`changes`](crate::changes)).

use std::path::{Path, PathBuf};

use crate::store::{Store, read_clock};

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: u64,
}

/// Why no copy was made. Nothing is left at its place.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is a file already.
    #[error("{} is there already; a backup overwrites nothing", .0.display())]
    Exists(PathBuf),
    /// A database in memory ends with its process.
    #[error("a database in memory cannot be backed up")]
    InMemory,
    /// PostgreSQL has tools of its own for this.
    #[error("a PostgreSQL database is backed up with its own tools, such as pg_basebackup or pg_dump")]
    OnPostgres,
    /// The copy cannot be written.
    #[error("cannot write {}: {reason}", path.display())]
    CannotWrite {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The copy is not whole: the database it was made of is damaged.
    #[error("the copy is not whole, so that it was thrown away: {0}. Run `tessera doctor` on the database")]
    Damaged(String),
}

impl Store {
    /// Copies the database to a file that is not there yet, and checks every page of the copy.
    ///
    /// # Errors
    /// [`BackupError`]; the file is then not there.
    pub async fn backup(&self, target: &Path) -> Result<Backup, BackupError> {
        let no_file = if self.is_shared() { BackupError::OnPostgres } else { BackupError::InMemory };
        let source = self.path().ok_or(no_file)?.clone();
        let (target, now) = (target.to_owned(), read_clock(None));
        let failed = |reason: String, path: PathBuf| BackupError::CannotWrite { path, reason };
        let shown = target.clone();
        tokio::task::spawn_blocking(move || crate::sqlite::back_up(&source, &target, now))
            .await
            .map_err(|error| failed(error.to_string(), shown))?
    }
}
