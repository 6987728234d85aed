//! `DELETE /v1/coupons/{id}`.

use axum::extract::State;
use tessera_app::App;
use tessera_app::coupons::DeleteCoupon;

use crate::answer::{Reply, mutation};
use crate::api::schema::coupon::DeletedCoupon;
use crate::api::schema::list::IfMatch;
use crate::extract::{PathId, QueriedMutation};

/// Delete an archived coupon for good.
///
/// Nobody sees it any more and nothing brings it back. Orders, their redemptions and their figures stay, and running
/// subscriptions keep their terms. Archiving is enough to end a coupon.
#[utoipa::path(
    delete,
    path = "/v1/coupons/{id}",
    tag = "Coupons",
    security(("key" = ["coupons:delete"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("confirm" = String, Query, description = "The coupon's name, exactly as it stands."),
        ("force" = Option<bool>, Query, description = "Even where orders, reservations or subscriptions refer to it."),
        ("free_codes" = Option<bool>, Query, description = "Whether other coupons may take its codes from now on."),
        IfMatch,
    ),
    responses(
        (status = 200, description = "The coupon is deleted.", body = DeletedCoupon),
        (status = 409, description = "`not_confirmed`, `coupon_not_archived`, `coupon_in_use` with `held`, `placed` and `claimed`, `request_in_progress`."),
        (status = 412, description = "`version_conflict`: `changed` holds the difference."),
    )
)]
pub(super) async fn delete_coupon(
    State(app): State<App>,
    PathId(id): PathId,
    QueriedMutation(request, mut query): QueriedMutation,
) -> Reply {
    let how = DeleteCoupon {
        confirm: query.text("confirm").unwrap_or_default(),
        force: query.flag("force")?,
        free_codes: query.flag("free_codes")?,
    };
    query.finish()?;
    mutation(app.delete_coupon(request.without_content()?, &id, how).await?)
}
