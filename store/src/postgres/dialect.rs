//! Everything in which PostgreSQL's SQL differs from the shared one. Whoever looks for an exception looks here.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// How a statement says more on PostgreSQL: what stands between these is a comment on SQLite, which has one writer and
/// needs no lock on a row.
const SAYS_MORE: (&str, &str) = ("/*postgres: ", "*/");

/// What a script says between these is for SQLite alone.
const NOT_HERE: (&str, &str) = ("/*sqlite:*/", "/*:sqlite*/");

/// Column types of the migrations in PostgreSQL's words. Text is compared byte by byte, as SQLite does, whatever the
/// collation of the database: cursors and prefixes rely on it.
const COLUMN_TYPES: &[(&str, &str)] = &[("TEXT", "TEXT COLLATE \"C\""), ("BLOB", "BYTEA")];

/// Ends a transaction that changed nothing, or is not to.
pub(super) const ROLLBACK: &str = "ROLLBACK";

/// Makes a unit of work durable.
pub(super) const COMMIT: &str = "COMMIT";

/// Begins a unit of work. Each statement sees what is committed when it begins; what is decided is decided by
/// conditional updates and row locks.
pub(super) const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// Begins a unit of work that may take long: a migration.
pub(super) const BEGIN_LONG: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL statement_timeout = 0; \
     SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '60s'";

/// Begins a read: one snapshot from its first statement to its last.
pub(super) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Begins a read that may take long: a look at everything.
pub(super) const BEGIN_LONG_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
     SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

/// The database's clock, once for a transaction: microseconds.
pub(super) const CLOCK: &str = "SELECT CAST(EXTRACT(EPOCH FROM transaction_timestamp()) * 1000000 AS BIGINT)";

/// What each connection is told once. No statement, wait for a row or forgotten transaction outlives a call. The
/// transaction of a process that stands still is ended long before those who wait for its rows give up: several of its
/// transactions may stand in line for one row, and each of them is waited for when its turn comes.
pub(super) const SESSION: &str = "SET statement_timeout = '6s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '1s'; SET standard_conforming_strings = on";

/// Waits until nobody else has this name, and has it until the transaction ends.
pub(super) const LOCK: &str = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended($1, 7410))";

/// Has this name until the transaction ends, unless somebody else has it.
pub(super) const TRY_LOCK: &str = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7410))";

/// Whether there is a table of this name where an unqualified name is looked for.
pub(super) const HAS_TABLE: &str = "SELECT 1 WHERE to_regclass(quote_ident($1)) IS NOT NULL";

/// A number that is another one after every commit: the digest of what a snapshot of this moment sees.
pub(crate) const DATA_VERSION: &str = "SELECT hashtextextended(CAST(pg_current_snapshot() AS TEXT), 0)";

/// Most texts that are remembered; the statements of the program are a few hundred.
const MOST_REMEMBERED: usize = 2_000;

/// Statements in PostgreSQL's words, each put into them once.
#[derive(Default)]
pub(super) struct Dialect(RwLock<HashMap<String, Arc<str>>>);

impl Dialect {
    /// The statement as PostgreSQL takes it.
    pub(super) fn translate(&self, sql: &str) -> Arc<str> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(sql) {
            return Arc::clone(known);
        }
        let translated: Arc<str> = translate(sql).into();
        let mut remembered = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MOST_REMEMBERED {
            remembered.clear();
        }
        remembered.insert(sql.to_owned(), Arc::clone(&translated));
        translated
    }
}

fn translate(sql: &str) -> String {
    let translated = number_parameters(&uncover(sql));
    if is_definition(sql) { translate_types(&translated) } else { translated }
}

/// Takes what is meant for PostgreSQL alone out of its comment.
fn uncover(sql: &str) -> String {
    match sql.split_once(SAYS_MORE.0) {
        Some((before, after)) => format!("{before}{}", after.replacen(SAYS_MORE.1, "", 1)),
        None => sql.to_owned(),
    }
}

/// `?N` as `$N`, outside of quotes.
fn number_parameters(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut characters = sql.chars().peekable();
    while let Some(character) = characters.next() {
        quoted ^= character == '\'';
        let numbered = !quoted && character == '?' && characters.peek().is_some_and(char::is_ascii_digit);
        text.push(if numbered { '$' } else { character });
    }
    text
}

fn is_definition(sql: &str) -> bool {
    ["CREATE TABLE", "ALTER TABLE"].iter().any(|start| sql.trim_start().starts_with(start))
}

/// A migration as PostgreSQL takes it.
pub(super) fn translate_script(script: &str) -> String {
    translate_types(&uncover(&leave_out(script)))
}

fn leave_out(script: &str) -> String {
    let parts = script.split_once(NOT_HERE.0).and_then(|(before, rest)| Some((before, rest.split_once(NOT_HERE.1)?.1)));
    parts.map_or_else(|| script.to_owned(), |(before, after)| format!("{before}{after}"))
}

/// The column types of a script in PostgreSQL's words. Comments and quoted words stay as they are.
fn translate_types(script: &str) -> String {
    let mut text = String::with_capacity(script.len() + 256);
    for line in script.split_inclusive('\n') {
        let (code, comment) = line.split_at(line.find("--").unwrap_or(line.len()));
        for (index, part) in code.split('\'').enumerate() {
            if index > 0 {
                text.push('\'');
            }
            if index % 2 == 0 { text.push_str(&translate_words(part)) } else { text.push_str(part) }
        }
        text.push_str(comment);
    }
    text
}

fn translate_words(code: &str) -> String {
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut text = String::with_capacity(code.len() + 64);
    let mut rest = code;
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|character| !is_part(character)).unwrap_or(from.len()));
        text.push_str(before);
        text.push_str(COLUMN_TYPES.iter().find(|(shared, _)| *shared == word).map_or(word, |(_, own)| own));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Whether it begins or ends a part of a transaction, which is not prepared.
pub(super) fn is_control(sql: &str) -> bool {
    ["SAVEPOINT ", "RELEASE ", "ROLLBACK "].iter().any(|start| sql.starts_with(start))
}

/// Whether it makes a failed transaction work again.
pub(super) fn is_undo(sql: &str) -> bool {
    sql.starts_with("ROLLBACK TO ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redemptions;

    #[test]
    fn a_process_that_stands_still_loses_its_rows_before_others_give_up() {
        let seconds = |name: &str| -> u32 {
            let value = SESSION.split(&format!("{name} = '")).nth(1).and_then(|rest| rest.split("s'").next());
            value.and_then(|value| value.parse().ok()).expect("the setting is there, in seconds")
        };
        assert!(seconds("idle_in_transaction_session_timeout") * 4 < seconds("lock_timeout"));
        assert!(seconds("lock_timeout") < seconds("statement_timeout"));
    }

    #[test]
    fn parameters_are_renamed_outside_of_quotes() {
        assert_eq!(translate("SELECT '?1', ?1, ?12 FROM t"), "SELECT '?1', $1, $12 FROM t");
    }

    #[test]
    fn types_are_translated_as_words_outside_of_comments_and_quotes() {
        assert_eq!(
            translate_types("id TEXT, -- TEXT\nh BLOB CHECK (x IN ('TEXT')), TEXT_2 BIGINT"),
            "id TEXT COLLATE \"C\", -- TEXT\nh BYTEA CHECK (x IN ('TEXT')), TEXT_2 BIGINT"
        );
    }

    #[test]
    fn a_script_says_what_it_says_to_this_database() {
        let script = "A TEXT;\n/*sqlite:*/\nB TEXT;\n/*:sqlite*/\n/*postgres: C TEXT;\n*/\nD TEXT;";
        let own = "TEXT COLLATE \"C\";\n";
        assert_eq!(translate_script(script), format!("A {own}\nC {own}\nD {}", own.trim_end()));
    }

    #[test]
    fn a_redemption_holds_its_coupon() {
        assert!(translate(redemptions::lock_coupons::SELECT).ends_with("WHERE c.id = $1 FOR SHARE OF c"));
    }

    #[test]
    fn what_was_translated_once_is_remembered() {
        let dialect = Dialect::default();
        assert!(Arc::ptr_eq(&dialect.translate("SELECT ?1"), &dialect.translate("SELECT ?1")));
    }
}
