//! `tessera-harness`: runs the harness and says by its exit code whether every promise held.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its terminal")]

use std::process::ExitCode;

use clap::Parser;
use tessera_harness::Arguments;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(anyhow::Error::from).and_then(
        |runtime| {
            runtime.block_on(async {
                let mut terminate = signal(SignalKind::terminate())?;
                // Dropping the run ends every process that it started.
                tokio::select! {
                    result = tessera_harness::run(arguments) => result,
                    _ = tokio::signal::ctrl_c() => anyhow::bail!("interrupted"),
                    _ = terminate.recv() => anyhow::bail!("terminated"),
                }
            })
        },
    );
    match ended {
        Ok(summary) => {
            println!("{}", summary.text);
            if summary.violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("tessera-harness: {error:#}");
            ExitCode::FAILURE
        }
    }
}
