//! `tessera codes`: makes and exports codes, beside a process that serves the same database or without one.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};
use tessera_app::codes::NewCode;
use tessera_app::jobs::JobView;
use tessera_app::{App, Caller, Mutation, Problem, StartOptions};

use crate::open::{DatabaseArgs, Purpose};

/// How often it is looked how far a job came that another process does.
const LOOK: Duration = Duration::from_millis(200);

/// What to do with codes.
#[derive(Debug, Args)]
pub(crate) struct CodesArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(subcommand)]
    command: CodesCommand,
}

#[derive(Debug, Subcommand)]
enum CodesCommand {
    /// Make codes of a coupon, each for one use unless the coupon says otherwise.
    Generate {
        /// `cpn_...`.
        #[arg(long)]
        coupon: String,
        /// How many, up to 10 million.
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
        count: u64,
        /// Before the random characters, such as `VIP-`.
        #[arg(long)]
        prefix: Option<String>,
    },
    /// Write all codes of a coupon as CSV.
    Export {
        /// `cpn_...`.
        #[arg(long)]
        coupon: String,
        /// The file; without it the codes are printed. An existing file is kept.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Runs the command.
pub(crate) async fn run(args: CodesArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open(Purpose::Visit).await?;
    let app = App::start(store.clone(), StartOptions::with_clock_of(&store)).await?;
    let done = match args.command {
        CodesCommand::Generate { coupon, count, prefix } => generate(&app, &coupon, count, prefix).await,
        CodesCommand::Export { coupon, output } => export(&app, &coupon, output).await,
    };
    store.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn generate(app: &App, coupon: &str, count: u64, prefix: Option<String>) -> anyhow::Result<()> {
    let mutation = Mutation::program(format!("/v1/coupons/{coupon}/codes"));
    let asked = NewCode::generated(count, prefix).map_err(said)?;
    let answer = app.create_code(mutation, coupon, asked).await.map_err(said)?;
    let made: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let id = made["id"].as_str().context("a job has an id")?;
    let job = loop {
        // A process that serves the database may have taken it.
        app.run_due_jobs().await.map_err(said)?;
        let job: JobView = app.read_job(&Caller::program(), id).await.map_err(said)?;
        if job.ended_at.is_some() {
            break job;
        }
        tokio::time::sleep(LOOK).await;
    };
    match job.failure {
        None if job.state == "done" => {
            say_line!("{}", job.id);
            eprintln!("{} codes are made. The line above is their batch.", job.done);
            Ok(())
        }
        failure => bail!(
            "{} of {count} codes are made; the job is {}{}",
            job.done,
            job.state,
            failure.map(|why| format!(": {why}")).unwrap_or_default()
        ),
    }
}

async fn export(app: &App, coupon: &str, output: Option<PathBuf>) -> anyhow::Result<()> {
    let mut export = app.export_codes(&Caller::program(), coupon).await.map_err(said)?;
    let mut to: Box<dyn Write> = match &output {
        Some(path) => {
            let made = File::create_new(path).with_context(|| format!("cannot write {}", path.display()))?;
            Box::new(BufWriter::new(made))
        }
        None => Box::new(io::stdout().lock()),
    };
    while let Some(lines) = export.next_lines().await.map_err(said)? {
        match to.write_all(lines.as_bytes()) {
            // Nobody reads any more, as with `| head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written.context("the codes could not be written")?,
        }
    }
    to.flush().context("the codes could not be written")
}

fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.detail)
}
