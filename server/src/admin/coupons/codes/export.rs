//! `/admin/coupons/{id}/codes/export`: all codes of a coupon, as a table to download.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;
use tessera_app::codes::ExportFormat;

use crate::admin::form::Form;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::api::code_table;
use crate::extract::PathId;

/// Sends the table, a piece at a time.
pub(super) async fn export_codes(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let format = if query.text("format") == "xlsx" { ExportFormat::Xlsx } else { ExportFormat::Csv };
    let batch = Some(query.text("batch")).filter(|batch| !batch.is_empty());
    let mut export = app.export_codes(admin.caller(), &id, format, batch).await?;
    // The first lines are read before the answer begins, so that what stands in the way is told in a page.
    let first = export.next_piece().await?.unwrap_or_default();
    Ok(code_table(first, export, format))
}
