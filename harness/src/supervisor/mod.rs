//! The processes of a run: started, stopped, frozen and killed here and nowhere else. Dropping the world ends them.

mod clock;
mod node;
mod postgres;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::Output;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use tokio::sync::{Mutex, RwLock};

use crate::arguments::{Arguments, Database};
use crate::client::Client;
use crate::history::History;
use crate::http::Http;
use crate::probe::Source;
use crate::proxy::Proxy;

pub(crate) use clock::{Clock, Clocks};
pub(crate) use node::Node;
pub(crate) use postgres::Postgres;

/// Longest time from the start of a process to its readiness.
pub(crate) const READY_BOUND: Duration = Duration::from_secs(5);

/// A command of the program that takes longer hangs.
const LONGEST_COMMAND: Duration = Duration::from_secs(120);

/// Everything that runs.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) client: Client,
    pub(crate) history: Arc<History>,
    pub(crate) source: Source,
    pub(crate) postgres: Option<Mutex<Postgres>>,
    /// Held for writing while a process is down, so that the probe never stands in the way of a recovery.
    pub(crate) gate: Arc<RwLock<()>>,
    pub(crate) client_links: Vec<Proxy>,
    pub(crate) database_links: Vec<Proxy>,
    nodes: Vec<Mutex<Node>>,
    pub(crate) product: Product,
    /// Dropped last, when nothing writes into it any more.
    _folder: Folder,
}

/// The built program, the database it works on, and where its logs and scratch files go.
#[derive(Clone, Debug)]
pub(crate) struct Product {
    pub(crate) binary: PathBuf,
    /// As the program is told, without a proxy between.
    pub(crate) database: String,
    pub(crate) logs: PathBuf,
    pub(crate) scratch: PathBuf,
}

impl Product {
    /// Runs a command of the program to its end.
    pub(crate) async fn run(&self, arguments: &[&str]) -> anyhow::Result<Output> {
        let running = tokio::process::Command::new(&self.binary).args(arguments).kill_on_drop(true).output();
        let ended = tokio::time::timeout(LONGEST_COMMAND, running).await;
        Ok(ended.with_context(|| format!("`tessera {}` does not end", arguments.join(" ")))??)
    }

    /// What `tessera verify` finds wrong in a database; nothing when it exits with success.
    pub(crate) async fn verify(&self, database: &str) -> anyhow::Result<Option<String>> {
        let output = self.run(&["verify", "--database", database]).await?;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let wrong: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.starts_with("ok ")).collect();
        Ok((!output.status.success()).then(|| wrong.join(" ")))
    }

    /// A node of its own on another database; it does not run yet.
    pub(crate) fn node(&self, name: &str, database: String) -> anyhow::Result<Node> {
        let log = self.logs.join(format!("{name}.log"));
        Ok(Node::new(self.binary.clone(), free_address()?, database, log))
    }
}

/// A folder that goes when the run ends.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is below the system's own folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl World {
    /// Starts everything and waits until it is ready. Logs go below `out`.
    pub(crate) async fn start(arguments: &Arguments, out: PathBuf, history: Arc<History>) -> anyhow::Result<Self> {
        let folder = Folder(std::env::temp_dir().join(format!("tessera-harness-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0)?;
        let count = if arguments.database == Database::Sqlite { 1 } else { arguments.nodes };
        let mut database_links = Vec::new();
        let mut direct = String::new();
        let (postgres, source, databases) = match arguments.database {
            Database::Sqlite => {
                let file = folder.0.join("harness.db");
                let url = format!("sqlite:{}", file.display());
                direct.clone_from(&url);
                (None, Source::Sqlite(file), vec![url])
            }
            Database::Postgres => {
                let postgres = Postgres::create(arguments.postgres_bin.clone(), &folder.0, &out).await?;
                let mut urls = Vec::new();
                for _ in 0..count {
                    let link = Proxy::start(postgres.address()).await?;
                    urls.push(format!("postgres://tessera@{}/tessera", link.address()));
                    database_links.push(link);
                }
                let source = Source::Postgres(postgres.address());
                direct = format!("postgres://tessera@{}/tessera", postgres.address());
                (Some(Mutex::new(postgres)), source, urls)
            }
        };
        let (mut nodes, mut client_links, mut clients) = (Vec::new(), Vec::new(), Vec::new());
        for (index, database) in databases.into_iter().enumerate() {
            let address = free_address()?;
            let log = out.join(format!("node-{index}.log"));
            let mut node = Node::new(arguments.binary.clone(), address, database, log);
            node.start()?;
            node.wait_ready(Duration::from_secs(30)).await?;
            let link = Proxy::start(address).await?;
            clients.push(Http::new(link.address()));
            client_links.push(link);
            nodes.push(Mutex::new(node));
        }
        let client = Client::new(clients, Arc::clone(&history));
        let gate = Arc::default();
        let product =
            Product { binary: arguments.binary.clone(), database: direct, logs: out, scratch: folder.0.clone() };
        Ok(Self {
            client,
            history,
            source,
            postgres,
            gate,
            client_links,
            database_links,
            nodes,
            product,
            _folder: folder,
        })
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Ends a node at once, starts it again after a pause and waits for it. Answers with how long the start took.
    pub(crate) async fn kill_node(&self, index: usize, pause: Duration) -> anyhow::Result<Duration> {
        let _gate = self.gate.write().await;
        let mut node = self.nodes[index].lock().await;
        let disturbance = self.history.disturb("kill -9 of a node", Some(index), true);
        node.kill().await?;
        tokio::time::sleep(pause).await;
        let began = Instant::now();
        node.start()?;
        node.wait_ready(Duration::from_secs(30)).await.context("a node does not come back after kill -9")?;
        let took = began.elapsed();
        self.history.settle(disturbance);
        self.history.recovered("a node is ready after kill -9", millis(took), millis(READY_BOUND));
        Ok(took)
    }

    /// Gives a node another clock, or the machine's, with a new start.
    pub(crate) async fn restart_with_clock(&self, index: usize, clock: Option<Clock>) -> anyhow::Result<()> {
        let what = if clock.is_some() { "restart with a wrong clock" } else { "restart with the right clock" };
        let _gate = self.gate.write().await;
        let mut node = self.nodes[index].lock().await;
        let disturbance = self.history.disturb(what, Some(index), true);
        node.kill().await?;
        node.set_clock(clock);
        node.start()?;
        node.wait_ready(Duration::from_secs(30)).await.with_context(|| format!("after a {what}"))?;
        self.history.settle(disturbance);
        Ok(())
    }

    /// Ends every node at once, for good.
    pub(crate) async fn end_nodes(&self) -> anyhow::Result<()> {
        for node in &self.nodes {
            node.lock().await.kill().await?;
        }
        Ok(())
    }

    /// Stops a node where it stands and lets it go on later.
    pub(crate) async fn freeze_node(&self, index: usize, time: Duration) -> anyhow::Result<()> {
        let node = self.nodes[index].lock().await;
        let disturbance = self.history.disturb("freeze of a node", Some(index), true);
        node.freeze()?;
        tokio::time::sleep(time).await;
        node.thaw()?;
        self.history.settle(disturbance);
        Ok(())
    }

    /// Ends the database server at once and starts it again; the nodes stay up and have to find it.
    pub(crate) async fn kill_database(&self) -> anyhow::Result<()> {
        let postgres = self.postgres.as_ref().context("there is no database server")?;
        let _gate = self.gate.write().await;
        let mut postgres = postgres.lock().await;
        let disturbance = self.history.disturb("kill -9 of the database", None, false);
        postgres.kill().await?;
        let began = Instant::now();
        postgres.start().await?;
        self.history.settle(disturbance);
        self.history.recovered("the database is up after kill -9", millis(began.elapsed()), 30_000);
        Ok(())
    }

    /// How many processes of the product run now.
    pub(crate) async fn running(&self) -> usize {
        let mut running = 0;
        for node in &self.nodes {
            running += usize::from(node.lock().await.is_running());
        }
        running
    }
}

/// A loopback port that was free a moment ago.
fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
