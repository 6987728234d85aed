//! `cargo x test`: every test there is, and nothing skipped silently.

use std::env;
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::command::{cargo, has_cargo_command, watch};
use crate::steps::Steps;
use crate::{clients, generate, machine, memory, wasm};

/// Which part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// What needs nothing but Rust.
    Fast,
}

/// Runs the tests. Without a scope: all of them, on a machine made ready first.
pub(crate) fn test(scope: Option<Scope>, keep_going: bool) -> Result<()> {
    if scope == Some(Scope::Fast) {
        let mut steps = Steps::new("cargo x test fast", keep_going);
        run_tests(&mut steps, &[], scope, keep_going)?;
        return steps.finish();
    }
    let mut steps = Steps::new("cargo x test", keep_going);
    let mut variables = Vec::new();
    steps.step("the machine", |notes| {
        let machine = machine::make_ready()?;
        variables = machine.variables();
        notes.push(machine.describe());
        if let Some(folder) = memory::folder() {
            variables.push(("TMPDIR", folder.to_owned()));
            notes.push(format!("what tests throw away is in {folder}"));
        }
        Ok(())
    })?;
    run_tests(&mut steps, &variables, scope, keep_going)?;
    // The clients' tests wait more than they compute.
    let module = wasm::Module::begin();
    steps.step("clients", clients::suites)?;
    steps.step("engine for wasm32: the same bytes", |notes| wasm::same_bytes(module?, notes))?;
    steps.step("derived files", generate::check)?;
    steps.finish()
}

fn run_tests(
    steps: &mut Steps,
    variables: &[(&'static str, String)],
    scope: Option<Scope>,
    keep_going: bool,
) -> Result<()> {
    steps.step("tests", |notes| {
        let nextest = has_cargo_command("nextest");
        let mut command = if nextest { with_nextest()? } else { cargo(["test", "--workspace"])? };
        command.args(keep_going.then_some("--no-fail-fast"));
        if nextest {
            command.args(["--test-threads", &test_threads().to_string()]);
        }
        if scope == Some(Scope::Fast) {
            command.args(rust_alone(nextest));
            notes.push("left out: the tests that need PostgreSQL or Chromium (`cargo x test` runs them)".to_owned());
        }
        run_and_note(command, variables, "tests", notes)
    })?;
    steps.step("doctests", |notes| {
        let command = cargo(["test", "--doc", "--workspace"])?;
        run_and_note(command, variables, "doctests", notes)
    })
}

/// Leaves out the tests that start a PostgreSQL server or a browser: by their names, those of the store's driver, of the
/// nodes and of the pages in Chromium.
fn rust_alone(nextest: bool) -> Vec<&'static str> {
    if nextest {
        vec!["--filterset", "not test(/Driver__Postgres|on_postgres::|^browser::/)"]
    } else {
        vec!["--", "--skip", "Driver__Postgres", "--skip", "on_postgres::", "--skip", "browser::"]
    }
}

/// Half of the tests wait for PostgreSQL or a browser: three for two processors.
fn test_threads() -> usize {
    std::thread::available_parallelism().map_or(2, |processors| processors.get() * 3 / 2).max(2)
}

/// The `ci` profile differs only where a machine reads the answer, see `.config/nextest.toml`.
fn with_nextest() -> Result<Command> {
    let mut command = cargo(["nextest", "run", "--workspace"])?;
    if env::var_os("CI").is_some() {
        command.args(["--profile", "ci"]);
    }
    Ok(command)
}

fn run_and_note(
    mut command: Command,
    variables: &[(&'static str, String)],
    what: &str,
    notes: &mut Vec<String>,
) -> Result<()> {
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let (lines, result) = watch(command, is_closing_line)?;
    notes.push(format!("{what}: {}", closing_line(&lines)));
    result
}

fn is_closing_line(line: &str) -> bool {
    line.starts_with("test result:") || (line.contains("Summary") && line.contains(" run:"))
}

/// nextest closes once; `cargo test` closes once for each binary, and the sum is what one wants to read.
fn closing_line(lines: &[String]) -> String {
    if let Some(summary) = lines.iter().find(|line| line.contains("Summary")) {
        return summary.clone();
    }
    if lines.is_empty() {
        return "the runner ended without a closing line".to_owned();
    }
    let [passed, failed, ignored] =
        ["passed", "failed", "ignored"].map(|what| lines.iter().map(|line| count(line, what)).sum::<u64>());
    let binaries = lines.len();
    format!("{passed} passed; {failed} failed; {ignored} ignored; {binaries} binaries")
}

/// The number before this word, as in `3 passed;`.
fn count(line: &str, what: &str) -> u64 {
    line.split([';', '.'])
        .filter_map(|part| part.trim().strip_suffix(what))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_cargo_test_are_added_up() {
        let lines = [
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
        ]
        .map(str::to_owned);
        assert!(lines.iter().all(|line| is_closing_line(line)));
        assert_eq!(closing_line(&lines), "7 passed; 2 failed; 1 ignored; 2 binaries");
    }

    #[test]
    fn the_closing_line_of_nextest_is_taken_as_it_is() {
        let line = "     Summary [   0.012s] 5 tests run: 5 passed, 0 skipped";
        assert!(is_closing_line(line));
        assert!(!is_closing_line("   Compiling summary v1.0.0"));
        assert_eq!(closing_line(&[line.trim().to_owned()]), line.trim());
    }

    #[test]
    fn a_runner_that_broke_off_is_said_so() {
        assert!(closing_line(&[]).contains("without a closing line"));
    }
}
