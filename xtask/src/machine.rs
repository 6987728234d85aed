//! What the tests need beyond Rust: found, installed where that is allowed, and tried.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::command::search_path;
use crate::{apt, chromium, postgres};

/// A machine on which every test can run.
pub(crate) struct Machine {
    postgres_bin: PathBuf,
    postgres_version: String,
    chromium: chromium::Chromium,
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
            "machine: PostgreSQL {} (a private cluster started, answered and stopped), {}",
            self.postgres_version, self.chromium.version
        )
    }
}

/// Something that is not there.
struct Missing {
    what: String,
    packages: &'static [&'static str],
}

/// Finds PostgreSQL and Chromium, installs them where it may, and shows that a private cluster runs.
///
/// # Errors
/// Lists exactly what is missing and the command that installs it.
pub(crate) fn make_ready() -> Result<Machine> {
    let path = search_path();
    let mut postgres_bin = postgres::find(&path);
    let mut chromium = chromium::find(&path);
    let missing = missing(postgres_bin.is_some(), chromium.is_some());
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().flat_map(|one| one.packages).copied().collect();
        if let Err(reason) = apt::install(&packages) {
            bail!("{}", explain(&missing, &packages, &format!("{reason:#}")));
        }
        postgres_bin = postgres::find(&path);
        chromium = chromium::find(&path);
    }
    let (Some(postgres_bin), Some(chromium)) = (postgres_bin, chromium) else {
        bail!("the packages were installed and the programs are still not found:\n{}", list(&missing));
    };
    let postgres_version = postgres::try_private_cluster(&postgres_bin)?;
    let machine = Machine { postgres_bin, postgres_version, chromium };
    println!("{}", machine.describe());
    Ok(machine)
}

fn missing(has_postgres: bool, has_chromium: bool) -> Vec<Missing> {
    let mut missing = Vec::new();
    if !has_postgres {
        missing.push(Missing {
            what: format!(
                "PostgreSQL server ({}), looked for in ${}, PATH and {}/*/bin",
                postgres::PROGRAMS.join(", "),
                postgres::VARIABLE,
                postgres::DEBIAN_FOLDER
            ),
            packages: &["postgresql"],
        });
    }
    if !has_chromium {
        missing.push(Missing {
            what: format!(
                "Chromium ({}), looked for in ${} and PATH",
                chromium::NAMES.join(" or "),
                chromium::VARIABLE
            ),
            packages: &["chromium"],
        });
    }
    missing
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
        let missing = missing(true, false);
        let message = explain(&missing, missing[0].packages, "not root");
        assert!(message.contains("Chromium"));
        assert!(!message.contains("PostgreSQL"));
        assert!(message.contains("apt-get install -y --no-install-recommends chromium\n"));
    }
}
