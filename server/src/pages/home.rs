//! `/`: what this is and where everything is.

use askama::Template;
use axum::extract::State;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, VARY};
use axum::http::{HeaderMap, HeaderValue, Uri};
use tessera_app::App;

use super::language::Language;
use super::{PLAIN, assets, page};
use crate::answer::Reply;

/// The home page, in each language one template.
#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    french: bool,
    language: &'static str,
    style: String,
    icon: String,
    version: &'static str,
    coupons: usize,
    ready: bool,
    example: &'static str,
}

/// A call that works on a new installation.
const EXAMPLE: &str = include_str!("../../templates/first_quote.sh");

/// Shows the home page.
pub(super) async fn show_home(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Reply {
    let language = Language::of(&uri, &headers);
    let health = app.check_health().await;
    let home = HomePage {
        french: language == Language::French,
        language: language.tag(),
        style: assets::link("tessera.css"),
        icon: assets::link("favicon.svg"),
        version: env!("CARGO_PKG_VERSION"),
        coupons: app.live().coupons_count(),
        ready: health.ready_to_read && health.ready_to_write,
        example: EXAMPLE,
    };
    let mut response = page(&home, PLAIN)?;
    response.headers_mut().insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    response.headers_mut().insert(VARY, HeaderValue::from_name(ACCEPT_LANGUAGE));
    Ok(response)
}
