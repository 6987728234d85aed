//! The codes of a coupon: the table, one code, making many and watching that, import, export, labels.

mod act;
mod asked;
mod export;
mod import;
mod job;
mod labels;
mod list;
mod make;
mod qr;
mod show;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/coupons/{id}/codes", get(list::show_codes).post(make::make_codes))
        .route("/admin/coupons/{id}/codes/new", get(make::show_make).post(make::make_codes))
        .route("/admin/coupons/{id}/codes/preview", post(make::preview_codes))
        .route("/admin/coupons/{id}/codes/import", get(import::show_import).post(import::import_codes))
        .route("/admin/coupons/{id}/codes/export", get(export::export_codes))
        .route("/admin/coupons/{id}/codes/labels", get(labels::show_labels))
        .route("/admin/coupons/{id}/codes/void", post(act::void_codes))
        .route("/admin/coupons/{id}/codes/jobs/{job}", get(job::show_job))
        .route("/admin/coupons/{id}/codes/jobs/{job}/cancel", post(job::cancel_job))
        .route("/admin/coupons/{id}/codes/jobs/{job}/void", get(job::ask_void).post(job::void_batch))
        .route("/admin/coupons/{id}/codes/{code}", get(show::show_code))
        .route("/admin/coupons/{id}/codes/{code}/assign", post(act::assign_code))
        .route("/admin/coupons/{id}/codes/{code}/qr", get(qr::show_qr))
}
