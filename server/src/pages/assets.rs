//! The files pages load. They are in the binary; nothing comes from elsewhere.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use rust_embed::RustEmbed;
use tessera_app::ErrorCode;

use crate::answer::Reply;
use crate::problem::Refusal;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// Links carry the file's hash as `?v=`, so a browser may keep a file for good.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Reads a file.
pub(super) async fn read_asset(Path(path): Path<String>) -> Reply {
    let file = Assets::get(&path).ok_or_else(|| Refusal::of(ErrorCode::PathUnknown))?;
    let content_type = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    Ok(([(CONTENT_TYPE, content_type), (CACHE_CONTROL, FOR_GOOD)], file.data).into_response())
}

/// The link to a file, with its hash.
pub(super) fn link(path: &str) -> String {
    let version = Assets::get(path).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let version: String = version.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{path}?v={version}")
}
