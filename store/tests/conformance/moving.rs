//! Moving everything into another database. The databases are filled row by row from what they say of themselves, so that
//! a table or column of a later migration is in these tests without a word about it.

use std::sync::Mutex;

use rstest::rstest;
use tessera_store::moving::{MoveEnd, MoveError, MoveStep, copy_rows, digest_rows, move_database};
use tessera_store::value::Param;
use tessera_store::{OpenError, OpenOptions, Store, StoreError};

use crate::{Bed, Driver, order, redemption};

/// Rows of each table, but for those whose key allows one alone: more than a page at its beginning.
const ROWS: i64 = 150;

/// Words that a rule of the tables asks for in place of any other.
const RULES: &[(&str, &str, &str)] = &[
    ("coupons", "status", "enabled"),
    ("coupons", "activation", "code"),
    ("coupon_versions", "for_claims", "better"),
    ("codes", "state", "live"),
    ("codes", "standing", "used"),
    ("codes", "kind", "generated"),
    ("orders", "state", "placed"),
    ("redemptions", "state", "released"),
    ("reservations", "state", "expired"),
    ("claims", "state", "used"),
    ("claims", "origin", "staff"),
    ("api_keys", "kind", "secret"),
    ("webhooks", "state", "active"),
    ("jobs", "state", "done"),
    ("segments", "kind", "dynamic"),
    ("saved_documents", "kind", "view"),
];

/// Numbers that a rule asks for.
const NUMBERS: &[(&str, &str, i64)] = &[("balances", "used", 0), ("balances", "held", 0)];

fn quiet(_: MoveStep<'_>) {}

/// A column: table, name, type, place in the key.
type Column = (String, String, String, i64);

/// What a database says of its tables: asked here in other words than the move does.
async fn columns(store: &Store, driver: Driver) -> Vec<Column> {
    let sql = match driver {
        Driver::Postgres => {
            "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT), 0 \
             FROM information_schema.columns c JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema \
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2"
        }
        Driver::File | Driver::Memory => {
            "SELECT s.name, c.name, LOWER(c.type), c.pk FROM sqlite_schema s JOIN pragma_table_info(s.name) c \
             WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%' AND s.name NOT LIKE 'coupon_trigrams%' AND s.name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
        }
    };
    let read = store.read(move |tx| {
        Box::pin(async move {
            let mut all = Vec::new();
            for mut row in tx.query(sql, &[]).await? {
                all.push((row.text()?, row.text()?, row.text()?, row.integer()?));
            }
            Ok::<_, StoreError>(all)
        })
    });
    read.await.unwrap()
}

/// Tables in which one row stands already, or may.
fn has_one_row(columns: &[&Column]) -> bool {
    matches!(columns, [(table, ..), ..] if ["catalogue", "sealer", "settings", "backup_marks"].contains(&table.as_str()))
}

/// Fills every table of a new SQLite database, tables that others refer to first: rows are refused until they can stand.
async fn fill(bed: &Bed) {
    let all = columns(&bed.store, Driver::File).await;
    let mut tables: Vec<Vec<&Column>> = Vec::new();
    for column in all.iter().filter(|(table, ..)| table != "schema_migrations") {
        match tables.last_mut() {
            Some(table) if table[0].0 == column.0 => table.push(column),
            _ => tables.push(vec![column]),
        }
    }
    let count = tables.len();
    assert!(count > 40, "{count} tables");
    for _ in 0..count {
        let mut left = Vec::new();
        for table in tables {
            if fill_table(&bed.store, &table).await.is_err() {
                left.push(table);
            }
        }
        tables = left;
    }
    let names: Vec<_> = tables.iter().map(|table| &table[0].0).collect();
    assert!(names.is_empty(), "cannot be filled, they may need a word in RULES: {names:?}");
}

async fn fill_table(store: &Store, columns: &[&Column]) -> Result<(), StoreError> {
    let table = columns[0].0.clone();
    let rows = if has_one_row(columns) { 1 } else { ROWS };
    let names: Vec<_> = columns.iter().map(|(_, name, ..)| format!("\"{name}\"")).collect();
    let places: Vec<_> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), places.join(", "));
    let made: Vec<Vec<Made>> =
        (1..=rows).rev().map(|row| columns.iter().map(|column| Made::of(column, row)).collect()).collect();
    let filled = store.unit_of_work(move |tx| {
        Box::pin(async move {
            if rows == 1 {
                tx.execute(&format!("DELETE FROM \"{table}\""), &[]).await?;
            }
            for row in &made {
                let params: Vec<Param<'_>> = row.iter().map(Made::param).collect();
                tx.execute(&sql, &params).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    filled.await
}

#[derive(Clone)]
enum Made {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Made {
    fn of((table, column, ty, _): &Column, row: i64) -> Self {
        // A tree whose top has the last place in the order of keys, so that each refers to one that comes later.
        if (table.as_str(), column.as_str()) == ("categories", "parent_id") {
            return if row == ROWS { Self::Null } else { Self::Text(key(row + 1)) };
        }
        let rule = RULES.iter().find(|rule| (rule.0, rule.1) == (table.as_str(), column.as_str()));
        if let Some((_, _, word)) = rule {
            return Self::Text((*word).to_owned());
        }
        if let Some((_, _, number)) = NUMBERS.iter().find(|rule| (rule.0, rule.1) == (table.as_str(), column.as_str()))
        {
            return Self::Number(*number);
        }
        match ty.as_str() {
            "bigint" if is_flag(column) => Self::Number(1),
            "bigint" if column == "id" => Self::Number(1),
            "bigint" if column == "credited" => Self::Number(i64::MAX),
            "bigint" => Self::Number(row + if table == "epochs" { 1 } else { 0 }),
            "blob" => Self::Bytes(vec![0, 255, u8::try_from(row % 256).unwrap(), 7]),
            _ => Self::Text(key(row)),
        }
    }

    fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Number(number) => Param::Integer(*number),
            Self::Text(text) => Param::Text(text),
            Self::Bytes(bytes) => Param::Blob(bytes),
        }
    }
}

/// Sorts by its bytes alone, and not as any language does.
fn key(row: i64) -> String {
    format!("{}é\"'\\{row:05} \u{1f9e3}", if row % 2 == 0 { "a" } else { "B" })
}

fn is_flag(column: &str) -> bool {
    [
        "counts",
        "counts_on_day",
        "in_budget",
        "pays",
        "takes_first_order",
        "is_past",
        "codes_freed",
        "claimable",
        "is_owner",
        "shared",
    ]
    .contains(&column)
}

/// Every row of every table in the order of its text, in words.
async fn everything(store: &Store, driver: Driver) -> Vec<String> {
    let mut all = Vec::new();
    let columns = columns(store, driver).await;
    for table in columns.chunk_by(|one, other| one.0 == other.0).filter(|table| table[0].0 != "schema_migrations") {
        let names: Vec<_> = table.iter().map(|(_, name, ..)| format!("\"{name}\"")).collect();
        let (name, width) = (table[0].0.clone(), names.len());
        let sql = format!("SELECT {} FROM \"{name}\"", names.join(", "));
        let rows = store.read(move |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for mut row in tx.query(&sql, &[]).await? {
                    let values: Result<Vec<_>, _> = (0..width).map(|_| row.value()).collect();
                    rows.push(format!("{name} {:?}", values?));
                }
                Ok::<_, StoreError>(rows)
            })
        });
        let mut rows: Vec<String> = rows.await.unwrap();
        rows.sort_unstable();
        all.append(&mut rows);
    }
    all
}

async fn open(bed: &Bed, end: MoveEnd) -> Store {
    bed.store.close().await;
    Store::open(&bed.url, OpenOptions::for_move(end)).await.unwrap()
}

#[rstest]
#[tokio::test]
async fn every_table_and_column_is_moved_there_and_back(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let (source, there, back) =
        (Bed::new(Driver::File).await, Bed::unmigrated(driver).await, Bed::unmigrated(Driver::File).await);
    fill(&source).await;
    // What a later migration might add: a table, a column, and a row that refers to another.
    let later = "ALTER TABLE products ADD COLUMN later TEXT; CREATE TABLE later_things (id TEXT NOT NULL PRIMARY KEY, product_id TEXT REFERENCES products (id), bytes BLOB)";
    there.store.migrate().await.unwrap();
    back.store.migrate().await.unwrap();
    for bed in [&source, &there, &back] {
        for statement in later.split("; ") {
            bed.write(move |tx| Box::pin(async move { tx.execute(statement, &[]).await })).await;
        }
    }
    for statement in [
        "UPDATE products SET later = 'kept' WHERE revision = 3",
        "INSERT INTO later_things (id, product_id, bytes) SELECT 'one', MIN(id), X'00ff' FROM products",
    ] {
        source.write(move |tx| Box::pin(async move { tx.execute(statement, &[]).await })).await;
    }
    let before = everything(&source.store, Driver::File).await;
    assert!(before.len() > 6_000, "{}", before.len());
    for (from, to) in [(&source, &there), (&there, &back)] {
        let (from, to) = (open(from, MoveEnd::Source).await, open(to, MoveEnd::Target).await);
        let tables = copy_rows(&from, &to, &quiet).await.unwrap();
        assert_eq!(tables.iter().map(|table| table.rows).sum::<u64>(), u64::try_from(before.len()).unwrap());
        assert_eq!(digest_rows(&from).await.unwrap(), digest_rows(&to).await.unwrap());
        to.unit_of_work(|tx| Box::pin(async move { tx.execute("DROP TABLE unfinished_move", &[]).await }))
            .await
            .unwrap();
        from.close().await;
        to.close().await;
    }
    let (there, back) = (again(&there).await, again(&back).await);
    assert_eq!(everything(&there, driver).await, before);
    assert_eq!(everything(&back, Driver::File).await, before);
    let found = back.read(|tx| {
        Box::pin(async move { tx.query("SELECT id FROM coupon_words WHERE search LIKE '%00042%'", &[]).await })
    });
    assert_eq!(found.await.unwrap().len(), 1, "the index of words is made");
    there.close().await;
}

async fn again(bed: &Bed) -> Store {
    Store::open(&bed.url, OpenOptions::default()).await.unwrap()
}

/// A coupon with a use, which sums up.
async fn small(bed: &Bed) {
    bed.coupon("cpn_1", |_| ()).await;
    bed.redeem(order("o1", &["id:ana"]), vec![redemption("o1", "cpn_1")]).await;
}

#[rstest]
#[tokio::test]
async fn a_moved_database_sums_up_and_has_no_mark(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let (source, target) = (Bed::new(Driver::File).await, Bed::unmigrated(driver).await);
    small(&source).await;
    let from = open(&source, MoveEnd::Source).await;
    let path = source.directory.path().join("tessera.db");
    let to = open(&target, MoveEnd::Target).await;
    let told = Mutex::new(Vec::new());
    let tell = |step: MoveStep<'_>| told.lock().unwrap().push(format!("{step:?}"));
    let moved = move_database(&from, &to, &tell).await.unwrap();
    assert!(moved.checks.iter().all(|check| check.bad.is_none()), "{:?}", moved.checks);
    assert!(moved.tables.iter().any(|table| table.name == "redemptions" && table.rows == 1), "{:?}", moved.tables);
    let told = told.into_inner().unwrap();
    assert!(told.iter().any(|step| step.contains("\"coupons\", rows: 1, is_done: true")), "{told:?}");
    from.close().await;
    to.close().await;
    assert!(again(&target).await.schema_version().await.unwrap().is_current());
    // Moved once more it would overwrite what is there.
    let bytes = std::fs::read(&path).unwrap();
    let (from, to) = (open(&source, MoveEnd::Source).await, open(&target, MoveEnd::Target).await);
    let error = move_database(&from, &to, &quiet).await.unwrap_err();
    assert!(matches!(&error, MoveError::NotEmpty { .. }), "{error}");
    from.close().await;
    to.close().await;
    assert!(std::fs::read(&path).unwrap() == bytes, "nothing is written to the source");
    assert!(again(&target).await.schema_version().await.unwrap().is_current());
}

#[rstest]
#[tokio::test]
async fn a_move_that_is_broken_off_is_used_by_nobody_and_begun_again(
    #[values(Driver::File, Driver::Postgres)] driver: Driver,
) {
    let (source, target) = (Bed::new(Driver::File).await, Bed::unmigrated(driver).await);
    small(&source).await;
    // No text of PostgreSQL holds this, no row of ours may: the move stops in the middle.
    let spoil = "UPDATE orders SET currency = X'0102'";
    source.write(move |tx| Box::pin(async move { tx.execute(spoil, &[]).await })).await;
    let (from, to) = (open(&source, MoveEnd::Source).await, open(&target, MoveEnd::Target).await);
    let error = copy_rows(&from, &to, &quiet).await.unwrap_err();
    assert!(error.to_string().contains("currency of orders"), "{error}");
    from.close().await;
    to.close().await;
    for options in [
        OpenOptions::default(),
        OpenOptions { exclusive: true, ..OpenOptions::default() },
        OpenOptions::for_move(MoveEnd::Source),
    ] {
        let refused = Store::open(&target.url, options).await.unwrap_err();
        assert!(matches!(refused, OpenError::Unfinished), "{refused}");
        assert!(refused.to_string().contains("tessera move"), "{refused}");
    }
    let mend = again(&source).await;
    let sql = "UPDATE orders SET currency = 'USD'";
    mend.unit_of_work(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await.unwrap();
    mend.close().await;
    let (from, to) = (open(&source, MoveEnd::Source).await, open(&target, MoveEnd::Target).await);
    move_database(&from, &to, &quiet).await.unwrap();
    assert_eq!(digest_rows(&from).await.unwrap(), digest_rows(&to).await.unwrap());
    from.close().await;
    to.close().await;
    assert!(again(&target).await.schema_version().await.unwrap().is_current());
}

#[tokio::test]
async fn what_does_not_sum_up_is_not_begun() {
    let (source, target) = (Bed::new(Driver::File).await, Bed::unmigrated(Driver::File).await);
    small(&source).await;
    let spoil = "UPDATE redemptions SET amount = 99, state = 'released'";
    source.write(move |tx| Box::pin(async move { tx.execute(spoil, &[]).await })).await;
    let (from, to) = (open(&source, MoveEnd::Source).await, open(&target, MoveEnd::Target).await);
    let error = move_database(&from, &to, &quiet).await.unwrap_err();
    assert!(matches!(&error, MoveError::Unverified { end: MoveEnd::Source, .. }), "{error}");
    to.close().await;
    assert_eq!(again(&target).await.schema_version().await.unwrap().found, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_changes_meanwhile_fails_the_move() {
    let (source, target) = (Bed::new(Driver::File).await, Bed::unmigrated(Driver::File).await);
    small(&source).await;
    let from = open(&source, MoveEnd::Source).await;
    let to = open(&target, MoveEnd::Target).await;
    // A key that is made beside it, when the table of keys was copied.
    let visit = again(&source).await;
    let (asked, answer) = std::sync::mpsc::channel::<()>();
    let visitor = tokio::spawn(async move {
        let wait = tokio::task::spawn_blocking(move || answer.recv());
        wait.await.unwrap().unwrap();
        let sql = "INSERT INTO messages (locale, version, document, actor, updated_at) VALUES ('fr', 1, '{}', 'a', 1)";
        visit.unit_of_work(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await.unwrap();
        visit.close().await;
    });
    let visitor = Mutex::new(Some(visitor));
    let told = |step: MoveStep<'_>| {
        if step == MoveStep::Comparing {
            asked.send(()).unwrap();
            let visitor = visitor.lock().unwrap().take().unwrap();
            while !visitor.is_finished() {
                std::thread::yield_now();
            }
        }
    };
    let error = copy_rows(&from, &to, &told).await.unwrap_err();
    assert!(matches!(&error, MoveError::Differs { table, .. } if table == "messages"), "{error}");
}

#[rstest]
#[tokio::test]
async fn a_database_that_is_served_is_not_moved(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let (served, other) = (Bed::new(driver).await, Bed::unmigrated(Driver::File).await);
    match (driver, Store::open(&served.url, OpenOptions::for_move(MoveEnd::Source)).await) {
        (Driver::Postgres, Ok(from)) => {
            let to = open(&other, MoveEnd::Target).await;
            let error = move_database(&from, &to, &quiet).await.unwrap_err();
            assert!(matches!(error, MoveError::InUse { end: MoveEnd::Source, .. }), "{error}");
            assert!(error.to_string().contains("Stop every process"), "{error}");
            served.store.close().await;
            // A server that has a name of its own is one all the same.
            let named =
                format!("{}{}application_name=checkout", served.url, if served.url.contains('?') { '&' } else { '?' });
            let named = Store::open(&named, OpenOptions::default()).await.unwrap();
            let error = move_database(&from, &to, &quiet).await.unwrap_err();
            assert!(matches!(error, MoveError::InUse { end: MoveEnd::Source, .. }), "{error}");
            named.close().await;
            move_database(&from, &to, &quiet).await.unwrap();
        }
        (_, opened) => assert!(matches!(opened, Err(OpenError::InUse { .. })), "{opened:?}"),
    }
}

#[tokio::test]
async fn a_source_of_an_older_schema_is_refused_and_stays_as_it_is() {
    let (source, target) = (Bed::new(Driver::File).await, Bed::unmigrated(Driver::File).await);
    let newest = source.store.schema_version().await.unwrap().newest;
    let sql = "DELETE FROM schema_migrations WHERE number = (SELECT MAX(number) FROM schema_migrations)";
    source.write(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await;
    let (from, to) = (open(&source, MoveEnd::Source).await, open(&target, MoveEnd::Target).await);
    let error = copy_rows(&from, &to, &quiet).await.unwrap_err();
    assert!(matches!(error, MoveError::OldSchema { newest: known, .. } if known == newest), "{error}");
    assert!(error.to_string().contains("tessera migrate"), "{error}");
    assert!(!from.schema_version().await.unwrap().is_current());
}
