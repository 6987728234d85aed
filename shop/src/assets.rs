//! Style sheets and script. They are in the program; links carry their hash, so that browsers keep them for good.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::tokens::hex;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// Shows a file.
pub(crate) async fn read(Path(file): Path<String>) -> Response {
    let Some(found) = Assets::get(&file) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, found.data.into_owned()).into_response()
}

/// The link to a file, with its hash.
pub(crate) fn link(file: &str) -> String {
    let hash = Assets::get(file).map(|found| found.metadata.sha256_hash()).unwrap_or_default();
    format!("/shop/assets/{file}?v={}", hex(&hash[..6]))
}
