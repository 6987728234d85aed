//! `cargo x check`: what must hold before a change is handed in, tests of behaviour apart.

use anyhow::Result;

use crate::command::{cargo, has_cargo_command, run};
use crate::steps::Steps;
use crate::{generate, wasm};

/// Runs all checks.
pub(crate) fn check(keep_going: bool) -> Result<()> {
    let mut steps = Steps::new("cargo x check", keep_going);
    steps.step("formatting", |_| run(cargo(["fmt", "--all", "--check"])?))?;
    steps.step("clippy", |_| run(clippy()?))?;
    steps.step("tidy tests", |_| run(cargo(["test", "--quiet", "-p", "xtask"])?))?;
    steps.step("engine for wasm32", |_| wasm::build())?;
    steps.step("dependency audit", audit)?;
    steps.step("derived files", generate::check)?;
    steps.finish()
}

fn clippy() -> Result<std::process::Command> {
    cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// cargo-deny is no part of the Rust toolchain, so its absence is said and not held against the change.
fn audit(notes: &mut Vec<String>) -> Result<()> {
    if has_cargo_command("deny") {
        return run(cargo(["deny", "check"])?);
    }
    let note = "NOT RUN: dependency audit. cargo-deny is missing; install it with `cargo install --locked cargo-deny`.";
    println!("{note}");
    notes.push(note.to_owned());
    Ok(())
}
