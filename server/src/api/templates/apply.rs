//! `POST /v1/templates/{id}/use`. `use` is a word of the language, so that the file has another name.

use axum::extract::State;
use tessera_app::App;
use tessera_app::templates::UseRequest;

use crate::answer::{Reply, coupon};
use crate::api::schema::coupon::Coupon;
use crate::api::schema::template::TemplateUse;
use crate::extract::{MutationRequest, PathId, or_nothing};

/// Make a draft of a template.
///
/// The coupon has the template's terms with your patch, a JSON Merge Patch (RFC 7396), and is checked like any other. A
/// proposed code that is taken gets a number; one that you send is that one. The coupon keeps the template's id: while the
/// template is there, what it locks is not changed, and the coupon is not enabled while a required input is empty.
#[utoipa::path(
    post,
    path = "/v1/templates/{id}/use",
    tag = "Templates",
    security(("key" = ["coupons:write"])),
    params(("id" = String, Path, description = "`tpl_...`")),
    request_body(content = TemplateUse, content_type = "application/json"),
    responses(
        (status = 201, description = "The coupon.", body = Coupon, headers(
            ("ETag" = String, description = "Its version, for `If-Match`."),
            ("Location" = String, description = "Its path."),
        )),
        (status = 404, description = "`not_found`."),
        (status = 409, description = "`field_locked`: `locked` holds the pointers; `coupon_incomplete`, `code_taken`, `request_in_progress`."),
    )
)]
pub(super) async fn use_template(
    State(app): State<App>,
    PathId(id): PathId,
    MutationRequest(request): MutationRequest,
) -> Reply {
    let body = tessera_engine::from_json::<UseRequest>(&app.with_instants_of("patch", or_nothing(&request.body)))?;
    coupon(app.use_template(request, &id, body).await?)
}
