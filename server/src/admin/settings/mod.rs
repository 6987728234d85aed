//! Accounts, API keys, and where one is signed in.

mod keys;
mod sessions;
mod user;
mod users;

use axum::Router;
use axum::routing::{get, post};
use tessera_app::App;

/// The pages.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/admin/settings/users", get(users::show_users).post(users::create_user))
        .route("/admin/settings/users/{id}", get(user::show_user).post(user::update_user))
        .route("/admin/settings/keys", get(keys::show_keys).post(keys::create_key))
        .route("/admin/settings/keys/{id}/revoke", get(keys::ask_revoke).post(keys::revoke_key))
        .route("/admin/settings/sessions", get(sessions::show_sessions))
        .route("/admin/settings/sessions/{id}/end", post(sessions::end_session))
        .route("/admin/settings/password", post(sessions::change_password))
}
