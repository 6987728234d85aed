//! A private PostgreSQL cluster with the settings that durability needs: nothing is switched off.

use std::fs::{self, OpenOptions};
use std::net::SocketAddr;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, getuid, kill_process};

/// A cluster, running or not. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Postgres {
    bin: PathBuf,
    data: PathBuf,
    log: PathBuf,
    address: SocketAddr,
    user: Option<(u32, u32)>,
    child: Option<Child>,
}

impl Postgres {
    /// Makes a cluster with an empty database `tessera` and starts it.
    pub(crate) async fn create(bin: Option<PathBuf>, folder: &Path, out: &Path) -> anyhow::Result<Self> {
        let bin = bin.or_else(find).context("initdb was found neither in PATH nor in /usr/lib/postgresql/*/bin")?;
        let home = folder.join("postgres");
        fs::create_dir(&home)?;
        let user = other_user()?;
        if let Some((user, group)) = user {
            chown(&home, Some(user), Some(group))?;
        }
        fs::set_permissions(&home, fs::Permissions::from_mode(0o700))?;
        let address = super::free_address()?;
        let log = out.join("postgres.log");
        let mut postgres = Self { bin, data: home.join("data"), log, address, user, child: None };
        let mut initdb = postgres.program("initdb");
        initdb.args(["--auth=trust", "--username=tessera", "--encoding=UTF8", "--no-locale", "--pgdata"]);
        run(initdb.arg(&postgres.data))?;
        postgres.start().await?;
        let (client, connection) = tokio_postgres::connect(&postgres.url("postgres"), tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute("CREATE DATABASE tessera").await?;
        Ok(postgres)
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://tessera@{}/{database}", self.address)
    }

    /// Starts the server and waits until it answers. After a crash it refuses until the last of its children is gone.
    pub(crate) async fn start(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            if self.child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None))) {
                self.child = Some(self.spawn()?);
            }
            let connected = tokio_postgres::connect(&self.url("postgres"), tokio_postgres::NoTls).await;
            if let Ok((client, connection)) = connected {
                tokio::spawn(connection);
                if client.simple_query("SELECT 1").await.is_ok() {
                    return Ok(());
                }
            }
            if began.elapsed() > Duration::from_secs(30) {
                bail!("PostgreSQL does not answer after 30 s; its log: {}", self.log.display());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// `kill -9` of the server; its children see that and end by themselves.
    pub(crate) async fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            tokio::task::spawn_blocking(move || child.wait()).await??;
        }
        Ok(())
    }

    fn spawn(&self) -> anyhow::Result<Child> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut server = self.program("postgres");
        server.arg("-D").arg(&self.data).args(["-h", "127.0.0.1", "-p", &self.address.port().to_string()]);
        server.args(["-c", "unix_socket_directories=", "-c", "max_connections=200"]);
        server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        server.spawn().context("cannot start postgres")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.bin.join(name));
        command.current_dir(self.data.parent().unwrap_or(&self.data));
        // A developer's PGHOST or PGUSER must not lead elsewhere.
        for (variable, _) in std::env::vars_os() {
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

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(mut child) = self.child.take() else { return };
        // An immediate shutdown takes the children along; the kill is for a server that does not hear.
        if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::QUIT);
        }
        let began = Instant::now();
        while matches!(child.try_wait(), Ok(None)) && began.elapsed() < Duration::from_secs(3) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output().context("cannot start initdb")?;
    if !output.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// The folder behind `initdb` in PATH, then Debian's newest.
fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let linked = std::env::split_paths(&path).filter_map(|folder| fs::canonicalize(folder.join("initdb")).ok());
    let mut folders: Vec<PathBuf> = linked.filter_map(|initdb| Some(initdb.parent()?.to_path_buf())).collect();
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    versions.sort_unstable();
    folders.extend(versions.into_iter().rev());
    folders.into_iter().find(|folder| folder.join("postgres").is_file() && folder.join("initdb").is_file())
}

/// PostgreSQL refuses to run as root, so root starts it as somebody else.
fn other_user() -> anyhow::Result<Option<(u32, u32)>> {
    if !getuid().is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let found = ids("postgres").or_else(|| ids("nobody"));
    Ok(Some(found.context("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`")?))
}
