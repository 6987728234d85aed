//! `tessera backup`: copies a database, also one that serves.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::open::{DatabaseArgs, Purpose};

/// What to copy where.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Where the copy goes; it must not be there yet.
    path: PathBuf,
}

/// Runs the command.
pub(crate) async fn run(args: BackupArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open(Purpose::Visit).await?;
    let made = store.backup(&args.path).await;
    store.close().await;
    let made = made?;
    say_line!(
        "{} holds {} of now: {} bytes, every page checked.",
        made.path.display(),
        args.database.shown(),
        made.bytes
    );
    Ok(ExitCode::SUCCESS)
}
