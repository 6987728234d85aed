//! One SQLite connection as the statements see it. Its futures are ready at once.

use futures::future::{BoxFuture, ready};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ToSql, params_from_iter};

use super::failure;
use crate::error::StoreError;
use crate::tx::{Asked, Connection};
use crate::value::{Param, Row, Value};

/// A connection, with what went wrong on it since that was last asked.
pub(super) struct SqliteConnection {
    raw: rusqlite::Connection,
    broken: Option<StoreError>,
    stopped: bool,
    /// Statements and scripts that may have written something else than rows.
    others: u64,
}

impl SqliteConnection {
    pub(super) fn new(raw: rusqlite::Connection) -> Self {
        Self { raw, broken: None, stopped: false, others: 0 }
    }

    /// The error, if any, after which the work in hand cannot be kept, even where the work has passed over it.
    pub(super) fn take_broken(&mut self) -> Option<StoreError> {
        self.broken.take()
    }

    /// Whether the database must not be written any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    /// How much was written on it so far: rows that were changed, and statements that write something else.
    pub(super) fn written(&self) -> u64 {
        self.raw.total_changes() + self.others
    }

    /// Runs a statement that has no parameters and whose rows, if any, are of no interest.
    pub(super) fn control(&mut self, sql: &str) -> Result<(), StoreError> {
        let result = self.raw.prepare_cached(sql).and_then(|mut statement| {
            let mut rows = statement.query([])?;
            while rows.next()?.is_some() {}
            Ok(())
        });
        self.note(result)
    }

    fn note<T>(&mut self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| {
            let described = failure::describe(&error);
            self.stopped |= failure::stops_writing(&error);
            if failure::ends_the_unit(&described) {
                self.broken.get_or_insert_with(|| described.clone());
            }
            described
        })
    }

    fn execute_now(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let changed = self.raw.prepare_cached(sql).and_then(|mut statement| {
            self.others += u64::from(writes_no_rows(sql, &statement));
            statement.execute(params_from_iter(params))
        });
        let changed = self.note(changed)?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn query_now(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let found = self.raw.prepare_cached(sql).and_then(|mut statement| {
            self.others += u64::from(writes_no_rows(sql, &statement));
            let columns = statement.column_count();
            let mut rows = statement.query(params_from_iter(params))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let values = (0..columns)
                    .map(|column| read_value(row.get_ref(column)?, column))
                    .collect::<rusqlite::Result<_>>()?;
                found.push(Row::new(values));
            }
            Ok(found)
        });
        self.note(found)
    }
}

/// Whether it writes something that SQLite does not count as rows.
fn writes_no_rows(sql: &str, statement: &rusqlite::Statement<'_>) -> bool {
    !statement.readonly() && !["INSERT ", "UPDATE ", "DELETE "].iter().any(|start| sql.starts_with(start))
}

impl Connection for SqliteConnection {
    fn execute<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(ready(self.execute_now(sql, params)))
    }

    fn query<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        Box::pin(ready(self.query_now(sql, params)))
    }

    fn execute_script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.others += 1;
        let result = self.raw.execute_batch(sql);
        Box::pin(ready(self.note(result)))
    }

    fn prepare<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        let result = self.raw.prepare(sql).map(drop);
        Box::pin(ready(self.note(result)))
    }

    fn has_table<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        let rows =
            self.query_now("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", &[Param::Text(name)]);
        Box::pin(ready(rows.map(|rows| !rows.is_empty())))
    }

    /// There is one writer: nobody else has anything.
    fn lock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(ready(Ok(())))
    }

    fn try_lock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(ready(Ok(true)))
    }

    fn push(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.execute_now(sql, params).map(drop)
    }

    fn query_all<'a>(&'a mut self, asked: &'a [Asked<'a>]) -> BoxFuture<'a, Result<Vec<Vec<Row>>, StoreError>> {
        let found = asked.iter().map(|(sql, params)| self.query_now(sql, params)).collect();
        Box::pin(ready(found))
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn read_value(value: ValueRef<'_>, column: usize) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|error| rusqlite::Error::Utf8Error(column, error))?;
            Value::Text(text.to_owned())
        }
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        // No column of ours is a float and no statement of ours makes one.
        ValueRef::Real(_) => {
            return Err(rusqlite::Error::InvalidColumnType(column, String::new(), rusqlite::types::Type::Real));
        }
    })
}
