//! Starting other programs: always from the repository root, always visible.

use std::env;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// The root of the repository: the folder above this crate's manifest.
pub(crate) fn root() -> Result<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .context("start this through cargo (`cargo x ...`): CARGO_MANIFEST_DIR is not set")?;
    let parent = Path::new(&manifest).parent();
    Ok(parent.context("the xtask crate has no folder above it")?.to_path_buf())
}

/// `cargo` with these arguments, in the environment of a developer's shell.
///
/// `cargo run` describes the xtask package to its child in variables. They are taken away again, because a build
/// script that watches one of them would otherwise run anew whenever xtask and a shell take turns.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Result<Command> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root()?).args(arguments);
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| name_text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    // What is built there once is not built again, and does without what only the next build would use.
    if env::var_os("CI").is_some() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    Ok(command)
}

/// Runs it with the terminal handed through; an exit status other than success is an error.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let shown = show(&command);
    println!("$ {shown}");
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs it quietly and answers with what it printed on its standard output.
pub(crate) fn read(mut command: Command) -> Result<String> {
    let shown = show(&command);
    let output = command.output().with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` failed ({}): {}", output.status, said.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` printed bytes, not text"))
}

/// Runs it with its output passed on line by line, and keeps the lines that `keep` picks.
///
/// The second half says whether it succeeded; the lines are of use in both cases.
pub(crate) fn watch(mut command: Command, keep: fn(&str) -> bool) -> Result<(Vec<String>, Result<()>)> {
    let shown = show(&command);
    println!("$ {shown}");
    if std::io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let errors = child.stderr.take().context("stderr is piped")?;
    let from_errors = thread::spawn(move || pass_on(errors, keep, |line| eprintln!("{line}")));
    let output = child.stdout.take().context("stdout is piped")?;
    let mut kept = pass_on(output, keep, |line| println!("{line}"));
    match from_errors.join() {
        Ok(lines) => kept.extend(lines),
        Err(_) => bail!("the thread that reads the output of `{shown}` panicked"),
    }
    let status = child.wait()?;
    let result = if status.success() { Ok(()) } else { Err(anyhow::anyhow!("`{shown}` failed ({status})")) };
    Ok((kept, result))
}

fn pass_on(stream: impl Read, keep: fn(&str) -> bool, print: fn(&str)) -> Vec<String> {
    let mut kept = Vec::new();
    for bytes in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&bytes);
        print(&line);
        if keep(&line) {
            kept.push(line.trim().to_owned());
        }
    }
    kept
}

/// The command as one would type it, with the program's folder left out.
fn show(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut shown = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        shown.push(' ');
        shown.push_str(&argument.to_string_lossy());
    }
    shown
}

/// The folders in which programs are looked for.
pub(crate) fn search_path() -> Vec<PathBuf> {
    env::var_os("PATH").map_or_else(Vec::new, |path| env::split_paths(&path).collect())
}

/// The first of these programs that stands in one of these folders.
pub(crate) fn find_program(names: &[&str], folders: &[PathBuf]) -> Option<PathBuf> {
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

/// Whether `cargo <name>` is installed.
pub(crate) fn has_cargo_command(name: &str) -> bool {
    let mut folders = search_path();
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let default_home = env::home_dir().map(|home| home.join(".cargo"));
    folders.extend(cargo_home.or(default_home).map(|home| home.join("bin")));
    find_program(&[&format!("cargo-{name}")], &folders).is_some()
}
