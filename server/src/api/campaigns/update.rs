//! `PATCH /v1/campaigns/{id}`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, versioned};
use crate::api::schema::campaign::{Campaign, CampaignPatch};
use crate::api::schema::list::IfMatch;
use crate::extract::{MutationRequest, PathId};

/// Change a campaign.
///
/// The body is a JSON Merge Patch (RFC 7396): `null` clears, what is left out stays. A lowered budget stops new discounts
/// and undoes none; one that is taken off is forgotten, and one that comes again counts what was given meanwhile.
#[utoipa::path(
    patch,
    path = "/v1/campaigns/{id}",
    tag = "Campaigns",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`cmp_...`"), IfMatch),
    request_body(content = CampaignPatch, content_type = "application/json"),
    responses(
        (status = 200, description = "The campaign.", body = Campaign, headers(("ETag" = String, description = "Its new version."))),
        (status = 409, description = "`request_in_progress`."),
        (status = 412, description = "`version_conflict`."),
    )
)]
pub(super) async fn update_campaign(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    versioned(app.update_campaign(request, &id).await?)
}
