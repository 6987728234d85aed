//! The browser that drives the pages in tests.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{find_program, read};

/// Tells tests where the browser is; set by hand, it is also where one looks first.
pub(crate) const VARIABLE: &str = "TESSERA_TEST_CHROMIUM";

/// The names under which it is installed.
pub(crate) const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// A browser that starts.
pub(crate) struct Chromium {
    /// The program.
    pub(crate) path: PathBuf,
    /// What it says of itself.
    pub(crate) version: String,
}

/// The first browser that can say its version. One that cannot is a stub that asks for another package.
pub(crate) fn find(search_path: &[PathBuf]) -> Option<Chromium> {
    let given = env::var_os(VARIABLE).map(PathBuf::from);
    let found = NAMES.iter().filter_map(|name| find_program(&[name], search_path));
    given.into_iter().chain(found).find_map(|path| {
        let version = version(&path)?;
        Some(Chromium { path, version })
    })
}

fn version(path: &Path) -> Option<String> {
    let mut command = Command::new(path);
    command.arg("--version");
    let text = read(command).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}
