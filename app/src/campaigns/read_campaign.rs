//! `GET /v1/campaigns/{id}`: a campaign and what it gave of its budget.

use tessera_engine::{FieldError, Terms};
use tessera_store::{Tx, campaigns};

use super::view::CampaignView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// A campaign.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn read_campaign(&self, caller: &Caller, id: &str) -> Result<CampaignView, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move { campaigns::read_campaign(tx, &wanted).await.map_err(Problem::from) })
        });
        let (campaign, spent) = found.await?.ok_or_else(|| not_found(id))?;
        Ok(CampaignView::of(campaign, &spent))
    }
}

/// There is no such campaign.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no campaign `{id}`."))
}

/// A coupon joins only a campaign there is.
pub(crate) async fn refuse_unknown_campaign(tx: &mut Tx<'_>, terms: &Terms) -> Result<(), Problem> {
    let Some(id) = &terms.campaign_id else { return Ok(()) };
    if campaigns::read_campaign(tx, id).await?.is_some() {
        return Ok(());
    }
    let detail = format!("there is no campaign `{id}`; make it first");
    Err(Problem::fields(vec![FieldError { pointer: "/campaign_id".to_owned(), code: "invalid_value", detail }]))
}
