//! `GET /v1/settings`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use crate::answer::{Reply, etag, json};
use crate::api::schema::settings::Settings;
use crate::auth::Authenticated;
use crate::extract::refuse_query;

/// Read the settings.
///
/// Every setting stands here, with its default where nobody set it.
#[utoipa::path(
    get,
    path = "/v1/settings",
    tag = "Settings",
    security(("key" = ["settings"])),
    responses((status = 200, description = "The settings.", body = Settings, headers(("ETag" = String, description = "Their version, for `If-Match`."))))
)]
pub(super) async fn read_settings(State(app): State<App>, Authenticated(caller): Authenticated, uri: Uri) -> Reply {
    refuse_query(&uri)?;
    let settings = app.read_settings(&caller).await?;
    let mut response = json(&settings)?;
    response.headers_mut().insert(ETAG, etag(settings.version));
    Ok(response)
}
