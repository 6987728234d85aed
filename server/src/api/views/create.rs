//! `POST /v1/views`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::views::ListView;

use crate::answer::{Reply, versioned};
use crate::api::schema::view::{SavedView, ViewBody};
use crate::extract::MutationRequest;

/// Save a view of a list.
///
/// Others than your key see it where it is `shared`. There are 1,000 at most.
#[utoipa::path(
    post,
    path = "/v1/views",
    tag = "Views",
    security(("key" = ["coupons:write"])),
    request_body(content = ViewBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The view.", body = SavedView, headers(("ETag" = String, description = "Its version."))),
        (status = 409, description = "`too_many_saved`, `request_in_progress`."),
    )
)]
pub(super) async fn create_view(State(app): State<App>, MutationRequest(request): MutationRequest) -> Reply {
    let body = tessera_engine::from_json::<ListView>(&request.body)?;
    versioned(app.create_view(request, body).await?)
}
