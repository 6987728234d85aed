//! What the CI runs is what the README tells a stranger to run.

use crate::tree::File;

const COMMAND: &str = "cargo x test";

/// Says what keeps the two from being the same.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let text_of = |path: &str| {
        let file = files.iter().find(|file| file.path == path);
        file.map(|file| file.text.as_str()).ok_or(format!("{path} is missing"))
    };
    let (readme, script) = match (text_of("README.md"), text_of(".ci/run")) {
        (Ok(readme), Ok(script)) => (readme, script),
        (readme, script) => return [readme.err(), script.err()].into_iter().flatten().collect(),
    };
    let Some(command) = test_command(readme) else {
        return vec![format!("README.md does not name `{COMMAND}`")];
    };
    if script.lines().any(|line| line.trim() == command) {
        return Vec::new();
    }
    vec![format!("README.md says `{command}`, and no line of .ci/run is that command")]
}

/// The first mention of the command with the words behind it.
fn test_command(readme: &str) -> Option<&str> {
    let command = &readme[readme.find(COMMAND)?..];
    let end = command.find(|one: char| !(one.is_ascii_lowercase() || one == ' ' || one == '-'));
    Some(command[..end.unwrap_or(command.len())].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(readme: &str, script: &str) -> Vec<String> {
        violations(&[File::new("README.md", readme), File::new(".ci/run", script)])
    }

    #[test]
    fn the_same_command_passes() {
        assert!(of("```sh\ncargo x test    # all\n```", "set -e\ncargo x test\n").is_empty());
        assert!(of("Run `cargo x test`.", "  cargo x test").is_empty());
    }

    #[test]
    fn another_command_is_found() {
        assert_eq!(of("cargo x test\n", "cargo x test fast\n").len(), 1);
        assert_eq!(of("cargo x test\n", "# cargo x test\n").len(), 1);
        assert_eq!(of("cargo test\n", "cargo x test\n").len(), 1);
    }

    #[test]
    fn both_files_have_to_be_there() {
        assert_eq!(violations(&[]), ["README.md is missing", ".ci/run is missing"]);
    }
}
