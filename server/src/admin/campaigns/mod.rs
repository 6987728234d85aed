//! Campaigns: the list, one with its coupons and budget, making and editing, the calendar.

mod calendar;
mod edit;
mod form;
mod list;
mod month;
mod show;
mod words;

use axum::Router;
use axum::routing::get;
use tessera_app::App;

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/campaigns", get(list::show_campaigns))
        .route("/admin/campaigns/new", get(edit::show_new).post(edit::create))
        .route("/admin/campaigns/calendar", get(calendar::show_calendar))
        .route("/admin/campaigns/{id}", get(show::show_campaign))
        .route("/admin/campaigns/{id}/edit", get(edit::show_edit).post(edit::update))
}
