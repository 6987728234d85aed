//! All codes of a coupon as a table, a page at a time: CSV, or a workbook of a spreadsheet.

mod cells;
mod csv;
mod export_codes;
mod xlsx;

#[cfg(test)]
pub(super) use cells::COLUMNS;

pub use export_codes::{CodeExport, ExportFormat};
