//! `tessera move`: everything of one database into an empty other one. How far it is goes to standard error, what was
//! moved to standard output.

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use tessera_app::store::moving::{MoveEnd, MoveStep, Moved, move_database};
use tessera_app::store::{OpenOptions, Store};

use crate::open::DatabaseArgs;

/// From where to where.
#[derive(Debug, Args)]
pub(crate) struct MoveArgs {
    /// The database that is read: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`. Nothing may serve it.
    #[arg(long, value_name = "URL")]
    from: String,
    /// The database that is filled: a new file or an empty PostgreSQL database.
    #[arg(long, value_name = "URL")]
    to: String,
}

/// How often a table that takes long is told of.
const OFTEN: Duration = Duration::from_secs(2);

/// Runs the command.
pub(crate) async fn run(args: MoveArgs) -> anyhow::Result<ExitCode> {
    let (from, to) = (DatabaseArgs { url: args.from }, DatabaseArgs { url: args.to });
    if from.url == to.url {
        bail!("{} is named twice: a database is moved into another one", from.shown());
    }
    if [&from, &to].iter().any(|database| database.url.ends_with(":memory:")) {
        bail!("a database in memory ends with its process and cannot be moved");
    }
    let source = open(&from, MoveEnd::Source).await?;
    let target = open(&to, MoveEnd::Target).await?;
    let last = Mutex::new(None);
    let moved = move_database(&source, &target, &|step| tell(step, &last)).await;
    source.close().await;
    target.close().await;
    let moved = moved.with_context(|| format!("{} was not moved to {}", from.shown(), to.shown()))?;
    say_moved(&moved, &from, &to);
    Ok(ExitCode::SUCCESS)
}

async fn open(database: &DatabaseArgs, end: MoveEnd) -> anyhow::Result<Store> {
    database.open_as_it_is(OpenOptions::for_move(end)).await
}

fn tell(step: MoveStep<'_>, last: &Mutex<Option<Instant>>) {
    match step {
        MoveStep::Emptying => eprintln!("An earlier move left something in the target: it is emptied first."),
        MoveStep::Copying { table, rows, is_done: true } => eprintln!("{table}: {rows} rows"),
        MoveStep::Copying { table, rows, is_done: false } => {
            let Ok(mut last) = last.lock() else { return };
            let begun = last.get_or_insert_with(Instant::now);
            if begun.elapsed() >= OFTEN {
                *begun = Instant::now();
                eprintln!("{table}: {rows} rows so far");
            }
        }
        MoveStep::Comparing => eprintln!("Reading both again and comparing ..."),
        MoveStep::Verifying(end) => eprintln!("Verifying {end} ..."),
    }
}

fn say_moved(moved: &Moved, from: &DatabaseArgs, to: &DatabaseArgs) {
    for table in moved.tables.iter().filter(|table| table.rows > 0) {
        say_line!("{:<24} {:>10} rows  {}", table.name, table.rows, &table.digest[..16]);
    }
    let rows: u64 = moved.tables.iter().map(|table| table.rows).sum();
    say_line!("{} tables with {rows} rows are the same in both, and everything sums up.", moved.tables.len());
    say_line!("Serve it from now on with --database {}; {} is as it was.", to.shown(), from.shown());
}
