//! `PATCH /v1/campaigns/{id}`: changes a campaign by a JSON merge patch.

use serde_json::json;
use tessera_engine::coupon::Status;
use tessera_engine::decode::{DecodeError, Errors, merge_patch, parse};
use tessera_engine::from_json;
use tessera_store::campaigns::{self, CampaignRecord, UpdateCampaign};

use super::changes::campaign_changed;
use super::read_campaign::not_found;
use super::request::{CampaignBody, written};
use super::view::CampaignView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::coupons::refuse_unpublished;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Changes a campaign by the merge patch in the mutation's body. A lowered budget stops new discounts and undoes none.
    /// Where one of its coupons is enabled, a person needs the role `publish`, as for the coupon itself.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `version_conflict`, `unavailable`.
    pub async fn update_campaign(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let (id, patch) = (id.to_owned(), self.with_days("starts_at", "ends_at", &mutation.body).into_owned());
        let (expected, actor) = (mutation.if_match, mutation.caller.key_id.to_string());
        let scopes = mutation.caller.scopes;
        self.mutate("update_campaign", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let before = campaigns::read_campaign(tx, &id).await?;
                let (before, spent) = before.ok_or_else(|| not_found(&id))?;
                if let Some(expected) = expected.filter(|expected| *expected != before.version) {
                    return Err(conflict(&before, expected));
                }
                let after = merged(&before, &patch)?;
                if crate::orders::to_text(&after) == written(&before) {
                    return Answer::json(200, &CampaignView::of(before, &spent));
                }
                if !scopes.publishes() && campaigns::has_enabled_coupon(tx, &id).await? {
                    // Dates and budget are those of coupons that are in force.
                    refuse_unpublished(scopes, &[Status::Enabled])?;
                }
                match campaigns::update_campaign(tx, &id, Some(before.version), &after.to_store(), &actor).await? {
                    UpdateCampaign::Updated(_) => {
                        let (now, spent) = campaigns::read_campaign(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                        let told = campaign_changed("campaign.updated", &now, &written(&before));
                        Ok(Answer::json(200, &CampaignView::of(now, &spent))?.telling([told]))
                    }
                    UpdateCampaign::NotFound => Err(not_found(&id)),
                    UpdateCampaign::VersionConflict(current) => Err(conflict(&current, before.version)),
                }
            })
        })
        .await
    }
}

fn merged(before: &CampaignRecord, patch: &[u8]) -> Result<CampaignBody, DecodeError> {
    let mut errors = Errors::new();
    let patch = parse(patch)?;
    let Some(mut members) = patch.object(&mut errors) else { return errors.check(None) };
    from_json(merge_patch(&written(before), members.rest())?.as_bytes())
}

fn conflict(current: &CampaignRecord, expected: u64) -> Problem {
    let detail = format!(
        "The campaign is at version {}, not {expected}. Read it again and repeat your change.",
        current.version
    );
    Problem::new(ErrorCode::VersionConflict, detail).with("version", json!(current.version))
}
