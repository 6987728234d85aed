//! `PATCH /v1/settings`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, versioned};
use crate::api::schema::list::IfMatch;
use crate::api::schema::settings::{Settings, SettingsPatch};
use crate::extract::MutationRequest;

/// Change settings.
///
/// The body is a JSON Merge Patch (RFC 7396): members that are there replace, `null` brings the default back, what is
/// left out stays. The change is in force for the very next quote; orders that are placed keep their price.
#[utoipa::path(
    patch,
    path = "/v1/settings",
    tag = "Settings",
    security(("key" = ["settings"])),
    params(IfMatch),
    request_body(content = SettingsPatch, content_type = "application/json"),
    responses(
        (status = 200, description = "The settings.", body = Settings, headers(("ETag" = String, description = "Their new version."))),
        (status = 409, description = "`request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn update_settings(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    versioned(app.update_settings(request).await?)
}
