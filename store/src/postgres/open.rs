//! Opens a PostgreSQL database: the URL, the connections, their settings.

use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio::sync::Semaphore;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::dialect::{Dialect, SESSION};
use super::time::DatabaseTime;
use super::{Postgres, QUEUE_LENGTH, Shared, failure};
use crate::error::{OpenError, StoreError};
use crate::store::OpenOptions;

/// Older servers are no longer mended by their makers.
pub(super) const OLDEST_SERVER: i64 = 140_000;

/// Connections of one process for units of work.
const WRITERS: usize = 12;

/// Connections of one process for reads.
const READERS: usize = 8;

/// The longest wait for a connection that is free.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(8);

/// The longest wait for one that is made.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a line may be silent before it is tested.
const SILENT: Duration = Duration::from_secs(15);

/// Opens the database that a URL names, and asks it for its version.
pub(crate) async fn open(url: &str, options: &OpenOptions) -> Result<Postgres, OpenError> {
    let mut config = read_url(url)?;
    if options.move_end.is_some() {
        // Known to the database by a name of its own, which tells it from who serves.
        config.application_name(format!("tessera move {}", std::process::id()));
    }
    let name = describe(&config);
    let cannot = |reason: String| OpenError::CannotConnect { name: name.clone(), reason };
    let postgres = Postgres {
        shared: Arc::new(Shared {
            writers: pool(&config, WRITERS).map_err(cannot)?,
            readers: pool(&config, READERS).map_err(cannot)?,
            dialect: Dialect::default(),
            clock: options.clock.clone(),
            time: DatabaseTime::default(),
        }),
        runtime: tokio::runtime::Handle::current(),
        writes: Arc::new(Semaphore::new(QUEUE_LENGTH)),
        reads: Arc::new(Semaphore::new(QUEUE_LENGTH)),
        is_closed: AtomicBool::new(false),
        name: name.clone(),
    };
    let version = ask_version(&postgres).await.map_err(|error| cannot(error.to_string()))?;
    if version < OLDEST_SERVER {
        let reason =
            format!("PostgreSQL {} is too old; {} or newer is needed", version / 10_000, OLDEST_SERVER / 10_000);
        return Err(OpenError::Unsuitable(reason));
    }
    Ok(postgres)
}

async fn ask_version(postgres: &Postgres) -> Result<i64, StoreError> {
    let client = postgres.shared.writers.get().await.map_err(|error| failure::describe_pool(&error))?;
    let answers = client.simple_query("SHOW server_version_num").await;
    let answers = answers.map_err(|error| failure::describe(&error).error)?;
    let number = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
        _ => None,
    });
    number.ok_or_else(|| StoreError::Internal("the server does not tell its version".to_owned()))
}

/// The URL as the driver takes it, with what does not depend on it.
fn read_url(url: &str) -> Result<Config, OpenError> {
    // The driver's own words may quote a password.
    let wrong = || OpenError::BadPostgresUrl;
    let mut config = Config::from_str(url).map_err(|_| wrong())?;
    if config.get_hosts().is_empty() {
        return Err(wrong());
    }
    // Encryption without a look at the certificate keeps nobody out: there is the whole of it, or none.
    if config.get_ssl_mode() == SslMode::Prefer {
        config.ssl_mode(SslMode::Disable);
    }
    // A name of their own says more to who looks at the server; by its beginning a move sees that somebody serves.
    let name = match config.get_application_name() {
        None => "tessera".to_owned(),
        Some(given) if given.starts_with("tessera") => given.to_owned(),
        Some(given) => format!("tessera {given}"),
    };
    config.application_name(name);
    config.connect_timeout(CONNECT).keepalives(true).keepalives_idle(SILENT).tcp_user_timeout(SILENT);
    Ok(config)
}

/// Host and database: what may be shown.
fn describe(config: &Config) -> String {
    let host = |host: &Host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    };
    let hosts: Vec<_> = config.get_hosts().iter().map(host).collect();
    format!("{}/{}", hosts.join(","), config.get_dbname().or(config.get_user()).unwrap_or_default())
}

/// Connections are made when they are needed and told their settings; broken ones are thrown away.
fn pool(config: &Config, connections: usize) -> Result<Pool, String> {
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = if config.get_ssl_mode() == SslMode::Disable {
        Manager::from_config(config.clone(), NoTls, recycling)
    } else {
        let (encryption, unreadable) = MakeRustlsConnect::with_native_certs()
            .map_err(|_| "this machine has no certificates to compare the server's with".to_owned())?;
        if !unreadable.is_empty() {
            tracing::warn!(certificates = unreadable.len(), "some of the machine's certificates cannot be read");
        }
        Manager::from_config(config.clone(), encryption, recycling)
    };
    let told = Hook::async_fn(|client, _| {
        Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
    });
    Pool::builder(manager)
        .max_size(connections)
        .wait_timeout(Some(WAIT_FOR_CONNECTION))
        .create_timeout(Some(CONNECT))
        .recycle_timeout(Some(CONNECT))
        .runtime(Runtime::Tokio1)
        .post_create(told)
        .build()
        .map_err(|error| error.to_string())
}
