//! The rows of a table of codes.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Number, Value};
use tessera_engine::from_json;

use super::head::{Column, Head};
use crate::codes::request::{AskedCodes, NewCode};
use crate::coupons::Days;
use crate::problem::Problem;

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableRow {
    /// The line of the table on which it begins; the head is on the first.
    pub(super) line: u64,
    /// What it says, or every fault of it.
    pub(super) read: Result<AskedRow, Vec<RowFault>>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AskedRow {
    /// As a body that asks for one code would say it.
    pub(super) new: NewCode,
    /// Whether it was live when it was exported; `Err`: what it was.
    pub(super) was_live: Result<(), &'static str>,
}

/// A fault of a row: a stable word, and words for whoever wrote it.
pub(super) type RowFault = (&'static str, String);

/// Some rows of a table.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<TableRow>,
    /// Bytes of the text that these rows take.
    pub(super) used: usize,
    /// Line breaks in them.
    pub(super) lines: u64,
    /// Whether there are no further rows in the table.
    pub(super) is_over: bool,
}

/// Reads up to `most` whole rows from the beginning of a text, whose first line is `line`. Unless the table ends with the
/// text, what stands last in it may go on behind it and is left.
pub(super) fn read_rows(text: &str, line: u64, head: &Head, days: &Days, is_end: bool, most: usize) -> Rows {
    let blank = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let mut found = Rows { used: blank, lines: breaks(&text[..blank]), ..Rows::default() };
    let table = &text[blank..];
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(head.separator).from_reader(table.as_bytes());
    let mut record = StringRecord::new();
    let mut begin = 0;
    while found.rows.len() < most {
        // The text is UTF-8 and is read from memory: nothing else can go wrong.
        if !reader.read_record(&mut record).unwrap_or(false) {
            if is_end {
                found.lines += breaks(&table[begin..]);
                (found.used, found.is_over) = (text.len(), true);
            }
            break;
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(table.len()).min(table.len());
        if end == table.len() && !is_end {
            break;
        }
        let between = &table[begin..end];
        let lead = between.len() - between.trim_start_matches(['\r', '\n']).len();
        let starts_at = line + found.lines + breaks(&between[..lead]);
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            found.rows.push(TableRow { line: starts_at, read: read_row(&record, &head.columns, days) });
        }
        found.lines += breaks(between);
        (begin, found.used) = (end, blank + end);
    }
    found
}

fn breaks(text: &str) -> u64 {
    u64::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u64::MAX)
}

/// Reads a row as the body that asks for one code is read, so that both take the same.
fn read_row(record: &StringRecord, columns: &[Column], days: &Days) -> Result<AskedRow, Vec<RowFault>> {
    let surplus = record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty());
    if record.len() < columns.len() || surplus {
        let detail = format!(
            "has {} cells, the head has {}; is a quote missing around a cell with a separator?",
            record.len(),
            columns.len()
        );
        return Err(vec![("ragged_row", detail)]);
    }
    let (mut body, mut balance, mut was_live, mut uses) = (Map::new(), Map::new(), Ok(()), None);
    for (column, cell) in columns.iter().zip(record) {
        let cell = unescaped(cell.trim());
        if cell.is_empty() {
            continue;
        }
        match column {
            Column::Code => drop(body.insert("code".to_owned(), cell.into())),
            Column::Limit => drop(body.insert("limit".to_owned(), number(cell))),
            Column::CustomerId => drop(body.insert("customer_id".to_owned(), cell.into())),
            Column::ExpiresAt => {
                let instant = days.end(cell).map_or_else(|| cell.to_owned(), |end| end.to_string());
                body.insert("expires_at".to_owned(), instant.into());
            }
            Column::Balance => drop(balance.insert("amount".to_owned(), number(cell))),
            Column::Currency => drop(balance.insert("currency".to_owned(), cell.into())),
            Column::Uses => uses = cell.parse::<i64>().ok(),
            Column::Status => match cell.to_ascii_lowercase().as_str() {
                "live" => {}
                "void" => was_live = Err("code_void"),
                "used" => was_live = Err("code_used"),
                "expired" => was_live = Err("code_expired"),
                _ => {
                    let detail = "`status`: is none of `live`, `used`, `expired` and `void`; leave the column out where all are live";
                    return Err(vec![("invalid_value", detail.to_owned())]);
                }
            },
            Column::Ignored => {}
        }
    }
    // What was used before is used.
    if let (Some(uses), Some(limit)) = (uses, body.get("limit").and_then(Value::as_i64)) {
        match limit - uses.max(0) {
            ..=0 => was_live = Err("code_used"),
            left => drop(body.insert("limit".to_owned(), left.into())),
        }
    }
    if !balance.is_empty() {
        body.insert("balance".to_owned(), balance.into());
    }
    let body = Value::Object(body).to_string();
    match from_json::<NewCode>(body.as_bytes()).map_err(Problem::from) {
        Ok(new) if matches!(new.asked, AskedCodes::Written(_)) => Ok(AskedRow { new, was_live }),
        Ok(_) => Err(vec![("required", "`code`: is missing".to_owned())]),
        Err(problem) if problem.errors.is_empty() => Err(vec![(problem.error.code(), problem.detail)]),
        Err(problem) => Err(problem.errors.into_iter().map(fault_of).collect()),
    }
}

/// The fault of a member as that of a cell.
fn fault_of(error: tessera_engine::FieldError) -> RowFault {
    let column = match error.pointer.as_str() {
        "/balance/amount" => "balance",
        "/balance/currency" => "currency",
        other => other.trim_start_matches('/'),
    };
    (error.code, format!("`{column}`: {}", error.detail))
}

/// A number where there is one; what is none is told as what it is.
fn number(cell: &str) -> Value {
    cell.parse::<i64>().map_or_else(|_| cell.into(), |number| Value::Number(Number::from(number)))
}

/// A text without the apostrophe that our export puts before what a spreadsheet would take for a formula.
fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::StoreSettings;

    fn whole(text: &str) -> Vec<TableRow> {
        let head = Head::read(text, true).unwrap();
        let line = 1 + breaks(&text[..head.length]);
        let rows = read_rows(&text[head.length..], line, &head, &days(), true, usize::MAX);
        assert!(rows.is_over);
        assert_eq!(rows.used, text.len() - head.length, "{text:?}");
        rows.rows
    }

    fn days() -> Days {
        Days::of(&StoreSettings::default())
    }

    #[test]
    fn a_date_is_the_last_day_of_a_code() {
        let rows = whole("code,expires_at\nA1,2026-06-10\nA2,2026-06-10T12:00:00Z\n");
        let ends = rows.iter().map(|row| row.read.as_ref().unwrap().new.terms.expires_at.unwrap().to_string());
        assert_eq!(ends.collect::<Vec<_>>(), ["2026-06-11T00:00:00Z", "2026-06-10T12:00:00Z"]);
    }

    fn code_of(row: &TableRow) -> &str {
        let Ok(AskedRow { new: NewCode { asked: AskedCodes::Written(code), .. }, .. }) = &row.read else {
            panic!("{row:?}")
        };
        code.typed()
    }

    fn faults(text: &str) -> Vec<RowFault> {
        whole(text).swap_remove(0).read.unwrap_err()
    }

    #[test]
    fn a_row_says_what_a_body_would() {
        let rows = whole(
            "\u{feff}code;limit;owner;expires_at;balance;currency;status\r\n\
             A1;3;ana;2027-01-01T00:00:00Z;500;USD;live\r\n\r\n;;;;;;\r\n\"'-2-3\";;'=cmd;;;;used\r\n",
        );
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
        let first = rows[0].read.as_ref().unwrap();
        assert_eq!((first.new.terms.limit, first.new.terms.customer_id.as_deref()), (Some(3), Some("ana")));
        assert_eq!(first.new.terms.balance, Some((500, "USD".to_owned())));
        assert_eq!(first.was_live, Ok(()));
        assert_eq!((code_of(&rows[0]), code_of(&rows[1])), ("A1", "-2-3"));
        let second = rows[1].read.as_ref().unwrap();
        assert_eq!((second.new.terms.customer_id.as_deref(), second.was_live), (Some("=cmd"), Err("code_used")));
    }

    #[test]
    fn nobody_has_more_than_where_it_was_exported() {
        let rows = whole("code,limit,uses,status\nA1,5,4,Live\nB2,5,5,live\nC3,,7,\nD4,1,0,USED\n");
        let read = |row: usize| rows[row].read.clone().map(|read| (read.new.terms.limit, read.was_live)).unwrap();
        assert_eq!((read(0), read(2)), ((Some(1), Ok(())), (None, Ok(()))));
        assert_eq!((read(1).1, read(3).1), (Err("code_used"), Err("code_used")));
        assert_eq!(faults("code,status\nA1,redeemed\n")[0].0, "invalid_value");
    }

    #[test]
    fn every_fault_of_a_row_is_named() {
        let found = faults("code,limit,expires_at,balance\nA%1,zero,soon,1.5\n");
        let words: Vec<&str> = found.iter().map(|(_, detail)| detail.split(':').next().unwrap()).collect();
        assert_eq!(words, ["`code`", "`limit`", "`expires_at`", "`balance`", "`currency`"]);
        assert_eq!(faults("code,limit\n,5\n")[0].0, "required");
        assert_eq!(faults("code,limit\nA1\n")[0].0, "ragged_row");
        assert_eq!(faults("code,limit\nA1,2,3\n")[0].0, "ragged_row");
        assert_eq!(faults("code\n\"A\n1\"\n").len(), 1, "a line break in a code");
        assert_eq!(code_of(&whole("code,limit\nA1,,,\n")[0]), "A1");
    }

    #[test]
    fn rows_that_are_cut_anywhere_are_read_once_and_whole() {
        let text = "A1,\"x\ny\"\r\n\r\nB2,z\r\nC3,\"q\"\r\nD4,";
        let head = Head { separator: b',', columns: vec![Column::Code, Column::Ignored], length: 0 };
        for window in 1..=text.len() {
            let (mut at, mut size, mut line, mut found) = (0, window, 2, Vec::new());
            loop {
                let end = (at + size).min(text.len());
                let rows = read_rows(&text[at..end], line, &head, &days(), end == text.len(), 2);
                // What does not fit is read with more behind it.
                size = if rows.used == 0 { size + window } else { window };
                found.extend(rows.rows.iter().map(|row| (code_of(row).to_owned(), row.line)));
                (at, line) = (at + rows.used, line + rows.lines);
                if rows.is_over {
                    break;
                }
            }
            let expected = [("A1", 2), ("B2", 5), ("C3", 6), ("D4", 7)].map(|(code, line)| (code.to_owned(), line));
            assert_eq!(found, expected, "{window}");
        }
    }
}
