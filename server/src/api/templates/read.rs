//! `GET /v1/templates/{id}`.

use axum::extract::State;
use axum::http::Uri;
use axum::http::header::ETAG;
use tessera_app::App;

use super::shown;
use crate::answer::{Reply, etag, json};
use crate::api::schema::template::{ShownIn, Template};
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

/// Read a template.
#[utoipa::path(
    get,
    path = "/v1/templates/{id}",
    tag = "Templates",
    security(("key" = ["coupons:read"])),
    params(("id" = String, Path, description = "`tpl_...`"), ShownIn),
    responses((status = 200, description = "The template.", body = Template, headers(("ETag" = String, description = "Its version."))))
)]
pub(super) async fn read_template(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let shown = shown(&mut query)?;
    query.finish()?;
    let template = app.read_template(&caller, &id, shown).await?;
    let mut response = json(&template)?;
    response.headers_mut().insert(ETAG, etag(template.version));
    Ok(response)
}
