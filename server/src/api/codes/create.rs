//! `POST /v1/coupons/{id}/codes`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::codes::NewCode;

use crate::answer::{Reply, job};
use crate::api::schema::code::{Code, CodeBody};
use crate::api::schema::job::Job;
use crate::extract::{MutationRequest, PathId};

/// Give a coupon codes.
///
/// One, typed as `code` or drawn by `generate` without a `count`: 201. Many, by `generate` with a `count` of up to 10
/// million: 202 with the job that makes them, and where it is in `Location`; each code carries the job's id as `batch_id`. With
/// `customer_ids` or a `segment_id` in place of the `count` each of these customers gets a code of their own.
/// They stand beside the code of the coupon's own terms. Where the coupon's benefit is `stored_value`, `balance` puts money
/// on each.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/codes",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(("id" = String, Path, description = "`cpn_...`")),
    request_body(content = CodeBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The code.", body = Code),
        (status = 202, description = "The job that makes them.", body = Job),
        (status = 404, description = "`not_found`."),
        (status = 409, description = "`code_taken`, `codes_too_dense`, `coupon_archived`, `request_in_progress`."),
    )
)]
pub(super) async fn create_code(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let code = tessera_engine::from_json::<NewCode>(&app.with_days("", "expires_at", &request.body))?;
    job(app.create_code(request, &id, code).await?)
}
