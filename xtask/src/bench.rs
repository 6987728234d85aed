//! `cargo x bench`: how fast the engine prices and how many requests the server answers.

use anyhow::Result;
use clap::ValueEnum;

use crate::command::{cargo, run};

/// What is measured.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Which {
    /// The pricing engine alone.
    Engine,
    /// The server under load over HTTP.
    Http,
}

/// Runs one benchmark, or both where none is named. The arguments are the benchmark's own.
pub(crate) fn bench(which: Option<Which>, arguments: &[String]) -> Result<()> {
    let chosen = which.map_or(vec![Which::Engine, Which::Http], |one| vec![one]);
    for one in chosen {
        // Only bench targets: the unit tests' harness would refuse a benchmark's arguments.
        let mut command = match one {
            Which::Engine => cargo(["bench", "-p", "tessera-engine", "--bench", "*"])?,
            Which::Http => cargo(["bench", "-p", "tessera-server", "--bench", "http"])?,
        };
        command.arg("--").args(arguments);
        run(command)?;
    }
    Ok(())
}
