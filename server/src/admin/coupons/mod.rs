//! Coupons: the list, a coupon's page with its parts, making and editing.

mod act;
mod activity;
mod asks;
mod bulk;
mod calculator;
mod changes;
mod check;
mod code;
mod codes;
mod control;
mod create;
mod draft;
mod edit;
mod editor;
mod gives;
mod header;
mod list;
mod pick;
mod preview;
mod receipts;
mod restore_version;
mod row;
mod sections;
mod show;
mod undo;
mod versions;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/coupons", get(list::show_list))
        .route("/admin/coupons/new", get(create::show_new).post(create::create))
        .route("/admin/coupons/preview", post(preview::preview))
        .route("/admin/coupons/check", post(check::check))
        .route("/admin/coupons/code", get(code::show_availability))
        .route("/admin/coupons/pick", get(pick::show_hits))
        .route("/admin/coupons/bulk", post(bulk::change_many))
        .route("/admin/coupons/undo", post(undo::undo))
        .route("/admin/coupons/{id}", get(show::show_coupon))
        .route("/admin/coupons/{id}/lint", get(show::show_lint))
        .route("/admin/coupons/{id}/edit", get(edit::show_edit).post(edit::edit))
        .route("/admin/coupons/{id}/codes", get(codes::show_codes).post(codes::make_codes))
        .route("/admin/coupons/{id}/versions", get(versions::show_versions))
        .route("/admin/coupons/{id}/versions/{version}/restore", post(restore_version::restore_version))
        .route("/admin/coupons/{id}/activity", get(activity::show_activity))
        .route("/admin/coupons/{id}/do/{action}", post(act::act))
}
