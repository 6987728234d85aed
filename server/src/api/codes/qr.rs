//! `GET /v1/codes/{id}/qr`.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Uri};
use axum::response::IntoResponse;
use tessera_app::App;
use tessera_app::codes::QrFormat;

use crate::answer::Reply;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

const FORMATS: [(&str, QrFormat); 2] = [("svg", QrFormat::Svg), ("png", QrFormat::Png)];

/// Pixels of a side where nothing is said.
const USUAL_SIZE: usize = 256;

/// Read a code as a QR code.
///
/// It holds the code's `link`, or the code itself while the setting `storefront_url` is not set. A PNG has one pixel for
/// each module at least, whatever its `size`.
#[utoipa::path(
    get,
    path = "/v1/codes/{id}/qr",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(
        ("id" = String, Path, description = "`cod_...`"),
        ("format" = Option<String>, Query, description = "`svg` (default) or `png`."),
        ("size" = Option<u32>, Query, description = "Pixels of a side, 64 to 2,048; default 256.", minimum = 64, maximum = 2048),
    ),
    responses(
        (status = 200, description = "The picture, with a quiet zone.", content((String = "image/svg+xml"), (String = "image/png"))),
        (status = 409, description = "`too_long_for_qr`."),
    )
)]
pub(super) async fn read_code_qr(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let format = query.word("format", &FORMATS)?.unwrap_or_default();
    let size = |text: &str| text.parse().ok().filter(|size| (64..=2_048).contains(size));
    let size = query.parsed("size", "must be a whole number from 64 to 2,048", size)?.unwrap_or(USUAL_SIZE);
    query.finish()?;
    let picture = app.read_code_qr(&caller, &id, format, size).await?;
    let kind = match format {
        QrFormat::Svg => "image/svg+xml",
        QrFormat::Png => "image/png",
    };
    let mut response = Body::from(picture).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}
