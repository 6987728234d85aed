//! PostgreSQL's errors as ours. Messages are written here: PostgreSQL's own may quote values.

use std::error::Error as _;

use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::error::StoreError;

/// What an error means to the unit of work that met it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The statement failed, and with it the transaction.
    Statement,
    /// The whole unit has to be undone.
    EndsUnit,
    /// The unit came into another's way: the database undid it, and it may be done again from its beginning.
    Repeat,
    /// The connection is gone, and with it the transaction.
    Lost,
    /// The same, and the server did not read what was sent last: it had given the transaction up before.
    Unread,
}

/// An error with what it means.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) error: StoreError,
    pub(super) kind: Kind,
}

/// What an error of PostgreSQL means.
pub(super) fn describe(error: &Error) -> Failure {
    let Some(reported) = error.as_db_error() else {
        let of_the_line = error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
        return if of_the_line {
            Failure { error: lost(), kind: Kind::Lost }
        } else {
            tracing::error!(%error, "a statement and its parameters do not fit");
            let error = StoreError::Internal("a statement does not fit its parameters".to_owned());
            Failure { error, kind: Kind::Statement }
        };
    };
    tracing::debug!(code = reported.code().code(), "the database reported an error");
    of_code(reported.code(), reported.constraint())
}

/// The answer when the connection is gone before the end of the transaction was asked for.
pub(super) fn lost() -> StoreError {
    StoreError::Unavailable("the connection to the database was lost".to_owned())
}

/// The answer when nobody can tell whether a commit was made.
pub(super) fn unknown_outcome() -> StoreError {
    StoreError::Unavailable(
        "the connection was lost while a commit was made: whether it stands is not known".to_owned(),
    )
}

/// The answer when a call has taken as long as one may.
pub(super) fn took_too_long() -> StoreError {
    StoreError::Unavailable("the database took too long".to_owned())
}

fn of_code(code: &SqlState, constraint: Option<&str>) -> Failure {
    let number = code.code();
    let broken = |what: String| Failure { error: StoreError::Constraint { what }, kind: Kind::Statement };
    let away = |reason: String, kind| Failure { error: StoreError::Unavailable(reason), kind };
    match (code, &number[..2]) {
        (&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED, _) => {
            Failure { error: StoreError::Busy, kind: Kind::Repeat }
        }
        (&SqlState::UNIQUE_VIOLATION, _) => broken(format!("{} is taken", constraint.unwrap_or("a key"))),
        (&SqlState::FOREIGN_KEY_VIOLATION, _) => {
            broken("a row refers to one that does not exist, or is still referred to".to_owned())
        }
        (&SqlState::NOT_NULL_VIOLATION, _) => broken("a required column is missing".to_owned()),
        (&SqlState::CHECK_VIOLATION, _) => broken("a value is outside its bounds".to_owned()),
        (&SqlState::CHARACTER_NOT_IN_REPERTOIRE, _) => broken("a text holds a zero character".to_owned()),
        (_, "23") => broken(format!("PostgreSQL constraint {number}")),
        (&SqlState::LOCK_NOT_AVAILABLE, _) => Failure { error: StoreError::Busy, kind: Kind::EndsUnit },
        (&SqlState::QUERY_CANCELED, _) => Failure { error: took_too_long(), kind: Kind::EndsUnit },
        (&SqlState::READ_ONLY_SQL_TRANSACTION, _) => {
            away(format!("the database cannot be written (PostgreSQL {number})"), Kind::EndsUnit)
        }
        (&SqlState::DISK_FULL, _) => away("the disk is full".to_owned(), Kind::EndsUnit),
        (&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED, _) => Failure {
            error: StoreError::Corrupt(format!("a page cannot be read (PostgreSQL {number})")),
            kind: Kind::EndsUnit,
        },
        (&SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT, _) => Failure { error: took_too_long(), kind: Kind::Unread },
        (_, "08" | "57") => Failure { error: lost(), kind: Kind::Lost },
        (_, "28" | "3D" | "53" | "58") => {
            away(format!("the database refuses the work (PostgreSQL {number})"), Kind::EndsUnit)
        }
        _ => Failure { error: StoreError::Internal(format!("PostgreSQL error {number}")), kind: Kind::Statement },
    }
}

/// What it means when the pool gives no connection.
pub(super) fn describe_pool(error: &PoolError) -> StoreError {
    match error {
        PoolError::Timeout(_) => StoreError::Unavailable("no connection to the database was free in time".to_owned()),
        PoolError::Closed => crate::store::closed(),
        PoolError::Backend(error) => StoreError::Unavailable(cannot_connect(error)),
        PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
            StoreError::Unavailable("a connection to the database could not be made ready".to_owned())
        }
    }
}

/// Why no connection was made, in words that hold no password.
pub(super) fn cannot_connect(error: &Error) -> String {
    if let Some(reported) = error.as_db_error() {
        return match *reported.code() {
            SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                format!("it refuses this user or password (PostgreSQL {})", reported.code().code())
            }
            SqlState::INVALID_CATALOG_NAME => "there is no database of this name; make it with createdb".to_owned(),
            SqlState::TOO_MANY_CONNECTIONS => "it has no connection left; raise max_connections".to_owned(),
            SqlState::CANNOT_CONNECT_NOW => "it is starting up or shutting down".to_owned(),
            ref code => format!("it refuses the connection (PostgreSQL {})", code.code()),
        };
    }
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str) -> (Kind, StoreError) {
        let failure = of_code(&SqlState::from_code(code), Some("codes_by_canonical"));
        (failure.kind, failure.error)
    }

    #[test]
    fn what_came_into_anothers_way_is_repeated() {
        assert_eq!(kind("40001"), (Kind::Repeat, StoreError::Busy));
        assert_eq!(kind("40P01"), (Kind::Repeat, StoreError::Busy));
    }

    #[test]
    fn a_wait_that_took_too_long_ends_the_unit_and_may_be_tried_again() {
        assert_eq!(kind("55P03"), (Kind::EndsUnit, StoreError::Busy));
        for code in ["57014", "53100", "25006", "53300"] {
            assert!(matches!(kind(code), (Kind::EndsUnit, StoreError::Unavailable(_))), "{code}");
        }
    }

    #[test]
    fn a_server_that_goes_away_takes_the_connection_with_it() {
        for code in ["57P01", "57P02", "57P03", "08006"] {
            assert!(matches!(kind(code), (Kind::Lost, StoreError::Unavailable(_))), "{code}");
        }
        // A transaction that stood still was given up before anything more was read.
        assert!(matches!(kind("25P03"), (Kind::Unread, StoreError::Unavailable(_))));
    }

    #[test]
    fn a_broken_rule_is_a_constraint() {
        for code in ["23505", "23503", "23502", "23514", "23P01", "22021"] {
            assert!(matches!(kind(code), (Kind::Statement, StoreError::Constraint { .. })), "{code}");
        }
        assert_eq!(kind("23505").1.to_string(), "a rule of the store was broken: codes_by_canonical is taken");
    }
}
