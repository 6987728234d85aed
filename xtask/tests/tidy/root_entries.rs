//! The first thing a newcomer sees is the list of what is at the root.

use std::collections::BTreeSet;

use crate::tree::File;

const ALLOWED: &[&str] = &[
    ".cargo",
    ".ci",
    ".config",
    ".dockerignore",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "Dockerfile",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "app",
    "cli",
    "clients",
    "clippy.toml",
    "deny.toml",
    "docs",
    "engine",
    "engine-wasm",
    "fixtures",
    "fuzz",
    "harness",
    "packaging",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "server",
    "shop",
    "store",
    "xtask",
];

/// Entries that are not in the list: notes, scratch files, output.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let entries: BTreeSet<&str> = files.iter().map(File::top).collect();
    entries.into_iter().filter(|entry| !ALLOWED.contains(entry)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_in_progress_is_found() {
        let files = ["NOTES.md", "plan/a.md", "plan/b.md", "app/src/lib.rs", "LICENSE"];
        let files = files.map(|path| File::new(path, ""));
        assert_eq!(violations(&files), ["NOTES.md", "plan"]);
    }
}
