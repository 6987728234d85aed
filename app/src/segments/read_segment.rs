//! `GET /v1/segments/{id}`: one segment.

use tessera_store::segments;

use super::view::SegmentView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// One segment.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_segment(&self, caller: &Caller, id: &str) -> Result<SegmentView, Problem> {
        caller.require(Scope::Customers)?;
        let wanted = id.to_owned();
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { segments::read_segment(tx, &wanted).await.map_err(Problem::from) }));
        SegmentView::of(found.await?.ok_or_else(|| not_found(id))?)
    }
}

/// There is no such segment.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no segment `{id}`."))
}
