//! Durable redemptions a second, measured in turn with what the machine can do at all: rows that a bare database
//! commits, and servers that do no more than write.
//!
//! Absolute figures do not carry from one machine or hour to the next. Every round measures everything once, so that
//! the ratios compare what was measured within the same minute.

mod driver;
mod figures;
mod product;
mod prototype;
mod raw;
mod statement;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, ValueEnum};

use driver::{Load, drive};
use figures::Figures;
use product::{Codes, Product};
use prototype::{Kind, Prototype};

use crate::supervisor::Postgres;

/// Measures redemptions beside the bare database.
#[derive(Clone, Debug, Parser)]
#[command(name = "tessera-throughput")]
pub struct Arguments {
    /// What is measured.
    #[arg(value_enum)]
    pub which: Which,
    /// The built product.
    #[arg(long, value_name = "PATH", required_unless_present = "listen")]
    pub binary: Option<PathBuf>,
    /// Rounds; the medians are told with every round.
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// Of each measurement.
    #[arg(long, default_value_t = 5)]
    pub seconds: u64,
    /// Keep-alive connections, each with one request under way.
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// Coupons with a code of their own, for the measurement of many codes.
    #[arg(long, default_value_t = 10_000)]
    pub codes: usize,
    /// Redemptions stored beforehand, for the measurement of a grown database.
    #[arg(long, default_value_t = 1_000_000)]
    pub stored: u64,
    /// Of `prototype`, which this program starts by itself: the address.
    #[arg(long, hide = true)]
    pub listen: Option<std::net::SocketAddr>,
    /// Of `prototype`: its database.
    #[arg(long, hide = true)]
    pub file: Option<PathBuf>,
    /// Of `prototype`: the rows of a redemption as a JSON list of their sizes.
    #[arg(long, hide = true)]
    pub rows: Option<String>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// One process on a file.
    Sqlite,
    /// One node and two on one server.
    Postgres,
    /// A redemption and a quote on a database that holds many redemptions, beside an empty one.
    Grown,
    /// A bare server; started by this program.
    #[value(hide = true)]
    Prototype,
}

/// Measures and tells, line by line.
///
/// # Errors
/// The product does not start, or refuses a redemption that it should take.
pub async fn measure(arguments: &Arguments, tell: &(dyn Fn(&str) + Sync)) -> anyhow::Result<()> {
    if arguments.which == Which::Prototype {
        return prototype::serve(arguments).await;
    }
    let folder = Folder::create()?;
    let binary = arguments.binary.as_deref().context("--binary is missing")?;
    match arguments.which {
        Which::Sqlite => sqlite(arguments, binary, &folder.0, tell).await,
        Which::Postgres => postgres(arguments, binary, &folder.0, tell).await,
        Which::Grown => grown(arguments, binary, &folder.0, tell).await,
        Which::Prototype => Ok(()),
    }
}

/// A folder that goes when the measurement ends.
struct Folder(PathBuf);

impl Folder {
    fn create() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("tessera-throughput-{}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is below the system's own folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Arguments {
    fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    fn load<'a>(&self, request: &'a (dyn Fn(u64) -> Vec<u8> + Send + Sync), wanted: u16) -> Load<'a> {
        Load { connections: self.connections, time: self.time(), request, wanted }
    }
}

async fn sqlite(
    arguments: &Arguments,
    binary: &Path,
    folder: &Path,
    tell: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let product = Product::on_sqlite(binary, &folder.join("product.db"), folder).await?;
    let hot = product.create_coupons(Codes::Hot).await?;
    let many = product.create_coupons(Codes::Many(arguments.codes)).await?;
    let weight = product.weigh(&folder.join("product.db"), &hot).await?;
    tell(&format!("one redemption writes {weight}"));
    let two_rows = Prototype::start(Kind::TwoRows, folder, &weight).await?;
    let same_rows = Prototype::start(Kind::SameRows, folder, &weight).await?;
    let mut figures = Figures::default();
    for round in 1..=arguments.rounds {
        figures.add("rows, 64 in a transaction", raw::rows(folder, 64, arguments.time())?);
        figures.add("rows, 1 in a transaction", raw::rows(folder, 1, arguments.time())?);
        for (name, prototype) in [("prototype of two rows", &two_rows), ("prototype of the same rows", &same_rows)] {
            let request = |number| prototype.request(number);
            figures.add(name, drive(prototype.address(), arguments.load(&request, 200)).await?);
        }
        for (name, codes) in [("redemptions, one hot code", &hot), ("redemptions, many codes", &many)] {
            let request = |number| product.redemption(codes, number);
            figures.add(name, drive(product.address(), arguments.load(&request, 201)).await?);
        }
        let request = |number| product.redemption(&hot, number);
        let alone = Load { connections: 1, ..arguments.load(&request, 201) };
        figures.add("redemptions, one connection", drive(product.address(), alone).await?);
        figures.add("flush (fdatasync)", raw::flushes(folder, arguments.time() / 4)?);
        figures.tell_round(round, tell);
    }
    figures.tell_medians(tell);
    figures.tell_ratio("prototype of two rows", "rows, 64 in a transaction", 2, tell);
    for name in ["redemptions, one hot code", "redemptions, many codes"] {
        figures.tell_ratio(name, "prototype of two rows", 1, tell);
        figures.tell_ratio(name, "prototype of the same rows", 1, tell);
    }
    Ok(())
}

async fn postgres(
    arguments: &Arguments,
    binary: &Path,
    folder: &Path,
    tell: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let bin = std::env::var_os("TESSERA_TEST_POSTGRES_BIN").map(PathBuf::from);
    let server = Postgres::create(bin, folder, folder).await?;
    let one = Product::on_postgres(binary, &server.url("tessera"), folder, "one").await?;
    let two = Product::on_postgres(binary, &server.url("tessera"), folder, "two").await?;
    let hot = one.create_coupons(Codes::Hot).await?;
    let many = one.create_coupons(Codes::Many(arguments.codes)).await?;
    let statement = statement::Statement::prepare(&server.url("postgres")).await?;
    let mut figures = Figures::default();
    for round in 1..=arguments.rounds {
        figures.add("single statement, 8 clients", statement.run(8, arguments.time()).await?);
        for (name, codes) in [("one hot code", &hot), ("many codes", &many)] {
            let request = |number| one.redemption(codes, number);
            figures.add(&format!("one node, {name}"), drive(one.address(), arguments.load(&request, 201)).await?);
            let half = Load { connections: arguments.connections / 2, ..arguments.load(&request, 201) };
            let (first, second) = tokio::try_join!(drive(one.address(), half.clone()), drive(two.address(), half))?;
            figures.add(&format!("two nodes, {name}"), first.beside(&second));
        }
        figures.tell_round(round, tell);
    }
    figures.tell_medians(tell);
    for name in ["one node, one hot code", "two nodes, one hot code"] {
        figures.tell_ratio(name, "single statement, 8 clients", 1, tell);
    }
    Ok(())
}

async fn grown(
    arguments: &Arguments,
    binary: &Path,
    folder: &Path,
    tell: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<()> {
    let empty = Product::on_sqlite(binary, &folder.join("empty.db"), folder).await?;
    let full = Product::on_sqlite(binary, &folder.join("full.db"), folder).await?;
    let (few, codes) = (empty.create_coupons(Codes::Hot).await?, full.create_coupons(Codes::Hot).await?);
    let mut stored = 0;
    while stored < arguments.stored {
        let request = |number| full.redemption(&codes, number);
        let load = Load { time: Duration::from_secs(10), ..arguments.load(&request, 201) };
        stored += drive(full.address(), load).await?.count();
        tell(&format!("{stored} redemptions stored"));
    }
    let mut figures = Figures::default();
    for round in 1..=arguments.rounds {
        for (name, product, codes) in [("few", &empty, &few), ("many", &full, &codes)] {
            let request = |number| product.redemption(codes, number);
            let redeemed = drive(product.address(), arguments.load(&request, 201)).await?;
            figures.add(&format!("redemptions, {name} stored"), redeemed);
            let request = |number| product.quote(codes, number);
            let quoted = drive(product.address(), arguments.load(&request, 200)).await?;
            figures.add(&format!("quotes, {name} stored"), quoted);
        }
        figures.tell_round(round, tell);
    }
    figures.tell_medians(tell);
    figures.tell_ratio("redemptions, many stored", "redemptions, few stored", 1, tell);
    figures.tell_ratio("quotes, many stored", "quotes, few stored", 1, tell);
    Ok(())
}
