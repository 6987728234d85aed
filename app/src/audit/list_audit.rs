//! `GET /v1/audit`: the audit trail in the order of its chain.

use jiff::Timestamp;
use serde::Serialize;
use tessera_store::changes::{self, AuditRecord};

use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// One mutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditView {
    /// `aud_...`.
    pub id: String,
    /// Its place in the chain, from 1.
    pub position: u64,
    /// When it was done.
    pub at: Timestamp,
    /// The API key, or `program`.
    pub actor: String,
    /// The use case, such as `pause_coupon`.
    pub action: String,
    /// What was changed first; a customer by a pseudonym.
    pub resource: String,
    /// Why, in the caller's words.
    pub reason: Option<String>,
    /// The request.
    pub request_id: String,
    /// Digest of the events that belong to it, keyed with the store's secret.
    pub digest: String,
    /// SHA-256 of the entry before's and this one.
    pub chain: String,
}

impl From<AuditRecord> for AuditView {
    fn from(record: AuditRecord) -> Self {
        Self {
            id: record.id,
            position: record.position.unwrap_or_default(),
            at: record.at,
            actor: record.actor,
            action: record.action,
            resource: record.resource,
            reason: record.reason,
            request_id: record.request_id,
            digest: record.digest,
            chain: record.chain.unwrap_or_default(),
        }
    }
}

impl App {
    /// A page of the audit trail, the oldest first. What was answered before this was asked is there.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_audit(&self, caller: &Caller, page: PageRequest) -> Result<Page<AuditView>, Problem> {
        caller.require(Scope::Audit)?;
        self.seal_for_reading().await;
        let found = self.inner.store.read(move |tx| {
            Box::pin(
                async move { changes::list_audit(tx, page.limit, page.cursor.as_deref()).await.map_err(Problem::from) },
            )
        });
        let found = found.await?;
        Ok(Page { data: found.data.into_iter().map(AuditView::from).collect(), next_cursor: found.next_cursor })
    }
}
