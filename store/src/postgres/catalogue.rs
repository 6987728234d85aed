//! How a PostgreSQL database describes its tables and who is connected. Tables of extensions are none of ours.

/// Table, column, type, place in the primary key from 1.
pub(crate) const COLUMNS: &str = "SELECT t.relname, a.attname, format_type(a.atttypid, NULL), COALESCE(array_position(k.conkey, a.attnum), 0) \
     FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
     LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p' \
     WHERE t.relkind IN ('r', 'p') AND t.relnamespace = to_regnamespace(CAST(current_schema() AS TEXT)) \
     AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = CAST('pg_class' AS regclass) AND d.objid = t.oid AND d.deptype = 'e') \
     ORDER BY t.relname, a.attnum";

/// Table, column, and the table that it refers to.
pub(crate) const REFERENCES: &str = "SELECT t.relname, a.attname, r.relname FROM pg_constraint c \
     JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (c.conkey) \
     WHERE c.contype = 'f' AND t.relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))";

/// Other connections of Tessera to this database: a move has a name of its own.
pub(crate) const OTHERS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
     AND application_name LIKE 'tessera%' AND application_name <> current_setting('application_name')";

/// Counts what the planner goes by.
pub(crate) const ANALYZE: &str = "ANALYZE";
