//! The files pages load. They are in the binary; nothing comes from elsewhere.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::IntoResponse;
use flate2::Compression;
use flate2::write::GzEncoder;
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
pub(super) async fn read_asset(Path(path): Path<String>, headers: HeaderMap) -> Reply {
    let file = Assets::get(&path).ok_or_else(|| Refusal::of(ErrorCode::PathUnknown))?;
    let content_type = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    let mut response = ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, FOR_GOOD)]).into_response();
    response.headers_mut().insert(VARY, HeaderValue::from_name(ACCEPT_ENCODING));
    *response.body_mut() = if file.data.len() >= WORTH_IT && takes_gzip(&headers) {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Body::from(compressed(path, &file.data))
    } else {
        Body::from(file.data.into_owned())
    };
    Ok(response)
}

/// A smaller file is sent as it is.
const WORTH_IT: usize = 4 * 1_024;

/// Whether `Accept-Encoding` names gzip and does not refuse it.
pub(super) fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// A file compressed, once for the life of the process.
fn compressed(path: String, data: &[u8]) -> Bytes {
    static KNOWN: Mutex<BTreeMap<String, Bytes>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let compress = || {
        let mut encoder = GzEncoder::new(Vec::with_capacity(data.len() / 4), Compression::best());
        // Nothing that is written into memory fails.
        let written = encoder.write_all(data).and_then(|()| encoder.finish());
        Bytes::from(written.unwrap_or_default())
    };
    known.entry(path).or_insert_with(compress).clone()
}

/// The link to a file, with its hash.
pub(crate) fn link(path: &str) -> String {
    let version = Assets::get(path).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let version: String = version.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{path}?v={version}")
}
