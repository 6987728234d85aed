//! Makes an earlier version the newest.

use axum::extract::State;
use tessera_app::{App, Mutation};

use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::shell::done;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathVersion;

/// Restores a version.
pub(super) async fn restore_version(
    State(app): State<App>,
    admin: Admin,
    PathVersion { id, version }: PathVersion,
    form: Form,
) -> Reply {
    let mutation = Mutation { if_match: form.number("version"), ..admin.mutation(format!("/admin/coupons/{id}")) };
    app.restore_coupon_version(mutation, &id, version).await?;
    Ok(done(&admin.visit, &format!("/admin/coupons/{id}/versions"), &Flash::of("version_restored")))
}
