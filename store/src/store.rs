//! Opens a database and runs work in it.

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::check::{self, Check};
use crate::error::{OpenError, StoreError};
#[cfg(feature = "faults")]
use crate::faults::{self, Access, Fault, Faults, Simulated};
use crate::job::{Job, Unit};
use crate::migrate::{self, SchemaVersion};
use crate::moving::{MoveEnd, mark};
use crate::postgres::{self, Postgres};
use crate::sqlite::{self, Sqlite};
use crate::tx::Tx;

/// An open database. A clone is the same one.
#[derive(Clone)]
pub struct Store {
    driver: Arc<Driver>,
    /// `None`: the driver's own.
    clock: Option<Clock>,
    #[cfg(feature = "faults")]
    simulated: Option<Simulated>,
}

/// What keeps the data.
enum Driver {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// How long a unit of work may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// As long as a call.
    OfACall,
    /// As long as it takes: a migration.
    Endless,
}

impl Driver {
    fn write(&self, job: Box<dyn Job>, patience: Patience) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(job),
            Self::Postgres(postgres) => postgres.write(job, patience),
        }
    }

    fn read(&self, job: Box<dyn Job>, patience: Patience) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(job),
            Self::Postgres(postgres) => postgres.read(job, patience),
        }
    }
}

/// How a database is opened.
#[derive(Clone)]
pub struct OpenOptions {
    /// Connections that read from SQLite, each on its own thread. 2 unless told; at least 1.
    pub read_connections: usize,
    /// Whether to take the process lock of SQLite: for whoever serves or migrates. Not taken unless told. PostgreSQL
    /// has any number of processes.
    pub exclusive: bool,
    /// Whether to make a SQLite database that is not there. Made unless told. One on PostgreSQL is never made.
    pub create: bool,
    /// The clock of [`Tx::now`], handed in by a test. Otherwise it is the machine's on SQLite, the database's on PostgreSQL.
    pub clock: Option<Clock>,
    /// Which end of a move it is; nothing else unless told. A target that a move left unfinished is opened for another
    /// move alone.
    pub move_end: Option<MoveEnd>,
}

/// Tells the instant.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl Default for OpenOptions {
    fn default() -> Self {
        Self { read_connections: 2, exclusive: false, create: true, clock: None, move_end: None }
    }
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read_connections, exclusive, create, clock, move_end } = self;
        f.debug_struct("OpenOptions")
            .field("read_connections", read_connections)
            .field("exclusive", exclusive)
            .field("create", create)
            .field("own_clock", &clock.is_some())
            .field("move_end", move_end)
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
        match self.driver.as_ref() {
            Driver::Sqlite(sqlite) => f.debug_struct("Store").field("path", &sqlite.path()).finish(),
            Driver::Postgres(postgres) => f.debug_struct("Store").field("postgres", &postgres.name()).finish(),
        }
    }
}

impl Store {
    /// Opens a database: `sqlite:PATH`, relative or absolute, `sqlite::memory:`, or `postgres://HOST/DATABASE`. Does not
    /// migrate it. A PostgreSQL store works on the runtime that it was opened on.
    ///
    /// # Errors
    /// [`OpenError`] says in plain words what stands in the way: another process, a newer schema, a URL of another kind.
    pub async fn open(url: &str, options: OpenOptions) -> Result<Self, OpenError> {
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(OpenError::UnknownScheme { scheme: "a URL without a colon".to_owned() });
        };
        match scheme {
            "sqlite" => {}
            "postgres" | "postgresql" => return Self::open_postgres(url, &options).await,
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
        let driver = Arc::new(Driver::Sqlite(sqlite::open(path, &options)?));
        Ok(Self::of(driver, options.clock))
    }

    fn of(driver: Arc<Driver>, clock: Option<Clock>) -> Self {
        Self {
            driver,
            clock,
            #[cfg(feature = "faults")]
            simulated: None,
        }
    }

    /// The same database as another node has it: with faults of its own, and as one that other nodes serve too where
    /// `is_shared`.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn with_faults(&self, faults: Faults, is_shared: bool) -> Self {
        Self { simulated: Some(Simulated { faults, is_shared }), ..self.clone() }
    }

    /// What becomes of a transaction that is about to begin.
    #[cfg(feature = "faults")]
    async fn fault(&self, access: Access) -> Fault {
        match &self.simulated {
            Some(simulated) => (simulated.faults)(access).await,
            None => Fault::None,
        }
    }

    async fn open_postgres(url: &str, options: &OpenOptions) -> Result<Self, OpenError> {
        let driver = postgres::open(url, options).await?;
        let name = driver.name().to_owned();
        let store = Self::of(Arc::new(Driver::Postgres(driver)), options.clock.clone());
        let schema = store.schema_version().await;
        let cannot = |error: StoreError| OpenError::CannotConnect { name: name.clone(), reason: error.to_string() };
        let SchemaVersion { found, newest } = schema.map_err(cannot)?;
        if found > newest {
            return Err(OpenError::NewerSchema { found, newest });
        }
        let is_unfinished = store.read(|tx| Box::pin(mark::is_marked(tx))).await;
        if options.move_end != Some(MoveEnd::Target) && is_unfinished.map_err(cannot)? {
            return Err(OpenError::Unfinished);
        }
        Ok(store)
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
        match self.driver.as_ref() {
            Driver::Sqlite(sqlite) => sqlite.close().await,
            Driver::Postgres(postgres) => postgres.close().await,
        }
    }

    /// Runs work in one transaction. `Ok` commits, `Err` and a panic leave nothing behind, nor does anything that was
    /// refused on the way ([`Tx::is_undone`]). What was committed is on
    /// the disk when this returns. Work once queued runs to its end, even when the caller goes away meanwhile.
    ///
    /// The work awaits nothing but the store. It may be done more than once, from its beginning and with nothing left
    /// of the time before, where transactions run side by side and came into each other's way.
    ///
    /// # Errors
    /// What the work answers; [`StoreError::Busy`] when too much waits or what it needs is held for too long;
    /// [`StoreError::Unavailable`] when it cannot be made durable, in which case nothing of it is acknowledged.
    pub async fn unit_of_work<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        #[cfg(feature = "faults")]
        match self.fault(Access::Write).await {
            Fault::None => {}
            Fault::BeforeCommit => {
                let undone = self.write_unit(move |tx| {
                    Box::pin(async move {
                        drop(work(tx).await);
                        Err(faults::broken().into())
                    })
                });
                return undone.await;
            }
            Fault::AfterCommit => {
                drop(self.write_unit(work).await);
                return Err(faults::broken().into());
            }
        }
        self.write_unit(work).await
    }

    async fn write_unit<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = Unit::new_repeatable(work);
        self.driver.write(job, Patience::OfACall)?;
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// As [`Store::unit_of_work`], for as long as it takes.
    pub(crate) async fn unit_of_work_without_limit<T>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, StoreError>> + Clone + Send + 'static,
    ) -> Result<T, StoreError>
    where
        T: Send + 'static,
    {
        let (job, answer) = Unit::new_repeatable(work);
        self.driver.write(job, Patience::Endless)?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Whether several processes may serve it at once, so that what one keeps in memory another may have changed.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        #[cfg(feature = "faults")]
        if let Some(simulated) = &self.simulated {
            return simulated.is_shared;
        }
        self.kind() == Kind::Postgres
    }

    /// The clock of [`Tx::now`] without a transaction: the machine's on SQLite; on PostgreSQL the database's, as it was
    /// last read, carried on by a clock that only goes forward. It is behind by what the answer was under way at most.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self.driver.as_ref() {
            Driver::Postgres(postgres) if self.clock.is_none() => postgres.now(),
            _ => read_clock(self.clock.as_ref()),
        }
    }

    /// Which database it is.
    pub(crate) fn kind(&self) -> Kind {
        match self.driver.as_ref() {
            Driver::Sqlite(_) => Kind::Sqlite,
            Driver::Postgres(_) => Kind::Postgres,
        }
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
        #[cfg(feature = "faults")]
        if self.fault(Access::Read).await != Fault::None {
            return Err(faults::broken().into());
        }
        let (job, answer) = Unit::new(work);
        self.driver.read(job, Patience::OfACall)?;
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// As [`Store::read`], for as long as it takes: for a look at everything, which nobody waits for at a till.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn read_without_limit<T, E>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = Unit::new(work);
        self.driver.read(job, Patience::Endless)?;
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// The database file; `None` when there is none.
    pub(crate) fn path(&self) -> Option<&std::path::PathBuf> {
        match self.driver.as_ref() {
            Driver::Sqlite(sqlite) => sqlite.path(),
            Driver::Postgres(_) => None,
        }
    }

    /// A number that changes when anyone, this process or another, has committed to the database. It costs a few
    /// microseconds: what a change means is then read from the catalogue's change number.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub async fn data_version(&self) -> Result<i64, StoreError> {
        match self.driver.as_ref() {
            Driver::Sqlite(sqlite) => sqlite.data_version(),
            Driver::Postgres(_) => self.read(|tx| Box::pin(read_data_version(tx))).await,
        }
    }
}

async fn read_data_version(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let row = tx.query_first(postgres::DATA_VERSION, &[]).await?;
    row.ok_or_else(|| StoreError::Corrupt("the database tells no version".to_owned()))?.integer()
}

/// The answer to work that came too late.
pub(crate) fn closed() -> StoreError {
    StoreError::Unavailable("it is closed".to_owned())
}
