//! What a table holds, as one number: the same on every database.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::rows::Walk;
use super::tables::Table;
use super::{MoveEnd, MoveError, read_catalogue};
use crate::error::StoreError;
use crate::store::Store;
use crate::tx::Tx;
use crate::value::Value;

/// A table and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedTable {
    /// Its name.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of all their values in the order of the primary key, hexadecimal.
    pub digest: String,
}

/// Every table of a store, read in one snapshot.
///
/// # Errors
/// [`MoveError::Failed`] when it cannot be read.
pub async fn digest_rows(store: &Store) -> Result<Vec<MovedTable>, MoveError> {
    let kind = store.kind();
    let tables = store.read(move |tx| Box::pin(read_catalogue(tx, kind))).await;
    let tables = tables.map_err(MoveError::while_doing("the tables cannot be read"))?;
    digest_tables(store, MoveEnd::Source, tables).await
}

pub(super) async fn digest_tables(
    store: &Store,
    end: MoveEnd,
    tables: Vec<Table>,
) -> Result<Vec<MovedTable>, MoveError> {
    let found = store.read_without_limit(move |tx| {
        Box::pin(async move {
            let mut found = Vec::with_capacity(tables.len());
            for table in &tables {
                found.push(digest_table(tx, table).await?);
            }
            Ok::<_, StoreError>(found)
        })
    });
    found.await.map_err(MoveError::while_doing(format!("{end} cannot be read again")))
}

async fn digest_table(tx: &mut Tx<'_>, table: &Table) -> Result<MovedTable, StoreError> {
    let mut hash = Sha256::new();
    let (mut walk, mut rows) = (Walk::new(), 0);
    loop {
        let page = walk.next(tx, table).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            rows += 1;
            row.iter().for_each(|value| add(&mut hash, value));
        }
    }
    let digest = hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Ok(MovedTable { name: table.name.clone(), rows, digest })
}

/// Adds a value so that no two rows of values have the same bytes.
fn add(hash: &mut Sha256, value: &Value) {
    let (mark, bytes) = match value {
        Value::Null => (b'n', &[][..]),
        Value::Integer(number) => return hash.update([&b"i"[..], &number.to_be_bytes()].concat()),
        Value::Text(text) => (b't', text.as_bytes()),
        Value::Blob(bytes) => (b'b', bytes.as_slice()),
    };
    hash.update([mark]);
    hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_only_look_alike_differ() {
        let digest = |values: &[Value]| {
            let mut hash = Sha256::new();
            values.iter().for_each(|value| add(&mut hash, value));
            hash.finalize()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        let all = [
            digest(&[Value::Null]),
            digest(&[text("")]),
            digest(&[Value::Blob(Vec::new())]),
            digest(&[Value::Integer(0)]),
            digest(&[text("0")]),
            digest(&[text("a"), text("b")]),
            digest(&[text("ab"), text("")]),
            digest(&[text("ab")]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other != one), "{at}");
        }
    }
}
