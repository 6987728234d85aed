//! `GET /v1/coupons/{id}/codes/export`.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use futures::stream;
use tessera_app::App;
use tessera_app::codes::CodeExport;

use crate::answer::Reply;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

const FORMATS: [(&str, ()); 1] = [("csv", ())];

/// Export a coupon's codes.
///
/// All of them as CSV, sorted by their text, with status, owner, end, uses, limit, balance, batch and the last order. No
/// cell is taken for a formula by a spreadsheet: those that look like one begin with an apostrophe.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/codes/export",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("format" = Option<String>, Query, description = "`csv`."),
    ),
    responses((status = 200, description = "The codes, a line each.", body = String, content_type = "text/csv"))
)]
pub(super) async fn export_codes(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    query.word("format", &FORMATS)?;
    query.finish()?;
    let mut export = app.export_codes(&caller, &id).await?;
    // The first lines are read before the answer begins, so that what stands in the way is told as a problem.
    let first = export.next_lines().await?.unwrap_or_default();
    Ok(table(first, export))
}

fn table(first: String, export: CodeExport) -> Response {
    let rest = stream::try_unfold(export, |mut export| async move {
        let lines = export.next_lines().await.map_err(|problem| std::io::Error::other(problem.detail))?;
        Ok::<_, std::io::Error>(lines.map(|lines| (Bytes::from(lines), export)))
    });
    let first = stream::once(async move { Ok(Bytes::from(first)) });
    let mut response = Body::from_stream(stream::StreamExt::chain(first, rest)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"codes.csv\""));
    response
}
