//! Starts `tessera` and stops it again.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A running `tessera` that is stopped when the test ends.
pub(crate) struct Running {
    child: Child,
    /// `http://127.0.0.1:<port>`.
    pub(crate) base: String,
    /// What it printed up to its address.
    pub(crate) printed: String,
    /// What it keeps for itself: it is killed, and takes nothing away.
    folder: Option<TempDir>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        drop(self.folder.take());
    }
}

/// `tessera` with arguments, without the surroundings' settings.
pub(crate) fn tessera(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tessera"));
    for name in [
        "TESSERA_DATABASE_URL",
        "TESSERA_LISTEN",
        "TESSERA_SECRET_KEY",
        "TESSERA_ALLOW_PRIVATE_WEBHOOKS",
        "TESSERA_TRUSTED_PROXIES",
    ] {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    tessera(arguments).output().expect("tessera starts")
}

/// Starts a command that serves and waits until it has printed `until`.
pub(crate) fn start(command: &mut Command, until: &str) -> Running {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("tessera starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
    let mut printed = String::new();
    for line in lines.by_ref() {
        let line = line.expect("its output is text");
        printed.push_str(&line);
        printed.push('\n');
        if line.contains(until) {
            break;
        }
    }
    assert!(printed.contains(until), "tessera ended early: {printed}");
    // Whatever it prints later is read away, so that it never waits for us.
    std::thread::spawn(move || lines.for_each(drop));
    let at = printed.find("http://127.0.0.1:").expect("it prints its address");
    let base = printed[at..].split(|character: char| character.is_whitespace()).next().expect("an address");
    Running { child, base: base.trim_end_matches('/').to_owned(), printed, folder: None }
}

/// Starts a fresh demo on a free port.
pub(crate) fn demo() -> Running {
    let folder = TempDir::with_prefix("tessera-test-").expect("a folder for the demo");
    let mut running = start(tessera(&["demo", "--port", "0"]).env("TMPDIR", folder.path()), "Ctrl-C stops");
    running.folder = Some(folder);
    running
}
