//! A checkout works on every machine: no file knows the folders or the registry of the one it was written on.

use crate::tree::File;

const FORBIDDEN: &[&str] =
    &["/work/", "/root/", "/home/runner/", "/Users/", "index.crates.io", "static.crates.io", "registry.npmjs.org"];

/// cargo writes the one, and this file has to name what it looks for.
const EXEMPT: &[&str] = &["Cargo.lock", "xtask/tests/tidy/machine_paths.rs"];

/// Every line that names such a place.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let mut violations = Vec::new();
    for file in files.iter().filter(|file| !EXEMPT.contains(&file.path.as_str())) {
        for (index, line) in file.text.lines().enumerate() {
            for forbidden in FORBIDDEN.iter().filter(|forbidden| line.contains(**forbidden)) {
                violations.push(format!("{}:{}: {forbidden}", file.path, index + 1));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_hosts_are_found() {
        let text = "see /work/main\nok\nregistry = \"https://index.crates.io/\"\n";
        assert_eq!(
            violations(&[File::new("a.toml", text), File::new("Cargo.lock", text)]),
            ["a.toml:1: /work/", "a.toml:3: index.crates.io"]
        );
    }
}
