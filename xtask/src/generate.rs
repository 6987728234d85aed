//! `cargo x gen`: the files that are derived from the code, written or compared.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::built::Built;
use crate::command::{read, root};
use crate::{clients, requirements};

/// A derived file and what it should hold.
struct Derived {
    path: String,
    content: Result<String>,
}

impl Derived {
    fn new(path: &str, content: Result<String>) -> Self {
        Self { path: path.to_owned(), content }
    }
}

/// The manual pages of the kinds. Every file in this folder is derived: one whose kind is gone has to go too.
const KINDS: &str = "docs/kinds";

/// Writes every derived file; with `check` writes none and fails where one is out of step.
///
/// A generator that fails does not keep the others from their work.
pub(crate) fn generate(check: bool) -> Result<()> {
    let mut notes = Vec::new();
    let result = derive_all(check, &mut notes);
    notes.iter().for_each(|note| println!("{note}"));
    result
}

/// The same as a step that compares.
pub(crate) fn check(notes: &mut Vec<String>) -> Result<()> {
    derive_all(true, notes)
}

fn derive_all(check: bool, notes: &mut Vec<String>) -> Result<()> {
    let root = root()?;
    let mut faults = Vec::new();
    let mut stale = Vec::new();
    let derived = derive(&root);
    let left_over = left_over(&root, &derived)?;
    for Derived { path, content } in derived {
        match content {
            Err(error) => faults.push(format!("{path}: {error:#}")),
            Ok(content) if fs::read_to_string(root.join(&path)).is_ok_and(|now| now == content) => {
                println!("{path}: in step");
            }
            Ok(_) if check => stale.push(path),
            Ok(content) => {
                write(&root.join(&path), &content).with_context(|| format!("cannot write {path}"))?;
                println!("{path}: written");
            }
        }
    }
    for path in left_over {
        if check {
            stale.push(path);
        } else {
            fs::remove_file(root.join(&path)).with_context(|| format!("cannot remove {path}"))?;
            println!("{path}: removed");
        }
    }
    // They follow from one of the files above.
    let (out_of_step, not_run) = clients::generated(check);
    faults.extend(out_of_step);
    notes.extend(not_run);
    if !stale.is_empty() {
        faults.push(format!("out of step with the code: {}. Run `cargo x gen`.", stale.join(", ")));
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

fn derive(root: &Path) -> Vec<Derived> {
    // Built once for all of its answers.
    let built = Built::make();
    let binary = built.as_ref().map_err(|error| anyhow!("{error:#}")).and_then(|built| built.program("tessera"));
    let ask = |arguments: &[&str]| match &binary {
        Ok(path) => ask(path, arguments),
        Err(error) => Err(anyhow!("{error:#}")),
    };
    let mut derived = vec![
        Derived::new("docs/REQUIREMENTS.md", requirements::page(root)),
        Derived::new(
            "docs/openapi.json",
            ask(&["openapi"]).and_then(|text| {
                serde_json::from_str::<serde_json::Value>(&text).context("`tessera openapi` did not print JSON")?;
                Ok(text)
            }),
        ),
        Derived::new("docs/ERRORS.md", ask(&["errors", "--markdown"])),
        Derived::new("docs/EVENTS.md", ask(&["events", "--markdown"])),
        Derived::new("docs/SCOPES.md", ask(&["scopes", "--markdown"])),
        Derived::new("docs/COMPATIBILITY.md", compatibility(built)),
        Derived::new(&format!("{KINDS}/README.md"), ask(&["kinds", "--markdown"])),
    ];
    // Without the list the index has failed already and is reported.
    for line in ask(&["kinds"]).unwrap_or_default().lines() {
        if let Some(kind) = line.split_whitespace().next() {
            derived.push(Derived::new(&format!("{KINDS}/{kind}.md"), ask(&["kinds", kind])));
        }
    }
    derived
}

/// The table of vectors by shop, counted by running them.
fn compatibility(built: Result<Built>) -> Result<String> {
    let mut command = Command::new(built?.program("compatibility")?);
    command.current_dir(root()?);
    read(command)
}

/// Files in a derived folder that nothing derives any more; none while a generator fails, for then the list has gaps.
fn left_over(root: &Path, derived: &[Derived]) -> Result<Vec<String>> {
    let folder = root.join(KINDS);
    if !folder.is_dir() || derived.iter().any(|file| file.content.is_err()) {
        return Ok(Vec::new());
    }
    let mut left_over = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {KINDS}"))? {
        let path = format!("{KINDS}/{}", entry?.file_name().to_string_lossy());
        if derived.iter().all(|file| file.path != path) {
            left_over.push(path);
        }
    }
    left_over.sort();
    Ok(left_over)
}

fn write(path: &Path, content: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, content)?)
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
