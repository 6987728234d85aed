//! `cargo x bench`: how fast the engine prices, how many requests the server answers, how many redemptions a second are
//! durable and how soon the admin pages are there.

use std::env;
use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::command::{cargo, root, run, search_path};
use crate::postgres;

/// What is measured.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Which {
    /// The pricing engine alone.
    Engine,
    /// The server under load over HTTP.
    Http,
    /// Durable redemptions beside the bare database. Its first argument is `sqlite`, `postgres` or `grown`.
    Redemptions,
    /// Many shoppers at once in the demo shop, from the catalogue to the order.
    Shoppers,
    /// Every admin page over HTTP on a shop with many coupons. Its arguments are how many, and how often each is asked for.
    Pages,
}

/// Runs one benchmark, or those of the engine and of HTTP where none is named. The arguments are the benchmark's own.
pub(crate) fn bench(which: Option<Which>, arguments: &[String]) -> Result<()> {
    match which {
        Some(Which::Engine) => engine(arguments),
        Some(Which::Http) => http(arguments),
        Some(Which::Redemptions) => redemptions(arguments),
        Some(Which::Shoppers) => shoppers(arguments),
        Some(Which::Pages) => pages(arguments),
        None => engine(arguments).and_then(|()| http(arguments)),
    }
}

// Only bench targets: the unit tests' harness would refuse a benchmark's arguments.
fn engine(arguments: &[String]) -> Result<()> {
    let mut command = cargo(["bench", "-p", "tessera-engine", "--bench", "*", "--"])?;
    command.args(arguments);
    run(command)
}

fn http(arguments: &[String]) -> Result<()> {
    let mut command = cargo(["bench", "-p", "tessera-server", "--bench", "http", "--"])?;
    command.args(arguments);
    run(command)
}

/// Runs the program that measures against a release build of the product.
fn redemptions(arguments: &[String]) -> Result<()> {
    let binary = release()?;
    let mut command = cargo(["run", "--release", "--package", "tessera-harness", "--bin", "tessera-throughput", "--"])?;
    command.args(arguments).arg("--binary").arg(binary);
    if let Some(bin) = postgres::find(&search_path()) {
        command.env(postgres::VARIABLE, bin);
    }
    run(command)
}

/// Has shoppers walk through the demo of a release build of the product.
fn shoppers(arguments: &[String]) -> Result<()> {
    let binary = release()?;
    let mut command = cargo(["run", "--release", "--package", "tessera-harness", "--bin", "tessera-shoppers", "--"])?;
    command.arg("--binary").arg(binary).args(arguments);
    run(command)
}

/// Runs the program that asks a release build of the product for each page.
fn pages(arguments: &[String]) -> Result<()> {
    let binary = release()?;
    let mut command = cargo(["run", "--release", "--package", "tessera-cli", "--example", "page_speed", "--"])?;
    command.arg(binary).args(arguments);
    run(command)
}

/// Builds the product as it is released, and says where it is.
fn release() -> Result<PathBuf> {
    run(cargo(["build", "--release", "--package", "tessera-cli"])?)?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or(root()?.join("target"), Into::into);
    Ok(target.join("release/tessera"))
}
