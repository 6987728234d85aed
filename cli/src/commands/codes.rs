//! `tessera codes`: makes, imports and exports codes, beside a process that serves the same database or without one.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use futures::{StreamExt, stream};
use tessera_app::codes::{ExportFormat, NewCode, TableBody};
use tessera_app::jobs::JobView;
use tessera_app::{Answer, App, Caller, ErrorCode, Mutation, Problem, StartOptions};

use crate::open::{DatabaseArgs, Purpose};

/// How often it is looked how far a job came that another process does.
const LOOK: Duration = Duration::from_millis(200);

/// Bytes of a table that are read at a time.
const PIECE: usize = 64 * 1024;

/// Faults of rows that are printed.
const SHOWN: usize = 10;

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
    /// Give a coupon the codes of a CSV file, as far as it does not have them.
    ///
    /// The first line names the columns: `code`, and where they are needed `limit`, `customer_id`, `expires_at`, `balance`
    /// and `currency`. What `codes export` writes is read.
    Import {
        /// `cpn_...`.
        #[arg(long)]
        coupon: String,
        /// The file.
        file: PathBuf,
        /// Only say what would come of it.
        #[arg(long)]
        dry_run: bool,
        /// Where the faults of rows are written, as CSV; the first ten are printed in any case. An existing file is kept.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Write all codes of a coupon as CSV or as a workbook.
    Export {
        /// `cpn_...`.
        #[arg(long)]
        coupon: String,
        /// What is written. Default: a workbook into a file whose name ends in `.xlsx`, else CSV.
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// The file; without it the codes are printed. An existing file is kept.
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// What an export is written as.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
}

/// Runs the command.
pub(crate) async fn run(args: CodesArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open(Purpose::Visit).await?;
    let app = App::start(store.clone(), StartOptions::with_clock_of(&store)).await?;
    let done = match args.command {
        CodesCommand::Generate { coupon, count, prefix } => generate(&app, &coupon, count, prefix).await,
        CodesCommand::Import { coupon, file, dry_run, report } => {
            import(&app, &coupon, &file, dry_run, report.as_deref()).await
        }
        CodesCommand::Export { coupon, format, output } => export(&app, &coupon, format, output).await,
    };
    store.close().await;
    done
}

async fn generate(app: &App, coupon: &str, count: u64, prefix: Option<String>) -> anyhow::Result<ExitCode> {
    let mutation = Mutation::program(format!("/v1/coupons/{coupon}/codes"));
    let asked = NewCode::generated(count, prefix).map_err(said)?;
    let answer = app.create_code(mutation, coupon, asked).await.map_err(said)?;
    let job = wait_for(app, &answer).await?;
    match job.failure {
        None if job.state == "done" => {
            say_line!("{}", job.id);
            eprintln!("{} codes are made. The line above is their batch.", job.done);
            Ok(ExitCode::SUCCESS)
        }
        failure => bail!(
            "{} of {count} codes are made; the job is {}{}",
            job.done,
            job.state,
            failure.map(|why| format!(": {why}")).unwrap_or_default()
        ),
    }
}

/// The job that an answer names, once it has ended.
async fn wait_for(app: &App, answer: &Answer) -> anyhow::Result<JobView> {
    let made: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let id = made["id"].as_str().context("a job has an id")?;
    loop {
        // A process that serves the database may have taken it.
        app.run_due_jobs().await.map_err(said)?;
        let job: JobView = app.read_job(&Caller::program(), id).await.map_err(said)?;
        if job.ended_at.is_some() {
            return Ok(job);
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn import(
    app: &App,
    coupon: &str,
    file: &Path,
    is_dry_run: bool,
    report: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let mut table = read(File::open(file).with_context(|| format!("cannot read {}", file.display()))?);
    let report = report.map(|path| (path, File::create_new(path)));
    let report = match report {
        Some((path, made)) => Some(made.with_context(|| format!("cannot write {}", path.display()))?),
        None => None,
    };
    let mutation = Mutation::program(format!("/v1/coupons/{coupon}/codes/import"));
    let answer = app.import_codes(mutation, coupon, is_dry_run, &mut table).await.map_err(said)?;
    let job = wait_for(app, &answer).await?;
    if let Some(report) = report {
        write_report(report, &job).context("the report could not be written")?;
    }
    for error in job.errors.iter().take(SHOWN) {
        eprintln!("{}: {}", error.row.map_or_else(|| "table".to_owned(), |row| format!("line {row}")), error.detail);
    }
    let shown = u64::try_from(SHOWN.min(job.errors.len()))?;
    if job.error_count > shown {
        eprintln!("and {} further faults", job.error_count - shown);
    }
    let Some(result) = job.result.filter(|_| job.state == "done") else {
        let why = job.failure.map(|why| format!(": {why}")).unwrap_or_default();
        bail!("{} rows were dealt with; the job is {}{why}", job.done, job.state);
    };
    let count = |name: &str| result[name].as_u64().unwrap_or_default();
    let (created, there, refused) = (count("created"), count("already_there"), count("refused"));
    let verb = if is_dry_run { "would be made" } else { "made" };
    say_line!("{created} {verb}, {there} already there, {refused} refused");
    Ok(if refused > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A file as a table that arrives.
fn read(file: File) -> TableBody {
    let pieces = stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; PIECE];
        let length = file
            .read(&mut piece)
            .map_err(|error| Problem::new(ErrorCode::InvalidTable, format!("The file cannot be read: {error}.")))?;
        piece.truncate(length);
        Ok((length > 0).then_some((piece, file)))
    });
    pieces.boxed()
}

/// Writes the faults of rows that were kept.
fn write_report(mut to: File, job: &JobView) -> io::Result<()> {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut lines = "line,error,detail\r\n".to_owned();
    for error in &job.errors {
        let row = error.row.map(|row| row.to_string()).unwrap_or_default();
        lines.push_str(&format!("{row},{},{}\r\n", cell(&error.code), cell(&error.detail)));
    }
    to.write_all(lines.as_bytes())
}

async fn export(app: &App, coupon: &str, format: Option<Format>, output: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let extension = output.as_ref().and_then(|path| path.extension()).unwrap_or_default();
    let format = match format {
        Some(Format::Xlsx) => ExportFormat::Xlsx,
        None if extension.eq_ignore_ascii_case("xlsx") => ExportFormat::Xlsx,
        Some(Format::Csv) | None => ExportFormat::Csv,
    };
    let mut export = app.export_codes(&Caller::program(), coupon, format, None).await.map_err(said)?;
    let mut to: Box<dyn Write> = match &output {
        Some(path) => {
            let made = File::create_new(path).with_context(|| format!("cannot write {}", path.display()))?;
            Box::new(BufWriter::new(made))
        }
        None => Box::new(io::stdout().lock()),
    };
    while let Some(piece) = export.next_piece().await.map_err(said)? {
        match to.write_all(&piece) {
            // Nobody reads any more, as with `| head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            written => written.context("the codes could not be written")?,
        }
    }
    to.flush().context("the codes could not be written")?;
    Ok(ExitCode::SUCCESS)
}

fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.detail)
}
