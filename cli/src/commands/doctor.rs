//! `tessera doctor`: checks what the product's promises rest on. Exits with 1 when one does not hold.

use std::process::ExitCode;

use crate::open::{DatabaseArgs, Purpose};

/// Runs the command.
pub(crate) async fn run(args: DatabaseArgs) -> anyhow::Result<ExitCode> {
    let store = args.open(Purpose::Visit).await?;
    let checks = store.check().await?;
    for check in &checks {
        say_line!("{}  {:<20} {}", if check.ok { "ok  " } else { "FAIL" }, check.name, check.detail);
    }
    store.close().await;
    let broken = checks.iter().filter(|check| !check.ok).count();
    if broken == 0 {
        say_line!("All {} checks hold.", checks.len());
        return Ok(ExitCode::SUCCESS);
    }
    say_line!("{broken} of {} checks do not hold.", checks.len());
    Ok(ExitCode::FAILURE)
}
