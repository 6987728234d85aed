//! The PostgreSQL server programs: where they are, and whether a private cluster starts from them.

use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::command::{find_program, read};

/// Tells tests in which folder the programs are; set by hand, it is also where one looks first.
pub(crate) const VARIABLE: &str = "TESSERA_TEST_POSTGRES_BIN";

/// What has to be in one folder.
pub(crate) const PROGRAMS: &[&str] = &["initdb", "postgres", "pg_ctl", "psql"];

/// Debian keeps the servers here, one folder a major version, outside PATH.
pub(crate) const DEBIAN_FOLDER: &str = "/usr/lib/postgresql";

/// No network at all. The folder of the socket is named from the data folder, where the server runs: an absolute path
/// would have to be quoted for the shell that pg_ctl starts.
const SERVER_OPTIONS: &str = "-c listen_addresses='' -c unix_socket_directories=.. -c fsync=off";

/// The folder with all the programs.
///
/// A link in PATH is followed, because the neighbours of a link need not be linked too.
pub(crate) fn find(search_path: &[PathBuf]) -> Option<PathBuf> {
    let given = env::var_os(VARIABLE).map(PathBuf::from);
    let linked = find_program(&["initdb"], search_path)
        .and_then(|initdb| fs::canonicalize(initdb).ok())
        .and_then(|initdb| Some(initdb.parent()?.to_path_buf()));
    given
        .into_iter()
        .chain(linked)
        .chain(debian_folders(Path::new(DEBIAN_FOLDER)))
        .find(|folder| PROGRAMS.iter().all(|name| folder.join(name).is_file()))
}

/// Newest major version first.
fn debian_folders(base: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(base) else {
        return Vec::new();
    };
    let mut versions: Vec<u32> = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    versions.sort_unstable();
    let folder = |version: &u32| base.join(version.to_string()).join("bin");
    versions.iter().rev().map(folder).collect()
}

/// Creates a cluster, starts it on a unix socket only, asks it `select 1`, stops and removes it. Answers with its version.
pub(crate) fn try_private_cluster(bin: &Path) -> Result<String> {
    let cluster = Cluster::start(bin).context("a private PostgreSQL cluster does not start")?;
    let answer = cluster.ask("select 1, current_setting('server_version')")?;
    let Some(version) = answer.trim().strip_prefix("1|") else {
        bail!("PostgreSQL answered `{}` to `select 1`", answer.trim());
    };
    cluster.stop()?;
    Ok(version.to_owned())
}

/// A running cluster in a folder of its own.
struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    user: Option<(u32, u32)>,
    is_running: bool,
}

impl Cluster {
    fn start(bin: &Path) -> Result<Self> {
        let folder = env::temp_dir().join(format!("tessera-pg-{}", process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        // From here on dropping the cluster removes the folder.
        let mut cluster = Self { bin: bin.to_path_buf(), folder, user: None, is_running: false };
        cluster.user = other_user()?;
        if let Some((user, group)) = cluster.user {
            chown(&cluster.folder, Some(user), Some(group))?;
        }
        fs::set_permissions(&cluster.folder, fs::Permissions::from_mode(0o700))?;
        let data = cluster.data();
        let mut initdb = cluster.program("initdb");
        initdb
            .args(["--auth=trust", "--username=tessera", "--encoding=UTF8"])
            .args(["--no-locale", "--no-sync", "--pgdata"])
            .arg(&data);
        read(initdb)?;
        let mut start = cluster.program("pg_ctl");
        start
            .args(["start", "--wait", "--timeout=60", "--silent", "--log"])
            .arg(cluster.folder.join("log"))
            .arg("--pgdata")
            .arg(&data)
            .arg(format!("--options={SERVER_OPTIONS}"));
        if let Err(error) = read(start) {
            let log = fs::read_to_string(cluster.folder.join("log")).unwrap_or_default();
            return Err(error.context(log));
        }
        cluster.is_running = true;
        Ok(cluster)
    }

    fn ask(&self, statement: &str) -> Result<String> {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--host"])
            .arg(&self.folder)
            .args(["--username=tessera", "--dbname=postgres", "--command"])
            .arg(statement);
        read(psql)
    }

    fn stop(mut self) -> Result<()> {
        self.is_running = false;
        self.stop_now()
    }

    fn stop_now(&self) -> Result<()> {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--wait", "--mode=fast", "--silent", "--pgdata"]).arg(self.data());
        read(stop).map(|_| ())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.bin.join(name));
        command.current_dir(&self.folder);
        // The server inherits what is set here; a developer's PGHOST or PGUSER must not lead elsewhere.
        for (variable, _) in env::vars_os() {
            if variable.to_string_lossy().starts_with("PG") {
                command.env_remove(variable);
            }
        }
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.is_running
            && let Err(error) = self.stop_now()
        {
            eprintln!("the private PostgreSQL cluster could not be stopped: {error:#}");
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

/// PostgreSQL refuses to run as root, so root starts it as somebody else.
fn other_user() -> Result<Option<(u32, u32)>> {
    if !apt::is_root()? {
        return Ok(None);
    }
    for name in ["postgres", "nobody"] {
        if let (Ok(user), Ok(group)) = (apt::user_id(Some(name)), apt::group_id(name)) {
            return Ok(Some((user, group)));
        }
    }
    bail!("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_server_is_looked_at_first() -> Result<()> {
        let base = env::temp_dir().join(format!("tessera-versions-{}", process::id()));
        for version in ["9", "15", "17", "common"] {
            fs::create_dir_all(base.join(version))?;
        }
        let folders = debian_folders(&base);
        fs::remove_dir_all(&base)?;
        assert_eq!(folders, ["17", "15", "9"].map(|version| base.join(version).join("bin")));
        Ok(())
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_server() {
        assert!(debian_folders(Path::new("does-not-exist")).is_empty());
    }
}
