//! Rows as CSV, RFC 4180.

use std::fmt::Write as _;

use super::cells::{COLUMNS, Cell};
use crate::spreadsheet::write_text;

/// Writes the names of the columns.
pub(super) fn write_head(lines: &mut String) {
    lines.push_str(&COLUMNS.join(","));
    lines.push_str("\r\n");
}

/// Writes a row.
pub(super) fn write_row(lines: &mut String, cells: &[Cell<'_>]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            lines.push(',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => write_text(lines, text),
            Cell::Number(number) => {
                let _ = write!(lines, "{number}");
            }
        }
    }
    lines.push_str("\r\n");
}
