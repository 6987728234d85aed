//! `tessera migrate`: brings a database to this program's schema.

use std::process::ExitCode;

use anyhow::Context;
use tessera_app::store::{OpenOptions, Store};

use crate::open::DatabaseArgs;

/// Runs the command.
pub(crate) async fn run(args: DatabaseArgs) -> anyhow::Result<ExitCode> {
    let options = OpenOptions { exclusive: true, create: true, ..OpenOptions::default() };
    let store = Store::open(&args.url, options).await.with_context(|| format!("cannot open {}", args.shown()))?;
    let applied = store.migrate().await?;
    if applied.is_empty() {
        println!("{} is up to date.", args.shown());
    }
    for migration in applied {
        println!("applied {migration}");
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
