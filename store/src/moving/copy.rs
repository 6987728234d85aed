//! Copies the rows of every table and compares what came of it.

use super::digest::{MovedTable, digest_tables};
use super::rows::{self, Values, Walk};
use super::tables::{Table, in_order};
use super::{MoveEnd, MoveError, MoveStep, Told, mark, read_catalogue};
use crate::error::StoreError;
use crate::postgres;
use crate::store::{Kind, OpenOptions, Store};

/// Rows of a table that tell whether it holds more than the migrations put there.
const A_FEW: usize = 64;

/// Fills an empty target with the rows of a source and compares both, table by table. The target keeps its mark.
///
/// # Errors
/// [`MoveError`].
pub async fn copy_rows(from: &Store, to: &Store, told: Told<'_>) -> Result<Vec<MovedTable>, MoveError> {
    refuse_other_schema(from).await?;
    to.migrate().await.map_err(MoveError::while_doing("the target cannot be migrated"))?;
    let (source, target) = (catalogue(from, MoveEnd::Source).await?, catalogue(to, MoveEnd::Target).await?);
    let tables = in_order(source, &target)?;
    let is_begun = to.read(|tx| Box::pin(mark::is_marked(tx))).await;
    if is_begun.map_err(MoveError::while_doing("the target cannot be read"))? {
        told(MoveStep::Emptying);
    } else {
        refuse_rows(to, &tables).await?;
    }
    empty(to, &tables).await?;
    for table in &tables {
        copy_table(from, to, table, told).await?;
    }
    if to.kind() == Kind::Postgres {
        // So that the first readers meet good plans.
        let counted = to.unit_of_work_without_limit(|tx| Box::pin(tx.execute_script(postgres::ANALYZE))).await;
        counted.map_err(MoveError::while_doing("the target cannot be analysed"))?;
    }
    told(MoveStep::Comparing);
    let arrived = digest_tables(to, MoveEnd::Target, tables.clone()).await?;
    let left = digest_tables(from, MoveEnd::Source, tables).await?;
    match left.iter().zip(&arrived).find(|(left, arrived)| left != arrived) {
        None => Ok(arrived),
        Some((left, arrived)) => {
            Err(MoveError::Differs { table: left.name.clone(), source_rows: left.rows, target_rows: arrived.rows })
        }
    }
}

async fn refuse_other_schema(from: &Store) -> Result<(), MoveError> {
    let version = from.schema_version().await.map_err(MoveError::while_doing("the source cannot be read"))?;
    if version.is_current() {
        return Ok(());
    }
    Err(MoveError::OldSchema { found: version.found, newest: version.newest })
}

async fn catalogue(store: &Store, end: MoveEnd) -> Result<Vec<Table>, MoveError> {
    let kind = store.kind();
    let tables = store.read(move |tx| Box::pin(read_catalogue(tx, kind))).await;
    tables.map_err(MoveError::while_doing(format!("the tables of {end} cannot be read")))
}

/// Refuses a target with rows that a database which was only migrated has not.
async fn refuse_rows(to: &Store, tables: &[Table]) -> Result<(), MoveError> {
    let failed = || MoveError::while_doing("a new database cannot be made to compare the target with");
    let fresh = Store::open("sqlite::memory:", OpenOptions::default()).await;
    let fresh = fresh.map_err(|error| failed()(StoreError::Internal(error.to_string())))?;
    fresh.migrate().await.map_err(failed())?;
    let known = catalogue(&fresh, MoveEnd::Target).await?;
    let mut found = None;
    for table in tables {
        // Compared by what every database of this release has.
        let known = known.iter().find(|known| known.name == table.name);
        let new = match known {
            Some(known) => first_rows(&fresh, known).await.map_err(failed())?,
            None => Vec::new(),
        };
        let there = first_rows(to, known.unwrap_or(table)).await;
        if new != there.map_err(MoveError::while_doing("the target cannot be read"))? {
            found = Some(table.name.clone());
            break;
        }
    }
    fresh.close().await;
    found.map_or(Ok(()), |table| Err(MoveError::NotEmpty { table }))
}

async fn first_rows(store: &Store, table: &Table) -> Result<Vec<Values>, StoreError> {
    let table = table.clone();
    let rows = store.read(move |tx| Box::pin(async move { Walk::new().next(tx, &table).await }));
    Ok(rows.await?.into_iter().take(A_FEW).collect())
}

/// Marks the target and takes out what is there: what migrations put in, or what a move that was broken off left.
async fn empty(to: &Store, tables: &[Table]) -> Result<(), MoveError> {
    let marked = to.unit_of_work_without_limit(|tx| Box::pin(mark::set(tx))).await;
    marked.map_err(MoveError::while_doing("the target cannot be written"))?;
    for table in tables.iter().rev() {
        let emptied = table.clone();
        let deleted = to
            .unit_of_work_without_limit(move |tx| Box::pin(async move { rows::delete_all(tx, &emptied).await }))
            .await;
        deleted.map_err(MoveError::while_doing(format!("the table {} of the target cannot be emptied", table.name)))?;
    }
    Ok(())
}

async fn copy_table(from: &Store, to: &Store, table: &Table, told: Told<'_>) -> Result<(), MoveError> {
    let mut rows = 0;
    let mut walk = Walk::new();
    loop {
        let (page, at) = next(from, table, walk).await?;
        walk = at;
        if page.is_empty() {
            break;
        }
        refuse_values(table, &page, to.kind())?;
        rows += u64::try_from(page.len()).unwrap_or(u64::MAX);
        write(to, table, page, Writing::Rows).await?;
        told(MoveStep::Copying { table: &table.name, rows, is_done: false });
    }
    if !table.within.is_empty() {
        let mut walk = Walk::new();
        loop {
            let (page, at) = next(from, table, walk).await?;
            walk = at;
            if page.is_empty() {
                break;
            }
            write(to, table, page, Writing::Links).await?;
        }
    }
    told(MoveStep::Copying { table: &table.name, rows, is_done: true });
    Ok(())
}

async fn next(from: &Store, table: &Table, mut walk: Walk) -> Result<(Vec<Values>, Walk), MoveError> {
    let of = table.clone();
    let page = from.read_without_limit(move |tx| {
        Box::pin(async move {
            let page = walk.next(tx, &of).await?;
            Ok::<_, StoreError>((page, walk))
        })
    });
    page.await.map_err(MoveError::while_doing(format!("the table {} of the source cannot be read", table.name)))
}

/// What is written of rows.
#[derive(Clone, Copy)]
enum Writing {
    Rows,
    /// What refers to other rows of the table, once all of them are there.
    Links,
}

async fn write(to: &Store, table: &Table, page: Vec<Values>, what: Writing) -> Result<(), MoveError> {
    let (into, page) = (table.clone(), std::sync::Arc::new(page));
    let written = to.unit_of_work_without_limit(move |tx| {
        Box::pin(async move {
            match what {
                Writing::Rows => rows::insert(tx, &into, &page).await,
                Writing::Links => rows::link(tx, &into, &page).await,
            }
        })
    });
    written.await.map_err(MoveError::while_doing(format!("the table {} of the target cannot be written", table.name)))
}

/// Refuses what the target would not keep as it is, by table and column; the value is not shown.
fn refuse_values(table: &Table, page: &[Values], kind: Kind) -> Result<(), MoveError> {
    for row in page {
        for ((column, holds), value) in table.columns.iter().zip(row) {
            if !rows::fits(value, *holds) {
                return Err(MoveError::Tables(format!("a value in {column} of {} is not of its type", table.name)));
            }
        }
        if kind == Kind::Postgres && rows::has_zero(row) {
            let fault = format!("a text in {} holds a zero character, which PostgreSQL does not keep", table.name);
            return Err(MoveError::Tables(fault));
        }
    }
    Ok(())
}
