//! What the use cases share, and how it is put together.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tessera_store::Store;
use tokio::sync::Mutex;

use crate::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use crate::ids::{IdKind, new_id};
use crate::keys::KeyRing;
use crate::live::Live;
use crate::mutation::InFlight;
use crate::problem::Problem;
use crate::products::ProductCache;
use crate::quotes::UnknownCodes;

/// How often a process looks whether another one changed the database.
const LOOK_FOR_CHANGES: Duration = Duration::from_millis(500);

/// The use cases over one store. Cloning is cheap.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) live: ArcSwap<Live>,
    pub(crate) refreshing: Mutex<()>,
    pub(crate) keys: ArcSwap<KeyRing>,
    pub(crate) products: ProductCache,
    pub(crate) unknown_codes: UnknownCodes,
    pub(crate) in_flight: InFlight,
}

/// What is handed in.
#[derive(Clone)]
pub struct StartOptions {
    /// Tells the instant of a quote.
    pub clock: Arc<dyn Clock>,
    /// Makes ids and keys.
    pub randomness: Arc<dyn Randomness>,
}

impl Default for StartOptions {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), randomness: Arc::new(SystemRandomness) }
    }
}

/// Why the use cases could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store could not be read.
    #[error("the live coupons could not be read: {}", .0.detail)]
    Load(Problem),
}

impl App {
    /// Reads the live coupons and the keys of a store that is open and migrated.
    ///
    /// # Errors
    /// [`StartError::Load`] when the store cannot be read.
    pub async fn start(store: Store, options: StartOptions) -> Result<Self, StartError> {
        let app = Self {
            inner: Arc::new(Inner {
                store,
                clock: options.clock,
                randomness: options.randomness,
                live: ArcSwap::from_pointee(Live::default()),
                refreshing: Mutex::new(()),
                keys: ArcSwap::from_pointee(KeyRing::default()),
                products: ProductCache::default(),
                unknown_codes: UnknownCodes::default(),
                in_flight: InFlight::default(),
            }),
        };
        app.refresh_live().await.map_err(StartError::Load)?;
        app.refresh_keys().await.map_err(StartError::Load)?;
        Ok(app)
    }

    /// Follows changes that other processes make to the same database, until the task that holds it ends.
    pub async fn follow_changes(&self) {
        let mut seen = self.inner.store.data_version().await.ok();
        loop {
            tokio::time::sleep(LOOK_FOR_CHANGES).await;
            let now = self.inner.store.data_version().await.ok();
            if now.is_some() && now != seen {
                let refreshed = self.refresh_live().await.and(self.refresh_keys().await);
                match refreshed {
                    Ok(()) => seen = now,
                    Err(problem) => {
                        tracing::warn!(detail = %problem.detail, "changes of another process could not be read; trying again")
                    }
                }
            }
        }
    }

    /// A new id of a kind.
    pub(crate) fn new_id(&self, kind: IdKind) -> String {
        new_id(kind, self.inner.clock.now(), self.inner.randomness.as_ref())
    }
}
