//! One PostgreSQL connection with an open transaction, as the statements see it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use deadpool_postgres::Object;
use futures::TryStreamExt as _;
use futures::future::{BoxFuture, maybe_done, ready};
use tokio_postgres::types::ToSql;
use tokio_postgres::{SimpleQueryMessage, Statement};

use super::Shared;
use super::dialect;
use super::failure::{self, Failure, Kind};
use super::value::{Field, is_ours, takes_every_value};
use crate::error::StoreError;
use crate::planted;
use crate::tx::{Asked, Connection};
use crate::value::{Param, Row, Value};

/// Statements kept prepared on each connection.
const PREPARED: usize = 512;

/// What a statement answered.
struct Answered {
    /// Rows that it changed.
    changed: u64,
    rows: Vec<Row>,
}

/// A connection in a transaction. Dropped without [`PgConnection::give_back`], it is closed, and the database undoes
/// what was begun: a transaction never goes back into the pool.
pub(super) struct PgConnection<'s> {
    client: Option<Object>,
    shared: &'s Shared,
    /// Whether a statement is on its way.
    in_statement: Arc<AtomicBool>,
    /// Whether a statement failed since the transaction, or the part of it, began: the database takes no other one.
    failed: bool,
    /// What the unit cannot be kept after, even where the work has passed over it.
    broken: Option<Failure>,
    /// Statements that go with the next one.
    queue: Vec<(&'static str, Vec<Value>)>,
}

impl<'s> PgConnection<'s> {
    pub(super) fn new(client: Object, shared: &'s Shared) -> Self {
        Self {
            client: Some(client),
            shared,
            in_statement: Arc::default(),
            failed: false,
            broken: None,
            queue: Vec::new(),
        }
    }

    /// Whether a statement is on its way; while none is, the work has nothing to wait for.
    pub(super) fn in_statement(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.in_statement)
    }

    /// Whether the connection is known to be gone.
    pub(super) fn is_closed(&self) -> bool {
        self.client.as_ref().is_none_or(|client| client.is_closed())
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
        self.flush().await?;
        let result = self.begin_statement()?.batch_execute(sql).await;
        self.note(result)
    }

    /// Sends what was put off and then these, all at once, and waits for their answers in order.
    async fn run(&mut self, asked: &[(&str, &[Param<'_>])]) -> Result<Vec<Answered>, StoreError> {
        let queued = std::mem::take(&mut self.queue);
        let put_off: Vec<Vec<Param<'_>>> =
            queued.iter().map(|(_, values)| values.iter().map(Value::as_param).collect()).collect();
        let first = queued.iter().zip(&put_off).map(|((sql, _), params)| (*sql, params.as_slice()));
        let all: Vec<(&str, &[Param<'_>])> = first.chain(asked.iter().copied()).collect();
        let answers = send_all(self.begin_statement()?, self.shared, &all).await;
        let mut answers = self.note(answers)?;
        Ok(answers.split_off(queued.len()))
    }

    /// Sends what was put off, if anything was.
    pub(super) async fn flush(&mut self) -> Result<(), StoreError> {
        if self.queue.is_empty() { Ok(()) } else { self.run(&[]).await.map(drop) }
    }

    async fn execute_now(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        if dialect::is_control(sql) {
            // What was put off belongs to the part that is undone.
            let is_undo = dialect::is_undo(sql);
            if is_undo {
                self.queue.clear();
            }
            self.run_script(sql).await?;
            self.failed &= !is_undo;
            return Ok(0);
        }
        let answers = self.run(&[(sql, params)]).await?;
        Ok(answers.first().map_or(0, |answer| answer.changed))
    }

    async fn query_now(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let answers = self.run(&[(sql, params)]).await?;
        Ok(answers.into_iter().next().map(|answer| answer.rows).unwrap_or_default())
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

/// Runs statements in their order with all of them under way at once; the error is that of the first that failed.
async fn send_all(
    client: &Object,
    shared: &Shared,
    all: &[(&str, &[Param<'_>])],
) -> Result<Vec<Answered>, tokio_postgres::Error> {
    let mut statements = Vec::with_capacity(all.len());
    for (sql, _) in all {
        statements.push(prepared(client, shared, sql).await?);
    }
    let with_params = all.iter().zip(&statements).map(|((_, params), statement)| (statement, *params));
    let mut under_way: Vec<_> =
        with_params.map(|(statement, params)| Box::pin(maybe_done(send(client, statement, params)))).collect();
    // Each is sent when it is polled for the first time.
    std::future::poll_fn(|context| {
        let waiting = under_way.iter_mut().map(|one| u32::from(one.as_mut().poll(context).is_pending()));
        if waiting.sum::<u32>() == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    under_way.iter_mut().filter_map(|one| one.as_mut().take_output()).collect()
}

async fn send(client: &Object, statement: &Statement, params: &[Param<'_>]) -> Result<Answered, tokio_postgres::Error> {
    let mut answer = std::pin::pin!(client.query_raw(statement, references(params)).await?);
    let mut rows = Vec::new();
    while let Some(row) = answer.try_next().await? {
        let values = (0..row.len()).map(|column| row.try_get::<_, Field>(column).map(|field| field.0));
        rows.push(Row::new(values.collect::<Result<_, _>>()?));
    }
    Ok(Answered { changed: answer.rows_affected().unwrap_or(0), rows })
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
            let script = dialect::translate_script(sql);
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
        Box::pin(ready(self.push(dialect::LOCK, &[Param::Text(name)])))
    }

    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let row = self.query_now(dialect::TRY_LOCK, &[Param::Text(name)]).await?.into_iter().next();
            row.map_or(Ok(false), |mut row| row.flag())
        })
    }

    fn push(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<(), StoreError> {
        self.queue.push((sql, params.iter().copied().map(Value::from).collect()));
        Ok(())
    }

    fn query_all<'a>(&'a mut self, asked: &'a [Asked<'a>]) -> BoxFuture<'a, Result<Vec<Vec<Row>>, StoreError>> {
        Box::pin(async move {
            let asked: Vec<(&str, &[Param<'_>])> =
                asked.iter().map(|(sql, params)| (*sql, params.as_slice())).collect();
            Ok(self.run(&asked).await?.into_iter().map(|answer| answer.rows).collect())
        })
    }
}
