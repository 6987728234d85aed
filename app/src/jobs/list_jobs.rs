//! `GET /v1/jobs`: the jobs that a caller may see.

use tessera_store::jobs;

use super::kinds;
use super::read_job::require_any;
use super::view::JobView;
use crate::caller::Caller;
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// Which jobs are asked for; all members must fit.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// What is done.
    pub kind: Option<String>,
    /// `queued`, `running`, `done`, `cancelled` or `failed`.
    pub state: Option<&'static str>,
    /// What it is about.
    pub subject: Option<String>,
}

impl App {
    /// A page of the jobs that do what the caller may do, the newest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_jobs(
        &self,
        caller: &Caller,
        filter: JobFilter,
        page: PageRequest,
    ) -> Result<Page<JobView>, Problem> {
        require_any(caller)?;
        let mut kinds = kinds::visible_to(caller);
        if let Some(wanted) = &filter.kind {
            kinds.retain(|kind| kind == wanted);
        }
        let filter = jobs::JobFilter { kinds, state: filter.state.map(str::to_owned), subject: filter.subject };
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let found = jobs::list_jobs(tx, &filter, page.limit, page.cursor.as_deref()).await?;
                Ok::<_, Problem>(found)
            })
        });
        let found = found.await?;
        let data = found.data.into_iter().map(|job| JobView::of(job, Vec::new())).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
