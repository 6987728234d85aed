//! How a SQLite database describes its tables. Tables of an index of words (virtual ones and those behind them) follow
//! from others by triggers and are none of these.

/// Table, column, type, place in the primary key from 1.
pub(crate) const COLUMNS: &str = "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY t.name, c.cid";

/// Table, column, and the table that it refers to.
pub(crate) const REFERENCES: &str = "SELECT t.name, f.\"from\", f.\"table\" FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f \
     WHERE t.schema = 'main' AND t.type = 'table'";
