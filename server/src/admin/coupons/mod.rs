//! Coupons: the list, a coupon's page with its parts, making and editing.

mod act;
mod activity;
mod basket;
mod bulk;
mod cases;
mod codes;
mod create;
mod draft;
mod drafted;
mod edit;
mod editor;
mod header;
mod list;
mod preview;
mod reality;
mod restore_version;
mod row;
mod shopper;
mod show;
mod undo;
mod versions;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

pub(super) use basket::usual_currency;
pub(super) use cases::CaseRow;
pub(super) use row::{Row, state_words};

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/coupons", get(list::show_list))
        .route("/admin/coupons/new", get(create::show_new).post(create::create))
        .route("/admin/coupons/preview", post(preview::preview))
        .route("/admin/coupons/basket", post(basket::try_drafted))
        .route("/admin/coupons/cases", post(cases::try_cases))
        .route("/admin/coupons/reality", post(reality::begin))
        .route("/admin/coupons/reality/{job}", get(reality::show))
        .route("/admin/coupons/shopper", post(shopper::show_shopper))
        .route("/admin/coupons/bulk", post(bulk::change_many))
        .route("/admin/coupons/undo", post(undo::undo))
        .route("/admin/coupons/{id}", get(show::show_coupon))
        .route("/admin/coupons/{id}/lint", get(show::show_lint))
        .route("/admin/coupons/{id}/edit", get(edit::show_edit).post(edit::edit))
        .route("/admin/coupons/{id}/basket", get(basket::show_basket).post(basket::try_stored))
        .route("/admin/coupons/{id}/codes", get(codes::show_codes).post(codes::make_codes))
        .route("/admin/coupons/{id}/versions", get(versions::show_versions))
        .route("/admin/coupons/{id}/versions/{version}/restore", post(restore_version::restore_version))
        .route("/admin/coupons/{id}/activity", get(activity::show_activity))
        .route("/admin/coupons/{id}/do/{action}", post(act::act))
}
