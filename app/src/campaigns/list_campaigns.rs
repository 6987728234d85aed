//! `GET /v1/campaigns`: campaigns and what they gave of their budgets.

use tessera_store::campaigns;

use super::view::CampaignView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of campaigns, the oldest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_campaigns(&self, caller: &Caller, page: PageRequest) -> Result<Page<CampaignView>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let found = campaigns::list_campaigns(tx, page.limit, page.cursor.as_deref()).await?;
                let mut data = Vec::with_capacity(found.data.len());
                for listed in found.data {
                    if let Some((campaign, spent)) = campaigns::read_campaign(tx, &listed.id).await? {
                        data.push(CampaignView::of(campaign, &spent));
                    }
                }
                Ok::<_, Problem>(Page { data, next_cursor: found.next_cursor })
            })
        });
        found.await
    }
}
