//! `POST /v1/campaigns`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::campaigns::CampaignBody;

use crate::answer::{Reply, versioned};
use crate::api::schema::campaign::{Campaign, CampaignBody as CampaignBodySchema};
use crate::extract::MutationRequest;

/// Make a campaign.
///
/// Coupons join it by their `campaign_id`. What they give together, held discounts included, is never more than its budget.
#[utoipa::path(
    post,
    path = "/v1/campaigns",
    tag = "Campaigns",
    security(("key" = ["coupons:write"])),
    request_body(content = CampaignBodySchema, content_type = "application/json"),
    responses(
        (status = 201, description = "The campaign.", body = Campaign, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn create_campaign(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let body = tessera_engine::from_json::<CampaignBody>(&app.with_days("starts_at", "ends_at", &request.body))?;
    versioned(app.create_campaign(request, body).await?)
}
