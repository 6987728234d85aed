//! `/docs`: the description, for people. The list of operations is written here and reads without script; RapiDoc
//! below it shows everything and lets calls be tried.

use askama::Template;
use axum::http::HeaderValue;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::Operation as Described;

use super::{assets, page};
use crate::answer::Reply;

/// RapiDoc sets style attributes in its shadow root, hence inline styles; scripts only from here.
const WITH_RAPIDOC: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// The page, made once.
#[derive(Clone, Template)]
#[template(path = "docs.html")]
pub(super) struct DocsPage {
    theme_sheet: String,
    style: String,
    icon: String,
    colours: String,
    script: String,
    groups: Vec<Group>,
}

/// Operations under one tag.
#[derive(Clone)]
struct Group {
    name: String,
    words: String,
    operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone)]
struct Operation {
    method: &'static str,
    path: String,
    summary: String,
    scope: Option<String>,
}

impl DocsPage {
    /// The page of a description.
    pub(super) fn new(description: &OpenApi) -> Self {
        let tags = description.tags.iter().flatten();
        let groups = tags.map(|tag| Group {
            name: tag.name.clone(),
            words: tag.description.clone().unwrap_or_default(),
            operations: operations(description, &tag.name),
        });
        Self {
            theme_sheet: assets::link("theme.css"),
            style: assets::link("tessera.css"),
            icon: assets::link("favicon.svg"),
            colours: assets::link("docs.js"),
            script: assets::link("vendor/rapidoc/rapidoc-min.js"),
            groups: groups.collect(),
        }
    }

    /// Shows the page.
    pub(super) fn show(&self) -> Reply {
        page(self, WITH_RAPIDOC)
    }
}

fn operations(description: &OpenApi, tag: &str) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in &description.paths.paths {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, described) in methods {
            if let Some(described) = described
                && described.tags.iter().flatten().any(|name| name == tag)
            {
                operations.push(Operation {
                    method,
                    path: path.clone(),
                    summary: described.summary.clone().unwrap_or_default(),
                    scope: scope(described),
                });
            }
        }
    }
    operations
}

/// The scope an operation needs, read from its security as it is written in the description.
fn scope(described: &Described) -> Option<String> {
    let security = serde_json::to_value(described.security.as_ref()?).ok()?;
    security.pointer("/0/key/0")?.as_str().map(str::to_owned)
}
