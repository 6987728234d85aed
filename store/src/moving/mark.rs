//! The mark of a target that is not whole yet: a table of its own, there from the first write to the last.

use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The table. No migration makes it.
pub(crate) static TABLE: &str = "unfinished_move";

const CREATE: &str = "CREATE TABLE unfinished_move (began_at BIGINT NOT NULL PRIMARY KEY)";

const INSERT: &str = "INSERT INTO unfinished_move (began_at) VALUES (?1)";

const DROP: &str = "DROP TABLE unfinished_move";

/// Whether a move into this database began and did not end.
pub(crate) async fn is_marked(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    tx.has_table(TABLE).await
}

/// Marks a database, unless it is marked.
pub(crate) async fn set(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if is_marked(tx).await? {
        return Ok(());
    }
    tx.execute(CREATE, &[]).await?;
    let now = tx.now();
    tx.execute(INSERT, params![now]).await.map(drop)
}

/// Takes the mark away: the database is whole.
pub(crate) async fn lift(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.execute(DROP, &[]).await.map(drop)
}
