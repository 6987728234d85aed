//! `tessera openapi`: prints the OpenAPI document that `/openapi.json` serves.

use std::process::ExitCode;

/// Runs the command.
pub(crate) fn run() -> anyhow::Result<ExitCode> {
    say_line!("{}", serde_json::to_string_pretty(&tessera_server::openapi())?);
    Ok(ExitCode::SUCCESS)
}
