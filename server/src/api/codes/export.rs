//! `GET /v1/coupons/{id}/codes/export`.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use futures::stream;
use tessera_app::App;
use tessera_app::codes::{CodeExport, ExportFormat};

use crate::answer::Reply;
use crate::auth::Authenticated;
use crate::extract::{PathId, Query};

const FORMATS: [(&str, ExportFormat); 2] = [("csv", ExportFormat::Csv), ("xlsx", ExportFormat::Xlsx)];

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Export a coupon's codes.
///
/// All of them, sorted by their text, with status, owner, end, uses, limit, balance, batch and the last order: as CSV, or as a
/// workbook with 1,048,575 codes on a sheet. No cell is taken for a formula by a spreadsheet: in CSV those that look like one
/// begin with an apostrophe. The import reads the CSV again.
#[utoipa::path(
    get,
    path = "/v1/coupons/{id}/codes/export",
    tag = "Codes",
    security(("key" = ["codes:read"])),
    params(
        ("id" = String, Path, description = "`cpn_...`"),
        ("format" = Option<String>, Query, description = "`csv` (default) or `xlsx`."),
        ("batch_id" = Option<String>, Query, description = "Made by this job."),
    ),
    responses((
        status = 200,
        description = "The codes, a line each.",
        content(
            (String = "text/csv"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )
    ))
)]
pub(super) async fn export_codes(
    State(app): State<App>,
    Authenticated(caller): Authenticated,
    PathId(id): PathId,
    uri: Uri,
) -> Reply {
    let mut query = Query::of(&uri)?;
    let format = query.word("format", &FORMATS)?.unwrap_or_default();
    let batch = query.text("batch_id");
    query.finish()?;
    let mut export = app.export_codes(&caller, &id, format, batch.as_deref()).await?;
    // The first lines are read before the answer begins, so that what stands in the way is told as a problem.
    let first = export.next_piece().await?.unwrap_or_default();
    Ok(table(first, export, format))
}

/// The table as a file: its first lines, and what is still to be read.
pub(crate) fn table(first: Vec<u8>, export: CodeExport, format: ExportFormat) -> Response {
    let rest = stream::try_unfold(export, |mut export| async move {
        let piece = export.next_piece().await.map_err(|problem| std::io::Error::other(problem.detail))?;
        Ok::<_, std::io::Error>(piece.map(|piece| (Bytes::from(piece), export)))
    });
    let first = stream::once(async move { Ok(Bytes::from(first)) });
    let mut response = Body::from_stream(stream::StreamExt::chain(first, rest)).into_response();
    let headers = response.headers_mut();
    let (kind, disposition) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "attachment; filename=\"codes.csv\""),
        ExportFormat::Xlsx => (WORKBOOK, "attachment; filename=\"codes.xlsx\""),
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    response
}
