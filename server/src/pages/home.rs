//! `/`: what this is, the first steps and where everything is.

use askama::Template;
use axum::extract::State;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, VARY};
use axum::http::{HeaderMap, HeaderValue, Uri};
use tessera_app::App;

use super::here::Here;
use super::language::Language;
use super::{PLAIN, assets, page};
use crate::answer::Reply;

/// The home page, in each language one template.
#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    french: bool,
    language: &'static str,
    theme_sheet: String,
    style: String,
    icon: String,
    version: &'static str,
    coupons: usize,
    ready: bool,
    here: String,
    has_shop: bool,
}

/// Shows the home page; `has_shop` says whether a demo shop is served beside it.
pub(super) async fn show_home(
    has_shop: bool,
    State(app): State<App>,
    Here(here): Here,
    uri: Uri,
    headers: HeaderMap,
) -> Reply {
    let language = Language::of(&uri, &headers);
    let health = app.check_health().await;
    let home = HomePage {
        french: language == Language::French,
        language: language.tag(),
        theme_sheet: assets::link("theme.css"),
        style: assets::link("tessera.css"),
        icon: assets::link("favicon.svg"),
        version: env!("CARGO_PKG_VERSION"),
        coupons: app.live().coupons_count(),
        ready: health.ready_to_read && health.ready_to_write,
        here,
        has_shop,
    };
    let mut response = page(&home, PLAIN)?;
    response.headers_mut().insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response.headers_mut().insert(VARY, HeaderValue::from_name(ACCEPT_LANGUAGE));
    Ok(response)
}
