//! `tessera-throughput`: redemptions a second beside the bare database, on SQLite and on PostgreSQL.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its terminal")]

use std::process::ExitCode;

use clap::Parser;
use tessera_harness::throughput::{Arguments, measure};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One thread: what drives the load and the bare server take as little of the machine as they can.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let measured = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(measure(&arguments, &|line| println!("{line}"))));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tessera-throughput: {error:#}");
            ExitCode::FAILURE
        }
    }
}
