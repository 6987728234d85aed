//! What the machine's disk and SQLite do at all.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use super::figures::Figure;

/// As the product opens its file, whose log is moved into it as seldom.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 5000;";

/// Opens a file as the product does.
pub(super) fn open(file: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(SETTINGS)?;
    Ok(connection)
}

/// Rows of about 100 bytes, so many in a durable transaction.
pub(super) fn rows(folder: &Path, in_one: u64, time: Duration) -> anyhow::Result<Figure> {
    let file = folder.join("raw.db");
    let connection = open(&file)?;
    connection.execute_batch("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
    let (began, mut count, mut times) = (Instant::now(), 0, Vec::new());
    let body = "x".repeat(100);
    {
        let mut insert = connection.prepare("INSERT INTO rows (body) VALUES (?1)")?;
        while began.elapsed() < time {
            let batch = Instant::now();
            connection.execute_batch("BEGIN IMMEDIATE")?;
            for _ in 0..in_one {
                insert.execute(params![body])?;
            }
            connection.execute_batch("COMMIT")?;
            times.push(u64::try_from(batch.elapsed().as_micros())?);
            count += in_one;
        }
    }
    let took = began.elapsed();
    drop(connection);
    for name in ["raw.db", "raw.db-wal", "raw.db-shm"] {
        // The second and third go with the connection.
        let _ = std::fs::remove_file(folder.join(name));
    }
    Ok(Figure::new(count, took, times))
}

/// A page appended and flushed, again and again.
pub(super) fn flushes(folder: &Path, time: Duration) -> anyhow::Result<Figure> {
    let path = folder.join("flush");
    let mut file = std::fs::File::create(&path)?;
    let (began, mut times) = (Instant::now(), Vec::new());
    let page = [0_u8; 4096];
    while began.elapsed() < time {
        file.write_all(&page)?;
        let flush = Instant::now();
        file.sync_data()?;
        times.push(u64::try_from(flush.elapsed().as_micros())?);
    }
    std::fs::remove_file(path)?;
    Ok(Figure::new(u64::try_from(times.len())?, began.elapsed(), times))
}
