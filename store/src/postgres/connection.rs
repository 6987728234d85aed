//! One PostgreSQL connection with an open transaction, as the statements see it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deadpool_postgres::Object;
use futures::future::BoxFuture;
use tokio_postgres::types::ToSql;
use tokio_postgres::{SimpleQueryMessage, Statement};

use super::Shared;
use super::dialect;
use super::failure::{self, Failure, Kind};
use super::value::{Field, is_ours, takes_every_value};
use crate::error::StoreError;
use crate::planted;
use crate::tx::Connection;
use crate::value::{Param, Row};

/// Statements kept prepared on each connection.
const PREPARED: usize = 512;

/// A connection in a transaction. Dropped without [`PgConnection::give_back`], it is closed, and the database undoes
/// what was begun: a transaction never goes back into the pool.
pub(super) struct PgConnection<'s> {
    client: Option<Object>,
    shared: &'s Shared,
    /// Whether a statement is on its way.
    in_statement: Arc<AtomicBool>,
    /// Whether a statement failed since the transaction began: the database takes no other one.
    failed: bool,
    /// What the unit cannot be kept after, even where the work has passed over it.
    broken: Option<Failure>,
}

impl<'s> PgConnection<'s> {
    pub(super) fn new(client: Object, shared: &'s Shared) -> Self {
        Self { client: Some(client), shared, in_statement: Arc::default(), failed: false, broken: None }
    }

    /// Whether a statement is on its way; while none is, the work has nothing to wait for.
    pub(super) fn in_statement(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.in_statement)
    }

    /// Whether a statement failed, so that nothing can be kept.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// The error, if any, after which the unit cannot be kept.
    pub(super) fn take_broken(&mut self) -> Option<Failure> {
        self.broken.take()
    }

    /// Runs words without parameters outside of the work.
    pub(super) async fn control(&mut self, sql: &str) -> Result<(), Failure> {
        let Some(client) = self.client.as_ref() else { return Err(gone()) };
        client.batch_execute(sql).await.map_err(|error| failure::describe(&error))
    }

    /// The same, with what the database answers.
    pub(super) async fn ask(&self, sql: &str) -> Result<Vec<SimpleQueryMessage>, Failure> {
        let Some(client) = self.client.as_ref() else { return Err(gone()) };
        client.simple_query(sql).await.map_err(|error| failure::describe(&error))
    }

    /// Puts the connection back into the pool; its transaction has ended.
    pub(super) fn give_back(mut self) {
        if let Some(client) = self.client.take() {
            if client.statement_cache.size() > PREPARED {
                client.statement_cache.clear();
            }
            drop(client);
        }
    }

    /// The client for one statement, which is then on its way until [`PgConnection::note`].
    fn begin_statement(&self) -> Result<&Object, StoreError> {
        let client = self.client.as_ref().ok_or_else(failure::lost)?;
        self.in_statement.store(true, Ordering::Release);
        Ok(client)
    }

    fn note<T>(&mut self, result: Result<T, tokio_postgres::Error>) -> Result<T, StoreError> {
        self.in_statement.store(false, Ordering::Release);
        result.map_err(|error| {
            let failure = failure::describe(&error);
            self.failed = true;
            if failure.kind != Kind::Statement {
                self.broken.get_or_insert_with(|| failure.clone());
            }
            failure.error
        })
    }

    async fn run_script(&mut self, sql: &str) -> Result<(), StoreError> {
        let result = self.begin_statement()?.batch_execute(sql).await;
        self.note(result)
    }

    async fn execute_now(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let result = execute(self.begin_statement()?, self.shared, sql, params).await;
        self.note(result)
    }

    async fn query_now(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let result = query(self.begin_statement()?, self.shared, sql, params).await;
        self.note(result)
    }

    async fn prepare_now(&mut self, sql: &str) -> Result<(), StoreError> {
        let result = self.begin_statement()?.prepare(&self.shared.dialect.translate(sql)).await;
        let statement = self.note(result)?;
        if let Some(ty) = statement.params().iter().find(|ty| !takes_every_value(ty)) {
            return Err(StoreError::Internal(format!("a parameter is {ty}, which does not take every value")));
        }
        match statement.columns().iter().find(|column| !is_ours(column.type_())) {
            Some(column) => Err(StoreError::Internal(format!("a column is {}", column.type_()))),
            None => Ok(()),
        }
    }
}

impl Drop for PgConnection<'_> {
    fn drop(&mut self) {
        if let Some(client) = self.client.take().filter(|_| !planted::pool_keeps_transaction()) {
            drop(Object::take(client));
        }
    }
}

async fn execute(
    client: &Object,
    shared: &Shared,
    sql: &str,
    params: &[Param<'_>],
) -> Result<u64, tokio_postgres::Error> {
    let statement = prepared(client, shared, sql).await?;
    client.execute(&statement, &references(params)).await
}

async fn query(
    client: &Object,
    shared: &Shared,
    sql: &str,
    params: &[Param<'_>],
) -> Result<Vec<Row>, tokio_postgres::Error> {
    let statement = prepared(client, shared, sql).await?;
    let rows = client.query(&statement, &references(params)).await?;
    let read = |row: &tokio_postgres::Row| {
        let values = (0..row.len()).map(|column| row.try_get::<_, Field>(column).map(|field| field.0));
        Ok(Row::new(values.collect::<Result<_, _>>()?))
    };
    rows.iter().map(read).collect()
}

async fn prepared(client: &Object, shared: &Shared, sql: &str) -> Result<Statement, tokio_postgres::Error> {
    client.prepare_cached(&shared.dialect.translate(sql)).await
}

fn references<'p>(params: &'p [Param<'p>]) -> Vec<&'p (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

fn gone() -> Failure {
    Failure { error: failure::lost(), kind: Kind::Lost }
}

impl Connection for PgConnection<'_> {
    fn execute<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(self.execute_now(sql, params))
    }

    fn query<'a>(&'a mut self, sql: &'a str, params: &'a [Param<'a>]) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        Box::pin(self.query_now(sql, params))
    }

    fn execute_script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let script = dialect::translate_types(sql);
            self.run_script(&script).await
        })
    }

    fn prepare<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(self.prepare_now(sql))
    }

    fn has_table<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { Ok(!self.query_now(dialect::HAS_TABLE, &[Param::Text(name)]).await?.is_empty()) })
    }

    fn lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.query_now(dialect::LOCK, &[Param::Text(name)]).await.map(drop) })
    }
}
