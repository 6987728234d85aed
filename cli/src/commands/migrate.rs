//! `tessera migrate`: brings a database to this program's schema.

use std::process::ExitCode;

use tessera_app::store::OpenOptions;

use crate::open::DatabaseArgs;

/// Runs the command.
pub(crate) async fn run(args: DatabaseArgs) -> anyhow::Result<ExitCode> {
    let options = OpenOptions { exclusive: true, create: true, ..OpenOptions::default() };
    let store = args.open_as_it_is(options).await?;
    let was_empty = store.schema_version().await?.found == 0;
    let applied = store.migrate().await?;
    if was_empty {
        say_line!("{} is a new database: nothing was in it.", args.shown());
    }
    if applied.is_empty() {
        say_line!("{} is up to date.", args.shown());
    }
    for migration in applied {
        say_line!("applied {migration}");
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
