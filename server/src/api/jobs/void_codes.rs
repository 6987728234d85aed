//! `POST /v1/jobs/{id}/void-codes`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::codes::BatchVoid;

use crate::answer::{Reply, job};
use crate::api::schema::code::BatchVoid as BatchVoidSchema;
use crate::api::schema::job::Job;
use crate::extract::{MutationRequest, PathId};

/// Void the codes that a job made.
///
/// That is a job too: `Location` says where it is. Codes that are used up become void too; their history stays.
#[utoipa::path(
    post,
    path = "/v1/jobs/{id}/void-codes",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(("id" = String, Path, description = "`job_...`, the batch")),
    request_body(content = BatchVoidSchema, content_type = "application/json"),
    responses(
        (status = 202, description = "The job.", body = Job),
        (status = 409, description = "`request_in_progress`."),
    )
)]
pub(super) async fn void_codes(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let batch = tessera_engine::from_json::<BatchVoid>(&request.body)?;
    job(app.void_codes(request, &id, batch).await?)
}
