//! `GET /v1/segments`: segments, the oldest first.

use tessera_store::segments;

use super::view::SegmentView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of segments, the oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_segments(&self, caller: &Caller, page: PageRequest) -> Result<Page<SegmentView>, Problem> {
        caller.require(Scope::Customers)?;
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                segments::list_segments(tx, page.limit, page.cursor.as_deref()).await.map_err(Problem::from)
            })
        });
        let found = found.await?;
        let data = found.data.into_iter().map(SegmentView::of).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
