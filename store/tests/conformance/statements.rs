//! Every statement is known to the database.

use std::path::Path;

use rstest::rstest;
use tessera_store::statements::{STATEMENTS, assembled_statements};

use crate::{Bed, Driver};

#[rstest]
#[tokio::test]
async fn every_statement_prepares(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let constant = STATEMENTS.iter().map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()));
    let all: Vec<_> = constant.chain(assembled_statements()).collect();
    assert!(all.len() > 80, "{}", all.len());
    for (name, sql) in all {
        bed.write(move |tx| {
            Box::pin(async move {
                assert_eq!(tx.prepare(&sql).await, Ok(()), "{name}: {sql}");
                Ok(())
            })
        })
        .await;
    }
}

/// A constant that begins like a statement must be registered by its path, so that the test above sees it.
#[test]
fn every_statement_constant_is_registered() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = 0;
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // What a driver says to its own database is prepared nowhere else.
                if !path.ends_with("sqlite") && !path.ends_with("postgres") {
                    folders.push(path);
                }
                continue;
            }
            let module = path.strip_prefix(&source).unwrap().with_extension("");
            let module = module.to_str().unwrap().replace('/', "::");
            for line in std::fs::read_to_string(&path).unwrap().lines() {
                let Some(rest) = line.strip_prefix("pub(crate) const ") else { continue };
                let Some((name, _)) = rest.split_once(": &str") else { continue };
                let full = format!("{module}::{name}");
                let registered = STATEMENTS.iter().any(|(known, _)| known.replace(' ', "") == full);
                assert!(registered, "{full} is not in statements.rs");
                found += 1;
            }
        }
    }
    assert_eq!(found, STATEMENTS.len());
}

#[test]
fn no_statement_uses_what_only_one_database_has() {
    let constant = STATEMENTS.iter().map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()));
    for (name, sql) in constant.chain(assembled_statements()) {
        let upper = sql.to_uppercase();
        for foreign in ["INSERT OR", "REPLACE INTO", "ROWID", "JSON_", "STRFTIME", "DATETIME(", "GLOB ", "IFNULL", "$1"]
        {
            assert!(!upper.contains(foreign), "{name} uses {foreign}");
        }
    }
}
