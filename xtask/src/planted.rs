//! `cargo x harness planted`: builds the product with bugs planted in it and has the harness find them.
//!
//! One build holds all bugs, each behind its feature; `TESSERA_PLANTED` says which one is active in a
//! run. The harness knows nothing of them: it is the same run as on the product, ended early where its checks can.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{cargo, root, run, search_path};
use crate::postgres;

/// As many have to be caught when all are tried.
const ENOUGH: usize = 12;
/// What chooses among the bugs of one build.
const CHOICE: &str = "TESSERA_PLANTED";
/// The list of bugs, with the place where their table stands.
const PAGE: &str = "docs/reliability/planted-bugs.md";
const TABLE: [&str; 2] = ["<!-- measured: cargo x harness planted -->\n", "<!-- end -->"];

/// A planted bug.
struct Bug {
    number: u8,
    name: &'static str,
    /// The run that it needs.
    run: &'static str,
    /// The part of it that can show it, which comes first; all others follow while it is not named.
    first: &'static str,
    /// Words of the promises of which one has to name it. What else a run finds does not count.
    named_by: &'static [&'static str],
}

const EFFECTS: &str = "what was acknowledged is kept";
const EVENTS: &str = "what happened is told once";
const AUDIT: &str = "every mutation is in the audit trail";
const ONCE: &str = "one key, one answer";
const LIMITS: &str = "no limit and no budget is passed";
const SNAPSHOTS: &str = "agree in every snapshot";
const RUSH: &str = "of a rush exactly";
const HOLDS: &str = "a hold ends once";
const READS: &str = "a read shows";
const CLOCKS: &str = "wrong clocks decide";
const FAULT: &str = "no answer is a fault";
const FLUSHED: &str = "before it is flushed";

const fn bug(
    number: u8,
    name: &'static str,
    (run, first): (&'static str, &'static str),
    named_by: &'static [&'static str],
) -> Bug {
    Bug { number, name, run, first, named_by }
}

const BUGS: [Bug; 15] = [
    bug(1, "a counter that is read, compared and then written", ("sqlite", "storm"), &[LIMITS, SNAPSHOTS, RUSH]),
    bug(2, "an answer before the commit", ("sqlite", "kills"), &[EFFECTS, READS]),
    bug(3, "the key is stored in a second transaction", ("sqlite", "kills"), &[ONCE, EFFECTS]),
    bug(4, "a lock of a key that ends after 5 s", ("postgres", "links"), &[ONCE, EFFECTS]),
    bug(5, "holds expire by the node's clock", ("postgres", "clocks"), &[HOLDS, CLOCKS]),
    bug(6, "a sweeper that takes no row lock", ("postgres", "links"), &[EFFECTS, SNAPSHOTS, FAULT]),
    bug(7, "a refund that does not look at earlier refunds", ("sqlite", "load"), &["refunds never exceed"]),
    bug(8, "coupons that are 2 s old", ("sqlite", "load"), &["a paused coupon", LIMITS]),
    bug(9, "an error of `COMMIT` becomes a refusal", ("postgres", "links"), &[EFFECTS]),
    bug(10, "an error of `COMMIT` becomes a success", ("postgres", "links"), &[EFFECTS]),
    bug(11, "`synchronous=OFF`", ("sqlite", "flushes"), &[FLUSHED]),
    bug(
        12,
        "a pool that hands out a connection with an open transaction",
        ("postgres", "links"),
        &[EFFECTS, READS, SNAPSHOTS, EVENTS, AUDIT, FAULT],
    ),
    bug(13, "an outbox that is written after the commit", ("sqlite", "kills"), &[EVENTS]),
    bug(14, "parts that are rounded each by itself", ("sqlite", "load"), &["every discount is exact", FAULT]),
    bug(15, "an audit entry outside of the transaction", ("sqlite", "kills"), &[AUDIT]),
];

/// What came of a run.
struct Outcome<'b> {
    bug: &'b Bug,
    seconds: u64,
    /// Promise, how often it did not hold, and the first time in words: of those that have to name the bug.
    named: Vec<(String, u64, String)>,
    /// The same of all others.
    besides: Vec<String>,
}

/// Tries the bugs of these numbers, or all; fails when fewer are caught than must be. `more` is handed to the harness.
pub(crate) fn planted(numbers: &[u8], seed: Option<u64>, more: &[String]) -> Result<()> {
    if let Some(unknown) = numbers.iter().find(|number| !BUGS.iter().any(|bug| bug.number == **number)) {
        bail!("there is no planted bug {unknown}; {PAGE} has the list");
    }
    let bugs: Vec<&Bug> = BUGS.iter().filter(|bug| numbers.is_empty() || numbers.contains(&bug.number)).collect();
    let seed = seed.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs()));
    let target = root()?.join("target/planted");
    // All in one build, whichever are tried: the next call finds it made.
    let features: Vec<String> = BUGS.iter().map(|bug| format!("planted-{}", bug.number)).collect();
    // A folder and a profile of its own: what it makes is never taken for a release.
    let mut build = cargo(["build", "--package", "tessera-cli", "--features", &features.join(",")])?;
    build.env("CARGO_TARGET_DIR", &target).env("CARGO_PROFILE_DEV_DEBUG", "none");
    run(build)?;
    run(cargo(["build", "--release", "--package", "tessera-harness"])?)?;
    let mut outcomes = Vec::new();
    for bug in bugs {
        let outcome = try_bug(bug, seed, &target.join("debug/tessera"), more)?;
        println!("{}", line(&outcome, seed));
        outcomes.push(outcome);
    }
    let caught = outcomes.iter().filter(|outcome| !outcome.named.is_empty()).count();
    let table = table(&outcomes, seed, caught)?;
    println!("\n{table}");
    if outcomes.len() == BUGS.len() {
        write_page(&table)?;
    }
    let enough = ENOUGH.min(outcomes.len());
    if caught < enough {
        bail!("{caught} of {} planted bugs were caught, {enough} have to be", outcomes.len());
    }
    Ok(())
}

fn try_bug<'b>(bug: &'b Bug, seed: u64, binary: &Path, more: &[String]) -> Result<Outcome<'b>> {
    let out = root()?.join(format!("target/harness/planted-{}-{seed}", bug.number));
    let verdicts = out.join("verdicts.json");
    if verdicts.exists() {
        fs::remove_file(&verdicts)?;
    }
    let mut command =
        cargo(["run", "--quiet", "--release", "--package", "tessera-harness", "--", bug.run, "--nodes", "3"])?;
    command.arg("--binary").arg(binary).arg("--out").arg(&out).args(["--seed", &seed.to_string()]);
    command.args(["--first", bug.first]);
    for promise in bug.named_by {
        command.args(["--until", promise]);
    }
    command.args(more);
    command.env(CHOICE, bug.number.to_string());
    if let Some(bin) = postgres::find(&search_path()) {
        command.env(postgres::VARIABLE, bin);
    }
    println!("\n# {}: {} ({}, seed {seed})", bug.number, bug.name, bug.run);
    let began = Instant::now();
    // That it ends with an error is what it is for; what it found is in the file.
    let output = command.output().context("cannot start the harness")?;
    let mut outcome = Outcome { bug, seconds: began.elapsed().as_secs(), named: Vec::new(), besides: Vec::new() };
    if !verdicts.exists() {
        outcome.besides.push(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        return Ok(outcome);
    }
    let verdicts: Vec<Value> = serde_json::from_str(&fs::read_to_string(&verdicts)?)?;
    for verdict in &verdicts {
        let promise = verdict["promise"].as_str().unwrap_or_default().to_owned();
        let count = verdict["violations"].as_u64().unwrap_or_default();
        if count == 0 {
            continue;
        }
        if bug.named_by.iter().any(|words| promise.contains(words)) {
            let first = verdict["first"].as_str().unwrap_or_default().to_owned();
            outcome.named.push((promise, count, first));
        } else {
            outcome.besides.push(promise);
        }
    }
    Ok(outcome)
}

/// What is printed after each run.
fn line(outcome: &Outcome<'_>, seed: u64) -> String {
    let mut text = match outcome.named.first() {
        Some((promise, count, first)) => format!("caught by `{promise}` ({count}): {first}"),
        None => "NOT caught".to_owned(),
    };
    let besides = outcome.besides.join("; ");
    if !besides.is_empty() {
        let _ = write!(text, "\n  besides: {besides}");
    }
    format!("{}: {text}\n  {} s, seed {seed}", outcome.bug.number, outcome.seconds)
}

fn table(outcomes: &[Outcome<'_>], seed: u64, caught: usize) -> Result<String> {
    let mut table = format!("Seed {seed}: **{caught} of {} caught.**\n\n", outcomes.len());
    writeln!(table, "| n | bug | run | s | caught by, times |\n| ---: | --- | --- | ---: | --- |")?;
    for outcome in outcomes {
        let named: Vec<_> = outcome.named.iter().map(|(promise, count, _)| format!("{promise} ({count})")).collect();
        let named = if named.is_empty() { "**not caught**".to_owned() } else { named.join("; ") };
        let bug = outcome.bug;
        writeln!(table, "| {} | {} | {} | {} | {named} |", bug.number, bug.name, bug.run, outcome.seconds)?;
    }
    Ok(table)
}

/// Puts the table in the place of the last one.
fn write_page(table: &str) -> Result<()> {
    let path = root()?.join(PAGE);
    let page = fs::read_to_string(&path)?;
    let (before, rest) = page.split_once(TABLE[0]).context("the page has no place for the table")?;
    let (_, after) = rest.split_once(TABLE[1]).context("the place for the table has no end")?;
    fs::write(&path, format!("{before}{}\n{table}\n{}{after}", TABLE[0], TABLE[1]))?;
    Ok(())
}
