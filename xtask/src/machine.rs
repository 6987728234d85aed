//! What the tests need beyond Rust: found, installed where that is allowed, and tried.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::command::search_path;
use crate::{apt, chromium, clients, postgres};

/// A machine on which every test can run.
pub(crate) struct Machine {
    postgres_bin: PathBuf,
    postgres_version: String,
    chromium: chromium::Chromium,
    node: String,
    python: String,
}

impl Machine {
    /// The environment variables by which tests find the programs.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            (postgres::VARIABLE, self.postgres_bin.display().to_string()),
            (chromium::VARIABLE, self.chromium.path.display().to_string()),
        ]
    }

    /// One line for the end of the run.
    pub(crate) fn describe(&self) -> String {
        format!(
            "machine: PostgreSQL {} (a private cluster started, answered and stopped), {}, Node {}, Python {}",
            self.postgres_version, self.chromium.version, self.node, self.python
        )
    }
}

/// Something that is not there.
struct Missing {
    what: String,
    packages: &'static [&'static str],
}

/// What was found so far.
struct Found {
    postgres: Option<PathBuf>,
    chromium: Option<chromium::Chromium>,
    node: Option<String>,
    python: Option<String>,
}

impl Found {
    fn look() -> Self {
        let path = search_path();
        Self {
            postgres: postgres::find(&path),
            chromium: chromium::find(&path),
            node: clients::find_node(&path),
            python: clients::find_python(&path),
        }
    }

    fn missing(&self) -> Vec<Missing> {
        let has = [self.postgres.is_some(), self.chromium.is_some(), self.node.is_some(), self.python.is_some()];
        missing(has)
    }
}

/// Finds PostgreSQL, Chromium, Node and Python, installs them where it may, and shows that a private cluster runs.
///
/// # Errors
/// Lists exactly what is missing and the command that installs it.
pub(crate) fn make_ready() -> Result<Machine> {
    let mut found = Found::look();
    let missing = found.missing();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().flat_map(|one| one.packages).copied().collect();
        if let Err(reason) = apt::install(&packages) {
            bail!("{}", explain(&missing, &packages, &format!("{reason:#}")));
        }
        found = Found::look();
    }
    let still = list(&found.missing());
    let Found { postgres: Some(postgres_bin), chromium: Some(chromium), node: Some(node), python: Some(python) } =
        found
    else {
        bail!("the packages were installed and these are still not found, or too old:\n{still}");
    };
    let postgres_version = postgres::try_private_cluster(&postgres_bin)?;
    let machine = Machine { postgres_bin, postgres_version, chromium, node, python };
    println!("{}", machine.describe());
    Ok(machine)
}

/// What of PostgreSQL, Chromium, Node and Python is not there.
fn missing(has: [bool; 4]) -> Vec<Missing> {
    let all: [(String, &'static [&'static str]); 4] = [
        (
            format!(
                "PostgreSQL server ({}), looked for in ${}, PATH and {}/*/bin",
                postgres::PROGRAMS.join(", "),
                postgres::VARIABLE,
                postgres::DEBIAN_FOLDER
            ),
            &["postgresql"],
        ),
        (
            format!("Chromium ({}), looked for in ${} and PATH", chromium::NAMES.join(" or "), chromium::VARIABLE),
            &["chromium"],
        ),
        ("Node 20 or newer with npm, for the TypeScript client, looked for in PATH".to_owned(), &["nodejs", "npm"]),
        (
            "Python 3.10 or newer with venv, for the Python client, looked for in PATH".to_owned(),
            &["python3", "python3-venv"],
        ),
    ];
    let missing = all.into_iter().zip(has).filter(|(_, has)| !has);
    missing.map(|((what, packages), _)| Missing { what, packages }).collect()
}

fn explain(missing: &[Missing], packages: &[&str], reason: &str) -> String {
    format!(
        "the tests need more than is on this machine:\n{}It could not be installed from here: {reason}.\nInstall it with: sudo apt-get update && sudo apt-get {}\n`cargo x test fast` needs only Rust.",
        list(missing),
        apt::install_arguments(packages).join(" ")
    )
}

fn list(missing: &[Missing]) -> String {
    missing.iter().fold(String::new(), |mut list, one| {
        let _ = writeln!(list, "  - {}", one.what);
        list
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_what_is_missing_and_how_to_install_it() {
        let missing = missing([true, false, true, true]);
        let message = explain(&missing, missing[0].packages, "not root");
        assert!(message.contains("Chromium"));
        assert!(!message.contains("PostgreSQL"));
        assert!(message.contains("apt-get install -y --no-install-recommends chromium\n"));
    }
}
