//! The head of a table of codes: what separates its cells, and what its columns say.

use csv::{ReaderBuilder, StringRecord};
use serde::{Deserialize, Serialize};

use crate::problem::{ErrorCode, Problem};

/// What separates cells: a comma, or what spreadsheets write where a comma is a decimal point, or a tab.
const SEPARATORS: [u8; 3] = *b",;\t";

/// More columns no table of codes has.
const MOST_COLUMNS: usize = 100;

/// Unknown columns that are named.
const NAMED: usize = 10;

/// Columns of our own export that say nothing about a code that is to be.
const IGNORED: &[&str] =
    &["id", "coupon_id", "kind", "batch_id", "created_at", "last_order_id", "last_customer_id", "last_used_at", "link"];

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Column {
    /// The code, as typed.
    Code,
    /// Most uses.
    Limit,
    /// The only account it is for. Our export calls it the owner.
    CustomerId,
    /// When it ends.
    ExpiresAt,
    /// Money on it, in minor units.
    Balance,
    /// The currency of that.
    Currency,
    /// How often it was used where it was exported.
    Uses,
    /// What the code was when it was exported.
    Status,
    /// Nothing about a code that is to be.
    Ignored,
}

impl Column {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "code" => Self::Code,
            "limit" => Self::Limit,
            "customer_id" | "owner" => Self::CustomerId,
            "expires_at" => Self::ExpiresAt,
            "balance" => Self::Balance,
            "currency" => Self::Currency,
            "uses" => Self::Uses,
            "status" | "state" => Self::Status,
            ignored if IGNORED.contains(&ignored) => Self::Ignored,
            _ => return None,
        })
    }
}

/// The head of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// What separates cells.
    pub(super) separator: u8,
    /// What each column says.
    pub(super) columns: Vec<Column>,
    /// Bytes before the first row.
    pub(super) length: usize,
}

impl Head {
    /// Reads the head of a table from how that begins; `is_whole`: that is all there is.
    pub(super) fn read(text: &str, is_whole: bool) -> Result<Self, Problem> {
        let table = text.strip_prefix('\u{feff}').unwrap_or(text);
        if table.trim().is_empty() {
            return Err(refused(match is_whole {
                true => "The table is empty. Its first line names the columns; `code` is needed.",
                false => "The table begins with blank lines only.",
            }));
        }
        let separator = separator_of(table);
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(table.as_bytes());
        let mut names = StringRecord::new();
        reader.read_record(&mut names).map_err(|error| refused(&format!("The table cannot be read: {error}.")))?;
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(table.len());
        if end == table.len() && !is_whole {
            return Err(refused("The first line does not end. Is a quote not closed?"));
        }
        let columns = read_columns(&names)?;
        Ok(Self { separator, columns, length: text.len() - table.len() + end })
    }
}

/// The separator that stands most often in the first line.
fn separator_of(table: &str) -> u8 {
    let first = table.trim_start().lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    let [comma, others @ ..] = SEPARATORS;
    others.into_iter().fold(comma, |best, other| if count(other) > count(best) { other } else { best })
}

fn read_columns(names: &StringRecord) -> Result<Vec<Column>, Problem> {
    if names.len() > MOST_COLUMNS {
        return Err(refused(&format!("The first line has {} columns; {MOST_COLUMNS} are the most.", names.len())));
    }
    let (mut columns, mut unknown) = (Vec::new(), Vec::new());
    for name in names {
        let known = Column::of(&name.trim().to_lowercase());
        // A separator at the end of each line makes a column without a name.
        let column = known.or(name.trim().is_empty().then_some(Column::Ignored));
        unknown.extend(column.is_none().then(|| format!("`{}`", shown(name))));
        columns.push(column.unwrap_or(Column::Ignored));
    }
    if !columns.contains(&Column::Code) {
        return Err(refused(
            "There is no column `code`. The first line names the columns: `code`, and where they are needed `limit`, `customer_id`, `expires_at`, `balance` and `currency`.",
        ));
    }
    if !unknown.is_empty() {
        let detail = format!(
            "Nothing is known of {}. Leave the column out, or name it `limit`, `customer_id`, `expires_at`, `balance` or `currency`.",
            unknown.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ")
        );
        return Err(refused(&detail));
    }
    let stands_twice =
        |(place, column): (usize, &Column)| *column != Column::Ignored && columns[..place].contains(column);
    if let Some(place) = columns.iter().enumerate().position(stands_twice) {
        let name = names.get(place).unwrap_or_default();
        return Err(refused(&format!("Two columns say the same as `{}`. Leave one of them out.", shown(name))));
    }
    Ok(columns)
}

/// A name that somebody wrote, cut and without what cannot be seen.
fn shown(name: &str) -> String {
    name.trim().chars().filter(|character| !character.is_control()).take(64).collect()
}

/// The table cannot be read.
pub(super) fn refused(detail: &str) -> Problem {
    Problem::new(ErrorCode::InvalidTable, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let problem = Head::read(text, true).unwrap_err();
        assert_eq!(problem.error, ErrorCode::InvalidTable);
        problem.detail
    }

    #[test]
    fn a_head_is_read_whoever_wrote_it() {
        for (text, separator, length) in [
            ("code\nA1\n", b',', 5),
            ("code", b',', 4),
            ("\u{feff}Code;Limit\r\nA1;2\r\n", b';', 15),
            ("\"code\"\tlimit\nA1\t2\n", b'\t', 13),
            ("\n code , limit\nA1,2\n", b',', 15),
        ] {
            let head = Head::read(text, true).unwrap();
            assert_eq!((head.separator, head.columns[0]), (separator, Column::Code), "{text:?}");
            assert!(text[head.length..].trim_start().starts_with("A1") || head.length == text.len(), "{text:?}");
            assert!(head.length.abs_diff(length) <= 1, "{text:?} {}", head.length);
        }
    }

    #[test]
    fn what_our_export_writes_is_known() {
        let head = Head::read(&crate::codes::export::COLUMNS.join(","), true).unwrap();
        assert_eq!(head.columns.iter().filter(|column| **column != Column::Ignored).count(), 8);
    }

    #[test]
    fn what_is_wrong_with_a_head_is_said() {
        assert!(fault("").contains("empty") && fault(" \r\n\n").contains("empty"));
        assert!(fault("limit,balance\n1,2\n").contains("no column `code`"));
        assert!(fault("code,colour,limit,size\n").contains("`colour`, `size`"));
        assert!(fault("code,owner,customer_id\n").contains("same as `customer_id`"));
        assert!(fault("Code,CODE\n").contains("same as `CODE`"));
        let cut = Head::read("\"code,limit\nA1,2\n", false).unwrap_err();
        assert!(cut.detail.contains("quote"), "{}", cut.detail);
    }
}
