//! `POST /v1/coupons/{id}/versions/{version}/restore`: makes an earlier version's terms the current ones.

use tessera_engine::Terms;
use tessera_store::coupons;

use super::update_coupon::EditOf;
use super::view::stored_terms;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::Mutation;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Writes the terms of an earlier version as the next one. The status stays what it is.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `version_conflict`, `coupon_incomplete`, `code_taken`, `unavailable`.
    pub async fn restore_coupon_version(&self, mutation: Mutation, id: &str, version: u64) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let kind = EditOf::new("restore_coupon_version", "version_restored");
        self.edit_coupon_with(kind, mutation, id, move |tx, record, terms| {
            Box::pin(async move {
                let found = coupons::read_coupon_version(tx, &record.id, version).await?;
                let found = found.ok_or_else(|| {
                    let detail = format!("The coupon has versions 1 to {}, not {version}.", record.version);
                    Problem::new(ErrorCode::NotFound, detail)
                })?;
                Ok(Terms { status: terms.status, ..stored_terms(&record.id, &found.terms)? })
            })
        })
        .await
    }
}
