//! One page on a run: what was done, what was broken, what was checked, what did not hold.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::checker::{Record, Verdict};
use crate::history::{Call, Kind, Outcome, Phase};
use crate::open_loop::Arrivals;
use crate::scenario::kills::Killed;

/// Violations of one promise that are written out; the rest is a number.
const MOST_SHOWN: usize = 10;

/// What is known of the run apart from its history.
pub(crate) struct Facts<'a> {
    pub(crate) arguments: &'a Arguments,
    pub(crate) seed: u64,
    pub(crate) seconds: u64,
    pub(crate) nodes: usize,
    pub(crate) killed: Killed,
    pub(crate) arrivals: Arrivals,
    pub(crate) running: usize,
    /// Which database.
    pub(crate) database: String,
    /// What was not tried, and why.
    pub(crate) left_out: Vec<String>,
}

/// Writes `report.md` and answers with its text.
pub(crate) fn write_report(
    out: &Path,
    facts: &Facts<'_>,
    record: &Record,
    verdicts: &[Verdict],
) -> anyhow::Result<String> {
    let mut page = String::new();
    head(&mut page, facts, record, verdicts)?;
    operations(&mut page, record)?;
    disturbances(&mut page, record, facts)?;
    checks(&mut page, verdicts)?;
    latency(&mut page, record)?;
    let file = out.join("report.md");
    fs::write(&file, &page)?;
    fs::write(out.join("verdicts.json"), verdicts_as_json(verdicts).to_string())?;
    writeln!(page, "\nHistory, logs and this page: {}", out.display())?;
    Ok(page)
}

/// What came of each check, for a program that reads it.
fn verdicts_as_json(verdicts: &[Verdict]) -> Value {
    let one = |verdict: &Verdict| {
        let first = verdict.violations.first().map(ToString::to_string);
        json!({"promise": verdict.promise, "looked_at": verdict.looked_at,
               "violations": verdict.violations.len(), "first": first})
    };
    verdicts.iter().map(one).collect()
}

fn head(page: &mut String, facts: &Facts<'_>, record: &Record, verdicts: &[Verdict]) -> anyhow::Result<()> {
    let violations: usize = verdicts.iter().map(|verdict| verdict.violations.len()).sum();
    writeln!(page, "# Reliability run on {}\n", facts.arguments.database.name())?;
    writeln!(page, "**{violations} violations.** Seed {}, {} s.\n", facts.seed, facts.seconds)?;
    let names = |of: &[crate::arguments::Operations]| format!("{of:?}").to_lowercase();
    writeln!(page, "| | |\n| --- | --- |")?;
    writeln!(page, "| binary | {} |", version(facts.arguments))?;
    writeln!(page, "| database | {} |", facts.database)?;
    writeln!(page, "| machine | {} |", machine())?;
    let parts = format!("{:?}", facts.arguments.parts).to_lowercase();
    writeln!(page, "| parts | {parts}, {} shoppers a second |", facts.arguments.rate)?;
    writeln!(page, "| nodes | {}, {} running at the end |", facts.nodes, facts.running)?;
    writeln!(page, "| operations | {} |", names(&facts.arguments.operations))?;
    writeln!(page, "| shoppers | {}, {} turned away at the door |", facts.arrivals.next, facts.arrivals.turned_away)?;
    writeln!(page, "| coupons | {} |", record.coupons.len())?;
    writeln!(page, "| redemptions at the end | {} |", record.ledger.len())?;
    writeln!(page, "| snapshots | {} read, {} not |", record.seen.snapshots, record.seen.unread)?;
    Ok(())
}

fn operations(page: &mut String, record: &Record) -> anyhow::Result<()> {
    let mut of_kind: BTreeMap<Kind, [usize; 5]> = BTreeMap::new();
    for call in &record.calls {
        let counts = of_kind.entry(call.kind).or_default();
        counts[0] += 1;
        counts[1] += call.attempts.len();
        match call.answer() {
            Some((status, _)) if status < 300 => counts[2] += 1,
            Some(_) => counts[3] += 1,
            None => counts[4] += 1,
        }
    }
    writeln!(
        page,
        "\n## Operations\n\n| kind | asked | attempts | done | refused | unknown |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )?;
    let mut all = [0; 5];
    for (kind, counts) in &of_kind {
        let [asked, attempts, done, refused, unknown] = counts;
        writeln!(page, "| {kind:?} | {asked} | {attempts} | {done} | {refused} | {unknown} |")?;
        all.iter_mut().zip(counts).for_each(|(all, one)| *all += one);
    }
    let [asked, attempts, done, refused, unknown] = all;
    writeln!(page, "| **all** | {asked} | {attempts} | {done} | {refused} | {unknown} |")?;
    let lost = record.calls.iter().flat_map(|call| &call.attempts);
    let lost = lost.filter(|attempt| matches!(attempt.outcome, Outcome::Unknown { .. })).count();
    let per_mille = lost * 1_000 / attempts.max(1);
    let (percent, tenth) = (per_mille / 10, per_mille % 10);
    writeln!(
        page,
        "\n{lost} of {attempts} attempts ({percent}.{tenth} %) had no answer; every one was asked again with its key."
    )?;
    Ok(())
}

fn disturbances(page: &mut String, record: &Record, facts: &Facts<'_>) -> anyhow::Result<()> {
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &record.disturbances {
        *by_name.entry(&one.name).or_default() += 1;
    }
    writeln!(page, "\n## Faults\n\n| fault | times |\n| --- | ---: |")?;
    for (name, times) in by_name {
        writeln!(page, "| {name} | {times} |")?;
    }
    for left_out in &facts.left_out {
        writeln!(page, "\n**Not tried:** {left_out}.")?;
    }
    let killed = facts.killed;
    writeln!(page, "\nKill cycles completed: {} of nodes, {} of the database.", killed.nodes, killed.database)?;
    let mut worst: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for recovery in &record.recoveries {
        let (times, most) = worst.entry(&recovery.name).or_default();
        *times += 1;
        *most = (*most).max(recovery.millis);
    }
    writeln!(page, "\n| recovery | times | worst, ms |\n| --- | ---: | ---: |")?;
    for (name, (times, most)) in worst {
        writeln!(page, "| {name} | {times} | {most} |")?;
    }
    Ok(())
}

fn checks(page: &mut String, verdicts: &[Verdict]) -> anyhow::Result<()> {
    writeln!(page, "\n## Checks\n\n| promise | looked at | violations |\n| --- | ---: | ---: |")?;
    for verdict in verdicts {
        writeln!(page, "| {} | {} | {} |", verdict.promise, verdict.looked_at, verdict.violations.len())?;
    }
    for verdict in verdicts.iter().filter(|verdict| !verdict.violations.is_empty()) {
        writeln!(page, "\n### Violated: {}\n", verdict.promise)?;
        for violation in verdict.violations.iter().take(MOST_SHOWN) {
            writeln!(page, "- {violation}")?;
        }
        if let Some(more) = verdict.violations.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            writeln!(page, "- and {more} more")?;
        }
    }
    Ok(())
}

fn latency(page: &mut String, record: &Record) -> anyhow::Result<()> {
    writeln!(
        page,
        "\n## Answers\n\n| | answers | p50, ms | p99, ms | a second |\n| --- | ---: | ---: | ---: | ---: |"
    )?;
    for (name, phase) in [
        ("without faults", Phase::Steady),
        ("storms, 1,000 at once", Phase::Storm),
        ("with faults and kills", Phase::Faults),
    ] {
        let calls = || record.calls.iter().filter(|call| call.phase == phase);
        let answered =
            calls().flat_map(|call| &call.attempts).filter(|attempt| matches!(attempt.outcome, Outcome::Answer { .. }));
        let mut micros: Vec<u64> = answered.map(|attempt| (attempt.to - attempt.from) / 1_000).collect();
        micros.sort_unstable();
        let begin = calls().map(Call::asked).min().unwrap_or_default();
        let end = calls().flat_map(|call| &call.attempts).map(|attempt| attempt.from).max().unwrap_or_default();
        let millis = (end.saturating_sub(begin) / 1_000_000).max(1);
        let count = u64::try_from(micros.len())?;
        let (p50, p99) = (at(&micros, 50), at(&micros, 99));
        writeln!(page, "| {name} | {count} | {p50} | {p99} | {} |", count * 1_000 / millis)?;
    }
    Ok(())
}

/// The value that this many of a hundred do not exceed, in milliseconds with two digits.
fn at(sorted_micros: &[u64], percent: usize) -> String {
    let micros = sorted_micros.get(sorted_micros.len() * percent / 100).or(sorted_micros.last()).copied().unwrap_or(0);
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}

fn version(arguments: &Arguments) -> String {
    let output = std::process::Command::new(&arguments.binary).arg("--version").output();
    output.map_or_else(|error| error.to_string(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.lines().next().and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let gigabytes = kilobytes.unwrap_or_default() / 1_048_576;
    format!("{cores} cores, {gigabytes} GiB, {} {}", std::env::consts::OS, kernel.trim())
}
