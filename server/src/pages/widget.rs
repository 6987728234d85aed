//! `/widget/tessera.js`: the code box that shops load, `/docs/widget`, which shows how, and its manual.

use std::io::Write;
use std::sync::LazyLock;

use askama::Template;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HOST,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::here::Here;
use super::{assets, page};
use crate::answer::Reply;

/// The script as it is written, with its comments.
const SOURCE: &str = include_str!("../../../clients/widget/tessera.js");

/// Shops write one address for good, so it is asked again soon; unchanged it is not sent again.
const SHORTLY: &str = "public, max-age=300, stale-while-revalidate=86400";

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The script as it is sent.
struct Script {
    plain: Bytes,
    gzip: Bytes,
    etag: HeaderValue,
}

static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    let plain = without_comments(SOURCE);
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::best());
    // Nothing that is written into memory fails.
    let gzip = encoder.write_all(plain.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
    let digest = Sha256::digest(plain.as_bytes());
    let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let etag = HeaderValue::from_str(&format!("\"{digest}\"")).expect("digits in quotes");
    Script { plain: plain.into(), gzip: gzip.into(), etag }
});

/// The script without the lines that are comments alone and without what stands before the others: nothing of it means
/// anything to a browser, and a third of the bytes are saved.
fn without_comments(source: &str) -> String {
    let mut script = String::with_capacity(source.len());
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        in_comment |= line.starts_with("/**");
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            script.push_str(line);
            script.push('\n');
        }
    }
    script
}

/// Reads the script, from a page of any origin.
pub(super) async fn read_widget(headers: HeaderMap) -> Reply {
    let script = &*SCRIPT;
    let mut answer = [
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
        (CACHE_CONTROL, HeaderValue::from_static(SHORTLY)),
        (ETAG, script.etag.clone()),
        (VARY, HeaderValue::from_name(ACCEPT_ENCODING)),
        (CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
    ]
    .into_iter()
    .collect::<HeaderMap>();
    if is_known(&headers, &script.etag) {
        answer.remove(CONTENT_TYPE);
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    if !assets::takes_gzip(&headers) {
        return Ok((answer, script.plain.clone()).into_response());
    }
    answer.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Ok((answer, script.gzip.clone()).into_response())
}

/// Whether the browser has what it would get.
fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let named = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = named.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes())
}

/// The box on the page asks this server.
const WITH_BOX: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "widget.html")]
struct WidgetPage<'a> {
    theme_sheet: String,
    style: String,
    icon: String,
    here: &'a str,
    key: Option<&'a str>,
}

/// What the page is asked with.
#[derive(Deserialize)]
pub(super) struct Asked {
    key: Option<String>,
}

/// Shows the two lines and, for a publishable key, the box itself.
pub(super) async fn show_widget(Query(asked): Query<Asked>, Here(here): Here) -> Reply {
    // A secret key has nothing to do in a page.
    let key = asked.key.as_deref().map(str::trim).filter(|key| key.starts_with("pk_"));
    let widget_page = WidgetPage {
        theme_sheet: assets::link("theme.css"),
        style: assets::link("tessera.css"),
        icon: assets::link("favicon.svg"),
        here: &here,
        key,
    };
    let mut answer = page(&widget_page, WITH_BOX)?;
    answer.headers_mut().insert(VARY, HeaderValue::from_name(HOST));
    Ok(answer)
}

/// What else there is to know of the box.
const MANUAL: &str = include_str!("../../../clients/widget/README.md");

/// Shows the manual as it is written.
pub(super) async fn show_manual() -> Reply {
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-cache")], MANUAL).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_and_indentation_are_left_out() {
        let source =
            "/**\n * Words.\n * @type {string}\n */\nconst a = 1; // stays\n\n  /** One line. */\n  // gone\n  b();\n";
        assert_eq!(without_comments(source), "const a = 1; // stays\nb();\n");
    }

    #[test]
    fn the_script_is_below_15_kb_as_it_is_sent() {
        assert!(SCRIPT.gzip.len() < 15_000, "{} bytes", SCRIPT.gzip.len());
        assert!(!String::from_utf8_lossy(&SCRIPT.plain).contains("@typedef"));
    }
}
