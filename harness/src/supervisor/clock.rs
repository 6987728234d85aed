//! A wall clock for one node that is wrong: a small library that is loaded before the node's own, compiled when it is needed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tokio::process::Command;

/// The library's source.
const SOURCE: &str = include_str!("clock.c");

/// Names the file with the offset to the library.
const OFFSET_FILE: &str = "HARNESS_CLOCK";

/// The compiled library.
#[derive(Clone, Debug)]
pub(crate) struct Clocks {
    library: PathBuf,
    folder: PathBuf,
}

/// The clock of one node.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    library: PathBuf,
    offset: PathBuf,
}

impl Clocks {
    /// Compiles the library below this folder. An error says why this machine cannot.
    pub(crate) fn compile(folder: &Path) -> anyhow::Result<Self> {
        let (source, library) = (folder.join("clock.c"), folder.join("clock.so"));
        fs::write(&source, SOURCE)?;
        let mut cc = std::process::Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(&source).arg("-ldl");
        let output = cc.output().context("there is no C compiler (cc)")?;
        if !output.status.success() {
            bail!("cc refuses the clock: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(Self { library, folder: folder.to_owned() })
    }

    /// A clock that is wrong by this many seconds.
    pub(crate) fn wrong_by(&self, name: &str, seconds: i64) -> anyhow::Result<Clock> {
        let clock = Clock { library: self.library.clone(), offset: self.folder.join(format!("clock-{name}")) };
        clock.set(seconds)?;
        Ok(clock)
    }
}

impl Clock {
    /// Jumps, also while the node runs: the file is mapped into it.
    pub(crate) fn set(&self, seconds: i64) -> anyhow::Result<()> {
        use std::io::Write as _;
        // Not truncated: a mapped page beyond the end of its file would end the node.
        let mut file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&self.offset)?;
        Ok(file.write_all(&seconds.to_ne_bytes())?)
    }

    /// Has a command run with it.
    pub(super) fn hand_to(&self, command: &mut Command) {
        command.env("LD_PRELOAD", &self.library).env(OFFSET_FILE, &self.offset);
    }
}
