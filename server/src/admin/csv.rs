//! Tables that are downloaded: CSV, RFC 4180. No cell is taken for a formula by a spreadsheet.

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt as _, stream};
use tessera_app::Problem;
use tessera_app::spreadsheet::write_text;

/// A table that is read and written in pieces, so that its length needs no memory.
pub(super) trait Pieces: Sized + Send + 'static {
    /// The next rows after what is written already, and what there is after them, if anything.
    fn next_piece(self, table: String) -> impl Future<Output = Result<(Bytes, Option<Self>), Problem>> + Send;
}

/// A table as a file of this name. Its first rows are read before the answer begins, so that what stands in the way is told
/// in a page.
pub(super) async fn stream<'c, P: Pieces>(
    columns: impl IntoIterator<Item = &'c str>,
    pieces: P,
    name: &'static str,
) -> Result<Response, Problem> {
    let mut head = String::new();
    write_row(&mut head, columns);
    let (first, rest) = pieces.next_piece(head).await?;
    let rest = stream::try_unfold(rest, |rest| async move {
        let Some(pieces) = rest else { return Ok(None) };
        let piece = pieces.next_piece(String::new()).await;
        piece.map(Some).map_err(|problem| std::io::Error::other(problem.detail))
    });
    let first = stream::once(async move { Ok::<_, std::io::Error>(first) });
    Ok(file(Body::from_stream(first.chain(rest)), name))
}

/// Writes a row.
pub(super) fn write_row<'c>(table: &mut String, cells: impl IntoIterator<Item = &'c str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            table.push(',');
        }
        write_text(table, cell);
    }
    table.push_str("\r\n");
}

/// A table as a file of this name.
pub(super) fn file(body: Body, name: &'static str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    headers.insert(CONTENT_DISPOSITION, disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment")));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let mut table = String::new();
        write_row(&mut table, ["a", "b,c", "say \"hi\"", "=1+1", "-5", ""]);
        write_row(&mut table, ["@x,y"]);
        assert_eq!(table, "a,\"b,c\",\"say \"\"hi\"\"\",'=1+1,'-5,\r\n\"'@x,y\"\r\n");
    }
}
