//! The programs and examples as the tests of the whole workspace have them: built alone, their dependencies would have other
//! features, and all of them would be built a second time.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cargo_metadata::Message;

use crate::command::{cargo, read};

/// What `cargo test` builds beside the tests, by name.
pub(crate) struct Built(BTreeMap<String, PathBuf>);

impl Built {
    /// Builds what is not built.
    pub(crate) fn make() -> Result<Self> {
        let messages = read(cargo([
            "test",
            "--quiet",
            "--no-run",
            "--workspace",
            "--message-format",
            "json-render-diagnostics",
        ])?)?;
        let mut programs = BTreeMap::new();
        for message in Message::parse_stream(messages.as_bytes()) {
            if let Message::CompilerArtifact(artifact) = message?
                && !artifact.profile.test
                && let Some(executable) = artifact.executable
            {
                programs.insert(artifact.target.name, executable.into_std_path_buf());
            }
        }
        Ok(Self(programs))
    }

    /// Where a program or an example is.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf> {
        self.0.get(name).cloned().with_context(|| format!("building the workspace made no program `{name}`"))
    }
}
