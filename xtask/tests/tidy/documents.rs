//! JSON and TOML files hold JSON and TOML: fixtures, demo data, settings of tools.

use crate::tree::File;

/// Files that cannot be read.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let mut violations = Vec::new();
    for file in files {
        let fault = if file.path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&file.text).err().map(|error| error.to_string())
        } else if file.path.ends_with(".toml") {
            file.text.parse::<toml::Table>().err().map(|error| error.to_string())
        } else {
            None
        };
        violations.extend(fault.map(|fault| format!("{}: {fault}", file.path)));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_documents_are_found() {
        let files = [
            File::new("fixtures/a.json", "{\"a\": 1,}"),
            File::new("fixtures/b.json", "{\"a\": 1}"),
            File::new("c.toml", "a = "),
            File::new("d.md", "{"),
        ];
        let found = violations(&files);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("fixtures/a.json:"));
        assert!(found[1].starts_with("c.toml:"));
    }
}
