//! What the use cases share, and how it is put together.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tessera_store::changes::{self, Secret};
use tessera_store::{Store, idempotency};
use tokio::sync::{Mutex, Notify};

use crate::backtests::RunningBacktests;
use crate::change::{By, Change, Recorder};
use crate::claims::Turns;
use crate::clock::{Clock, Randomness, StoreClock, SystemClock, SystemRandomness};
use crate::failed_attempts::Tally;
use crate::ids::{IdKind, new_id};
use crate::keys::KeyRing;
use crate::live::Live;
use crate::mutation::InFlight;
use crate::problem::Problem;
use crate::products::ProductCache;
use crate::quotes::{UnknownCodes, WrongCodes};
use crate::tokens::TokenSecrets;
use crate::users::{Passwords, Setup};

/// How often a process looks whether another one changed the database.
const LOOK_FOR_CHANGES: Duration = Duration::from_millis(500);

/// Old answers are looked for once an hour.
const ROUNDS_BETWEEN_CLEANINGS: u32 = 7_200;

/// Reservations past their time are ended every second. Nothing depends on it: whoever needs what they hold ends them.
const ROUNDS_BETWEEN_SWEEPS: u32 = 2;

/// How long the answer of a request is kept for its repeats: a day more than the contract promises.
const KEEP_ANSWERS: SignedDuration = SignedDuration::from_hours(8 * 24);

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
    pub(crate) token_secrets: ArcSwap<TokenSecrets>,
    pub(crate) products: ProductCache,
    pub(crate) unknown_codes: UnknownCodes,
    pub(crate) wrong_codes: WrongCodes,
    pub(crate) in_flight: InFlight,
    pub(crate) failed_attempts: Tally,
    pub(crate) backtests: RunningBacktests,
    pub(crate) claim_turns: Turns,
    pub(crate) recorder: Recorder,
    pub(crate) passwords: Passwords,
    pub(crate) setup: Setup,
    /// This process among those on the database: who has the lease of a job.
    pub(crate) node: String,
    /// Rung when this process made a job.
    pub(crate) job_made: Notify,
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

impl StartOptions {
    /// With the clock of this store: for whoever serves.
    #[must_use]
    pub fn with_clock_of(store: &Store) -> Self {
        Self { clock: Arc::new(StoreClock(store.clone())), ..Self::default() }
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
        let recorder = recorder(&store, &options).await.map_err(StartError::Load)?;
        let node = node(options.randomness.as_ref());
        let app = Self {
            inner: Arc::new(Inner {
                store,
                clock: options.clock,
                randomness: options.randomness,
                live: ArcSwap::from_pointee(Live::default()),
                refreshing: Mutex::new(()),
                keys: ArcSwap::from_pointee(KeyRing::default()),
                token_secrets: ArcSwap::from_pointee(TokenSecrets::default()),
                products: ProductCache::default(),
                unknown_codes: UnknownCodes::default(),
                wrong_codes: WrongCodes::default(),
                in_flight: InFlight::default(),
                failed_attempts: Tally::default(),
                backtests: RunningBacktests::default(),
                claim_turns: Turns::default(),
                recorder,
                passwords: Passwords::default(),
                setup: Setup::default(),
                node,
                job_made: Notify::new(),
            }),
        };
        app.refresh_live().await.map_err(StartError::Load)?;
        app.refresh_keys().await.map_err(StartError::Load)?;
        app.refresh_token_secrets().await.map_err(StartError::Load)?;
        Ok(app)
    }

    /// Does what nobody asks for: follows changes that other processes make to the same database, ends reservations
    /// past their time, seals events and the audit trail, and forgets old jobs and the kept answers of repeats when their time is over. Runs until the task that holds it ends.
    pub async fn keep_house(&self) {
        // What is forgotten may take minutes: nothing waits for it.
        let forgetting = async {
            loop {
                self.forget_what_is_over().await;
                tokio::time::sleep(LOOK_FOR_CHANGES * ROUNDS_BETWEEN_CLEANINGS).await;
            }
        };
        let following = async {
            let (mut seen, mut rounds) = (None, 0_u32);
            loop {
                seen = self.look_once(rounds, seen).await;
                rounds = rounds.wrapping_add(1);
                tokio::time::sleep(LOOK_FOR_CHANGES).await;
            }
        };
        tokio::join!(forgetting, following, self.keep_failed_attempts());
    }

    /// One round of [`App::keep_house`], for a test that owns the time. Takes the number of the round and the version of
    /// the database that memory is in step with; answers that version.
    #[doc(hidden)]
    pub async fn keep_house_once(&self, round: u32, seen: Option<i64>) -> Option<i64> {
        if round.is_multiple_of(ROUNDS_BETWEEN_CLEANINGS) {
            self.forget_what_is_over().await;
        }
        self.look_once(round, seen).await
    }

    async fn forget_what_is_over(&self) {
        self.forget_old_answers().await;
        if let Err(problem) = self.forget_old_jobs().await {
            tracing::warn!(detail = %problem.detail, "old jobs could not be forgotten");
        }
        if let Err(problem) = self.forget_ended_sessions().await {
            tracing::warn!(detail = %problem.detail, "ended sessions could not be forgotten");
        }
    }

    async fn look_once(&self, round: u32, seen: Option<i64>) -> Option<i64> {
        if round.is_multiple_of(ROUNDS_BETWEEN_SWEEPS)
            && let Err(problem) = self.expire_reservations(Vec::new()).await
        {
            tracing::warn!(detail = %problem.detail, "reservations past their time could not be ended; trying again");
        }
        if let Err(problem) = self.seal().await {
            tracing::warn!(detail = %problem.detail, "events and the audit trail could not be sealed; trying again");
        }
        self.follow_changes(seen).await
    }

    /// Refreshes what is in memory if the database changed; answers the version that memory is in step with.
    async fn follow_changes(&self, seen: Option<i64>) -> Option<i64> {
        let now = self.inner.store.data_version().await.ok()?;
        if seen == Some(now) {
            return seen;
        }
        if self.inner.store.is_shared() {
            // Which product another node changed is not told; that one was is a possibility.
            self.inner.products.forget_all();
        }
        let coupons = self.refresh_live().await;
        match coupons.and(self.refresh_keys().await).and(self.refresh_token_secrets().await) {
            Ok(()) => Some(now),
            Err(problem) => {
                tracing::warn!(detail = %problem.detail, "changes of another process could not be read; trying again");
                None
            }
        }
    }

    /// Forgets kept answers that no repeat may rely on any more, a batch at a time.
    async fn forget_old_answers(&self) {
        let before = self.inner.clock.now() - KEEP_ANSWERS;
        loop {
            let forget = self.inner.store.unit_of_work(move |tx| {
                Box::pin(async move { idempotency::forget_answers_before(tx, before).await.map_err(Problem::from) })
            });
            match forget.await {
                Ok(0) => return,
                Ok(forgotten) => tracing::debug!(forgotten, "forgot answers of old requests"),
                Err(problem) => return tracing::warn!(detail = %problem.detail, "old answers could not be forgotten"),
            }
        }
    }

    /// The instant, in UTC: what a page says "in 3 days" from.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// A new id of a kind.
    pub(crate) fn new_id(&self, kind: IdKind) -> String {
        new_id(kind, self.inner.clock.now(), self.inner.randomness.as_ref())
    }
}

/// A name for this process.
fn node(randomness: &dyn Randomness) -> String {
    let mut random = [0; 16];
    randomness.fill(&mut random);
    uuid::Uuid::from_bytes(random).simple().to_string()
}

/// What writes changes, keyed with the store's secret, which is made with the store. A backup that is put into use begins
/// a new epoch.
async fn recorder(store: &Store, options: &StartOptions) -> Result<Recorder, Problem> {
    let mut random = [0; 32];
    options.randomness.fill(&mut random);
    let (clock, randomness) = (Arc::clone(&options.clock), Arc::clone(&options.randomness));
    let kept = store.unit_of_work(move |tx| {
        Box::pin(async move {
            let recorder = Recorder::new(changes::keep_secret(tx, &Secret::new(random)).await?, clock, randomness);
            if let Some(epoch) = changes::begin_epoch(tx).await? {
                tracing::warn!(epoch = epoch.number, "a backup is put into use; a new epoch begins");
                let told = json!({ "epoch": epoch.number, "backed_up_at": epoch.backed_up_at });
                let told = Change::new("store.restored", "store", &told);
                recorder.record(tx, &By::program("begin_epoch"), vec![told], None).await?;
            }
            Ok::<_, Problem>(recorder)
        })
    });
    kept.await
}
