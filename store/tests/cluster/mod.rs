//! Throw-away PostgreSQL clusters for tests: one that all test processes of a machine share, each test with a database
//! of its own, and private ones for tests that restart the server. A cluster listens on a unix socket alone and is
//! stopped and removed when no test uses it any more, however the tests ended.
#![allow(dead_code, clippy::unwrap_used, unreachable_pub, reason = "a test may fail, and each suite uses a part")]

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use std::{env, process, thread};

/// Names the folder with PostgreSQL's programs; `cargo x test` sets it.
const PROGRAMS: &str = "TESSERA_TEST_POSTGRES_BIN";

/// Set for the process that stops a cluster: the cluster's folder.
const WATCHED: &str = "TESSERA_TEST_POSTGRES_WATCHED";

/// How often the watcher looks, and how often in a row nobody may use the cluster before it is stopped.
const LOOK: Duration = Duration::from_secs(2);
const LOOKS: u32 = 8;

/// Debian keeps the servers here, one folder a major version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A running cluster.
pub struct Cluster {
    base: PathBuf,
    programs: PathBuf,
    account: Option<(u32, u32)>,
    is_private: bool,
    /// Locked as long as this process uses the cluster.
    _user: File,
}

/// A database of a cluster, for one test.
pub struct Database {
    pub url: String,
    name: String,
    cluster: Option<&'static Cluster>,
}

impl Database {
    /// An empty database in the shared cluster.
    pub fn new() -> Self {
        let cluster = shared();
        let mut database = cluster.database();
        database.cluster = Some(cluster);
        database
    }

    /// A database like the one that `fill` made of an empty one: it is asked once, by the first test of this program that
    /// needs it, and the others get copies.
    pub async fn like<F: Future<Output = ()>>(fill: impl FnOnce(String) -> F) -> Self {
        let cluster = shared();
        let made = fs::metadata(env::current_exe().unwrap()).unwrap().modified().unwrap();
        let name = format!("like_{}", made.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos());
        let is_there = cluster.folder().join(&name);
        let turn = lock_file(&cluster.base, "like");
        turn.lock().unwrap();
        if !is_there.exists() {
            let empty = cluster.database();
            fill(empty.url.clone()).await;
            let of = format!("FROM pg_stat_activity WHERE datname = '{}'", empty.name);
            cluster.sql("postgres", &format!("SELECT pg_terminate_backend(pid) {of}"));
            // A test that was ended between the next two lines left one without its mark.
            cluster.sql("postgres", &format!("DROP DATABASE IF EXISTS {name}"));
            cluster.sql("postgres", &format!("ALTER DATABASE {} RENAME TO {name}", empty.name));
            File::create(is_there).unwrap();
        }
        drop(turn);
        let mut database = cluster.database_as(&format!("TEMPLATE {name}"));
        database.cluster = Some(cluster);
        database
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(cluster) = self.cluster {
            cluster.sql("postgres", &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

fn shared() -> &'static Cluster {
    static SHARED: OnceLock<Cluster> = OnceLock::new();
    SHARED.get_or_init(|| Cluster::join(&format!("tessera-test-postgres-{}", id(&["-u"])), false))
}

impl Cluster {
    /// A cluster of one test alone, with settings such as `fsync=off`.
    pub fn private(settings: &[&str]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let cluster = Self::join(&format!("tessera-test-postgres-{}-{number}", process::id()), true);
        if !settings.is_empty() {
            for setting in settings {
                cluster.sql("postgres", &format!("ALTER SYSTEM SET {setting}"));
            }
            cluster.restart("fast");
        }
        cluster
    }

    /// Uses the cluster of this name, starting it when it does not run.
    fn join(name: &str, is_private: bool) -> Self {
        let base = env::temp_dir().join(name);
        fs::create_dir_all(&base).unwrap();
        fs::set_permissions(&base, fs::Permissions::from_mode(0o755)).unwrap();
        let starting = lock_file(&base, "lock");
        starting.lock().unwrap();
        let user = lock_file(&base, "users");
        user.lock_shared().unwrap();
        let cluster = Self { base, programs: programs(), account: account(), is_private, _user: user };
        if !cluster.pg_ctl(&["status"]).stdout(Stdio::null()).status().unwrap().success() {
            cluster.start_new();
            cluster.watch();
        }
        cluster
    }

    /// An empty database, which stays as long as the cluster.
    pub fn database(&self) -> Database {
        self.database_as("")
    }

    fn database_as(&self, options: &str) -> Database {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        self.sql("postgres", &format!("CREATE DATABASE {name} {options}"));
        let host = self.folder().display().to_string().replace('/', "%2F");
        Database { url: format!("postgres://tessera@{host}/{name}"), name, cluster: None }
    }

    /// Stops the server, `fast` or `immediate`, and starts it again.
    pub fn restart(&self, mode: &str) {
        self.stop(mode);
        self.start();
    }

    /// Stops the server: `fast` lets it tidy up, `immediate` is a crash.
    pub fn stop(&self, mode: &str) {
        run(self.pg_ctl(&["stop", "--wait", "--silent", "--mode", mode]));
    }

    /// Starts the server again.
    pub fn start(&self) {
        let log = self.folder().join("log");
        let mut start = self.pg_ctl(&["start", "--wait", "--timeout=60", "--silent", "--log"]);
        let settings = "-c listen_addresses='' -c unix_socket_directories=.. -c max_connections=400";
        start.arg(&log).arg(format!("--options={settings}")).stdout(Stdio::null()).stderr(Stdio::null());
        let started = start.status().unwrap();
        assert!(started.success(), "PostgreSQL does not start:\n{}", fs::read_to_string(log).unwrap_or_default());
    }

    /// Runs statements as the superuser; answers what they print.
    pub fn sql(&self, database: &str, statements: &str) -> String {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--username=tessera", "--host"])
            .arg(self.folder())
            .args(["--dbname", database, "--command", statements]);
        run(psql)
    }

    fn start_new(&self) {
        let _ = fs::remove_dir_all(self.folder());
        fs::create_dir(self.folder()).unwrap();
        if let Some((user, group)) = self.account {
            chown(self.folder(), Some(user), Some(group)).unwrap();
        }
        fs::set_permissions(self.folder(), fs::Permissions::from_mode(0o700)).unwrap();
        let mut initdb = self.program("initdb");
        initdb
            .args(["--auth=trust", "--username=tessera", "--encoding=UTF8", "--no-locale", "--no-sync", "--pgdata"])
            .arg(self.data());
        run(initdb);
        self.start();
    }

    /// Starts the process that stops the cluster when nobody uses it: this program, at the test below.
    #[expect(clippy::zombie_processes, reason = "it outlives this process")]
    fn watch(&self) {
        let this_module = module_path!().split_once("::").unwrap().1;
        Command::new(env::current_exe().unwrap())
            .args(["--exact", &format!("{this_module}::a_cluster_that_nobody_uses_is_stopped"), "--nocapture"])
            .env(WATCHED, &self.base)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
    }

    fn pg_ctl(&self, arguments: &[&str]) -> Command {
        let mut command = self.program("pg_ctl");
        command.arg("--pgdata").arg(self.data()).args(arguments);
        command
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(&self.base).stdin(Stdio::null());
        // The server inherits what is set here; a developer's PGHOST or PGUSER must not lead elsewhere.
        for (variable, _) in env::vars_os() {
            if variable.to_string_lossy().starts_with("PG") {
                command.env_remove(variable);
            }
        }
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
        command
    }

    fn folder(&self) -> PathBuf {
        self.base.join("cluster")
    }

    fn data(&self) -> PathBuf {
        self.folder().join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.is_private {
            let _ = self.pg_ctl(&["stop", "--mode=immediate", "--silent"]).stderr(Stdio::null()).status();
            let _ = fs::remove_dir_all(&self.base);
        }
    }
}

/// In the process that was started for it; does nothing as a test.
#[test]
fn a_cluster_that_nobody_uses_is_stopped() {
    let Some(base) = env::var_os(WATCHED).map(PathBuf::from) else { return };
    let mut unused = 0;
    while base.join("cluster").is_dir() {
        thread::sleep(LOOK);
        let Ok(starting) = File::open(base.join("lock")) else { return };
        let Ok(users) = File::open(base.join("users")) else { return };
        starting.lock().unwrap();
        unused = if users.try_lock().is_ok() { unused + 1 } else { 0 };
        if unused == LOOKS {
            let cluster = Cluster {
                base: base.clone(),
                programs: programs(),
                account: account(),
                is_private: false,
                _user: users,
            };
            let _ = cluster.pg_ctl(&["stop", "--mode=immediate", "--silent"]).status();
            let _ = fs::remove_dir_all(cluster.folder());
        }
    }
}

fn lock_file(base: &Path, name: &str) -> File {
    File::options().read(true).write(true).create(true).truncate(false).open(base.join(name)).unwrap()
}

/// The folder with all the programs.
fn programs() -> PathBuf {
    let given = env::var_os(PROGRAMS).map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let linked = env::split_paths(&path)
        .filter_map(|folder| fs::canonicalize(folder.join("initdb")).ok())
        .filter_map(|initdb| Some(initdb.parent()?.to_path_buf()));
    let mut versions: Vec<u32> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    let packaged = versions.iter().map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin"));
    given
        .into_iter()
        .chain(linked)
        .chain(packaged)
        .find(|folder| ["initdb", "postgres", "pg_ctl", "psql"].iter().all(|name| folder.join(name).is_file()))
        .unwrap_or_else(|| {
            panic!(
                "this test needs PostgreSQL's programs, looked for in ${PROGRAMS}, PATH and {DEBIAN}: apt-get install postgresql. \
                 `cargo x test fast` leaves out what needs them"
            )
        })
}

/// PostgreSQL refuses to run as root, so root starts it as somebody else.
fn account() -> Option<(u32, u32)> {
    if id(&["-u"]) != 0 {
        return None;
    }
    let name = ["postgres", "nobody"].into_iter().find(|name| {
        Command::new("id").args(["-u", name]).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    });
    let name = name.expect("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`");
    Some((id(&["-u", name]), id(&["-g", name])))
}

fn id(arguments: &[&str]) -> u32 {
    let output = Command::new("id").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

fn run(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}
