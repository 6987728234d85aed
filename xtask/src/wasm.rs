//! `cargo x wasm`: the engine builds where there is no clock, no file and no thread, and gives the same bytes there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::Message;

use crate::built::Built;
use crate::command::{cargo, find_program, read, root, run, search_path};

const TARGET: &str = "wasm32-unknown-unknown";
/// The exports as JavaScript calls them; node is no part of what the tests need, the comparison in Rust is the proof.
const NODE_MISSING: &str = "NOT RUN: engine-wasm/js in node. node is missing; the bytes were compared without it.";

/// Builds the engine and its browser shell for wasm32, without optimising; adds the target first where it is missing.
pub(crate) fn build() -> Result<()> {
    ensure_target()?;
    let engine = ["-p", "tessera-engine", "-p", "tessera-engine-wasm"];
    let mut command = cargo(["build"])?;
    command.args(engine).args(["--target", TARGET]);
    run(command)
}

/// The browser's module while it is built.
pub(crate) struct Module(Option<JoinHandle<Result<PathBuf>>>);

impl Module {
    /// Begins to build it. For minutes that takes one processor, in folders of its own, so that other things go on beside.
    pub(crate) fn begin() -> Result<Self> {
        ensure_target()?;
        Ok(Self(Some(thread::spawn(build_module))))
    }

    fn built(mut self) -> Result<PathBuf> {
        let building = self.0.take().context("the module is asked for once")?;
        building.join().map_err(|_| anyhow!("building the module panicked"))?
    }
}

impl Drop for Module {
    /// Nothing goes on once the command has ended: where the module is not asked for any more, its build is waited for.
    fn drop(&mut self) {
        if let Some(Err(error)) = self.0.take().and_then(|building| building.join().ok()) {
            eprintln!("the browser's module: {error:#}");
        }
    }
}

/// Prices every fixture with the browser's module and with the native engine: the bytes must be the same.
pub(crate) fn same_bytes(module: Module, notes: &mut Vec<String>) -> Result<()> {
    let module = module.built()?;
    let mut compare = Command::new(Built::make()?.program("same_bytes")?);
    compare.current_dir(root()?).arg(&module);
    let report = read(compare)?;
    println!("{}", report.trim());
    notes.push(report.trim().to_owned());
    if find_program(&["node"], &search_path()).is_none() {
        println!("{NODE_MISSING}");
        notes.push(NODE_MISSING.to_owned());
        return Ok(());
    }
    let mut node = Command::new("node");
    node.current_dir(root()?.join("engine-wasm/js")).args(["--test", "tessera.test.js"]).env("TESSERA_WASM", &module);
    run(node)
}

/// The module as a page loads it: optimised for size.
fn build_module() -> Result<PathBuf> {
    let mut command = cargo(["build", "--quiet", "-p", "tessera-engine-wasm", "--lib", "--profile", "wasm"])?;
    command.args(["--target", TARGET, "--message-format", "json-render-diagnostics"]);
    let messages = read(command)?;
    for message in Message::parse_stream(messages.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.target.name == "tessera_engine_wasm"
            && let Some(module) = artifact.filenames.into_iter().find(|file| file.extension() == Some("wasm"))
        {
            return Ok(module.into_std_path_buf());
        }
    }
    bail!("building tessera-engine-wasm made no module")
}

fn ensure_target() -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(root()?).args(["--print", "sysroot"]);
    let sysroot = read(rustc)?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup.current_dir(root()?).args(["target", "add", TARGET]);
    run(rustup).with_context(|| {
        format!("the Rust target {TARGET} is missing and could not be added; run `rustup target add {TARGET}`, or install it with the system's Rust packages")
    })
}
