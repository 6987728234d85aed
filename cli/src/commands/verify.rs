//! `tessera verify`: computes everything again that can be computed from something else. Exits with 1 when something is
//! not what it should be, and names the first bad entry of each check.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use tessera_app::store::verify::{Head, Verified, verify};

use crate::open::{DatabaseArgs, Purpose};

/// What to look at.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// `position` and `chain` of an entry of `GET /v1/audit` that was kept elsewhere: the trail must go through it.
    #[arg(long, value_name = "POSITION:CHAIN", value_parser = parse_head)]
    head: Option<Head>,
    /// Print JSON, for programs.
    #[arg(long)]
    json: bool,
}

fn parse_head(text: &str) -> Result<Head, &'static str> {
    const WANTED: &str = "write the position, a colon and the chain's 64 hexadecimal digits";
    let (position, chain) = text.split_once(':').ok_or(WANTED)?;
    let position = position.parse().map_err(|_| WANTED)?;
    let is_chain = chain.len() == 64 && chain.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_chain && position > 0 { Ok(Head { position, chain: chain.to_owned() }) } else { Err(WANTED) }
}

#[derive(Serialize)]
struct Report<'a> {
    ok: bool,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    name: &'a str,
    ok: bool,
    looked_at: u64,
    entry: Option<&'a str>,
    detail: Option<&'a str>,
}

impl<'a> Check<'a> {
    fn of(verified: &'a Verified) -> Self {
        let bad = verified.bad.as_ref();
        Self {
            name: verified.name,
            ok: bad.is_none(),
            looked_at: verified.looked_at,
            entry: bad.map(|bad| bad.entry.as_str()),
            detail: bad.map(|bad| bad.detail.as_str()),
        }
    }
}

/// Runs the command.
pub(crate) async fn run(args: VerifyArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open(Purpose::Visit).await?;
    let head = args.head;
    let found = store.read_without_limit(move |tx| Box::pin(async move { verify(tx, head.as_ref()).await })).await;
    store.close().await;
    let found = found?;
    let broken = found.iter().filter(|verified| verified.bad.is_some()).count();
    if args.json {
        let report = Report { ok: broken == 0, checks: found.iter().map(Check::of).collect() };
        say_line!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say_words(&found, broken);
    }
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say_words(found: &[Verified], broken: usize) {
    for verified in found {
        match &verified.bad {
            None => say_line!("ok    {:<12} {} looked at", verified.name, verified.looked_at),
            Some(bad) => say_line!("FAIL  {:<12} {}: {}", verified.name, bad.entry, bad.detail),
        }
    }
    match broken {
        0 => say_line!("Everything sums up."),
        broken => {
            say_line!("{broken} of {} checks found what should not be. Restore a backup, and tell us.", found.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_a_position_and_a_chain() {
        let chain = "0a".repeat(32);
        assert_eq!(parse_head(&format!("7:{chain}")), Ok(Head { position: 7, chain: chain.clone() }));
        for wrong in [
            "",
            "7",
            "7:",
            "0:00",
            &format!("0:{chain}"),
            &format!("x:{chain}"),
            &format!("7:{}", chain.to_uppercase()),
        ] {
            assert!(parse_head(wrong).is_err(), "{wrong}");
        }
    }
}
