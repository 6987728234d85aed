//! The tables of a database as it describes itself.

use std::collections::{BTreeMap, BTreeSet};

use super::MoveError;
use super::mark;
use crate::error::StoreError;
use crate::tx::Tx;

/// The log of migrations: each database has its own.
const LOG: &str = "schema_migrations";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holds {
    Text,
    Integer,
    Bytes,
    /// A type that no migration of ours uses.
    Other,
}

impl Holds {
    /// What a type is in either database's words.
    fn read(ty: &str) -> Self {
        match ty {
            "TEXT" | "text" => Self::Text,
            "BIGINT" | "bigint" => Self::Integer,
            "BLOB" | "bytea" => Self::Bytes,
            _ => Self::Other,
        }
    }
}

/// A table with what is needed to copy it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// In the order of their names: databases that grew differently may have another order of their own.
    pub(crate) columns: BTreeMap<String, Holds>,
    /// The columns of the primary key, in its order.
    pub(crate) key: Vec<String>,
    /// Tables whose rows have to be there first.
    pub(crate) above: BTreeSet<String>,
    /// Columns that refer to rows of this same table.
    pub(crate) within: BTreeSet<String>,
}

/// Reads the tables, without the log of migrations and the mark of a move. `columns` answers table, column, type and the
/// place in the primary key from 1 (0: none); `references` table, column and the table referred to.
pub(super) async fn read_tables(tx: &mut Tx<'_>, columns: &str, references: &str) -> Result<Vec<Table>, StoreError> {
    let mut tables: BTreeMap<String, (Table, BTreeMap<u64, String>)> = BTreeMap::new();
    for mut row in tx.query(columns, &[]).await? {
        let (name, column, ty, place) = (row.text()?, row.text()?, row.text()?, row.unsigned()?);
        if [LOG, mark::TABLE].contains(&name.as_str()) {
            continue;
        }
        let (table, key) = tables.entry(name.clone()).or_default();
        table.name = name;
        table.columns.insert(column.clone(), Holds::read(&ty));
        if place > 0 {
            key.insert(place, column);
        }
    }
    for mut row in tx.query(references, &[]).await? {
        let (name, column, to) = (row.text()?, row.text()?, row.text()?);
        let Some((table, _)) = tables.get_mut(&name) else { continue };
        if to == name {
            table.within.insert(column);
        } else {
            table.above.insert(to);
        }
    }
    Ok(tables.into_values().map(|(table, key)| Table { key: key.into_values().collect(), ..table }).collect())
}

/// The tables in an order in which what is referred to comes first.
///
/// # Errors
/// [`MoveError::Tables`] where one database has a table or column that the other has not, and where a table cannot be
/// copied by its key.
pub(super) fn in_order(source: Vec<Table>, target: &[Table]) -> Result<Vec<Table>, MoveError> {
    refuse_differences(&source, target)?;
    let mut left = source;
    let mut ordered: Vec<Table> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_there = |name: &String| ordered.iter().any(|table| table.name == *name);
        let (ready, waiting): (Vec<_>, Vec<_>) = left.into_iter().partition(|table| table.above.iter().all(is_there));
        if ready.is_empty() {
            let names: Vec<_> = waiting.iter().map(|table| table.name.as_str()).collect();
            return Err(MoveError::Tables(format!("the tables {} refer to each other in a ring", names.join(", "))));
        }
        ordered.extend(ready);
        left = waiting;
    }
    Ok(ordered)
}

fn refuse_differences(source: &[Table], target: &[Table]) -> Result<(), MoveError> {
    let missing = |here: &[Table], there: &[Table], end: &str| {
        let alone = here.iter().find(|table| there.iter().all(|other| other.name != table.name));
        alone.map(|table| format!("the table {} is in {end} alone", table.name))
    };
    let fault = missing(source, target, "the source").or_else(|| missing(target, source, "the target"));
    let fault = fault.or_else(|| {
        source.iter().zip(target).find_map(|(one, other)| {
            if one.key.is_empty() {
                return Some(format!("the table {} has no primary key", one.name));
            }
            if let Some((column, _)) = one.columns.iter().find(|(_, holds)| **holds == Holds::Other) {
                return Some(format!("the column {column} of {} has a type that this program does not use", one.name));
            }
            (one != other).then(|| format!("the table {} has other columns or keys in the target", one.name))
        })
    });
    fault.map_or(Ok(()), |fault| Err(MoveError::Tables(fault)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, above: &[&str]) -> Table {
        Table {
            name: name.to_owned(),
            columns: BTreeMap::from([("id".to_owned(), Holds::Text)]),
            key: vec!["id".to_owned()],
            above: above.iter().map(|&name| name.to_owned()).collect(),
            within: BTreeSet::new(),
        }
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let tables = vec![table("a", &["c"]), table("b", &["a"]), table("c", &[])];
        let ordered = in_order(tables.clone(), &tables).expect("there is an order");
        let names: Vec<_> = ordered.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["c", "a", "b"]);
        let ring = vec![table("a", &["b"]), table("b", &["a"])];
        assert!(in_order(ring.clone(), &ring).unwrap_err().to_string().contains("in a ring"));
    }

    #[test]
    fn a_table_or_column_of_one_database_alone_is_named() {
        let both = vec![table("a", &[])];
        let more = vec![table("a", &[]), table("b", &[])];
        let said = |source: &[Table], target: &[Table]| in_order(source.to_vec(), target).unwrap_err().to_string();
        assert!(said(&more, &both).contains("the table b is in the source alone"));
        assert!(said(&both, &more).contains("the table b is in the target alone"));
        let mut wider = both.clone();
        wider[0].columns.insert("name".to_owned(), Holds::Text);
        assert!(said(&both, &wider).contains("the table a has other columns"));
        let mut odd = both.clone();
        odd[0].columns.insert("at".to_owned(), Holds::Other);
        assert!(said(&odd, &odd).contains("the column at of a"));
        let mut keyless = both.clone();
        keyless[0].key.clear();
        assert!(said(&keyless, &keyless).contains("no primary key"));
    }
}
