//! A command is a row of named steps; the first failure ends it, or all failures are listed at the end.

use anyhow::{Result, bail};

/// The steps of one command.
pub(crate) struct Steps {
    command: &'static str,
    keep_going: bool,
    failed: Vec<String>,
    notes: Vec<String>,
}

impl Steps {
    /// No step has run yet. `command` is what the developer typed.
    pub(crate) fn new(command: &'static str, keep_going: bool) -> Self {
        Self { command, keep_going, failed: Vec::new(), notes: Vec::new() }
    }

    /// Runs one step. It is an error only where the command must not go on.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce(&mut Vec<String>) -> Result<()>) -> Result<()> {
        println!("\n==> {name}");
        if let Err(error) = work(&mut self.notes) {
            eprintln!("{name}: {error:#}");
            self.failed.push(name.to_owned());
            if !self.keep_going {
                self.print_notes();
                bail!("{} stopped at: {name}", self.command);
            }
        }
        Ok(())
    }

    /// Prints what the steps left to say; an error when one of them failed.
    pub(crate) fn finish(self) -> Result<()> {
        self.print_notes();
        if !self.failed.is_empty() {
            bail!("{} failed: {}", self.command, self.failed.join(", "));
        }
        println!("{}: ok", self.command);
        Ok(())
    }

    fn print_notes(&self) {
        println!();
        for note in &self.notes {
            println!("{note}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(_: &mut Vec<String>) -> Result<()> {
        bail!("as asked")
    }

    #[test]
    fn the_first_failure_ends_the_command() {
        let mut steps = Steps::new("cargo x check", false);
        assert!(steps.step("works", |_| Ok(())).is_ok());
        assert!(steps.step("fails", fail).is_err());
    }

    #[test]
    fn keep_going_lists_every_failure() {
        let mut steps = Steps::new("cargo x check", true);
        for name in ["one", "two"] {
            assert!(steps.step(name, fail).is_ok());
        }
        let error = steps.finish().expect_err("two steps failed");
        assert_eq!(error.to_string(), "cargo x check failed: one, two");
    }
}
