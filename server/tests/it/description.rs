//! The OpenAPI description: as committed, complete, and in step with the routes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tessera_server::openapi;

use crate::face::Face;
use crate::operations;

#[test]
fn the_description_is_the_committed_one() {
    insta::assert_json_snapshot!("openapi", openapi());
}

#[tokio::test]
async fn the_description_is_served() {
    let face = Face::new().await;
    let served = face.bare_call("GET", "/openapi.json").send().await;
    assert_eq!(served.header("content-type"), "application/json");
    assert_eq!(served.json(), serde_json::to_value(openapi()).unwrap());
    assert_eq!(served.json()["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
}

#[tokio::test]
async fn a_change_needs_an_idempotency_key_where_the_description_says_so() {
    let face = Face::new().await;
    let description = serde_json::to_value(openapi()).unwrap();
    let mut needing = 0;
    for (number, operation) in operations::all().into_iter().filter(operations::Operation::is_change).enumerate() {
        let described = &description["paths"][&operation.path][operation.method.to_lowercase()];
        let parameters = described["parameters"].as_array().unwrap();
        let is_required = parameters.iter().any(|one| one["name"] == "Idempotency-Key" && one["required"] == true);
        let key = format!("Bearer {}", face.secret_key(&[operation.scope.unwrap()]).await);
        let call = operation.good_call(&face, &format!("n{number}")).await.header("authorization", &key);
        let got = call.send().await;
        if is_required {
            needing += 1;
            got.is_problem(400, "idempotency_key_missing");
            let problems = serde_json::to_string(&described["responses"]["400"]).unwrap();
            assert!(problems.contains("idempotency_key_missing"), "{}: {problems}", operation.id);
        } else {
            assert!(got.status.is_success(), "{} {}: {}", operation.id, got.status, got.text());
        }
    }
    assert!(needing >= 12, "{needing}");
}

/// Use cases whose name is not that of a method of `App`.
const WITHOUT_USE_CASE: [&str; 3] = ["check_alive", "read_metrics", "read_openapi"];

#[test]
fn an_operation_has_the_name_of_its_use_case() {
    let mut names = BTreeSet::new();
    let app = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"));
    let app: String = app.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    for operation in operations::all() {
        assert!(names.insert(operation.id.clone()), "{} stands twice", operation.id);
        if !WITHOUT_USE_CASE.contains(&operation.id.as_str()) {
            let is_there =
                ["pub async fn", "pub fn"].iter().any(|kind| app.contains(&format!("{kind} {}(", operation.id)));
            assert!(is_there, "app has no {}", operation.id);
        }
    }
}

#[test]
fn an_operation_says_what_it_takes_and_answers() {
    let description = serde_json::to_value(openapi()).unwrap();
    for operation in operations::all() {
        let described = &description["paths"][&operation.path][operation.method.to_lowercase()];
        let name = &operation.id;
        assert!(described["summary"].as_str().is_some_and(|summary| summary.ends_with('.')), "{name} has no summary");
        assert!(described["tags"][0].is_string(), "{name} has no tag");
        let answers = described["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{name}");
        for (status, answer) in answers {
            assert!(answer["content"].is_object(), "{name} {status} has no content");
        }
        if operation.path.starts_with("/v1/") {
            assert!(operation.scope.is_some(), "{name} names no scope");
            for status in ["401", "403", "503"] {
                assert!(answers.contains_key(status), "{name} does not tell of {status}");
            }
        }
        for placeholder in operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let parameters = described["parameters"].as_array().unwrap();
            assert!(
                parameters.iter().any(|parameter| parameter["name"] == placeholder),
                "{name} does not describe {placeholder}"
            );
        }
        if let Some(body) = operation.body("1") {
            let kind = if body.is_string() { "text/csv" } else { "application/json" };
            assert!(described["requestBody"]["content"][kind]["schema"].is_object(), "{name} describes no body");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let description = serde_json::to_value(openapi()).unwrap();
    let mut references = Vec::new();
    collect_references(&description, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect_references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if name == "$ref" => found.push(reference.clone()),
                    _ => collect_references(member, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| collect_references(entry, found)),
        _ => {}
    }
}

/// Pages are for people and not described.
const PAGES: [&str; 7] =
    ["/", "/docs", "/docs/errors", "/docs/widget", "/docs/widget/manual", "/assets/{*path}", "/widget/tessera.js"];

#[tokio::test]
async fn every_route_is_described_and_every_description_has_a_route() {
    let described: BTreeSet<String> = operations::all().into_iter().map(|operation| operation.path).collect();
    let face = Face::new().await;
    for operation in operations::all() {
        let path = operation.path.replace("{id}", "x").replace("{locale}", "en");
        let got = face.bare_call(&operation.method, &path).send().await;
        assert!(![404, 405].contains(&got.status.as_u16()), "{} {path} is described but not routed", operation.method);
    }
    // Routes come in by `routes!` with their description, or by `.route("...")`, which a search finds.
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for route in text.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(
                described.contains(route) || PAGES.contains(&route) || route.starts_with("/admin"),
                "{} routes {route}, which is not described",
                file.display()
            );
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}
