//! `POST /v1/campaigns`: makes a campaign.

use tessera_store::campaigns;

use super::changes::campaign_changed;
use super::request::CampaignBody;
use super::view::CampaignView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Makes a campaign at version 1. Coupons join it by their `campaign_id`.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn create_campaign(&self, mutation: Mutation, body: CampaignBody) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, actor) = (self.new_id(IdKind::Campaign), mutation.caller.key_id.to_string());
        self.mutate("create_campaign", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let made = campaigns::create_campaign(tx, &id, &body.to_store(), &actor).await?;
                let told = campaign_changed("campaign.created", &made, "{}");
                Ok(Answer::json(201, &CampaignView::of(made, &[]))?.telling([told]))
            })
        })
        .await
    }
}
