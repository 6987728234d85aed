//! Where a snapshot is read: one read transaction over committed state, from outside the product.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tokio_postgres::{Client, NoTls, Row};

use super::schema;
use super::snapshot::{Line, Snapshot};

/// A database that the product writes.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres(SocketAddr),
}

/// A source with what is kept open between two snapshots.
pub(super) struct Reader {
    source: Source,
    client: Option<Client>,
}

impl Reader {
    pub(super) const fn new(source: Source) -> Self {
        Self { source, client: None }
    }

    /// Reads the state of these coupons at one moment.
    pub(super) async fn snapshot(&mut self, ids: &[String]) -> anyhow::Result<Snapshot> {
        match &self.source {
            Source::Sqlite(file) => {
                let (file, ids) = (file.clone(), ids.to_vec());
                tokio::task::spawn_blocking(move || from_sqlite(&file, &ids)).await?
            }
            Source::Postgres(address) => {
                let client = match self.client.take().filter(|client| !client.is_closed()) {
                    Some(client) => client,
                    None => connect(*address).await?,
                };
                let snapshot = from_postgres(&client, ids).await?;
                self.client = Some(client);
                Ok(snapshot)
            }
        }
    }
}

impl Source {
    /// Which database it is, for the report.
    pub(crate) async fn version(&self) -> anyhow::Result<String> {
        match self {
            // The product is built with the same one.
            Self::Sqlite(_) => Ok(format!("SQLite {}", rusqlite::version())),
            Self::Postgres(address) => {
                let row = connect(*address).await?.query_one("SHOW server_version", &[]).await?;
                Ok(format!("PostgreSQL {}, fsync and synchronous_commit on", row.try_get::<_, String>(0)?))
            }
        }
    }

    /// What the database itself finds wrong.
    pub(crate) async fn faults(&self) -> anyhow::Result<Vec<String>> {
        let Self::Sqlite(file) = self else { return Ok(Vec::new()) };
        let file = file.clone();
        tokio::task::spawn_blocking(move || {
            let connection = open(&file)?;
            let mut faults: Vec<String> = Vec::new();
            let mut check = connection.prepare("PRAGMA integrity_check")?;
            for row in check.query_map([], |row| row.get::<_, String>(0))? {
                faults.push(row?);
            }
            faults.retain(|fault| fault != "ok");
            let mut check = connection.prepare("PRAGMA foreign_key_check")?;
            for row in check.query_map([], |row| row.get::<_, String>(0))? {
                faults.push(format!("a row of {} has lost its parent", row?));
            }
            Ok(faults)
        })
        .await?
    }
}

fn queries(ids: &[String]) -> [String; 2] {
    let list: Vec<String> = ids.iter().map(|id| format!("'{}'", id.replace('\'', "''"))).collect();
    let list = if list.is_empty() { "''".to_owned() } else { list.join(", ") };
    [schema::COUNTERS, schema::REDEMPTIONS].map(|query| query.replace("{ids}", &list))
}

fn open(file: &Path) -> anyhow::Result<Connection> {
    // Opened anew for each look, so that the file is never held open while the product is killed and comes back.
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(std::time::Duration::from_secs(2))?;
    Ok(connection)
}

fn from_sqlite(file: &Path, ids: &[String]) -> anyhow::Result<Snapshot> {
    let mut connection = open(file)?;
    let transaction = connection.transaction()?;
    let read = |query: &str| -> anyhow::Result<Vec<Line>> {
        let mut statement = transaction.prepare(query)?;
        let lines = statement
            .query_map([], |row| Ok(Line { coupon_id: row.get(0)?, resource: row.get(1)?, value: row.get(2)? }))?;
        Ok(lines.collect::<Result<_, _>>()?)
    };
    let [counters, redemptions] = queries(ids);
    Ok(Snapshot { counters: read(&counters)?, redemptions: read(&redemptions)? })
}

async fn connect(address: SocketAddr) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(&format!("postgres://tessera@{address}/tessera"), NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn from_postgres(client: &Client, ids: &[String]) -> anyhow::Result<Snapshot> {
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let [counters, redemptions] = queries(ids);
    let (counters, redemptions) = (client.query(&counters, &[]).await?, client.query(&redemptions, &[]).await?);
    client.batch_execute("COMMIT").await?;
    Ok(Snapshot { counters: lines(&counters)?, redemptions: lines(&redemptions)? })
}

fn lines(rows: &[Row]) -> Result<Vec<Line>, tokio_postgres::Error> {
    rows.iter()
        .map(|row| Ok(Line { coupon_id: row.try_get(0)?, resource: row.try_get(1)?, value: row.try_get(2)? }))
        .collect()
}
