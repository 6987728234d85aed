//! Opens a database and runs work in it.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::check::{self, Check};
use crate::error::{OpenError, StoreError};
use crate::job::Unit;
use crate::migrate::{self, SchemaVersion};
use crate::sqlite::{self, Sqlite};
use crate::tx::Tx;

/// An open database. A clone is the same one.
#[derive(Clone)]
pub struct Store {
    driver: Arc<Sqlite>,
}

/// How a database is opened.
#[derive(Clone)]
pub struct OpenOptions {
    /// Connections that read, each on its own thread. 2 unless told; at least 1.
    pub read_connections: usize,
    /// Whether to take the process lock: for whoever serves or migrates. Not taken unless told.
    pub exclusive: bool,
    /// Whether to make a database that is not there. Made unless told.
    pub create: bool,
    /// The clock of [`Tx::now`]; the machine's unless a test hands in its own.
    pub clock: Option<Clock>,
}

/// Tells the instant.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl Default for OpenOptions {
    fn default() -> Self {
        Self { read_connections: 2, exclusive: false, create: true, clock: None }
    }
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read_connections, exclusive, create, clock } = self;
        f.debug_struct("OpenOptions")
            .field("read_connections", read_connections)
            .field("exclusive", exclusive)
            .field("create", create)
            .field("own_clock", &clock.is_some())
            .finish()
    }
}

/// The instant in whole microseconds: what is stored comes back the same.
pub(crate) fn read_clock(clock: Option<&Clock>) -> Timestamp {
    let now = clock.map_or_else(Timestamp::now, |now| now());
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("path", &self.driver.path()).finish()
    }
}

impl Store {
    /// Opens a database: `sqlite:PATH`, relative or absolute, or `sqlite::memory:`. Does not migrate it.
    ///
    /// # Errors
    /// [`OpenError`] says in plain words what stands in the way: another process, a newer schema, a URL of another kind.
    pub async fn open(url: &str, options: OpenOptions) -> Result<Self, OpenError> {
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(OpenError::UnknownScheme { scheme: "a URL without a colon".to_owned() });
        };
        match scheme {
            "sqlite" => {}
            "postgres" | "postgresql" => return Err(OpenError::NotInThisRelease),
            other => return Err(OpenError::UnknownScheme { scheme: other.chars().take(40).collect() }),
        }
        let path = match rest.strip_prefix("//").unwrap_or(rest) {
            ":memory:" => None,
            "" => return Err(OpenError::BadPath("there is none after \"sqlite:\"".to_owned())),
            path if path.contains(['?', '\0']) => {
                return Err(OpenError::BadPath(
                    "it may not hold \"?\" or a zero character; parameters are not taken".to_owned(),
                ));
            }
            path => Some(path.into()),
        };
        Ok(Self { driver: Arc::new(sqlite::open(path, &options)?) })
    }

    /// Brings the schema to the newest. Each step is one transaction; run again after a crash it goes on where it was.
    /// Answers the names of the steps that were applied.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a step that was applied has another content now, or the database is newer.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        migrate::migrate(self).await
    }

    /// The schema that the database has and the newest that the program knows.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub async fn schema_version(&self) -> Result<SchemaVersion, StoreError> {
        self.read(|tx| Box::pin(migrate::read_schema_version(tx))).await
    }

    /// Looks whether every promise of the store is kept, reading all pages of the database: for `tessera doctor`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be asked at all.
    pub async fn check(&self) -> Result<Vec<Check>, StoreError> {
        check::check(self, check::Depth::Whole).await
    }

    /// As [`Store::check`] without reading all pages: cheap enough for `/readyz`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be asked at all.
    pub async fn readiness(&self) -> Result<Vec<Check>, StoreError> {
        check::check(self, check::Depth::Cheap).await
    }

    /// Finishes the work that waits and closes the database for all clones. Later work is refused as unavailable.
    pub async fn close(&self) {
        self.driver.close().await;
    }

    /// Runs work in one transaction. `Ok` commits, `Err` and a panic leave nothing behind. What was committed is on
    /// the disk when this returns. Work once queued runs to its end, even when the caller goes away meanwhile.
    ///
    /// The work awaits nothing but the store: it runs on the writer's thread.
    ///
    /// # Errors
    /// What the work answers; [`StoreError::Busy`] when too much waits; [`StoreError::Unavailable`] when it cannot be
    /// made durable, in which case nothing of it is acknowledged.
    pub async fn unit_of_work<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = Unit::new(work);
        self.driver.write(job)?;
        answer.await.unwrap_or_else(|_| Err(sqlite::closed().into()))
    }

    /// Runs work on a consistent snapshot of what is committed. It cannot write.
    ///
    /// # Errors
    /// What the work answers; [`StoreError::Busy`] when too much waits; [`StoreError::Unavailable`] when it cannot be read.
    pub async fn read<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = Unit::new(work);
        self.driver.read(job)?;
        answer.await.unwrap_or_else(|_| Err(sqlite::closed().into()))
    }

    /// The database file; `None` when there is none.
    pub(crate) fn path(&self) -> Option<&std::path::PathBuf> {
        self.driver.path()
    }

    /// A number that changes when anyone, this process or another, has committed to the database. It costs a few
    /// microseconds: what a change means is then read from the catalogue's change number.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub async fn data_version(&self) -> Result<i64, StoreError> {
        self.driver.data_version()
    }
}
