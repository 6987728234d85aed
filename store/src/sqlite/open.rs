//! Opens a SQLite database: the file, its settings, the lock and the threads.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::mpsc;

use super::checkpointer::{self, Checkpoints};
use super::connection::SqliteConnection;
use super::lock::ProcessLock;
use super::writer::Writer;
use super::{DataVersion, QUEUE_LENGTH, Sqlite, failure, reader};
use crate::error::OpenError;
use crate::migrate;
use crate::moving::{MoveEnd, mark};
use crate::planted;
use crate::store::OpenOptions;

/// Older libraries can corrupt a database in WAL mode when two connections write and checkpoint at once.
pub(super) const OLDEST_LIBRARY: i32 = 3_051_003;

/// Statements kept prepared on each connection.
const PREPARED: usize = 256;

/// Opens a database file, or one in memory when there is no path.
pub(crate) fn open(path: Option<PathBuf>, options: &OpenOptions) -> Result<Sqlite, OpenError> {
    if rusqlite::version_number() < OLDEST_LIBRARY {
        let reason = format!("SQLite {} can corrupt its files; 3.51.3 or newer is needed", rusqlite::version());
        return Err(OpenError::Unsuitable(reason));
    }
    match path {
        Some(path) => open_file(&find_file(path, options.create)?, options),
        None => open_memory(options),
    }
}

/// Makes the file where allowed, readable by its owner alone, and names it without links: every name has one lock.
fn find_file(path: PathBuf, create: bool) -> Result<PathBuf, OpenError> {
    let cannot = |error: std::io::Error| OpenError::CannotOpen { path: path.clone(), reason: error.to_string() };
    if !path.try_exists().map_err(cannot)? {
        if !create {
            return Err(OpenError::Missing { path });
        }
        let mut file = std::fs::OpenOptions::new();
        file.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
        file.open(&path).map_err(cannot)?;
    }
    path.canonicalize().map_err(cannot)
}

fn open_file(path: &Path, options: &OpenOptions) -> Result<Sqlite, OpenError> {
    let cannot = |error: rusqlite::Error| OpenError::CannotOpen {
        path: path.to_owned(),
        reason: failure::describe(&error).to_string(),
    };
    let lock = options.exclusive.then(|| ProcessLock::take(path)).transpose()?;
    let mut writer = connect(path).map_err(cannot)?;
    let mode: String = writer.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(cannot)?;
    if mode != "wal" {
        return Err(OpenError::Unsuitable(format!("its file system gives no write-ahead log (journal mode {mode})")));
    }
    writer.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 134217728").map_err(cannot)?;
    if planted::flush_never() {
        writer.execute_batch("PRAGMA synchronous = OFF").map_err(cannot)?;
    }
    refuse_newer(&writer).map_err(|error| error.unwrap_or_else(cannot))?;
    if options.move_end != Some(MoveEnd::Target) && has_table(&writer, mark::TABLE).map_err(cannot)? {
        return Err(OpenError::Unfinished);
    }

    let (checkpoints, log, woken) = Checkpoints::watch(&mut writer).map_err(cannot)?;
    let checkpointer = connect(path).map_err(cannot)?;
    checkpointer.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0").map_err(cannot)?;
    let mut readers = Vec::new();
    for _ in 0..options.read_connections.max(1) {
        readers.push(connect_reader(path).map_err(cannot)?);
    }
    let data_version = connect_reader(path).map_err(cannot)?;

    let failed = |error: std::io::Error| OpenError::CannotOpen { path: path.to_owned(), reason: error.to_string() };
    let mut threads = Vec::new();
    let (write_queue, writes) = mpsc::channel(QUEUE_LENGTH);
    let (read_queue, reads) = mpsc::channel(QUEUE_LENGTH);
    let writer = Writer {
        connection: SqliteConnection::new(writer),
        clock: options.clock.clone(),
        commits: Arc::new(AtomicI64::new(0)),
        checkpoints: Some(checkpoints),
        careful: 0,
    };
    threads.push(spawn("tessera-writer", move || writer.serve(writes)).map_err(failed)?);
    threads
        .push(spawn("tessera-checkpoint", move || checkpointer::serve(&checkpointer, &log, &woken)).map_err(failed)?);
    let reads = Arc::new(Mutex::new(reads));
    for connection in readers {
        let (queue, clock) = (Arc::clone(&reads), options.clock.clone());
        threads.push(
            spawn("tessera-reader", move || reader::serve(&queue, SqliteConnection::new(connection), clock.as_ref()))
                .map_err(failed)?,
        );
    }
    Ok(Sqlite {
        writer: Some(write_queue),
        readers: Some(read_queue),
        thread_ids: threads.iter().map(|thread| thread.thread().id()).collect(),
        threads: Mutex::new(threads),
        data_version: Mutex::new(Some(DataVersion::File(data_version))),
        path: Some(path.to_owned()),
        lock: Mutex::new(lock),
    })
}

/// A memory database is one private connection: its reads take turns with its writes, between commits.
fn open_memory(options: &OpenOptions) -> Result<Sqlite, OpenError> {
    let cannot = |reason: String| OpenError::CannotOpen { path: ":memory:".into(), reason };
    let connection =
        Connection::open_in_memory().and_then(|connection| prepare(connection, "PRAGMA synchronous = FULL"));
    let connection = connection.map_err(|error| cannot(failure::describe(&error).to_string()))?;
    let commits = Arc::new(AtomicI64::new(0));
    let writer = Writer {
        connection: SqliteConnection::new(connection),
        clock: options.clock.clone(),
        commits: Arc::clone(&commits),
        checkpoints: None,
        careful: 0,
    };
    let (queue, writes) = mpsc::channel(QUEUE_LENGTH);
    let thread = spawn("tessera-writer", move || writer.serve(writes)).map_err(|error| cannot(error.to_string()))?;
    Ok(Sqlite {
        writer: Some(queue),
        readers: None,
        thread_ids: vec![thread.thread().id()],
        threads: Mutex::new(vec![thread]),
        data_version: Mutex::new(Some(DataVersion::Memory(commits))),
        path: None,
        lock: Mutex::new(None),
    })
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    prepare(Connection::open_with_flags(path, flags)?, "")
}

/// A reader opens for writing too, as the write-ahead log's index needs that, and then lets no statement write.
fn connect_reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path)?;
    connection.execute_batch("PRAGMA cache_size = -16384; PRAGMA query_only = ON")?;
    Ok(connection)
}

fn prepare(connection: Connection, settings: &str) -> rusqlite::Result<Connection> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    // A plan does not depend on what a parameter is: else statements are planned anew with almost every new value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")?;
    connection.execute_batch(settings)?;
    Ok(connection)
}

fn has_table(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection.query_row("SELECT COUNT(*) > 0 FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0))
}

fn refuse_newer(connection: &Connection) -> Result<(), Result<OpenError, rusqlite::Error>> {
    if !has_table(connection, "schema_migrations").map_err(Err)? {
        return Ok(());
    }
    let found: i64 = connection.query_row(migrate::FOUND, [], |row| row.get(0)).map_err(Err)?;
    let (found, newest) = (u64::try_from(found).unwrap_or(0), migrate::newest());
    if found > newest {
        return Err(Ok(OpenError::NewerSchema { found, newest }));
    }
    Ok(())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).stack_size(8 << 20).spawn(work)
}
