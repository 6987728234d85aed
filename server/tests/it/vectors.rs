//! The pricing vectors over HTTP: the same bytes as the engine gives, whose expectations are tested there.

use std::path::Path;

use serde_json::Value;
use tessera_engine::{UnsavedRequest, from_json};

use crate::face::Face;

/// Vectors that there are; the number only grows.
const VECTORS: usize = 467;

#[tokio::test]
async fn every_vector_is_priced_over_http_to_the_same_bytes() {
    let face = Face::new().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/vectors");
    let mut priced = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let vectors: Vec<Value> = serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        for vector in vectors {
            let request = &vector["request"];
            let answer = face.call("POST", "/v1/quotes/unsaved").json(request).send().await;
            assert_eq!(answer.status, 200, "{}: {}", vector["id"], answer.text());
            let unsaved: UnsavedRequest = from_json(request.to_string().as_bytes()).unwrap();
            assert_eq!(answer.text(), serde_json::to_string(&unsaved.price()).unwrap(), "{}", vector["id"]);
            priced += 1;
        }
    }
    assert_eq!(priced, VECTORS);
}
