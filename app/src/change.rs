//! What a use case did, as the outbox tells it and the audit trail notes it.
//!
//! A use case says with its answer what happened ([`Answer::telling`](crate::Answer)); [`mutation`](crate::mutation)
//! writes it in the transaction of the effect. What names nothing changed nothing.

use std::sync::Arc;

use serde::Serialize;
use tessera_store::changes::{self, NewAudit, NewEvent, Secret};
use tessera_store::{StoreError, Tx};

use crate::caller::Caller;
use crate::clock::{Clock, Randomness};
use crate::events::EventType;
use crate::ids::{IdKind, new_id};
use crate::orders::to_text;
use crate::problem::Problem;
use crate::start::App;

/// Something that happened to one aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    kind: &'static str,
    aggregate: String,
    data: String,
}

impl Change {
    /// `kind` is `<noun>.<past verb>`, `aggregate` one of our ids or a noun with the merchant's. `data` is what is told:
    /// never a gift code, an e-mail or a name.
    pub(crate) fn new(kind: &'static str, aggregate: impl Into<String>, data: &impl Serialize) -> Self {
        debug_assert!(EventType::find(kind).is_some(), "{kind} is not in the list of types");
        Self { kind, aggregate: aggregate.into(), data: to_text(data) }
    }
}

/// Who does what: what the audit trail notes beside the changes.
#[derive(Clone, Debug)]
pub(crate) struct By {
    /// The API key, the person, or `program`.
    pub(crate) actor: Arc<str>,
    /// The use case.
    pub(crate) action: &'static str,
    /// The request.
    pub(crate) request_id: String,
}

impl By {
    /// Whoever calls.
    pub(crate) fn caller(caller: &Caller, action: &'static str, request_id: &str) -> Self {
        Self { actor: Arc::clone(&caller.key_id), action, request_id: request_id.to_owned() }
    }

    /// The program itself.
    pub(crate) fn program(action: &'static str) -> Self {
        Self { actor: Arc::from("program"), action, request_id: "program".to_owned() }
    }
}

/// Writes changes; cheap to clone into a unit of work.
#[derive(Clone)]
pub(crate) struct Recorder {
    secret: Secret,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
}

impl Recorder {
    pub(crate) fn new(secret: Secret, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Self {
        Self { secret, clock, randomness }
    }

    /// Writes what happened in the transaction of its effect. Nothing happened: nothing is written.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx<'_>,
        by: &By,
        changes: Vec<Change>,
        reason: Option<String>,
    ) -> Result<(), StoreError> {
        let Some(first) = changes.first() else { return Ok(()) };
        let id = |kind| new_id(kind, self.clock.now(), self.randomness.as_ref());
        let audit = self.audit(by, first, reason);
        let told = |change: Change| NewEvent {
            id: id(IdKind::Event),
            kind: change.kind.to_owned(),
            aggregate: change.aggregate,
            data: change.data,
        };
        let events: Vec<NewEvent> = changes.into_iter().map(told).collect();
        changes::record_changes(tx, &self.secret, &audit, &events).await
    }

    fn audit(&self, by: &By, first: &Change, reason: Option<String>) -> NewAudit {
        NewAudit {
            id: new_id(IdKind::Audit, self.clock.now(), self.randomness.as_ref()),
            actor: by.actor.to_string(),
            action: by.action.to_owned(),
            resource: first.aggregate.clone(),
            request_id: by.request_id.clone(),
            reason,
        }
    }

    /// Planted: the audit entry without what it belongs to.
    pub(crate) async fn record_alone(&self, tx: &mut Tx<'_>, by: &By, changes: &[Change]) -> Result<(), StoreError> {
        let Some(first) = changes.first() else { return Ok(()) };
        changes::record_changes(tx, &self.secret, &self.audit(by, first, None), &[]).await
    }
}

/// Events and rows of the audit trail sealed in one unit of work at most.
const AT_ONCE: u32 = 500;

impl App {
    /// The same before a read, which goes on with what has its place when nothing can be written.
    pub(crate) async fn seal_for_reading(&self) {
        if let Err(problem) = self.seal().await {
            tracing::warn!(detail = %problem.detail, "the newest events and audit entries have no place yet");
        }
    }

    /// Gives what is committed its place in the feed of events and in the chain of the audit trail.
    pub(crate) async fn seal(&self) -> Result<(), Problem> {
        let store = &self.inner.store;
        let waits = store.read(|tx| Box::pin(async move { changes::has_unsealed(tx).await.map_err(Problem::from) }));
        if !waits.await? {
            return Ok(());
        }
        let once = || {
            store.unit_of_work(|tx| Box::pin(async move { changes::seal(tx, AT_ONCE).await.map_err(Problem::from) }))
        };
        while once().await? {}
        Ok(())
    }
}
