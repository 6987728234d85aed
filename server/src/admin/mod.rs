//! The admin pages. One page is one file; what every page shares stands beside this: `gate.rs` is what each request
//! passes, `visit.rs` what is known of it, `shell.rs` the frame of a page, `texts.rs` every word.
//!
//! A page does what the API does: it calls the same use case with the rights of who is signed in. It works without
//! script; htmx and `admin.js` only make it quicker.

mod campaigns;
mod coupons;
mod csv;
mod error_page;
mod fields;
mod flash;
mod form;
mod form_field;
mod gate;
mod help;
mod instants;
mod made;
mod money;
mod overview;
mod palette;
mod preferences;
mod rules;
mod same_origin;
mod settings;
mod setup;
mod shell;
mod sign_in;
mod sign_in_code;
mod sign_out;
mod templates;
mod texts;
mod theme;
mod upload;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use tessera_app::{App, ErrorCode};

use crate::problem::Refusal;
use crate::proxies::TrustedProxies;

/// The pages that stand in no description, for figures. Forms that are sent count under `other`.
pub(crate) const PATHS: [&str; 59] = [
    "/admin",
    "/admin/sign-in",
    "/admin/setup",
    "/admin/palette",
    "/admin/coupons",
    "/admin/coupons/new",
    "/admin/coupons/code",
    "/admin/coupons/pick",
    "/admin/coupons/reality/{job}",
    "/admin/coupons/{id}",
    "/admin/coupons/{id}/edit",
    "/admin/coupons/{id}/basket",
    "/admin/coupons/export",
    "/admin/coupons/{id}/card",
    "/admin/coupons/{id}/quick",
    "/admin/coupons/{id}/share",
    "/admin/coupons/{id}/share/sheet",
    "/admin/coupons/{id}/delete",
    "/admin/coupons/{id}/template",
    "/admin/coupons/{id}/again",
    "/admin/coupons/{id}/usages",
    "/admin/coupons/{id}/usages/export",
    "/admin/coupons/{id}/usages/{usage}/cancel",
    "/admin/coupons/{id}/attempts",
    "/admin/coupons/{id}/codes",
    "/admin/coupons/{id}/codes/new",
    "/admin/coupons/{id}/codes/import",
    "/admin/coupons/{id}/codes/export",
    "/admin/coupons/{id}/codes/labels",
    "/admin/coupons/{id}/codes/jobs/{job}",
    "/admin/coupons/{id}/codes/jobs/{job}/void",
    "/admin/coupons/{id}/codes/{code}",
    "/admin/coupons/{id}/codes/{code}/qr",
    "/admin/coupons/{id}/versions",
    "/admin/coupons/{id}/versions/compare",
    "/admin/coupons/{id}/activity",
    "/admin/coupons/{id}/lint",
    "/admin/help/why",
    "/admin/overview/counts",
    "/admin/overview/checks",
    "/admin/settings/users",
    "/admin/settings/users/{id}",
    "/admin/settings/keys",
    "/admin/settings/sessions",
    "/admin/settings/two-step",
    "/admin/settings/store",
    "/admin/settings/messages",
    "/admin/settings/audit",
    "/admin/settings/segments",
    "/admin/settings/webhooks",
    "/admin/settings/webhooks/{id}",
    "/admin/campaigns",
    "/admin/campaigns/new",
    "/admin/campaigns/calendar",
    "/admin/campaigns/{id}",
    "/admin/campaigns/{id}/edit",
    "/admin/templates",
    "/admin/templates/{id}",
    "/admin/sign-in/code",
];

/// The pages behind the gate.
pub(crate) fn routes(app: App, proxies: TrustedProxies) -> Router<App> {
    let gate = gate::Gate { app, proxies: Arc::new(proxies) };
    Router::new()
        .route("/admin", get(overview::show_overview))
        .route("/admin/", get(|| async { Redirect::to("/admin") }))
        .route("/admin/overview/counts", get(overview::show_counts))
        .route("/admin/overview/checks", get(overview::show_checks))
        .route("/admin/help/why", get(help::show_why).post(help::answer_why))
        .route("/admin/sign-in", get(sign_in::show_sign_in).post(sign_in::sign_in))
        .route("/admin/sign-in/code", get(sign_in_code::show_code).post(sign_in_code::sign_in_with_code))
        .route("/admin/sign-out", post(sign_out::sign_out))
        .route("/admin/setup", get(setup::show_setup).post(setup::set_up))
        .route("/admin/preferences", post(preferences::keep_preferences))
        .route("/admin/palette", get(palette::show_palette))
        .merge(coupons::routes())
        .merge(campaigns::routes())
        .merge(templates::routes())
        .merge(settings::routes())
        .route("/admin/{*rest}", get(|| async { Refusal::of(ErrorCode::PathUnknown) }))
        .layer(axum::middleware::from_fn_with_state(gate, gate::pass_gate))
}
