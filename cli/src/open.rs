//! Opens the database that was named.

use anyhow::{Context, bail};
use clap::Args;
use tessera_app::store::{OpenError, OpenOptions, Store};

/// Which database.
#[derive(Clone, Debug, Args)]
pub(crate) struct DatabaseArgs {
    /// `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/DATABASE` for several processes on one database.
    #[arg(
        long = "database",
        value_name = "URL",
        env = "TESSERA_DATABASE_URL",
        global = true,
        default_value = "sqlite:tessera.db"
    )]
    pub(crate) url: String,
}

/// What the opener is going to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Serve or migrate: nobody else may do the same.
    Own,
    /// A short look or a single change beside a process that serves.
    Visit,
}

impl DatabaseArgs {
    /// Opens the database, bringing its schema up when this process owns it.
    pub(crate) async fn open(&self, purpose: Purpose) -> anyhow::Result<Store> {
        let own = purpose == Purpose::Own;
        let options = OpenOptions { exclusive: own, create: own, ..OpenOptions::default() };
        let store = self.open_as_it_is(options).await?;
        if !own {
            let version = store.schema_version().await?;
            if version.found != version.newest {
                let shown = self.shown();
                if version.found == 0 {
                    bail!("{shown} is empty; start `tessera serve`, or run: tessera migrate --database {shown}");
                }
                bail!("{shown} has another schema than this program; run: tessera migrate --database {shown}");
            }
        }
        if own {
            let applied = store.migrate().await.with_context(|| format!("cannot migrate {}", self.shown()))?;
            if !applied.is_empty() {
                tracing::info!(applied = applied.len(), "migrated the database");
            }
        }
        Ok(store)
    }

    /// Opens the database without a look at its schema.
    pub(crate) async fn open_as_it_is(&self, options: OpenOptions) -> anyhow::Result<Store> {
        if !self.url.contains(':') {
            bail!("cannot open the database {0}: write sqlite:{0}", self.url);
        }
        let opened = Store::open(&self.url, options).await;
        if let Err(OpenError::Missing { path } | OpenError::CannotOpen { path, .. }) = &opened
            && let Some(folder) = path.parent()
            && !folder.as_os_str().is_empty()
            && !folder.exists()
        {
            bail!("cannot open {}: the folder {} does not exist", self.shown(), folder.display());
        }
        opened.with_context(|| format!("cannot open {}", self.shown()))
    }

    /// The URL without a password.
    pub(crate) fn shown(&self) -> String {
        match (self.url.find("://"), self.url.rfind('@')) {
            (Some(scheme), Some(at)) if scheme + 3 < at => format!("{}…{}", &self.url[..scheme + 3], &self.url[at..]),
            _ => self.url.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        let args = DatabaseArgs { url: "postgres://ana:secret@db.example/shop".to_owned() };
        assert_eq!(args.shown(), "postgres://…@db.example/shop");
        let args = DatabaseArgs { url: "sqlite:shop.db".to_owned() };
        assert_eq!(args.shown(), "sqlite:shop.db");
    }
}
