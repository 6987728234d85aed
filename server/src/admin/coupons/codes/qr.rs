//! `/admin/coupons/{id}/codes/{code}/qr`: a code as a QR code, to look at or to keep.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::IntoResponse;
use tessera_app::codes::QrFormat;
use tessera_app::{App, ErrorCode};

use crate::admin::form::Form;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathIds;
use crate::problem::Refusal;

/// Pixels of a side where nothing is said.
const USUAL_SIZE: usize = 256;

/// Draws it. With `keep` the browser saves it instead of showing it.
pub(super) async fn show_qr(State(app): State<App>, admin: Admin, PathIds(id, code): PathIds, uri: Uri) -> Reply {
    if app.read_code(admin.caller(), &code).await?.coupon_id != id {
        return Err(Refusal::of(ErrorCode::NotFound));
    }
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let (format, kind, name) = match query.text("format") {
        "png" => (QrFormat::Png, "image/png", "attachment; filename=\"code.png\""),
        _ => (QrFormat::Svg, "image/svg+xml", "attachment; filename=\"code.svg\""),
    };
    let size = query.text("size").parse().ok().filter(|size| (64..=2_048).contains(size)).unwrap_or(USUAL_SIZE);
    let picture = app.read_code_qr(admin.caller(), &code, format, size).await?;
    let mut response = Body::from(picture).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if query.has("keep") {
        response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static(name));
    }
    Ok(response)
}
