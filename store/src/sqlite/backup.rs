//! Copies a database file with `VACUUM INTO`: one moment of it, without keeping writers out.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use super::failure;
use crate::backup::{Backup, BackupError};

/// Copies `source` to `target`, which must not be there. The copy is made beside its place and moved when it was checked.
pub(crate) fn back_up(source: &Path, target: &Path, now: Timestamp) -> Result<Backup, BackupError> {
    if target.try_exists().map_err(|error| cannot(target, &error))? {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let partial = partial_path(target);
    let made = make(source, &partial, now).and_then(|()| put_in_place(&partial, target));
    if fs::remove_file(&partial).is_err() && made.is_err() {
        tracing::debug!("there was no half of a backup to remove");
    }
    made?;
    let bytes = fs::metadata(target).map_err(|error| cannot(target, &error))?.len();
    Ok(Backup { path: target.to_owned(), bytes })
}

fn partial_path(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".partial-{}", std::process::id()));
    name.into()
}

fn make(source: &Path, partial: &Path, now: Timestamp) -> Result<(), BackupError> {
    let failed = |error: rusqlite::Error| BackupError::CannotWrite {
        path: partial.to_owned(),
        reason: failure::describe(&error).to_string(),
    };
    // Made empty and readable by its owner alone, as the database is.
    let mut file = fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    file.open(partial).map_err(|error| cannot(partial, &error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(source, flags).map_err(failed)?;
    from.busy_timeout(std::time::Duration::from_secs(5)).map_err(failed)?;
    let path = partial.to_str().ok_or_else(|| BackupError::CannotWrite {
        path: partial.to_owned(),
        reason: "its name is not UTF-8".to_owned(),
    })?;
    from.execute("VACUUM INTO ?1", [path]).map_err(failed)?;
    drop(from);
    let copy = Connection::open_with_flags(partial, flags).map_err(failed)?;
    check(&copy)?;
    copy.execute_batch("PRAGMA synchronous = FULL; DELETE FROM backup_marks").map_err(failed)?;
    copy.execute("INSERT INTO backup_marks (id, taken_at) VALUES (1, ?1)", [now.as_microsecond()]).map_err(failed)?;
    copy.close().map_err(|(_, error)| failed(error))?;
    File::open(partial).and_then(|file| file.sync_all()).map_err(|error| cannot(partial, &error))
}

fn check(copy: &Connection) -> Result<(), BackupError> {
    let damaged = |error: rusqlite::Error| BackupError::Damaged(failure::describe(&error).to_string());
    let found: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(damaged)?;
    if found != "ok" {
        return Err(BackupError::Damaged(found));
    }
    let mut dangling = copy.prepare("PRAGMA foreign_key_check").map_err(damaged)?;
    if dangling.query([]).and_then(|mut rows| Ok(rows.next()?.is_some())).map_err(damaged)? {
        return Err(BackupError::Damaged("a row refers to one that does not exist".to_owned()));
    }
    Ok(())
}

/// Gives the copy its name; a file that came there meanwhile stays.
fn put_in_place(partial: &Path, target: &Path) -> Result<(), BackupError> {
    match fs::hard_link(partial, target) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(BackupError::Exists(target.to_owned())),
        // Not every file system has links.
        Err(_) => fs::rename(partial, target).map_err(|error| cannot(target, &error))?,
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| cannot(target, &error))
}

fn cannot(path: &Path, error: &std::io::Error) -> BackupError {
    BackupError::CannotWrite { path: path.to_owned(), reason: error.to_string() }
}
