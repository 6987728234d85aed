//! One process of the product.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::process::{Child, Command};

use super::clock::Clock;
use crate::history::Outcome;
use crate::http::{Http, SECRET_KEY, Sending};

/// A node, running or not. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Node {
    binary: PathBuf,
    address: SocketAddr,
    database: String,
    log: PathBuf,
    clock: Option<Clock>,
    /// A program that runs the node and breaks what it asks of the system, with its arguments.
    below: Vec<String>,
    child: Option<Child>,
}

impl Node {
    pub(crate) const fn new(binary: PathBuf, address: SocketAddr, database: String, log: PathBuf) -> Self {
        Self { binary, address, database, log, clock: None, below: Vec::new(), child: None }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Gives it another clock, or the machine's, from its next start on.
    pub(crate) fn set_clock(&mut self, clock: Option<Clock>) {
        self.clock = clock;
    }

    /// Has it run by another program, or by none, from its next start on.
    pub(crate) fn run_below(&mut self, program: Vec<String>) {
        self.below = program;
    }

    pub(crate) fn start(&mut self) -> anyhow::Result<()> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = match self.below.split_first() {
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(&self.binary);
                command
            }
            None => Command::new(&self.binary),
        };
        if let Some(clock) = &self.clock {
            clock.hand_to(&mut command);
        }
        let child = command
            .args(["serve", "--database", &self.database, "--listen", &self.address.to_string()])
            .env("TESSERA_SECRET_KEY", SECRET_KEY)
            .env("RUST_LOG", "warn")
            // The trace of a panic takes longer than an answer.
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        self.child = Some(child);
        Ok(())
    }

    /// Waits until `/readyz` says so. A node with a clock of its own says that its clock is wrong, and nothing else.
    pub(crate) async fn wait_ready(&mut self, at_most: Duration) -> anyhow::Result<()> {
        let http = Http::new(self.address);
        let began = Instant::now();
        let asking = Sending { method: "GET", path: "/readyz", key: "", body: &Value::Null };
        loop {
            if let Ok(Outcome::Answer { status, body, .. }) =
                tokio::time::timeout(Duration::from_secs(1), http.send(asking)).await
                && (status == 200 || self.clock.is_some() && lacks_only_the_time(&body))
            {
                return Ok(());
            }
            if let Some(ended) = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten()) {
                bail!("a node ended by itself ({ended}); its log: {}", self.log.display());
            }
            if began.elapsed() > at_most {
                bail!("a node is not ready after {at_most:?}; its log: {}", self.log.display());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub(crate) async fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    pub(crate) fn freeze(&self) -> anyhow::Result<()> {
        self.signal(Signal::STOP)
    }

    pub(crate) fn thaw(&self) -> anyhow::Result<()> {
        self.signal(Signal::CONT)
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        let id = self.child.as_ref().and_then(Child::id).context("the node does not run")?;
        let pid = Pid::from_raw(i32::try_from(id)?).context("no process has the id 0")?;
        Ok(kill_process(pid, signal)?)
    }
}

/// Whether the clock is all that a node finds wrong with itself.
fn lacks_only_the_time(body: &str) -> bool {
    let health: Value = serde_json::from_str(body).unwrap_or_default();
    health["broken"].as_array().is_some_and(|broken| {
        !broken.is_empty() && broken.iter().all(|promise| promise["name"].as_str() == Some("clock"))
    })
}
