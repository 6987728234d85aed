//! Language and colours, kept in cookies of the browser.

use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};

use super::form::Form;
use super::shell::own_path;
use super::theme::Theme;
use super::visit::{LANGUAGE_COOKIE, THEME_COOKIE, Visit, set_cookie};
use crate::answer::Reply;
use crate::pages::language::Language;

/// How long a choice is kept.
const YEAR: i64 = 365 * 86_400;

/// Keeps what was chosen and goes back.
pub(super) async fn keep_preferences(visit: Visit, form: Form) -> Reply {
    let mut response = Redirect::to(own_path(form.text("here"), "/admin/coupons")).into_response();
    let headers = response.headers_mut();
    if let Some(language) = Language::parse(form.text("language")).filter(|_| form.has("language")) {
        headers.append(SET_COOKIE, set_cookie(&visit, LANGUAGE_COOKIE, language.tag(), Some(YEAR)));
    }
    if let Some(theme) = Theme::parse(form.text("theme")) {
        headers.append(SET_COOKIE, set_cookie(&visit, THEME_COOKIE, theme.name(), Some(YEAR)));
    }
    Ok(response)
}
