//! Templates: the gallery, one template, making a draft of it, the team's own.

mod advice;
mod card;
mod gallery;
mod own;
mod show;
mod use_template;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/templates", get(gallery::show_gallery))
        .route("/admin/templates/{id}", get(show::show_template).post(own::update_template))
        .route("/admin/templates/{id}/use", post(use_template::use_template))
        .route("/admin/templates/{id}/copy", post(own::copy_template))
        .route("/admin/templates/{id}/delete", post(own::delete_template))
}
