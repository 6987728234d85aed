//! `POST /v1/templates`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::templates::NewTemplate;

use crate::answer::{Reply, versioned};
use crate::api::schema::template::{Template, TemplateBody};
use crate::extract::MutationRequest;

/// Make a template of your own.
///
/// Of terms, or of a coupon: then without its code, dates and status, so that these are what is asked for. What is locked
/// stays as it is on every coupon that is made from the template, also when the coupon is edited.
#[utoipa::path(
    post,
    path = "/v1/templates",
    tag = "Templates",
    security(("key" = ["coupons:write"])),
    request_body(content = TemplateBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The template.", body = Template, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "`too_many_saved`, `request_in_progress`."),
    )
)]
pub(super) async fn create_template(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let body = tessera_engine::from_json::<NewTemplate>(&request.body)?;
    versioned(app.create_template(request, body).await?)
}
