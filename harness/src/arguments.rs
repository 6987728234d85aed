//! What a run is told on its command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Breaks the product on purpose and checks what it promised.
#[derive(Clone, Debug, Parser)]
#[command(name = "tessera-harness")]
pub struct Arguments {
    /// What the nodes run on.
    pub database: Database,
    /// The built product.
    #[arg(long, value_name = "PATH")]
    pub binary: PathBuf,
    /// Processes of the product; more than one only on PostgreSQL.
    #[arg(long, default_value_t = 3)]
    pub nodes: usize,
    /// Decides everything that the harness decides. Default: the time.
    #[arg(long)]
    pub seed: Option<u64>,
    /// How long the load with faults lasts; storms and kills come on top. Default: 60 on SQLite, 150 on PostgreSQL.
    #[arg(long)]
    pub seconds: Option<u64>,
    /// Shoppers that arrive in a second.
    #[arg(long, default_value_t = 60)]
    pub rate: u64,
    /// Parts of the contract that are exercised.
    #[arg(long, value_delimiter = ',', default_value = "redemptions,reservations,refunds,cancels,limits")]
    pub operations: Vec<Operations>,
    /// Parts of the run.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "load,storm,claims,batches,links,kills,freeze,clocks,clients,second,backup,disk,flushes"
    )]
    pub parts: Vec<Part>,
    /// The part that comes before all others.
    #[arg(long)]
    pub first: Option<Part>,
    /// Part of the name of a promise; the run ends after the part in which it was not kept. May be given several times.
    #[arg(long, value_name = "WORDS")]
    pub until: Vec<String>,
    /// Cycles of `kill -9` of a node. Default: 100 on SQLite, 50 on PostgreSQL.
    #[arg(long)]
    pub kills: Option<u64>,
    /// Cycles of `kill -9` of the database server; PostgreSQL only.
    #[arg(long, default_value_t = 5)]
    pub database_kills: u64,
    /// Folder of the PostgreSQL programs. Default: found beside `initdb` in PATH, then Debian's folder.
    #[arg(long, env = "TESSERA_TEST_POSTGRES_BIN", value_name = "PATH")]
    pub postgres_bin: Option<PathBuf>,
    /// Where history, logs and report go. Default: a folder named from database and seed below `target/harness`.
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// What the nodes run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Database {
    /// One node on its own file.
    Sqlite,
    /// Several nodes on one server.
    Postgres,
}

impl Database {
    /// Its name in reports and folders.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Operations {
    /// Orders placed at once, with limits in all and per customer, coupon edits, pause and enable.
    Redemptions,
    /// Reserve, extend, re-price, commit, release.
    Reservations,
    /// Refunds of lines and of whole orders.
    Refunds,
    /// Cancelled redemptions, cancelled and amended orders.
    Cancels,
    /// Limits per code and per day, and money budgets.
    Limits,
}

/// A part of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Mixed load, first without and then with faults.
    Load,
    /// 1,000 parallel redemptions of a code with 100 uses, ten times.
    Storm,
    /// 1,000 customers with 3 tries each claim one of 10 at once, and use each claim from several tabs.
    Claims,
    /// Two batches of 10,000 codes with one prefix at once, under load and with a killed node.
    Batches,
    /// `kill -9`, again and again.
    Kills,
    /// Every link to the database is slow, loses COMMIT and its answer, and falls silent; PostgreSQL only.
    Links,
    /// A node stands still for 12 s.
    Freeze,
    /// Nodes whose wall clocks are hours off; PostgreSQL only.
    Clocks,
    /// Slow sockets, and callers that hang up.
    Clients,
    /// A second process on the same file; SQLite only.
    Second,
    /// Backups under load, put into use; SQLite only.
    Backup,
    /// A full disk and a failing one; SQLite only.
    Disk,
    /// The order of writes, flushes and replies in a trace; SQLite only.
    Flushes,
}
