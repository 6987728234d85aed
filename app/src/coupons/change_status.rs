//! `POST /v1/coupons/{id}/enable | pause | archive`: changes a coupon's status, which is a version too.

use tessera_engine::Terms;
use tessera_engine::coupon::Status;

use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::Mutation;
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Puts a coupon in force within its dates and limits. Again: the same answer.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `coupon_incomplete`, `version_conflict`, `unavailable`.
    pub async fn enable_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        self.change_status("enable_coupon", mutation, id, "enabled", Status::Enabled).await
    }

    /// Stops a coupon for now. Once this has answered, no quote and no redemption uses it.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `version_conflict`, `unavailable`.
    pub async fn pause_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        self.change_status("pause_coupon", mutation, id, "paused", Status::Paused).await
    }

    /// Puts a coupon away. Its redemptions stay.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `version_conflict`, `unavailable`.
    pub async fn archive_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        self.change_status("archive_coupon", mutation, id, "archived", Status::Archived).await
    }

    async fn change_status(
        &self,
        action: &'static str,
        mutation: Mutation,
        id: &str,
        change: &'static str,
        status: Status,
    ) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        self.edit_coupon(action, mutation, id, change, move |terms| Ok(Terms { status, ..terms.clone() })).await
    }
}
