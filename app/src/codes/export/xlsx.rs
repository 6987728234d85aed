//! Rows as a workbook of Office Open XML (ECMA-376), written as a stream: what is written is taken away at once, so that a
//! workbook of any size needs no more memory than a page of it. Texts stand in their cells as texts, never as formulas.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::cells::{COLUMNS, Cell};

/// Rows of a sheet, its head among them; further ones go to further sheets.
const MOST_ROWS: u32 = 1_048_576;

/// Bytes of a sheet before it is compressed: without the parts of the format for larger ones, that not every reader knows.
const MOST_BYTES: u64 = 3 * 1024 * 1024 * 1024;

/// The largest number that a cell can hold exactly.
const EXACT: u64 = 999_999_999_999_999;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SHEET_HEAD: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";
const SHEET_END: &str = "</sheetData></worksheet>";
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What was written and not taken yet.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Vec<u8> {
        mem::take(&mut *self.0.lock().expect("nothing panics while it holds this lock"))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nothing panics while it holds this lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A workbook that is being written.
pub(super) struct Workbook {
    zip: ZipWriter<StreamWriter<Sink>>,
    sink: Sink,
    most_rows: u32,
    /// Sheets so far; the last is open.
    sheets: u32,
    /// Rows of the open sheet.
    rows: u32,
    /// Bytes of the open sheet.
    bytes: u64,
    /// The row that is being written.
    row: String,
}

impl Workbook {
    /// A workbook whose first sheet has its head.
    pub(super) fn begin() -> io::Result<Self> {
        Self::with_sheets_of(MOST_ROWS)
    }

    fn with_sheets_of(most_rows: u32) -> io::Result<Self> {
        let sink = Sink::default();
        let zip = ZipWriter::new_stream(sink.clone());
        let mut workbook = Self { zip, sink, most_rows, sheets: 0, rows: 0, bytes: 0, row: String::new() };
        workbook.begin_sheet()?;
        Ok(workbook)
    }

    /// Writes a row, on a further sheet if the open one is full.
    pub(super) fn write_row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.rows >= self.most_rows || self.bytes >= MOST_BYTES {
            self.zip.write_all(SHEET_END.as_bytes())?;
            self.begin_sheet()?;
        }
        self.rows += 1;
        let mut row = mem::take(&mut self.row);
        row.clear();
        let _ = write!(row, "<row r=\"{}\">", self.rows);
        for (column, cell) in ('A'..='Z').zip(cells) {
            write_cell(&mut row, column, self.rows, cell);
        }
        row.push_str("</row>");
        self.zip.write_all(row.as_bytes())?;
        self.bytes += u64::try_from(row.len()).unwrap_or(u64::MAX);
        self.row = row;
        Ok(())
    }

    /// What was written since the last time.
    pub(super) fn take(&self) -> Vec<u8> {
        self.sink.take()
    }

    /// Ends the workbook; answers the rest of it. What says how many sheets there are comes last.
    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        self.zip.write_all(SHEET_END.as_bytes())?;
        let parts = [
            ("xl/workbook.xml", self.workbook()),
            ("xl/_rels/workbook.xml.rels", self.relationships()),
            ("_rels/.rels", package_relationships()),
            ("[Content_Types].xml", self.content_types()),
        ];
        for (name, part) in parts {
            self.zip.start_file(name, options())?;
            self.zip.write_all(DECLARATION.as_bytes())?;
            self.zip.write_all(part.as_bytes())?;
        }
        self.zip.finish()?;
        Ok(self.sink.take())
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        (self.rows, self.bytes) = (0, 0);
        self.zip.start_file(format!("xl/worksheets/sheet{}.xml", self.sheets), options())?;
        self.zip.write_all(DECLARATION.as_bytes())?;
        self.zip.write_all(SHEET_HEAD.as_bytes())?;
        self.write_row(&COLUMNS.map(|name| Cell::Text(name.into())))
    }

    fn workbook(&self) -> String {
        let mut part = format!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{RELATIONSHIPS}\"><sheets>"
        );
        for number in 1..=self.sheets {
            let _ = write!(part, "<sheet name=\"codes {number}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        }
        part.push_str("</sheets></workbook>");
        part
    }

    fn relationships(&self) -> String {
        let mut part = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
        for number in 1..=self.sheets {
            let _ = write!(
                part,
                "<Relationship Id=\"rId{number}\" Type=\"{RELATIONSHIPS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
        }
        part.push_str("</Relationships>");
        part
    }

    fn content_types(&self) -> String {
        let mut part = format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{SPREADSHEET}.sheet.main+xml\"/>"
        );
        for number in 1..=self.sheets {
            let _ = write!(
                part,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{SPREADSHEET}.worksheet+xml\"/>"
            );
        }
        part.push_str("</Types>");
        part
    }
}

fn package_relationships() -> String {
    format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

/// Fast rather than small: a code is random, and does not get shorter.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1))
}

fn write_cell(row: &mut String, column: char, number: u32, cell: &Cell<'_>) {
    match cell {
        Cell::Empty => {}
        Cell::Number(value) if value.unsigned_abs() <= EXACT => {
            let _ = write!(row, "<c r=\"{column}{number}\"><v>{value}</v></c>");
        }
        Cell::Number(value) => write_text(row, column, number, &value.to_string()),
        Cell::Text(text) => write_text(row, column, number, text),
    }
}

fn write_text(row: &mut String, column: char, number: u32, text: &str) {
    let _ = write!(row, "<c r=\"{column}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    for (place, character) in text.char_indices() {
        match character {
            '&' => row.push_str("&amp;"),
            '<' => row.push_str("&lt;"),
            '>' => row.push_str("&gt;"),
            // What looks like the format's own escape of a character is escaped by it.
            '_' if is_escape(&text[place..]) => row.push_str("_x005F_"),
            '\t' | '\n' | '\r' => {
                let _ = write!(row, "&#{};", u32::from(character));
            }
            // XML has no place for them.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => row.push('\u{fffd}'),
            other => row.push(other),
        }
    }
    row.push_str("</t></is></c>");
}

/// Whether a text begins with `_xHHHH_`.
fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes.starts_with(b"_x") && bytes[2..6].iter().all(u8::is_ascii_hexdigit) && bytes[6] == b'_'
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_workbook_opens_with_texts_as_texts_and_goes_on_on_further_sheets() {
        let mut workbook = Workbook::with_sheets_of(3).unwrap();
        let mut bytes = Vec::new();
        for (number, text) in ["=1+1", "<a&b> \u{e9}\u{1f600}", "-2-3", "A_x0041_B", " x "].into_iter().enumerate() {
            let number = i64::try_from(number).unwrap();
            workbook
                .write_row(&[Cell::Text(text.into()), Cell::Empty, Cell::Number(number), Cell::Number(i64::MAX)])
                .unwrap();
            bytes.extend(workbook.take());
        }
        bytes.extend(workbook.finish().unwrap());
        let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
        assert_eq!(read.sheet_names(), ["codes 1", "codes 2", "codes 3"]);
        let mut found = Vec::new();
        for name in read.sheet_names() {
            let sheet = read.worksheet_range(&name).unwrap();
            assert_eq!(sheet.get((0, 0)), Some(&Data::String("code".to_owned())));
            assert_eq!(read.worksheet_formula(&name).unwrap().cells().count(), 0, "no formula anywhere");
            for row in sheet.rows().skip(1) {
                assert_eq!((&row[1], &row[3]), (&Data::Empty, &Data::String(i64::MAX.to_string())));
                found.push((row[0].to_string(), row[2].to_string()));
            }
        }
        let numbers: Vec<&str> = found.iter().map(|(_, number)| number.as_str()).collect();
        assert_eq!(numbers, ["0", "1", "2", "3", "4"]);
        assert_eq!((found[0].0.as_str(), found[1].0.as_str()), ("=1+1", "<a&b> \u{e9}\u{1f600}"));
        assert_eq!((found[2].0.as_str(), found[4].0.as_str()), ("-2-3", " x "));
        assert_eq!(found[3].0, "A_x0041_B", "not the letter that `_x0041_` stands for");
    }

    #[test]
    fn what_is_written_is_taken_away_at_once() {
        let mut workbook = Workbook::begin().unwrap();
        let mut written = 0;
        for number in 0..50_000_u64 {
            // Nothing that compresses to nothing.
            let text = format!("{:x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            workbook.write_row(&[Cell::Text(text.into())]).unwrap();
            if number % 1_000 == 0 {
                let taken = workbook.take();
                assert!(taken.len() < 256 * 1024, "{}", taken.len());
                written += taken.len();
            }
        }
        assert!(written > 256 * 1024, "it is a stream: {written}");
    }
}
