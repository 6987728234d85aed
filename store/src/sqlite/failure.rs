//! SQLite's errors as ours. Messages are written here: SQLite's own may quote the statement.

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::error::StoreError;

/// What an error of SQLite means to the caller.
pub(super) fn describe(error: &rusqlite::Error) -> StoreError {
    tracing::debug!(code = ?error.sqlite_error_code(), "the database reported an error");
    match error {
        rusqlite::Error::SqliteFailure(code, message) => of_code(*code, message.as_deref()),
        rusqlite::Error::SqlInputError { error, .. } => of_code(*error, None),
        rusqlite::Error::Utf8Error(..) | rusqlite::Error::FromSqlConversionFailure(..) => {
            StoreError::Corrupt("a stored text is not UTF-8".to_owned())
        }
        _ => StoreError::Internal("a statement does not fit its parameters".to_owned()),
    }
}

fn of_code(code: ffi::Error, message: Option<&str>) -> StoreError {
    let number = code.extended_code;
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::DiskFull => StoreError::Unavailable("the disk is full".to_owned()),
        ErrorCode::SystemIoFailure => StoreError::Unavailable(format!("the disk reports an error (SQLite {number})")),
        ErrorCode::OutOfMemory => StoreError::Unavailable("memory is exhausted".to_owned()),
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::FileLockingProtocolFailed => {
            StoreError::Unavailable(format!("a file of the database cannot be opened or locked (SQLite {number})"))
        }
        ErrorCode::ReadOnly => StoreError::Unavailable(format!("the database cannot be written (SQLite {number})")),
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            StoreError::Corrupt(format!("a page cannot be read (SQLite {number})"))
        }
        ErrorCode::ConstraintViolation => StoreError::Constraint { what: constraint(number, message) },
        _ => StoreError::Internal(format!("SQLite error {number}")),
    }
}

/// `UNIQUE constraint failed: codes.canonical` names columns, never values; other texts are not passed on.
fn constraint(number: i32, message: Option<&str>) -> String {
    match number {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            let columns = message.and_then(|text| text.split_once(": ")).map_or("a key", |(_, columns)| columns);
            format!("{columns} is taken")
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
            "a row refers to one that does not exist, or is still referred to".to_owned()
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => "a required column is missing".to_owned(),
        ffi::SQLITE_CONSTRAINT_CHECK => "a value is outside its bounds".to_owned(),
        _ => format!("SQLite constraint {number}"),
    }
}

/// Whether the whole transaction is lost with this error, not only the statement.
pub(super) fn ends_the_unit(error: &StoreError) -> bool {
    matches!(error, StoreError::Unavailable(_) | StoreError::Busy | StoreError::Corrupt(_))
}

/// Whether nothing may be written any more until a restart has read the file afresh. After a failed fsync the system
/// may have dropped the pages: a later success would say nothing about them. A damaged page must not be built upon.
pub(super) fn stops_writing(error: &rusqlite::Error) -> bool {
    let number = error.sqlite_error().map_or(0, |code| code.extended_code);
    matches!(number, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC | ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(number: i32, text: &str) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(number), Some(text.to_owned()))
    }

    #[test]
    fn full_and_input_output_errors_are_alike() {
        for number in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_READONLY] {
            assert!(matches!(describe(&failure(number, "x")), StoreError::Unavailable(_)), "{number}");
        }
    }

    #[test]
    fn only_a_failed_flush_or_damage_stops_the_writer() {
        assert!(stops_writing(&failure(ffi::SQLITE_IOERR_FSYNC, "")));
        assert!(stops_writing(&failure(ffi::SQLITE_CORRUPT, "")));
        assert!(!stops_writing(&failure(ffi::SQLITE_FULL, "")));
        assert!(!stops_writing(&failure(ffi::SQLITE_IOERR_WRITE, "")));
    }

    #[test]
    fn no_message_quotes_the_statement() {
        let error = describe(&failure(ffi::SQLITE_ERROR, "near \"SECRET\": syntax error"));
        assert!(!error.to_string().contains("SECRET"), "{error}");
        let unique = describe(&failure(ffi::SQLITE_CONSTRAINT_UNIQUE, "UNIQUE constraint failed: codes.canonical"));
        assert_eq!(unique.to_string(), "a rule of the store was broken: codes.canonical is taken");
    }
}
