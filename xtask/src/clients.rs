//! The clients: their suites against the built binary, and the types that are made from the API's description.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

use crate::built::Built;
use crate::command::{find_program, read, root, search_path};

/// The oldest Node that the packages are for.
const OLDEST_NODE: u32 = 20;

/// What Node says of itself, where it is new enough and has npm beside it.
pub(crate) fn find_node(path: &[PathBuf]) -> Option<String> {
    find_program(&["npm"], path)?;
    let mut node = Command::new(find_program(&["node"], path)?);
    node.arg("--version");
    let version = read(node).ok()?.trim().to_owned();
    (major(&version)? >= OLDEST_NODE).then_some(version)
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// What Python says of itself, where it is new enough and can make environments.
pub(crate) fn find_python(path: &[PathBuf]) -> Option<String> {
    let mut python = Command::new(find_program(&["python3"], path)?);
    let words = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.version.split()[0])";
    python.args(["-c", words]);
    Some(read(python).ok()?.trim().to_owned())
}

/// Tells the suites where the program is; set by hand, it is the one they run against.
const VARIABLE: &str = "TESSERA_BINARY";

/// Runs the suites against the program of the tests, all at once: they mostly wait.
pub(crate) fn suites(notes: &mut Vec<String>) -> Result<()> {
    let root = root()?;
    let binary = env::var_os(VARIABLE).map_or_else(|| Built::make()?.program("tessera"), |given| Ok(given.into()))?;
    let widget = root.join("clients/widget");
    let failed: Vec<String> = thread::scope(|scope| {
        let mut running = vec![
            ("TypeScript", scope.spawn(|| typescript(&root, &binary))),
            ("Python", scope.spawn(|| python(&root, &binary))),
        ];
        if widget.is_dir() {
            running.push(("widget", scope.spawn(|| node_tests(&widget, &binary))));
        }
        let ended = running.into_iter().map(|(name, suite)| (name, suite.join()));
        let failed = ended.filter_map(|(name, ended)| match ended.unwrap_or_else(|_| Err(anyhow!("it panicked"))) {
            Ok(closing) => {
                println!("{name}: {closing}");
                notes.push(format!("client {name}: {closing}"));
                None
            }
            Err(error) => Some(format!("{name}: {error:#}")),
        });
        failed.collect()
    });
    if failed.is_empty() { Ok(()) } else { bail!("{}", failed.join("\n")) }
}

fn typescript(root: &Path, binary: &Path) -> Result<String> {
    let folder = root.join("clients/typescript");
    install_node_packages(&folder)?;
    quietly(npm(&folder, &["exec", "--", "tsc", "--project", "tsconfig.check.json"]))?;
    let mut tests = npm(&folder, &["test"]);
    tests.env(VARIABLE, binary);
    Ok(counts(&quietly(tests)?))
}

fn python(root: &Path, binary: &Path) -> Result<String> {
    let folder = root.join("clients/python");
    let program = python_environment(root, &folder)?;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(&folder).args(arguments).env(VARIABLE, binary);
        quietly(command)
    };
    run(&["-m", "mypy"])?;
    let said = run(&["-m", "unittest"])?;
    Ok(said.lines().find(|line| line.starts_with("Ran ")).unwrap_or("no closing line").to_owned())
}

fn node_tests(folder: &Path, binary: &Path) -> Result<String> {
    let mut tests = Command::new("node");
    tests.current_dir(folder).arg("--test").env(VARIABLE, binary);
    Ok(counts(&quietly(tests)?))
}

/// How many tests passed and failed, in the words of `node --test`.
fn counts(said: &str) -> String {
    let count = |what: &str| {
        let line = said.lines().find_map(|line| line.trim_start_matches(['#', 'ℹ', ' ']).strip_prefix(what));
        line.map_or("?", str::trim).to_owned()
    };
    format!("{} passed, {} failed", count("pass "), count("fail "))
}

/// What the lock file names, unless it is there.
fn install_node_packages(folder: &Path) -> Result<()> {
    let changed = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    quietly(npm(folder, &["ci", "--no-audit", "--no-fund", "--prefer-offline"])).map(drop)
}

/// An environment in `target` with what the suite needs, made anew when the package's description changes.
fn python_environment(root: &Path, folder: &Path) -> Result<PathBuf> {
    let environment = root.join("target/clients/python");
    let (program, made_for) = (environment.join("bin/python"), environment.join("made-for.toml"));
    let described = fs::read(folder.join("pyproject.toml")).context("cannot read clients/python/pyproject.toml")?;
    if program.is_file() && fs::read(&made_for).is_ok_and(|made_for| made_for == described) {
        return Ok(program);
    }
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&environment);
    quietly(make)?;
    let mut install = Command::new(&program);
    install.current_dir(folder).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    install.args(["--editable", ".[check]"]);
    quietly(install)?;
    fs::write(made_for, described)?;
    Ok(program)
}

/// Writes the types of both clients from `docs/openapi.json`, or with `check` only compares. What could not be done for
/// want of Node or Python is a note.
pub(crate) fn generated(check: bool) -> (Vec<String>, Vec<String>) {
    let path = search_path();
    let (mut faults, mut notes) = (Vec::new(), Vec::new());
    let mut note = |of: &str, result: Option<Result<()>>| match result {
        Some(Ok(())) => println!("{of}: {}", if check { "in step" } else { "written" }),
        Some(Err(error)) => faults.push(format!("{of}: {error:#}")),
        None => notes.push(format!("NOT RUN: {of}. Node {OLDEST_NODE} with npm or Python 3.10 with venv is missing.")),
    };
    let root = root();
    let at = |folder: &str| root.as_ref().map(|root| root.join(folder)).map_err(|error| anyhow!("{error:#}"));
    let shapes = find_python(&path).map(|_| {
        let mut python = Command::new("python3");
        python.current_dir(at("clients/python")?).arg("generate_shapes.py").args(check.then_some("--check"));
        quietly(python).map(drop)
    });
    note("clients/python/src/tessera_client/shapes.py", shapes);
    let types = find_node(&path).map(|_| {
        let folder = at("clients/typescript")?;
        install_node_packages(&folder)?;
        let mut generate = npm(&folder, &["run", "generate"]);
        generate.args(check.then_some(["--", "--check"]).into_iter().flatten());
        quietly(generate).map(drop)
    });
    note("clients/typescript/src/openapi.ts", types);
    (faults, notes)
}

fn npm(folder: &Path, arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(arguments);
    npm
}

/// Runs it without a word, and says everything when it fails. Answers what it printed on both of its streams.
fn quietly(mut command: Command) -> Result<String> {
    let shown = format!("{command:?}");
    let output = command.output().with_context(|| format!("cannot start {shown}"))?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        bail!("{shown} failed ({}):\n{said}", output.status);
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_counts_are_read() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(counts("ok 1 - passes\n# tests 3\n# pass 2\n# fail 1\n"), "2 passed, 1 failed");
        assert_eq!(counts("ℹ pass 4\nℹ fail 0\n"), "4 passed, 0 failed");
        assert_eq!(counts(""), "? passed, ? failed");
    }

    #[test]
    fn a_failure_says_what_was_printed() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo out; echo err >&2; exit 3"]);
        let said = quietly(shell).expect_err("it fails").to_string();
        assert!(said.contains("out") && said.contains("err"), "{said}");
    }
}
