//! `POST /v1/coupons/{id}/codes`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::codes::NewCode;

use crate::answer::{Reply, mutation};
use crate::api::schema::code::{Code, CodeBody};
use crate::extract::{MutationRequest, PathId};

/// Give a coupon a code.
///
/// It stands beside the code of the coupon's own terms. Where the coupon's benefit is `stored_value`, `balance` puts money
/// on it.
#[utoipa::path(
    post,
    path = "/v1/coupons/{id}/codes",
    tag = "Codes",
    security(("key" = ["codes:write"])),
    params(("id" = String, Path, description = "`cpn_...`")),
    request_body(content = CodeBody, content_type = "application/json"),
    responses(
        (status = 201, description = "The code.", body = Code),
        (status = 404, description = "`not_found`."),
        (status = 409, description = "`code_taken`, `coupon_archived`, `request_in_progress`."),
    )
)]
pub(super) async fn create_code(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let code = tessera_engine::from_json::<NewCode>(&request.body)?;
    mutation(app.create_code(request, &id, code).await?)
}
