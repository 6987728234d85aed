//! Every version is named once, in the manifest at the root.

use toml::{Table, Value};

use crate::tree::File;

const SECTIONS: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// Dependencies of members that do not say `workspace = true`.
pub(crate) fn violations(files: &[File]) -> Vec<String> {
    let manifests = files.iter().filter(|file| file.path == format!("{}/Cargo.toml", file.top()));
    let mut violations = Vec::new();
    // fuzz/ is a workspace of its own and cannot inherit.
    for file in manifests.filter(|file| file.top() != "fuzz") {
        let Ok(manifest) = file.text.parse::<Table>() else {
            violations.push(format!("{}: cannot be read", file.path));
            continue;
        };
        let sections = SECTIONS.iter().filter_map(|name| manifest.get(*name)?.as_table());
        for (name, dependency) in sections.flatten() {
            if dependency.get("workspace").and_then(Value::as_bool) != Some(true) {
                violations.push(format!("{}: {name}", file.path));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_in_a_member_is_found() {
        let text =
            "[dependencies]\nserde.workspace = true\nfutures = { workspace = true, optional = true }\nregex = \"1\"\n";
        let files = [File::new("app/Cargo.toml", text), File::new("Cargo.toml", "[workspace]\n")];
        assert_eq!(violations(&files), ["app/Cargo.toml: regex"]);
    }
}
