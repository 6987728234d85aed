//! `cli -> server -> app -> store -> engine`, `cli -> shop`, and `engine-wasm -> engine`. `harness` and `shop` know none of
//! them: they talk HTTP.

use cargo_metadata::Metadata;

/// Which members a member may name, in dependencies of every kind.
const ALLOWED: &[(&str, &[&str])] = &[
    ("tessera-cli", &["tessera-server", "tessera-shop", "tessera-app", "tessera-store", "tessera-engine"]),
    ("tessera-server", &["tessera-app", "tessera-engine"]),
    ("tessera-app", &["tessera-store", "tessera-engine"]),
    ("tessera-store", &["tessera-engine"]),
    ("tessera-engine", &[]),
    ("tessera-engine-wasm", &["tessera-engine"]),
    ("tessera-harness", &[]),
    ("tessera-shop", &[]),
    ("xtask", &[]),
];

/// Arrows that point upwards, and members that the table does not know.
pub(crate) fn violations(metadata: &Metadata) -> Vec<String> {
    let members = metadata.workspace_packages();
    let is_member = |name: &str| members.iter().any(|member| member.name.as_ref() == name);
    let mut violations = Vec::new();
    for member in &members {
        let name = member.name.as_ref();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            violations.push(format!("{name} is not in the table of arrows"));
            continue;
        };
        for dependency in &member.dependencies {
            let to = dependency.name.as_str();
            if is_member(to) && !allowed.contains(&to) {
                violations.push(format!("{name} -> {to} ({})", dependency.kind));
            }
        }
    }
    violations
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::json;

    /// What cargo would say of members with these dependencies: `(member, dependency, kind)`.
    pub(crate) fn metadata(edges: &[(&str, &str, &str)]) -> Metadata {
        let mut names: Vec<&str> = edges.iter().map(|(name, _, _)| *name).collect();
        names.dedup();
        let packages: Vec<_> = names
            .iter()
            .map(|name| {
                let dependencies: Vec<_> = edges
                    .iter()
                    .filter(|(from, to, _)| from == name && !to.is_empty())
                    .map(|(_, to, kind)| {
                        let kind = (*kind != "normal").then_some(*kind);
                        json!({"name": to, "req": "*", "kind": kind, "optional": false, "source": null,
                               "uses_default_features": true, "features": [], "target": null, "rename": null, "registry": null})
                    })
                    .collect();
                json!({"name": name, "version": "0.1.0", "id": name, "source": null, "dependencies": dependencies,
                       "targets": [], "features": {}, "manifest_path": format!("/x/{name}/Cargo.toml")})
            })
            .collect();
        let all = json!({"packages": packages, "workspace_members": names, "workspace_root": "/x",
                         "target_directory": "/x/target", "version": 1, "resolve": null});
        serde_json::from_value(all).expect("the shape of cargo metadata")
    }

    #[test]
    fn arrows_downwards_are_allowed() {
        let metadata = metadata(&[
            ("tessera-store", "tessera-engine", "normal"),
            ("tessera-store", "rusqlite", "normal"),
            ("tessera-engine", "", "normal"),
        ]);
        assert_eq!(violations(&metadata), Vec::<String>::new());
    }

    #[test]
    fn arrows_upwards_are_found_whatever_their_kind() {
        let metadata = metadata(&[
            ("tessera-engine", "tessera-store", "dev"),
            ("tessera-store", "tessera-app", "build"),
            ("tessera-app", "", "normal"),
            ("tessera-server", "tessera-store", "normal"),
        ]);
        assert_eq!(
            violations(&metadata),
            [
                "tessera-engine -> tessera-store (dev)",
                "tessera-store -> tessera-app (build)",
                "tessera-server -> tessera-store (normal)",
            ]
        );
    }

    #[test]
    fn a_new_member_has_to_be_put_in_the_table() {
        let metadata = metadata(&[("tessera-extra", "", "normal")]);
        assert_eq!(violations(&metadata), ["tessera-extra is not in the table of arrows"]);
    }
}
