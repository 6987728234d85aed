//! No release has a planted bug: no feature but its own namesake switches one on, and no command builds with one but the
//! one that tries them. The faults of the simulation are for tests alone: no feature and no command switches them on, and
//! only a development dependency asks for them.

use cargo_metadata::{DependencyKind, Metadata};

use crate::tree::File;

const PREFIX: &str = "planted-";
/// The one command that builds with planted bugs.
const BUILDER: &str = "xtask/src/planted.rs";

/// The faults on demand of the simulation in `app/tests/it/simulation`.
const FAULTS: &str = "faults";

/// Features that switch on a planted bug by another name, or faults, and dependencies that do.
pub(crate) fn violations(metadata: &Metadata) -> Vec<String> {
    let mut violations = Vec::new();
    for member in metadata.workspace_packages() {
        for (feature, enabled) in &member.features {
            for part in enabled {
                let (_, part) = part.rsplit_once('/').unwrap_or(("", part));
                if part == FAULTS || part.starts_with(PREFIX) && part != feature {
                    violations.push(format!("{}: the feature `{feature}` switches on `{part}`", member.name));
                }
            }
        }
        for dependency in &member.dependencies {
            if dependency.features.iter().any(|feature| feature.starts_with(PREFIX)) {
                violations.push(format!("{} asks for a planted bug of {}", member.name, dependency.name));
            }
            let has_faults = dependency.features.iter().any(|feature| feature == FAULTS);
            if has_faults && dependency.kind != DependencyKind::Development {
                violations.push(format!("{} asks for faults of {} outside of its tests", member.name, dependency.name));
            }
        }
    }
    violations
}

/// Files other than manifests, sources of the product's own plants and pages that name such a feature or all features.
pub(crate) fn command_violations(files: &[File]) -> Vec<String> {
    let is_command = |file: &&File| {
        (file.path.starts_with("xtask/src/") || file.path.starts_with(".ci/") || file.path.starts_with(".cargo/"))
            && file.path != BUILDER
    };
    let names_faults =
        |text: &str| ["/faults", "features faults", "features=faults"].iter().any(|name| text.contains(name));
    let names = |text: &str| text.contains(PREFIX) || text.contains("--all-features") || names_faults(text);
    let found = files.iter().filter(is_command).filter(|file| names(&file.text));
    found.map(|file| format!("{} builds with planted bugs", file.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata(features: &serde_json::Value, asked: &[&str]) -> Metadata {
        metadata_of(features, asked, None)
    }

    fn metadata_of(features: &serde_json::Value, asked: &[&str], kind: Option<&str>) -> Metadata {
        let dependency = json!({"name": "tessera-app", "req": "*", "kind": kind, "optional": false, "source": null,
                                "uses_default_features": true, "features": asked, "target": null, "rename": null,
                                "registry": null});
        let package = json!({"name": "tessera-cli", "version": "0.1.0", "id": "tessera-cli", "source": null,
                             "dependencies": [dependency], "targets": [], "features": features,
                             "manifest_path": "/x/cli/Cargo.toml"});
        let all = json!({"packages": [package], "workspace_members": ["tessera-cli"], "workspace_root": "/x",
                         "target_directory": "/x/target", "version": 1, "resolve": null});
        serde_json::from_value(all).expect("the shape of cargo metadata")
    }

    #[test]
    fn a_bug_is_handed_down_under_its_own_name() {
        let features = json!({"planted-1": ["tessera-app/planted-1"], "openapi": []});
        assert_eq!(violations(&metadata(&features, &[])), Vec::<String>::new());
    }

    #[test]
    fn a_default_that_plants_a_bug_is_found() {
        let features = json!({"default": ["planted-1"], "planted-1": ["tessera-app/planted-2"]});
        let found = violations(&metadata(&features, &["planted-3"]));
        assert_eq!(
            found,
            [
                "tessera-cli: the feature `default` switches on `planted-1`",
                "tessera-cli: the feature `planted-1` switches on `planted-2`",
                "tessera-cli asks for a planted bug of tessera-app",
            ]
        );
    }

    #[test]
    fn faults_are_for_development_dependencies_alone() {
        let plain = json!({"faults": []});
        assert_eq!(violations(&metadata_of(&plain, &["faults"], Some("dev"))), Vec::<String>::new());
        let found = violations(&metadata(&json!({"default": ["faults"], "x": ["tessera-app/faults"]}), &["faults"]));
        assert_eq!(
            found,
            [
                "tessera-cli: the feature `default` switches on `faults`",
                "tessera-cli: the feature `x` switches on `faults`",
                "tessera-cli asks for faults of tessera-app outside of its tests",
            ]
        );
        let files = [File::new("xtask/src/bench.rs", "--features tessera-store/faults")];
        assert_eq!(command_violations(&files), ["xtask/src/bench.rs builds with planted bugs"]);
    }

    #[test]
    fn a_command_that_plants_a_bug_is_found() {
        let files = [
            File::new("xtask/src/planted.rs", "planted-1"),
            File::new("xtask/src/harness.rs", "--features planted-1"),
            File::new(".ci/run", "cargo build --all-features"),
            File::new("store/src/planted.rs", "planted-1"),
        ];
        assert_eq!(
            command_violations(&files),
            ["xtask/src/harness.rs builds with planted bugs", ".ci/run builds with planted bugs"]
        );
    }
}
