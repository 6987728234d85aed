//! The feed of events and the audit trail, read from the beginning to the end.

use anyhow::Context;
use serde_json::Value;

use crate::checker::{AuditEntry, Event};
use crate::history::Outcome;
use crate::http::{Http, Sending};

/// Every event, page by page.
pub(crate) async fn read_events(node: &Http) -> anyhow::Result<Vec<Event>> {
    let all = read_list(node, "/v1/events").await?;
    let event = |one: Value| Event {
        id: text(&one["id"]),
        kind: text(&one["type"]),
        aggregate: text(&one["aggregate"]),
        seq: one["seq"].as_u64().unwrap_or_default(),
        version: one["data"]["version"].as_u64(),
    };
    Ok(all.into_iter().map(event).collect())
}

/// The whole audit trail.
pub(crate) async fn read_audit(node: &Http) -> anyhow::Result<Vec<AuditEntry>> {
    let all = read_list(node, "/v1/audit").await?;
    let entry = |one: Value| AuditEntry { action: text(&one["action"]), resource: text(&one["resource"]) };
    Ok(all.into_iter().map(entry).collect())
}

async fn read_list(node: &Http, list: &str) -> anyhow::Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut path = format!("{list}?limit=200");
    loop {
        let mut page = match node.send(Sending { method: "GET", path: &path, key: "", body: &Value::Null }).await {
            Outcome::Answer { status: 200, body, .. } => serde_json::from_str::<Value>(&body)?,
            other => anyhow::bail!("{path} cannot be read: {other:?}"),
        };
        match page["data"].take() {
            Value::Array(data) => all.extend(data),
            _ => return Err(anyhow::anyhow!("it has no data")).with_context(|| path),
        }
        match &page["next_cursor"] {
            Value::String(cursor) => path = format!("{list}?limit=200&cursor={cursor}"),
            _ => return Ok(all),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
