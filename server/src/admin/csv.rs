//! Tables that are downloaded: CSV, RFC 4180. No cell is taken for a formula by a spreadsheet.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Writes a row.
pub(super) fn write_row<'c>(table: &mut String, cells: impl IntoIterator<Item = &'c str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            table.push(',');
        }
        // A spreadsheet calculates what begins like this; an apostrophe before it makes it text.
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        if cell.contains([',', '"', '\n', '\r']) {
            table.push_str(&format!("\"{guard}{}\"", cell.replace('"', "\"\"")));
        } else {
            table.push_str(guard);
            table.push_str(cell);
        }
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
