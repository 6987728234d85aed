//! `GET /v1/claims/{id}`: one claim.

use super::view::ClaimView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// A claim, whatever became of it.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_claim(&self, caller: &Caller, id: &str, locale: Option<&str>) -> Result<ClaimView, Problem> {
        caller.require(Scope::Claims)?;
        let found = self.find_claims(vec![id.to_owned()]).await?.into_iter().flatten().next();
        let found = found.ok_or_else(|| not_found(id))?;
        let zone = self.live().settings.zone();
        ClaimView::of(&found, self.inner.clock.now(), locale.unwrap_or("en"), &zone, caller.kind)
    }
}

/// There is no such claim.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no claim `{id}`."))
}
