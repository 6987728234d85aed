//! The files of the repository, as git would commit them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One file.
pub(crate) struct File {
    /// From the root, with `/`.
    pub(crate) path: String,
    /// Empty for a file that is not text.
    pub(crate) text: String,
}

impl File {
    /// A file for the tests of the rules.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The folder at the root in which it stands: the name of its crate, for most.
    pub(crate) fn top(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether it is Rust source.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

/// All files: those that git tracks, and new ones that it does not ignore.
pub(crate) struct Tree {
    /// In the order of their paths.
    pub(crate) files: Vec<File>,
}

impl Tree {
    /// Reads it from the disk.
    pub(crate) fn read() -> Self {
        let root = root();
        let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let list = output(Command::new("git").args(arguments), &root);
        let mut paths: Vec<&str> = list.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        let files = paths
            .into_iter()
            .filter_map(|path| {
                // A file that is deleted and not yet committed is still listed.
                let bytes = std::fs::read(root.join(path)).ok()?;
                let text = String::from_utf8(bytes).unwrap_or_default();
                Some(File::new(path, &text))
            })
            .collect();
        Self { files }
    }

    /// The text of a file that has to be there.
    pub(crate) fn text_of(&self, path: &str) -> &str {
        let file = self.files.iter().find(|file| file.path == path);
        &file.unwrap_or_else(|| panic!("{path} is missing")).text
    }

    /// What cargo says of the members of the workspace. Needs neither network nor the sources of dependencies.
    pub(crate) fn metadata() -> cargo_metadata::Metadata {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
        let json = output(Command::new(cargo).args(arguments), &root());
        cargo_metadata::MetadataCommand::parse(json).expect("cargo metadata prints its own format")
    }
}

fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the folder of the manifest");
    let root = Path::new(&manifest).parent();
    root.expect("the crate stands in the workspace").to_path_buf()
}

fn output(command: &mut Command, folder: &Path) -> String {
    let output = command.current_dir(folder).output();
    let output = output.unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {errors}");
    String::from_utf8(output.stdout).expect("paths and metadata are UTF-8")
}
