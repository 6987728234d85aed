//! `cargo x harness`: the reliability harness against a release build of the product.

use std::env;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::command::{cargo, root, run, search_path};
use crate::planted::planted;
use crate::postgres;

/// What the nodes run on.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Database {
    /// One node on its own file; about three minutes.
    Sqlite,
    /// Several nodes on one server; about six minutes.
    Postgres,
    /// Whether the harness finds the bugs that are planted for it; about a minute and a half for each.
    Planted,
}

/// What the harness is told.
#[derive(Args)]
pub(crate) struct HarnessArgs {
    /// What the nodes run on.
    database: Database,
    /// Processes of the product on PostgreSQL.
    #[arg(long, default_value_t = 3)]
    nodes: usize,
    /// How long the load with faults lasts; storms and kills come on top.
    #[arg(long)]
    seconds: Option<u64>,
    /// Decides everything that the harness decides. Default: the time.
    #[arg(long)]
    seed: Option<u64>,
    /// With `planted`: the number of a bug; may be given several times. Default: all.
    #[arg(long = "bug", value_name = "N")]
    bugs: Vec<u8>,
    /// Handed to the harness as they are, such as `--operations redemptions` or `--parts storm`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Builds the product and the harness and runs it; an error when a promise did not hold.
pub(crate) fn harness(arguments: &HarnessArgs) -> Result<()> {
    if arguments.database == Database::Planted {
        return planted(&arguments.bugs, arguments.seed, &arguments.arguments);
    }
    run(cargo(["build", "--release", "--package", "tessera-cli"])?)?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or(root()?.join("target"), Into::into);
    let name = if arguments.database == Database::Sqlite { "sqlite" } else { "postgres" };
    let mut command = cargo(["run", "--release", "--package", "tessera-harness", "--", name])?;
    command.arg("--binary").arg(target.join("release/tessera"));
    command.args(["--nodes", &arguments.nodes.to_string()]);
    let numbers = [("--seconds", arguments.seconds), ("--seed", arguments.seed)];
    for (option, value) in numbers.into_iter().filter_map(|(option, value)| Some((option, value?))) {
        command.args([option, &value.to_string()]);
    }
    if let Some(bin) = postgres::find(&search_path()) {
        command.env(postgres::VARIABLE, bin);
    }
    command.args(&arguments.arguments);
    run(command)
}
