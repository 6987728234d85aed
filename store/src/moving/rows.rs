//! Rows of any table, read a page at a time and written many with one statement.

use std::fmt::Write as _;

use super::tables::{Holds, Table};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::{Param, Value};

/// Values in the order of the table's columns.
pub(super) type Values = Vec<Value>;

/// Most values in one statement.
const MOST_VALUES: usize = 2_000;

/// Rows of a first page; it grows while rows are small and shrinks where they are large.
const FIRST: usize = 64;
const MOST_ROWS: usize = 4_096;

/// How many bytes of values a page should have.
const BYTES: usize = 1 << 20;

/// Goes through a table in the order of its key. It remembers where it is, so that pages may come from one snapshot or
/// from several.
pub(super) struct Walk {
    limit: usize,
    after: Option<Vec<Value>>,
    is_over: bool,
}

impl Walk {
    /// At the beginning.
    pub(super) fn new() -> Self {
        Self { limit: FIRST, after: None, is_over: false }
    }

    /// The next rows; none after the last.
    pub(super) async fn next(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<Vec<Values>, StoreError> {
        if self.is_over {
            return Ok(Vec::new());
        }
        let params: Vec<Param<'_>> = self.after.iter().flatten().map(Value::as_param).collect();
        let rows = tx.query(&select(table, self.after.is_some(), self.limit), &params).await?;
        let mut page = Vec::with_capacity(rows.len());
        for mut row in rows {
            page.push(table.columns.iter().map(|_| row.value()).collect::<Result<Values, _>>()?);
        }
        self.is_over = page.len() < self.limit;
        if let Some(last) = page.last() {
            self.after = Some(key_of(table, last));
        }
        let bytes: usize = page.iter().flatten().map(size).sum();
        if bytes > 2 * BYTES {
            self.limit = (self.limit / 2).max(1);
        } else if bytes < BYTES / 2 {
            self.limit = (self.limit * 2).min(MOST_ROWS);
        }
        Ok(page)
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Integer(_) => 8,
        Value::Text(text) => text.len(),
        Value::Blob(bytes) => bytes.len(),
    }
}

/// The values of a row's key, in the key's order.
pub(super) fn key_of(table: &Table, row: &[Value]) -> Vec<Value> {
    table
        .key
        .iter()
        .filter_map(|column| Some(row.get(table.columns.keys().position(|name| name == column)?)?.clone()))
        .collect()
}

fn select(table: &Table, is_after: bool, limit: usize) -> String {
    let columns = names(table.columns.keys());
    let key = names(&table.key);
    let after = if is_after { format!(" WHERE ({key}) > ({})", places(1, table.key.len())) } else { String::new() };
    format!("SELECT {columns} FROM \"{}\"{after} ORDER BY {key} LIMIT {limit}", table.name)
}

/// Writes rows as they are, but for columns that refer to rows of the same table: those come with [`link`].
pub(super) async fn insert(tx: &mut Tx<'_>, table: &Table, rows: &[Values]) -> Result<(), StoreError> {
    let width = table.columns.len();
    let later: Vec<bool> = table.columns.keys().map(|column| table.within.contains(column)).collect();
    for some in rows.chunks((MOST_VALUES / width).max(1)) {
        let mut sql = format!("INSERT INTO \"{}\" ({}) VALUES ", table.name, names(table.columns.keys()));
        for row in 0..some.len() {
            let _ = write!(sql, "{}({})", if row > 0 { ", " } else { "" }, places(row * width + 1, width));
        }
        let value = |(value, is_later): (&'_ Value, &bool)| if *is_later { Value::Null } else { value.clone() };
        let values: Vec<Value> = some.iter().flat_map(|row| row.iter().zip(&later).map(value)).collect();
        let params: Vec<Param<'_>> = values.iter().map(Value::as_param).collect();
        tx.execute(&sql, &params).await?;
    }
    Ok(())
}

/// Writes what [`insert`] left out of these rows; every row of the table is there by now.
pub(super) async fn link(tx: &mut Tx<'_>, table: &Table, rows: &[Values]) -> Result<(), StoreError> {
    let key: Vec<_> = table.key.iter().enumerate().map(|(at, column)| format!("\"{column}\" = ?{}", at + 2)).collect();
    for column in &table.within {
        let Some(place) = table.columns.keys().position(|name| name == column) else { continue };
        let sql = format!("UPDATE \"{}\" SET \"{column}\" = ?1 WHERE {}", table.name, key.join(" AND "));
        for row in rows.iter().filter(|row| row[place] != Value::Null) {
            let key = key_of(table, row);
            let params: Vec<Param<'_>> = std::iter::once(&row[place]).chain(&key).map(Value::as_param).collect();
            tx.execute(&sql, &params).await?;
        }
    }
    Ok(())
}

/// Takes every row out of a table.
pub(super) async fn delete_all(tx: &mut Tx<'_>, table: &Table) -> Result<(), StoreError> {
    tx.execute(&format!("DELETE FROM \"{}\"", table.name), &[]).await.map(drop)
}

/// Whether a value cannot be kept by PostgreSQL: a zero character in a text. JSON never holds one as it is.
pub(super) fn has_zero(row: &[Value]) -> bool {
    row.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0')))
}

/// Whether a value is what its column says; SQLite would keep any.
pub(super) fn fits(value: &Value, holds: Holds) -> bool {
    matches!(
        (value, holds),
        (Value::Null, _)
            | (Value::Text(_), Holds::Text)
            | (Value::Integer(_), Holds::Integer)
            | (Value::Blob(_), Holds::Bytes)
    )
}

fn names<'a>(columns: impl IntoIterator<Item = &'a String>) -> String {
    columns.into_iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|place| format!("?{place}")).collect::<Vec<_>>().join(", ")
}
