//! `cargo x gen`: the files that are derived from the code, written or compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::Message;

use crate::command::{cargo, read, root};
use crate::requirements;

/// A derived file and what it should hold.
struct Derived {
    path: &'static str,
    content: Result<String>,
}

/// Writes every derived file; with `check` writes none and fails where one is out of step.
///
/// A generator that fails does not keep the others from their work.
pub(crate) fn generate(check: bool) -> Result<()> {
    let root = root()?;
    let mut faults = Vec::new();
    let mut stale = Vec::new();
    for Derived { path, content } in derive(&root) {
        match content {
            Err(error) => faults.push(format!("{path}: {error:#}")),
            Ok(content) if fs::read_to_string(root.join(path)).is_ok_and(|now| now == content) => {
                println!("{path}: in step");
            }
            Ok(_) if check => stale.push(path),
            Ok(content) => {
                fs::write(root.join(path), content).with_context(|| format!("cannot write {path}"))?;
                println!("{path}: written");
            }
        }
    }
    if !stale.is_empty() {
        faults.push(format!("out of step with the code: {}. Run `cargo x gen`.", stale.join(", ")));
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

fn derive(root: &Path) -> [Derived; 3] {
    // Built once for both of its answers.
    let binary = build_cli();
    let ask = |arguments: &[&str]| match &binary {
        Ok(path) => ask(path, arguments),
        Err(error) => Err(anyhow!("{error:#}")),
    };
    [
        Derived { path: "docs/REQUIREMENTS.md", content: requirements::page(root) },
        Derived {
            path: "docs/openapi.json",
            content: ask(&["openapi"]).and_then(|text| {
                serde_json::from_str::<serde_json::Value>(&text).context("`tessera openapi` did not print JSON")?;
                Ok(text)
            }),
        },
        Derived { path: "docs/ERRORS.md", content: ask(&["errors", "--markdown"]) },
    ]
}

fn build_cli() -> Result<PathBuf> {
    let command = cargo(["build", "--quiet", "-p", "tessera-cli", "--message-format", "json-render-diagnostics"])?;
    let messages = read(command)?;
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && let Some(executable) = artifact.executable
        {
            return Ok(executable.into_std_path_buf());
        }
    }
    bail!("building tessera-cli made no program")
}

fn ask(binary: &Path, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(binary);
    command.current_dir(root()?).args(arguments);
    let mut text = read(command)?;
    if text.trim().is_empty() {
        bail!("`tessera {}` printed nothing", arguments.join(" "));
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
