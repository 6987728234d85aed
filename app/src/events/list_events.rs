//! `GET /v1/events`: the feed. A reader that keeps its cursor with what it made of a page has every event exactly once.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use tessera_store::changes::{self, EventRecord};

use crate::caller::{Caller, Scope};
use crate::page::PageRequest;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Which events are asked for; all members must fit.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Of this type.
    pub kind: Option<String>,
    /// Of this aggregate.
    pub aggregate: Option<String>,
}

/// An event as the feed and webhooks tell it.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// `evt_...`; the same on every delivery.
    pub id: String,
    /// `<noun>.<past verb>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub at: Timestamp,
    /// What it happened to.
    pub aggregate: String,
    /// Rises by one with each event of the aggregate.
    pub seq: u64,
    /// What became of it.
    pub data: Box<RawValue>,
}

/// A page of the feed.
#[derive(Clone, Debug, Serialize)]
pub struct EventPage {
    /// The events, the oldest first.
    pub data: Vec<EventView>,
    /// Where the next page begins; `null` when there is no other now.
    pub next_cursor: Option<String>,
    /// Where to read on later; always there.
    pub resume_cursor: String,
}

impl EventView {
    /// The view of a record.
    pub(crate) fn of(record: EventRecord) -> Result<Self, Problem> {
        let data = RawValue::from_string(record.data).map_err(|error| {
            tracing::error!(%error, event_id = %record.id, "a stored event cannot be read");
            Problem::of(ErrorCode::Internal)
        })?;
        let EventRecord { id, kind, at, aggregate, seq, .. } = record;
        Ok(Self { id, kind, at, aggregate, seq, data })
    }
}

impl App {
    /// Events after a cursor, the oldest first. What was answered before this was asked is there.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_events(
        &self,
        caller: &Caller,
        filter: EventFilter,
        page: PageRequest,
    ) -> Result<EventPage, Problem> {
        caller.require(Scope::Webhooks)?;
        self.seal_for_reading().await;
        let filter = changes::EventFilter { kind: filter.kind, aggregate: filter.aggregate };
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                changes::list_events(tx, &filter, page.limit, page.cursor.as_deref()).await.map_err(Problem::from)
            })
        });
        let found = found.await?;
        Ok(EventPage {
            data: found.data.into_iter().map(EventView::of).collect::<Result<_, _>>()?,
            next_cursor: found.next_cursor,
            resume_cursor: found.resume_cursor,
        })
    }
}
