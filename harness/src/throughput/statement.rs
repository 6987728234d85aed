//! One hot row on PostgreSQL: the update of a counter and the insert of a redemption in a single statement.

use std::time::{Duration, Instant};

use anyhow::Context;
use tokio_postgres::{Client, NoTls};

use super::figures::Figure;

const TABLES: &str = "CREATE TABLE hot (id TEXT PRIMARY KEY, used BIGINT NOT NULL); \
     CREATE TABLE uses (id BIGSERIAL PRIMARY KEY, code TEXT NOT NULL, order_id TEXT NOT NULL); INSERT INTO hot VALUES ('code', 0)";

const STATEMENT: &str = "WITH taken AS (UPDATE hot SET used = used + 1 WHERE id = 'code' AND used < 1000000000 RETURNING id) \
     INSERT INTO uses (code, order_id) SELECT id, $1 FROM taken";

/// The tables, ready.
pub(super) struct Statement {
    url: String,
}

impl Statement {
    pub(super) async fn prepare(url: &str) -> anyhow::Result<Self> {
        connect(url).await?.batch_execute(TABLES).await?;
        Ok(Self { url: url.to_owned() })
    }

    pub(super) async fn run(&self, clients: usize, time: Duration) -> anyhow::Result<Figure> {
        let until = Instant::now() + time;
        let workers = (0..clients).map(|number| work(&self.url, number, until));
        let times: Vec<u64> = futures::future::try_join_all(workers).await?.into_iter().flatten().collect();
        Ok(Figure::new(u64::try_from(times.len())?, time, times))
    }
}

async fn work(url: &str, number: usize, until: Instant) -> anyhow::Result<Vec<u64>> {
    let client = connect(url).await?;
    let statement = client.prepare(STATEMENT).await?;
    let mut times = Vec::new();
    while Instant::now() < until {
        let began = Instant::now();
        let order = format!("order-{number}-{}", times.len());
        client.execute(&statement, &[&order]).await?;
        times.push(u64::try_from(began.elapsed().as_micros())?);
    }
    Ok(times)
}

async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.context("connecting to PostgreSQL")?;
    tokio::spawn(connection);
    Ok(client)
}
