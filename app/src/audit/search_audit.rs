//! Looks through the audit trail from its end, for people.

use tessera_store::changes;

use super::list_audit::AuditView;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

pub use tessera_store::changes::AuditFilter;

/// What was found of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFound {
    /// The newest first.
    pub data: Vec<AuditView>,
    /// The place before which to look on; `None`: that was all.
    pub before: Option<u64>,
}

impl App {
    /// Entries that fit, the newest first, before a place of the chain or from its end. One look goes through a bounded
    /// stretch of the chain: there may be nothing in it and more before it.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn search_audit(
        &self,
        caller: &Caller,
        filter: AuditFilter,
        before: Option<u64>,
        most: u32,
    ) -> Result<AuditFound, Problem> {
        caller.require(Scope::Audit)?;
        self.seal_for_reading().await;
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move { changes::search_audit(tx, &filter, before, most).await.map_err(Problem::from) })
        });
        let found = found.await?;
        Ok(AuditFound { data: found.data.into_iter().map(AuditView::from).collect(), before: found.before })
    }
}
