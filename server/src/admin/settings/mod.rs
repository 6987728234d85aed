//! Accounts, API keys, and where one is signed in.

mod audit;
mod keys;
mod messages;
mod segments;
mod sessions;
mod store;
mod store_form;
mod two_step;
mod user;
mod users;
mod webhook;
mod webhooks;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/settings/users", get(users::show_users).post(users::create_user))
        .route("/admin/settings/users/{id}", get(user::show_user).post(user::update_user))
        .route("/admin/settings/store", get(store::show_store).post(store::update_store))
        .route("/admin/settings/messages", get(messages::show_messages).post(messages::put_messages))
        .route("/admin/settings/messages/preview", post(messages::preview_message))
        .route("/admin/settings/audit", get(audit::show_audit))
        .route("/admin/settings/segments", get(segments::show_segments))
        .route("/admin/settings/webhooks", get(webhooks::show_webhooks).post(webhooks::create_webhook))
        .route("/admin/settings/webhooks/{id}", get(webhook::show_webhook).post(webhook::update_webhook))
        .route("/admin/settings/webhooks/{id}/secret", post(webhook::rotate_secret))
        .route("/admin/settings/webhooks/{id}/replay", post(webhook::replay))
        .route("/admin/settings/webhooks/{id}/delete", post(webhook::delete))
        .route("/admin/settings/keys", get(keys::show_keys).post(keys::create_key))
        .route("/admin/settings/keys/{id}/revoke", get(keys::ask_revoke).post(keys::revoke_key))
        .route("/admin/settings/sessions", get(sessions::show_sessions))
        .route("/admin/settings/sessions/{id}/end", post(sessions::end_session))
        .route("/admin/settings/two-step", get(two_step::show_two_step))
        .route("/admin/settings/two-step/begin", post(two_step::begin))
        .route("/admin/settings/two-step/confirm", post(two_step::confirm))
        .route("/admin/settings/two-step/codes", post(two_step::make_codes))
        .route("/admin/settings/two-step/end", post(two_step::end))
        .route("/admin/settings/users/{id}/two-step", post(user::reset_two_step))
        .route("/admin/settings/password", post(sessions::change_password))
}
