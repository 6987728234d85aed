//! The lock that keeps a second process off the file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::error::OpenError;

/// Held as long as it lives. The system frees it when the process dies, however it dies.
#[derive(Debug)]
pub(super) struct ProcessLock {
    _file: File,
}

impl ProcessLock {
    /// Takes the lock of a database file.
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let lock_file = lock_path(database);
        let cannot =
            |error: std::io::Error| OpenError::CannotOpen { path: lock_file.clone(), reason: error.to_string() };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&lock_file).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
                return Err(OpenError::InUse { lock_file, pid });
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        // The number only makes the refusal of a second process clearer: the lock holds without it.
        let written =
            file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        if let Err(error) = written {
            tracing::debug!(%error, "the lock file cannot be written; the lock holds");
        }
        Ok(Self { _file: file })
    }
}

fn lock_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}
