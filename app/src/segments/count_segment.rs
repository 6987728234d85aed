//! `GET /v1/segments/{id}/count`: how many customers are in a segment.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::segments;

use super::read_segment::not_found;
use super::scan_customers::{Reach, scan_customers};
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// Customers that are looked at for one count of a dynamic segment at most.
const LOOKED_AT: usize = 2_000;

/// How many customers are in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SegmentCount {
    /// Those that were counted by this call.
    pub count: u64,
    /// Where the next call goes on; `null`: that was all of them.
    pub next_cursor: Option<String>,
    /// The instant the count is of.
    pub as_of: Timestamp,
}

impl App {
    /// Counts the members of a segment. Of a dynamic one, among the next two thousand customers of the store: whoever asks
    /// adds up until there is no cursor.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_cursor`, `unavailable`.
    pub async fn count_segment(
        &self,
        caller: &Caller,
        id: &str,
        cursor: Option<String>,
    ) -> Result<SegmentCount, Problem> {
        caller.require(Scope::Customers)?;
        let (asking, id) = (self.asking().await?, id.to_owned());
        let is_dynamic = asking.live.is_dynamic(&id).ok_or_else(|| not_found(&id))?;
        let as_of = asking.at;
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if !is_dynamic {
                    let count = segments::count_members(tx, &id).await?;
                    return Ok(SegmentCount { count, next_cursor: None, as_of });
                }
                let reach = Reach { members: usize::MAX, customers: LOOKED_AT };
                let found = scan_customers(tx, &asking, &id, cursor, reach).await?;
                let count = u64::try_from(found.members.len()).unwrap_or(u64::MAX);
                Ok::<_, Problem>(SegmentCount { count, next_cursor: found.next_cursor, as_of })
            })
        });
        found.await
    }
}
