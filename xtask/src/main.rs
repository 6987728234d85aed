//! Developer commands of Tessera: `cargo x check`, `cargo x test`, `cargo x bench`, `cargo x gen`,
//! `cargo x dist`, `cargo x harness`.
//!
//! **Purpose.** One command for each thing a developer or the CI does, so that both do the same.
//! The house rules that a compiler cannot hold are the tidy tests in `tests/tidy`.
//!
//! **Not here.** Nothing that the product needs at run time, and no dependency on its crates: what is
//! derived from the code is asked of the built binary.
//!
//! **Where to start.** Each command is the file of its name.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its terminal")]

mod apt;
mod bench;
mod built;
mod check;
mod chromium;
mod clients;
mod command;
mod dist;
mod generate;
mod harness;
mod licences;
mod machine;
mod memory;
mod planted;
mod postgres;
mod requirements;
mod rust_source;
mod steps;
mod test;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo x", bin_name = "cargo x", about = "Developer commands of Tessera.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Formatting, clippy, the tidy tests, the wasm build, the dependency audit, derived files.
    Check {
        /// Go on after a failing step and list all that failed.
        #[arg(long)]
        keep_going: bool,
    },
    /// Every test. Installs what the machine lacks where it may, else fails and lists it.
    Test {
        /// `fast`: only what needs nothing but Rust.
        scope: Option<test::Scope>,
        /// Go on after a failing step and list all that failed.
        #[arg(long)]
        keep_going: bool,
    },
    /// Only the first step of `test`: find, install and try PostgreSQL, Chromium, Node and Python.
    Machine,
    /// Only the clients' step of `test`: their suites against the built program.
    Clients,
    /// Build the program and pack it, with checksum and the licences of others, into `target/dist`.
    Dist,
    /// Build the browser's module and compare its bytes with the native engine's on every fixture.
    Wasm,
    /// Benchmarks of the engine and of the HTTP server; both when none is named.
    Bench {
        /// Which one.
        which: Option<bench::Which>,
        /// Handed to the benchmark as they are.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Load, faults and crashes against the built binary, and a check of every answer.
    Harness(harness::HarnessArgs),
    /// Write the files that are derived from the code.
    Gen {
        /// Write nothing; fail when a file is out of step.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Check { keep_going } => check::check(keep_going),
        Command::Test { scope, keep_going } => test::test(scope, keep_going),
        Command::Machine => machine::make_ready().map(|_| ()),
        Command::Clients => clients::suites(&mut Vec::new()),
        Command::Dist => dist::dist(),
        Command::Wasm => wasm::Module::begin().and_then(|module| wasm::same_bytes(module, &mut Vec::new())),
        Command::Bench { which, arguments } => bench::bench(which, &arguments),
        Command::Harness(arguments) => harness::harness(&arguments),
        Command::Gen { check } => generate::generate(check),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
