//! `tessera-shoppers`: many shoppers at once in the demo shop, from the catalogue to the order.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its terminal")]

use std::process::ExitCode;

use clap::Parser;
use tessera_harness::shoppers::{Arguments, shop};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One thread: what drives the load takes as little of the machine as it can.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(shop(&arguments, &|line| println!("{line}"))));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tessera-shoppers: {error:#}");
            ExitCode::FAILURE
        }
    }
}
