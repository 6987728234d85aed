//! What a browser sees where nothing is.

use askama::Template;
use axum::http::header::{ACCEPT, CONTENT_LANGUAGE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use tessera_app::ErrorCode;

use super::language::Language;
use super::{PLAIN, assets, page};
use crate::answer::Reply;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "lost.html")]
struct LostPage {
    french: bool,
    language: &'static str,
    theme_sheet: String,
    style: String,
    icon: String,
}

/// Answers an unknown path: a browser outside the API with a page, all else with a problem document.
pub(crate) async fn answer_lost(uri: Uri, headers: HeaderMap) -> Reply {
    if is_api(uri.path()) || !takes_html(&headers) {
        return Err(Refusal::of(ErrorCode::PathUnknown));
    }
    let language = Language::of(&uri, &headers);
    let lost = LostPage {
        french: language == Language::French,
        language: language.tag(),
        theme_sheet: assets::link("theme.css"),
        style: assets::link("tessera.css"),
        icon: assets::link("favicon.svg"),
    };
    let mut response = page(&lost, PLAIN)?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept, accept-language"));
    Ok(response)
}

fn is_api(path: &str) -> bool {
    path == "/v1" || path.starts_with("/v1/")
}

/// Whether `Accept` names `text/html`; programs send `*/*` or what they read.
fn takes_html(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT).iter().any(|value| value.to_str().is_ok_and(|value| value.contains("text/html")))
}
