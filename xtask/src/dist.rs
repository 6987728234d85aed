//! `cargo x dist`: the program as others get it, `target/dist/tessera-<version>-<target>.tar.gz` with its checksum. It
//! needs nothing but the package registry and the programs `tar` and `gzip`.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use cargo_metadata::{Message, MetadataCommand};
use sha2::{Digest as _, Sha256};

use crate::command::{cargo, read, root, run};
use crate::licences;

/// The licences of others.
const LICENCES: &str = "THIRD-PARTY-LICENSES.txt";

/// What the archive holds beside the program and the licences of others: where it stands here, and there.
const FILES: &[(&str, &str)] = &[
    ("LICENSE", "LICENSE"),
    ("README.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("docs/OPERATE.md", "docs/OPERATE.md"),
    ("packaging/tessera.service", "tessera.service"),
];

/// Builds and packs.
pub(crate) fn dist() -> Result<()> {
    let (root, target) = (root()?, host()?);
    let name = format!("tessera-{}-{target}", version()?);
    let program = build()?;
    let out = root.join("target/dist");
    let folder = out.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot remove what was packed before")?;
    }
    fs::create_dir_all(&folder)?;
    copy(&program, &folder.join("tessera"))?;
    for (from, to) in FILES {
        copy(&root.join(from), &folder.join(to))?;
    }
    fs::write(folder.join(LICENCES), licences::text(&root, &target)?)?;
    try_program(&folder.join("tessera"))?;
    let archive = pack(&out, &name)?;
    let line = format!("{}  {name}.tar.gz\n", digest(&archive)?);
    fs::write(out.join("SHA256SUMS"), &line)?;
    let size = |path: &Path| Ok::<_, anyhow::Error>(fs::metadata(path)?.len());
    println!("the program: {} bytes; the archive: {} bytes", size(&program)?, size(&archive)?);
    print!("target/dist/{name}.tar.gz\ntarget/dist/SHA256SUMS: {line}");
    Ok(())
}

/// The target that this machine builds for.
pub(crate) fn host() -> Result<String> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(root()?).arg("-vV");
    let said = read(rustc)?;
    let line = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(line.context("rustc does not name its target")?.to_owned())
}

fn version() -> Result<String> {
    let metadata =
        MetadataCommand::parse(read(cargo(["metadata", "--no-deps", "--locked", "--format-version", "1"])?)?)?;
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "tessera-cli");
    Ok(package.context("the program's package is missing")?.version.to_string())
}

/// Builds the program in the profile `shipped`.
fn build() -> Result<PathBuf> {
    let arguments = ["build", "--locked", "--profile", "shipped", "--package", "tessera-cli"];
    let mut command = cargo(arguments)?;
    command.args(["--message-format", "json-render-diagnostics"]);
    println!("$ cargo {}", arguments.join(" "));
    for message in Message::parse_stream(read(command)?.as_bytes()) {
        if let Message::CompilerArtifact(artifact) = message?
            && artifact.target.name == "tessera"
            && let Some(executable) = artifact.executable
        {
            return Ok(executable.into_std_path_buf());
        }
    }
    bail!("building tessera-cli made no program")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// What is packed starts and says the version that the archive is named by.
fn try_program(program: &Path) -> Result<()> {
    let mut command = Command::new(program);
    command.arg("--version");
    let said = read(command)?;
    let wanted = format!("tessera {}", version()?);
    if said.trim() != wanted {
        bail!("the program says `{}` and not `{wanted}`", said.trim());
    }
    Ok(())
}

/// The same files give the same archive: sorted, nobody's, of the time of the commit, unless SOURCE_DATE_EPOCH is set.
fn pack(out: &Path, name: &str) -> Result<PathBuf> {
    let archive = out.join(format!("{name}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.current_dir(out).args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go=rX"]);
    tar.arg(format!("--mtime=@{}", instant())).args(["--use-compress-program=gzip -9n", "--create", "--file"]);
    tar.arg(&archive).arg(name);
    run(tar)?;
    let found = listed(&archive, name)?;
    let mut wanted = contents();
    wanted.sort();
    if found != wanted {
        bail!("the archive holds {} and not {}", found.join(", "), wanted.join(", "));
    }
    Ok(archive)
}

/// Every file of the archive, below its folder.
fn contents() -> Vec<String> {
    let beside = ["tessera", LICENCES].into_iter();
    beside.chain(FILES.iter().map(|(_, to)| *to)).map(str::to_owned).collect()
}

fn listed(archive: &Path, name: &str) -> Result<Vec<String>> {
    let mut tar = Command::new("tar");
    tar.args(["--list", "--gzip", "--file"]).arg(archive);
    let said = read(tar)?;
    let below = said.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('/'));
    let mut files: Vec<_> = below.filter(|path| !path.is_empty() && !path.ends_with('/')).map(str::to_owned).collect();
    files.sort();
    Ok(files)
}

/// Seconds since 1970: what is set, or the commit's, or none where there is neither.
fn instant() -> String {
    let set = env::var("SOURCE_DATE_EPOCH").ok().filter(|text| text.parse::<u64>().is_ok());
    let commit = || {
        let mut git = Command::new("git");
        git.current_dir(root().ok()?).args(["log", "-1", "--format=%ct"]);
        Some(read(git).ok()?.trim().to_owned()).filter(|text| text.parse::<u64>().is_ok())
    };
    set.or_else(commit).unwrap_or_else(|| "0".to_owned())
}

fn digest(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Sha256::digest(&bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_packed_is_here() {
        let root = root().expect("there is a root");
        for (from, _) in FILES {
            assert!(root.join(from).is_file(), "{from} is missing");
        }
        let all = contents();
        for name in ["tessera", "LICENSE", "README.md", "docs/OPERATE.md", "tessera.service", LICENCES] {
            assert!(all.iter().any(|one| one == name), "{name} is not packed");
        }
    }

    #[test]
    fn the_unit_and_the_container_start_what_is_packed() {
        let root = root().expect("there is a root");
        let read = |path: &str| fs::read_to_string(root.join(path)).expect("it is there");
        let (unit, container) = (read("packaging/tessera.service"), read("Dockerfile"));
        for line in [
            "ExecStart=/usr/local/bin/tessera serve",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "User=tessera",
            "StateDirectory=tessera",
        ] {
            assert!(unit.lines().any(|one| one == line), "the unit lacks {line}");
        }
        for line in ["USER tessera", "VOLUME /var/lib/tessera", "ENTRYPOINT [\"tessera\"]"] {
            assert!(container.lines().any(|one| one == line), "the container lacks {line}");
        }
        assert!(container.contains("HEALTHCHECK") && container.contains("\"tessera\", \"health\""));
        assert!(!container.lines().any(|line| line.starts_with("FROM") && line.contains('.') && line.contains('/')));
    }

    #[test]
    fn an_archive_is_listed_below_its_folder() {
        let out = env::temp_dir().join(format!("tessera-dist-{}", std::process::id()));
        fs::create_dir_all(out.join("a-1")).expect("a folder");
        for file in contents() {
            let path = out.join("a-1").join(&file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        let archive = pack(&out, "a-1").expect("it is packed");
        let first = digest(&archive).expect("a digest");
        assert_eq!(digest(&pack(&out, "a-1").expect("again")).expect("a digest"), first, "packed twice it is the same");
        fs::write(out.join("a-1/notes"), "x").expect("a file");
        assert!(pack(&out, "a-1").expect_err("a file too many").to_string().contains("notes"));
        fs::remove_dir_all(out).expect("it goes");
    }
}
