//! A CSV export as rows of named cells. A cell that nobody asked for and that says something is not lost: it is left over.

use csv::{ReaderBuilder, StringRecord};

use super::{ImportError, MOST_COUPONS};

/// The rows of an export, by the names of their columns.
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<StringRecord>,
}

/// A row whose cells are taken one after the other.
pub(super) struct Row<'a> {
    /// Of the export, from 1; the head does not count.
    pub(super) number: usize,
    columns: &'a [String],
    cells: Vec<Option<&'a str>>,
    /// Without empty ones behind the last column.
    counted: usize,
}

impl Table {
    /// Reads a table that has these columns at least.
    pub(super) fn read(text: &str, needed: &[&str]) -> Result<Self, ImportError> {
        let malformed = |error: csv::Error| ImportError::Malformed(format!("the table cannot be read: {error}"));
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = reader.headers().map_err(malformed)?;
        let columns: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
        if let Some(missing) = needed.iter().find(|name| !columns.iter().any(|column| column == *name)) {
            let detail = format!("there is no column `{missing}`: this is not the export that was named");
            return Err(ImportError::Malformed(detail));
        }
        let mut rows = Vec::new();
        for row in reader.into_records() {
            if rows.len() == MOST_COUPONS {
                return Err(ImportError::TooMany);
            }
            rows.push(row.map_err(malformed)?);
        }
        Ok(Self { columns, rows })
    }

    /// Its rows; those without any text are passed over.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = self.rows.iter().enumerate().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
        filled.map(|(index, row)| {
            let filled = row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
            let last = filled.last().map_or(0, |(last, _)| last + 1);
            Row {
                number: index + 1,
                columns: &self.columns,
                cells: row.iter().map(|cell| Some(cell.trim())).collect(),
                counted: row.len().min(last.max(self.columns.len())),
            }
        })
    }
}

impl<'a> Row<'a> {
    /// Takes the cell of a column; empty where there is none.
    pub(super) fn take(&mut self, column: &str) -> &'a str {
        let position = self.columns.iter().position(|name| name == column);
        position.and_then(|position| self.cells.get_mut(position)?.take()).unwrap_or_default()
    }

    /// Its cells and the head's columns, where the numbers differ; empty cells too many are none.
    pub(super) fn ragged(&self) -> Option<(usize, usize)> {
        (self.counted != self.columns.len()).then_some((self.counted, self.columns.len()))
    }

    /// Cells that nobody took and that say something, by their columns.
    pub(super) fn left_over(&self) -> Vec<(&'a str, &'a str)> {
        let says =
            |cell: &str| !matches!(cell.to_ascii_lowercase().as_str(), "" | "0" | "no" | "false" | "[]" | "a:0:{}");
        let cells = self.cells.iter().enumerate();
        cells
            .filter_map(|(index, cell)| Some((self.columns.get(index)?.as_str(), (*cell)?)))
            .filter(|(_, cell)| says(cell))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asked_for_is_left_over() {
        let table = Table::read("Name,Value,Moon\nA,\"1,5\",full\n,,\nB,2,no\n", &["name"]).unwrap();
        let mut rows: Vec<_> = table.rows().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].take("name"), rows[0].take("value"), rows[0].take("absent")), ("A", "1,5", ""));
        assert_eq!(rows[0].left_over(), [("moon", "full")]);
        assert_eq!((rows[1].number, rows[1].left_over()), (3, vec![("name", "B"), ("value", "2")]));
        let ragged = Table::read("Name,Value\nA,1,,\nB,2,3,\nC\n", &["name"]).unwrap();
        let ragged: Vec<_> = ragged.rows().map(|row| row.ragged()).collect();
        assert_eq!(ragged, [None, Some((3, 2)), Some((1, 2))]);
        assert!(matches!(Table::read("a,b\n1,2\n", &["name"]), Err(ImportError::Malformed(_))));
    }
}
