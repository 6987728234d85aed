//! `GET /v1/segments/{id}/members`: who is in a segment.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::segments;

use super::memberships::Asking;
use super::read_segment::not_found;
use super::scan_customers::{Reach, scan_customers};
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// Customers that are looked at for one page of a dynamic segment at most.
const LOOKED_AT: usize = 1_000;

/// A customer in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MemberView {
    /// The merchant's id.
    pub customer_id: String,
    /// Since when, in a static one; nobody writes down when a condition began to hold.
    pub added_at: Option<Timestamp>,
}

impl App {
    /// A page of members by customer id. Of a dynamic segment a page holds those among the next thousand customers of the
    /// store: it may be short, or empty, and go on.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_cursor`, `unavailable`.
    pub async fn list_segment_members(
        &self,
        caller: &Caller,
        id: &str,
        page: PageRequest,
    ) -> Result<Page<MemberView>, Problem> {
        caller.require(Scope::Customers)?;
        let (asking, id) = (self.asking().await?, id.to_owned());
        let is_dynamic = asking.live.is_dynamic(&id).ok_or_else(|| not_found(&id))?;
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if is_dynamic {
                    let members = usize::try_from(page.limit).unwrap_or(1);
                    let reach = Reach { members, customers: LOOKED_AT };
                    let found = scan_customers(tx, &asking, &id, page.cursor, reach).await?;
                    let member = |customer_id| MemberView { customer_id, added_at: None };
                    let data = found.members.into_iter().map(member).collect();
                    return Ok::<_, Problem>(Page { data, next_cursor: found.next_cursor });
                }
                let found = segments::list_members(tx, &id, page.limit, page.cursor.as_deref()).await?;
                let data = found.data.into_iter();
                let data =
                    data.map(|one| MemberView { customer_id: one.customer_id, added_at: Some(one.added_at) }).collect();
                Ok(Page { data, next_cursor: found.next_cursor })
            })
        });
        found.await
    }

    /// The segments as they are now, for who asks about customers without a cart.
    pub(super) async fn asking(&self) -> Result<Asking, Problem> {
        self.catch_up().await?;
        let now = self.inner.clock.now();
        Ok(Asking { live: self.live(), at: now, seen_from: now, currency: None })
    }
}
