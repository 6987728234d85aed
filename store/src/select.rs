//! Statements of lists: a head, the filters that were asked for, an order.

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::{Param, Row};

/// A list's statement with its parameters.
pub(crate) struct Select<'a> {
    sql: String,
    params: Vec<Param<'a>>,
    filtered: bool,
}

impl<'a> Select<'a> {
    /// Begins with everything before WHERE.
    pub(crate) fn new(head: &str) -> Self {
        Self { sql: head.to_owned(), params: Vec::new(), filtered: false }
    }

    /// Adds a condition; each `?` in it is the next of its parameters.
    pub(crate) fn filter(&mut self, condition: &str, params: &[Param<'a>]) {
        self.sql.push_str(if self.filtered { " AND " } else { " WHERE " });
        self.filtered = true;
        self.push(condition, params);
    }

    /// Adds what follows the conditions.
    pub(crate) fn end(&mut self, tail: &str, params: &[Param<'a>]) {
        self.sql.push(' ');
        self.push(tail, params);
    }

    /// Adds a part as it stands; each `?` in it is the next of its parameters.
    pub(crate) fn push(&mut self, part: &str, params: &[Param<'a>]) {
        debug_assert_eq!(part.matches('?').count(), params.len(), "one parameter for each ?");
        let mut given = params.iter();
        for character in part.chars() {
            self.sql.push(character);
            if character == '?'
                && let Some(param) = given.next()
            {
                self.params.push(*param);
                self.sql.push_str(&self.params.len().to_string());
            }
        }
    }

    /// The statement's text.
    pub(crate) fn into_sql(self) -> String {
        self.sql
    }

    /// Runs it.
    pub(crate) async fn query(&self, tx: &mut Tx<'_>) -> Result<Vec<Row>, StoreError> {
        tx.query(&self.sql, &self.params).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_as_they_come() {
        let mut select = Select::new("SELECT 1 FROM t");
        select.filter("a = ?", &[1_i64.into()]);
        select.filter("(b, c) < (?, ?)", &["x".into(), 2_i64.into()]);
        select.end("LIMIT ?", &[3_i64.into()]);
        assert_eq!(select.params.len(), 4);
        assert_eq!(select.into_sql(), "SELECT 1 FROM t WHERE a = ?1 AND (b, c) < (?2, ?3) LIMIT ?4");
    }
}
