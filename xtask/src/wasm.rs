//! The engine must build where there is no clock, no file and no thread.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{cargo, read, root, run};

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the engine and its browser shell for wasm32; adds the target first where it is missing.
pub(crate) fn build() -> Result<()> {
    ensure_target()?;
    let engine = ["-p", "tessera-engine", "-p", "tessera-engine-wasm"];
    let mut command = cargo(["build"])?;
    command.args(engine).args(["--target", TARGET]);
    run(command)
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
