//! `POST /v1/jobs/{id}/cancel`.

use axum::extract::State;
use tessera_app::App;

use crate::answer::{Reply, mutation};
use crate::api::schema::job::Job;
use crate::extract::{MutationRequest, PathId};

/// Cancel a job.
///
/// It goes no further; what it did until then stays. Once more: the same.
#[utoipa::path(
    post,
    path = "/v1/jobs/{id}/cancel",
    tag = "Jobs",
    security(("key" = ["codes:write"]), ("key" = ["coupons:read"]), ("key" = ["redemptions"])),
    params(("id" = String, Path, description = "`job_...`")),
    responses(
        (status = 200, description = "The job.", body = Job),
        (status = 409, description = "`job_ended`, `request_in_progress`."),
    )
)]
pub(super) async fn cancel_job(State(app): State<App>, PathId(id): PathId, request: MutationRequest) -> Reply {
    mutation(app.cancel_job(request.without_content()?, &id).await?)
}
