//! Signs out.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};
use tessera_app::App;

use super::form::Form;
use super::visit::{Admin, SESSION_COOKIE, set_cookie};
use crate::answer::Reply;

/// Ends this session.
pub(super) async fn sign_out(State(app): State<App>, admin: Admin, _form: Form) -> Reply {
    let Admin { visit, signed_in } = &admin;
    app.end_session(signed_in, &signed_in.session_id, &visit.request_id).await?;
    let mut response = Redirect::to("/admin/sign-in").into_response();
    response.headers_mut().append(SET_COOKIE, set_cookie(visit, SESSION_COOKIE, "", Some(0)));
    Ok(response)
}
