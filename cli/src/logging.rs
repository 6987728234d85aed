//! The log: one line for each event, to standard error. `RUST_LOG` chooses what, `TESSERA_LOG=json` makes it JSON.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Begins to write the log.
pub(crate) fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let begun = if std::env::var("TESSERA_LOG").is_ok_and(|form| form == "json") {
        log.json().try_init()
    } else {
        log.try_init()
    };
    if let Err(error) = begun {
        eprintln!("tessera: the log could not be begun: {error}");
    }
}
