//! Mutations: done once, however often they are sent. HTTP contract, "Idempotency-Key".
//!
//! The effect and the record of its answer are one transaction. A repeat with the same key and the same JSON value
//! gets the same status and bytes; another value is refused. While the first runs, a second waits up to five seconds.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tessera_store::idempotency::{self, StoredAnswer};
use tessera_store::{StoreError, Tx, coupons};
use tokio::sync::OwnedMutexGuard;

use crate::answer::Answer;
use crate::caller::{Caller, KeyKind};
use crate::change::By;
use crate::planted;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// How long a repeat waits for the first.
const WAIT_FOR_FIRST: Duration = Duration::from_secs(5);

/// How long a refusal waits for the answer of an earlier request with its key.
const LAST_LOOK: Duration = Duration::from_millis(300);

/// What every mutation carries beside its content.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// Who calls.
    pub caller: Caller,
    /// `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// The path as called, such as `/v1/coupons/cpn_1/pause`.
    pub path: String,
    /// The `Idempotency-Key`, valid by form: 1 to 255 visible ASCII characters.
    pub idempotency_key: Option<String>,
    /// The body as sent; repeats are compared by its JSON value.
    pub body: Vec<u8>,
    /// The version in `If-Match`, if the caller sent one.
    pub if_match: Option<u64>,
    /// Stands in the problem document and the log.
    pub request_id: String,
}

impl Mutation {
    /// A mutation the program itself makes, without an idempotency key.
    #[must_use]
    pub fn program(path: impl Into<String>) -> Self {
        Self {
            caller: Caller::program(),
            method: "POST",
            path: path.into(),
            idempotency_key: None,
            body: Vec::new(),
            if_match: None,
            request_id: "program".to_owned(),
        }
    }
}

/// Keys of requests that run in this process. Nodes on one PostgreSQL meet in the database: [`Record::meet`].
#[derive(Debug, Default)]
pub(crate) struct InFlight(Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>);

impl InFlight {
    async fn enter(&self, name: &str) -> Result<OwnedMutexGuard<()>, Problem> {
        let slot = {
            let mut running = self.0.lock().expect("nothing panics while it holds this lock");
            running.retain(|_, slot| Arc::strong_count(slot) > 1);
            Arc::clone(running.entry(name.to_owned()).or_default())
        };
        tokio::time::timeout(WAIT_FOR_FIRST, slot.lock_owned())
            .await
            .map_err(|_| Problem::of(ErrorCode::RequestInProgress))
    }
}

/// A mutation that is being done, for the first time as far as this process knows: whether it was done before is
/// looked for in the transaction of its effect, and where there is none, when it ends.
pub(crate) struct Once<'a> {
    app: &'a App,
    by: By,
    record: Option<Record>,
    /// Whether a refusal is kept for repeats.
    keeps_refusals: bool,
    _running: Option<OwnedMutexGuard<()>>,
}

#[derive(Clone)]
struct Record {
    scope: String,
    key: String,
    fingerprint: [u8; 32],
}

impl Record {
    fn of(mutation: &Mutation) -> Option<Self> {
        let key = mutation.idempotency_key.clone()?;
        let scope = format!("{} {} {}", mutation.caller.repeats(), mutation.method, mutation.path);
        Some(Self { scope, key, fingerprint: fingerprint(&mutation.body) })
    }

    fn answer(&self, answer: &Answer) -> StoredAnswer {
        StoredAnswer {
            fingerprint: self.fingerprint,
            status: answer.status,
            body: answer.body.clone(),
            created_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    /// Waits for another request with the key, on whatever node it runs, and finds the answer it recorded.
    async fn meet(&self, tx: &mut Tx<'_>) -> Result<Option<StoredAnswer>, Problem> {
        match idempotency::meet_answer(tx, &self.scope, &self.key).await {
            Err(StoreError::Busy) => Err(Problem::of(ErrorCode::RequestInProgress)),
            found => Ok(found?),
        }
    }

    fn replay(&self, stored: StoredAnswer) -> Result<Answer, Problem> {
        if stored.fingerprint != self.fingerprint {
            return Err(Problem::of(ErrorCode::IdempotencyKeyReused));
        }
        Ok(Answer::kept(stored.status, stored.body, true))
    }
}

/// The same for two bodies of the same JSON value, whatever the order of members and the spacing.
fn fingerprint(body: &[u8]) -> [u8; 32] {
    let canonical = serde_json::from_slice::<Value>(body).ok().and_then(|mut value| {
        value.sort_all_objects();
        serde_json::to_vec(&value).ok()
    });
    Sha256::digest(canonical.as_deref().unwrap_or(body)).into()
}

impl App {
    /// Begins a mutation: makes sure that no other with its key runs in this process. `action` is the use case, for the
    /// audit trail.
    pub(crate) async fn begin(&self, action: &'static str, mutation: &Mutation) -> Result<Once<'_>, Problem> {
        let actor = Arc::clone(&mutation.caller.key_id);
        let by = By { actor, action, request_id: mutation.request_id.clone() };
        // Anybody with a page's key could fill the database with what is refused.
        let keeps_refusals = mutation.caller.kind == KeyKind::Secret;
        let Some(record) = Record::of(mutation) else {
            return Ok(Once { app: self, by, record: None, keeps_refusals, _running: None });
        };
        let running = match self.inner.in_flight.enter(&format!("{}\n{}", record.scope, record.key)).await {
            Err(_) if planted::key_lock_ends() => {
                return Ok(Once { app: self, by, record: None, keeps_refusals, _running: None });
            }
            entered => entered?,
        };
        Ok(Once { app: self, by, record: Some(record), keeps_refusals, _running: Some(running) })
    }

    /// Does a mutation in one unit of work, once, and then what must follow its commit. A caller that goes away does not
    /// stop half of it: it runs in a task of its own.
    pub(crate) async fn mutate<F>(
        &self,
        action: &'static str,
        mutation: Mutation,
        after: After,
        work: F,
    ) -> Result<Answer, Problem>
    where
        F: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<Answer, Problem>> + Clone + Send + 'static,
    {
        let app = self.clone();
        let done = tokio::spawn(async move {
            let once = app.begin(action, &mutation).await?;
            let edits_catalogue = after.edits_catalogue();
            let result = once.commit(move |tx| {
                Box::pin(async move {
                    if edits_catalogue {
                        // Edits wait for each other before they read what they edit.
                        coupons::lock_catalogue(tx).await?;
                    }
                    work(tx).await
                })
            });
            let result = result.await;
            let answer = once.settle(result).await?;
            app.follow_up(after).await;
            Ok(answer)
        });
        done.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a mutation panicked; its unit of work was undone");
            Err(Problem::of(ErrorCode::Internal))
        })
    }

    /// Brings this process's memory in step with a commit. The commit stands whatever happens here: a failure is logged
    /// and made good by the process that follows changes.
    pub(crate) async fn follow_up(&self, after: After) {
        let refreshed = match after {
            After::Nothing => Ok(()),
            After::RefreshCoupons | After::FollowCoupons | After::RefreshCategories | After::RefreshSegments => {
                self.refresh_live().await
            }
            After::ForgetProducts(ids) => {
                ids.iter().for_each(|id| self.inner.products.forget(id));
                Ok(())
            }
            After::BeginJobs => {
                self.inner.job_made.notify_one();
                Ok(())
            }
        };
        if let Err(problem) = refreshed {
            tracing::error!(detail = %problem.detail, "the live coupons could not be refreshed after a change");
        }
    }
}

/// What must follow a commit before it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Nothing in memory depends on it.
    Nothing,
    /// The live coupons changed.
    RefreshCoupons,
    /// The category tree changed.
    RefreshCategories,
    /// The segments changed.
    RefreshSegments,
    /// Products changed.
    ForgetProducts(Vec<String>),
    /// A job was made.
    BeginJobs,
    /// What a job does may be seen by quotes. Unlike [`After::RefreshCoupons`] it waits for no other edit before it begins.
    FollowCoupons,
}

impl After {
    /// Whether the mutation is an edit of the catalogue.
    fn edits_catalogue(&self) -> bool {
        matches!(self, Self::RefreshCoupons | Self::RefreshCategories | Self::RefreshSegments)
    }
}

impl Once<'_> {
    /// Runs the work and records what it changed and its answer, all in one transaction.
    pub(crate) async fn commit<F, E>(&self, work: F) -> Result<Answer, E>
    where
        F: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<Answer, E>> + Clone + Send + 'static,
        E: From<StoreError> + From<Problem> + Send + 'static,
    {
        let (record, recorder, by) = (self.record.clone(), self.app.inner.recorder.clone(), self.by.clone());
        let done: Result<Answer, E> = self
            .app
            .inner
            .store
            .unit_of_work(move |tx| {
                Box::pin(async move {
                    if let Some(record) = &record
                        && let Some(stored) = record.meet(tx).await?
                    {
                        return Ok(record.replay(stored)?);
                    }
                    let answer = work(tx).await?;
                    if tx.is_undone() {
                        tracing::error!(action = by.action, "a refusal was passed over; nothing is acknowledged");
                        return Err(Problem::of(ErrorCode::Internal).into());
                    }
                    if !planted::events_later() {
                        recorder.record(tx, &by, answer.changes.clone(), answer.reason.clone()).await?;
                    }
                    if let Some(record) = record.as_ref().filter(|_| !planted::key_stored_later())
                        && !idempotency::record_answer(tx, &record.scope, &record.key, record.answer(&answer)).await?
                    {
                        // Another one was recorded meanwhile: this effect is a second one and is undone.
                        return Err(StoreError::Busy.into());
                    }
                    Ok(answer)
                })
            })
            .await;
        if planted::writes_later()
            && let Ok(answer) = &done
        {
            self.write_later(answer.clone()).await?;
        }
        done
    }

    /// Planted: what belongs to the effect, in a transaction of its own.
    async fn write_later(&self, answer: Answer) -> Result<(), StoreError> {
        let (record, recorder, by) = (self.record.clone(), self.app.inner.recorder.clone(), self.by.clone());
        let later = self.app.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                if planted::events_later() {
                    recorder.record(tx, &by, answer.changes.clone(), answer.reason.clone()).await?;
                }
                if planted::audit_outside() {
                    recorder.record_alone(tx, &by, &answer.changes).await?;
                }
                if let Some(record) = record.filter(|_| planted::key_stored_later()) {
                    idempotency::record_answer(tx, &record.scope, &record.key, record.answer(&answer)).await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        later.await
    }

    /// Keeps a refusal of a business rule for repeats. A repeat that is refused now, for the world has changed since,
    /// gets the answer of the first.
    pub(crate) async fn settle(self, result: Result<Answer, Problem>) -> Result<Answer, Problem> {
        let problem = match result {
            Ok(answer) => return Ok(answer),
            Err(problem) => problem,
        };
        let Some(record) = self.record.clone() else { return Err(problem) };
        if planted::is_lost_commit(&problem) {
            return Err(problem);
        }
        if problem.is_kept() && self.keeps_refusals {
            let answer = Answer::kept(problem.error.status(), problem.document(&self.by.request_id), false);
            return self.commit::<_, Problem>(move |_| Box::pin(async move { Ok(answer) })).await;
        }
        let (scope, key) = (record.scope.clone(), record.key.clone());
        let stored = self.app.inner.store.read(move |tx| {
            Box::pin(async move { idempotency::read_answer(tx, &scope, &key).await.map_err(Problem::from) })
        });
        // It may have succeeded before. The caller may have waited long already.
        match tokio::time::timeout(LAST_LOOK, stored).await {
            Ok(Ok(Some(stored))) => record.replay(stored),
            Ok(Ok(None) | Err(_)) | Err(_) => Err(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_of_the_value_not_of_the_spelling() {
        assert_eq!(fingerprint(br#"{"a": 1, "b": [2]}"#), fingerprint(br#"{"b":[2],"a":1}"#));
        assert_ne!(fingerprint(br#"{"a": 1}"#), fingerprint(br#"{"a": 2}"#));
        assert_ne!(fingerprint(br#"{"a": 1}"#), fingerprint(br#"{"a": "1"}"#));
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_request_with_the_key_waits_and_then_gives_up() {
        let in_flight = InFlight::default();
        let first = in_flight.enter("k").await.unwrap();
        assert_eq!(in_flight.enter("k").await.unwrap_err().error, ErrorCode::RequestInProgress);
        assert!(in_flight.enter("other").await.is_ok());
        drop(first);
        assert!(in_flight.enter("k").await.is_ok());
    }
}
