//! What a statement sees of a transaction: the same on every database.

use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::{Param, Row};

/// A statement with its parameters.
pub(crate) type Asked<'a> = (&'static str, Vec<Param<'a>>);

/// A connection of a driver with an open transaction.
pub(crate) trait Connection: Send {
    /// Runs a statement, answers the number of rows it changed.
    fn execute<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> BoxFuture<'a, Result<u64, StoreError>>;
    /// Runs a statement, answers its rows.
    fn query<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> BoxFuture<'a, Result<Vec<Row>, StoreError>>;
    /// Runs a script of statements without parameters.
    fn execute_script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;
    /// Prepares a statement without running it.
    fn prepare<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;
    /// Whether there is a table of this name.
    fn has_table<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, StoreError>>;
    /// Waits until no other transaction has this name, and has it until this one ends. At the latest the next statement
    /// that is waited for finds it so.
    fn lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;
    /// Has this name until the transaction ends, unless another one has it.
    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, StoreError>>;
    /// Runs a statement whose outcome nobody asks for, with the next one that is waited for at the latest.
    fn push(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<(), StoreError>;
    /// Runs statements that do not depend on each other, in their order; answers the rows of each.
    fn query_all<'a>(&'a mut self, asked: &'a [Asked<'a>]) -> BoxFuture<'a, Result<Vec<Vec<Row>>, StoreError>>;
}

/// An open transaction. Made by [`Store::unit_of_work`](crate::Store::unit_of_work) and
/// [`Store::read`](crate::Store::read); ends with them.
pub struct Tx<'c> {
    connection: &'c mut dyn Connection,
    now: Timestamp,
    is_undone: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: &'c mut dyn Connection, now: Timestamp) -> Self {
        Self { connection, now, is_undone: false }
    }

    /// The instant of this transaction, read once: whole microseconds, UTC.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Runs a statement, answers the number of rows it changed. Statements belong into this crate; the method is
    /// open for tests.
    ///
    /// # Errors
    /// What the database says, as a [`StoreError`].
    pub async fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.connection.execute(sql, params).await
    }

    /// Runs a statement, answers all its rows.
    ///
    /// # Errors
    /// What the database says, as a [`StoreError`].
    pub async fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        self.connection.query(sql, params).await
    }

    /// Runs a statement, answers its first row.
    ///
    /// # Errors
    /// What the database says, as a [`StoreError`].
    pub async fn query_first(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Runs a statement whose outcome nobody asks for. Over a network it is not waited for: it goes with the next
    /// statement, in order, and when it fails, that one or the end of the unit of work tells.
    ///
    /// # Errors
    /// What the database says, as a [`StoreError`], now or then.
    pub(crate) fn push(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.connection.push(sql, params)
    }

    /// Runs statements that do not depend on each other, in their order; answers the rows of each. Over a network they
    /// are under way together.
    ///
    /// # Errors
    /// What the database says of the first that fails, as a [`StoreError`].
    pub(crate) async fn query_all(&mut self, asked: &[Asked<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        self.connection.query_all(asked).await
    }

    /// Prepares a statement without running it: a test asks this of every one.
    ///
    /// # Errors
    /// What the database says, as a [`StoreError`].
    pub async fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.prepare(sql).await
    }

    pub(crate) async fn execute_script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_script(sql).await
    }

    pub(crate) async fn has_table(&mut self, name: &str) -> Result<bool, StoreError> {
        self.connection.has_table(name).await
    }

    /// Waits until no other transaction has this name, and has it until this one ends: for what two may not do at
    /// once and no row stands for. Whoever takes several takes them sorted, and before any row. Over a network it is waited for with
    /// the next statement, which is refused as [`StoreError::Busy`] when another one has it for too long.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another one has it for too long.
    pub async fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        self.connection.lock(name).await
    }

    /// Has this name until the transaction ends, as [`Tx::lock`] does; `false` when another one has it: nobody waits.
    pub(crate) async fn try_lock(&mut self, name: &str) -> Result<bool, StoreError> {
        self.connection.try_lock(name).await
    }

    /// Begins a part that can be undone by itself. Every part is ended by [`Tx::keep_part`] or [`Tx::undo_part`].
    pub(crate) async fn begin_part(&mut self) -> Result<(), StoreError> {
        self.execute("SAVEPOINT part", &[]).await.map(drop)
    }

    pub(crate) async fn keep_part(&mut self) -> Result<(), StoreError> {
        self.execute("RELEASE SAVEPOINT part", &[]).await.map(drop)
    }

    pub(crate) async fn undo_part(&mut self) -> Result<(), StoreError> {
        self.execute("ROLLBACK TO SAVEPOINT part", &[]).await?;
        self.keep_part().await
    }

    /// Says that nothing of the unit of work is to be kept, whatever the work answers: part of something that was
    /// refused is written.
    pub(crate) fn undo(&mut self) {
        self.is_undone = true;
    }

    /// Whether nothing of the unit of work will be kept, whatever the work answers.
    #[must_use]
    pub fn is_undone(&self) -> bool {
        self.is_undone
    }
}
