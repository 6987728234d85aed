//! Who may name which dependency from outside, and what may not be in the graph at all.

use cargo_metadata::Metadata;

/// Only these members may name a package whose name is, or begins with, one of these.
const ONLY_IN: &[(&[&str], &[&str])] = &[
    (&["tessera-store"], &["rusqlite", "libsqlite3-sys", "tokio-postgres", "deadpool"]),
    (&["tessera-server"], &["tower-http", "utoipa-axum"]),
    // The demo shop is a web application of its own.
    (&["tessera-server", "tessera-shop"], &["axum", "askama"]),
];

/// No part of the product: it looks into the databases from outside.
const LOOKS_ON: (&str, &[&str]) = ("tessera-harness", &["rusqlite", "tokio-postgres"]);

/// This member may not name any of these: it has no clock, no randomness, no async, no input or output.
const NEVER_IN: (&str, &[&str]) = ("tessera-engine", &["tokio", "rand", "getrandom", "chrono", "reqwest", "tracing"]);

/// Nowhere in the graph: C libraries that a build would need, and a second SQLite.
const NOWHERE: &[&str] = &["openssl", "openssl-sys", "native-tls", "aws-lc-sys", "sqlx"];

/// Dependencies that the manifests name where they may not.
pub(crate) fn violations(metadata: &Metadata) -> Vec<String> {
    let mut violations = Vec::new();
    for member in metadata.workspace_packages() {
        let name = member.name.as_ref();
        for dependency in &member.dependencies {
            let to = dependency.name.as_str();
            if name == LOOKS_ON.0 && LOOKS_ON.1.contains(&to) {
                continue;
            }
            for (owners, packages) in ONLY_IN {
                if !owners.contains(&name) && packages.iter().any(|package| is_of_family(to, package)) {
                    violations.push(format!("{name} names {to}; only {} may", owners.join(" and ")));
                }
            }
            if name == NEVER_IN.0 && NEVER_IN.1.iter().any(|package| is_of_family(to, package)) {
                violations.push(format!("{name} names {to}"));
            }
        }
    }
    violations
}

/// The package itself, or one that belongs to it: `deadpool` and `deadpool-postgres`, `rand` and `rand_chacha`.
fn is_of_family(name: &str, package: &str) -> bool {
    name.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

/// Packages in `Cargo.lock` that may be nowhere. The lock file is the graph of all platforms and features.
pub(crate) fn lock_violations(lock: &str) -> Vec<String> {
    let lock: toml::Table = match lock.parse() {
        Ok(lock) => lock,
        Err(error) => return vec![format!("Cargo.lock: {error}")],
    };
    let packages = lock.get("package").and_then(toml::Value::as_array);
    packages
        .into_iter()
        .flatten()
        .filter_map(|package| package.get("name")?.as_str())
        .filter(|name| NOWHERE.contains(name))
        .map(|name| format!("{name} is in the graph; `cargo tree -i {name}` shows through whom"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrows::tests::metadata;

    #[test]
    fn a_driver_outside_the_store_is_found() {
        let metadata = metadata(&[
            ("tessera-store", "axum", "normal"),
            ("tessera-store", "rusqlite", "normal"),
            ("tessera-app", "deadpool-postgres", "dev"),
            ("tessera-server", "axum-extra", "normal"),
            ("tessera-shop", "axum", "normal"),
            ("tessera-shop", "tower-http", "normal"),
            ("tessera-harness", "rusqlite", "normal"),
            ("tessera-harness", "axum", "normal"),
        ]);
        assert_eq!(
            violations(&metadata),
            [
                "tessera-store names axum; only tessera-server and tessera-shop may",
                "tessera-app names deadpool-postgres; only tessera-store may",
                "tessera-shop names tower-http; only tessera-server may",
                "tessera-harness names axum; only tessera-server and tessera-shop may",
            ]
        );
    }

    #[test]
    fn the_engine_has_no_clock_and_no_randomness() {
        let metadata = metadata(&[
            ("tessera-engine", "rand_chacha", "normal"),
            ("tessera-engine", "tokio", "dev"),
            ("tessera-engine", "random-name", "normal"),
        ]);
        assert_eq!(violations(&metadata), ["tessera-engine names rand_chacha", "tessera-engine names tokio"]);
    }

    #[test]
    fn a_package_that_may_be_nowhere_is_found_in_the_lock_file() {
        let lock = "[[package]]\nname = \"serde\"\n[[package]]\nname = \"native-tls\"\n";
        let violations = lock_violations(lock);
        assert_eq!(violations.len(), 1);
        assert!(violations[0].starts_with("native-tls is in the graph"));
        assert_eq!(lock_violations("[[").len(), 1);
    }
}
