//! The PostgreSQL driver: several processes on one primary. A unit of work is one transaction on one connection, in a
//! task of its own.

mod catalogue;
mod check;
mod connection;
mod dialect;
mod failure;
mod numeric;
mod open;
mod time;
mod unit;
mod value;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

pub(crate) use catalogue::{ANALYZE, COLUMNS, OTHERS, REFERENCES};
pub(crate) use check::{check_reading, check_writing};
pub(crate) use dialect::DATA_VERSION;
pub(crate) use open::open;

use crate::error::StoreError;
use crate::job::Job;
use crate::store::{Clock, Patience};
use dialect::Dialect;
use time::DatabaseTime;
use unit::Mode;

/// Jobs of one kind that may run or wait; beyond that the store is busy.
const QUEUE_LENGTH: usize = 1_024;

/// Every call ends within 10 s: the wait for a connection, the work and its repeats end within this.
const LONGEST: Duration = Duration::from_secs(9);

/// An open PostgreSQL database.
pub(crate) struct Postgres {
    shared: Arc<Shared>,
    /// Where jobs run, whoever asked for them.
    runtime: tokio::runtime::Handle,
    writes: Arc<Semaphore>,
    reads: Arc<Semaphore>,
    is_closed: AtomicBool,
    /// Host and database, without user and password.
    name: String,
}

/// What every job needs.
struct Shared {
    /// Connections for units of work. Those that wait for a row keep no read from its connection.
    writers: Pool,
    /// Connections for reads.
    readers: Pool,
    dialect: Dialect,
    /// `None`: the clock of the database.
    clock: Option<Clock>,
    /// That clock between two transactions.
    time: DatabaseTime,
}

impl Postgres {
    /// The database's clock.
    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.shared.time.now()
    }

    /// Host and database, without user and password.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Runs a unit of work in a task of its own.
    pub(crate) fn write(&self, job: Box<dyn Job>, patience: Patience) -> Result<(), StoreError> {
        let permit = self.admit(&self.writes)?;
        self.spawn(job, Mode::Write(patience), permit);
        Ok(())
    }

    /// Runs a read in a task of its own.
    pub(crate) fn read(&self, job: Box<dyn Job>, patience: Patience) -> Result<(), StoreError> {
        let permit = self.admit(&self.reads)?;
        self.spawn(job, Mode::Read(patience), permit);
        Ok(())
    }

    fn admit(&self, queue: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, StoreError> {
        if self.is_closed.load(Ordering::Acquire) {
            return Err(crate::store::closed());
        }
        Arc::clone(queue).try_acquire_owned().map_err(|error| match error {
            TryAcquireError::NoPermits => StoreError::Busy,
            TryAcquireError::Closed => crate::store::closed(),
        })
    }

    fn spawn(&self, job: Box<dyn Job>, mode: Mode, permit: OwnedSemaphorePermit) {
        let shared = Arc::clone(&self.shared);
        self.runtime.spawn(async move {
            unit::run(&shared, job, mode).await;
            drop(permit);
        });
    }

    /// Finishes what runs and closes the connections, whoever else holds this.
    pub(crate) async fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        let all = u32::try_from(QUEUE_LENGTH).unwrap_or(u32::MAX);
        for queue in [&self.writes, &self.reads] {
            // An error means that it was closed before.
            let _ = queue.acquire_many(all).await.map(|permits| permits.forget());
            queue.close();
        }
        self.shared.writers.close();
        self.shared.readers.close();
    }
}
