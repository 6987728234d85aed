//! Every vector of `fixtures/vectors` that this release can price. Their form is described in the README beside them.

use std::collections::BTreeMap;

use serde_json::Value;
use tessera_engine::decode::codes;
use tessera_engine::{DecodeError, UnsavedRequest};

use crate::shop::check_sums;
use crate::vector::{differences, read, turn, vectors};

/// Vectors there are.
const ALL: usize = 467;
/// Vectors this release prices. It only grows.
const PRICED: usize = 467;

#[test]
fn every_vector_that_this_release_can_price() {
    let mut priced = 0;
    let mut refused = 0;
    let mut faults = Vec::new();
    for vector in vectors("vectors") {
        let request = &vector["request"];
        match read(request) {
            Ok(request) => {
                priced += 1;
                check(&vector, &request, "as written", &mut faults);
            }
            Err(DecodeError::Fields(errors)) => {
                let later = [codes::KIND_NOT_SUPPORTED, codes::NOT_IN_THIS_RELEASE];
                assert!(errors.iter().all(|error| later.contains(&error.code)), "{}: {errors:?}", vector["id"]);
                refused += 1;
                continue;
            }
            Err(error) => panic!("{}: {error}", vector["id"]),
        }
        if let Some(turned) = turn(request) {
            check(&vector, &read(&turned).unwrap(), "in another order", &mut faults);
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(priced + refused, ALL, "all vectors are there");
    assert_eq!(priced, PRICED, "the number of vectors that are priced only grows");
}

/// The project's own fixtures: one file for each kind, in the form of the vectors. All of them are priced.
#[test]
fn every_fixture_of_our_own() {
    let mut faults = Vec::new();
    let mut by_kind: BTreeMap<String, usize> = BTreeMap::new();
    for vector in vectors("own") {
        let request = &vector["request"];
        check(
            &vector,
            &read(request).unwrap_or_else(|error| panic!("{}: {error}", vector["id"])),
            "as written",
            &mut faults,
        );
        if let Some(turned) = turn(request) {
            check(&vector, &read(&turned).unwrap(), "in another order", &mut faults);
        }
        assert!(vector["note"].is_string(), "{}: the arithmetic", vector["id"]);
        *by_kind.entry(vector["tags"][0].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(by_kind.values().all(|count| *count >= 8), "at least 8 of each kind: {by_kind:?}");
}

fn check(vector: &Value, request: &UnsavedRequest, how: &str, faults: &mut Vec<String>) {
    let quote = request.price();
    check_sums(&request.cart, &quote);
    let quote = serde_json::to_value(&quote).unwrap();
    let id = &vector["id"];
    faults.extend(differences(vector, &quote).into_iter().map(|difference| format!("{id} {how}: {difference}")));
}
