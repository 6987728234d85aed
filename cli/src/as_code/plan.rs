//! The plan: what is to be done so that the server has what the file says.

use std::collections::BTreeMap;

use anyhow::bail;
use serde_json::{Value, json};
use tessera_engine::coupon::Status;
use tessera_engine::{Terms, from_json};

use super::difference::{lines, merge_patch};
use super::file::{Entry, KEY};

/// A coupon of the server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct There {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) terms: Terms,
}

impl There {
    /// Reads a coupon of an answer. Of its members only the terms are looked at: answers may gain others.
    pub(crate) fn read(coupon: &Value) -> anyhow::Result<Self> {
        let (Some(id), Some(version)) = (coupon["id"].as_str(), coupon["version"].as_u64()) else {
            bail!("the server answered with something that is no coupon");
        };
        let known = json!(from_json::<Terms>(br#"{"name": "x"}"#)?);
        let mut terms = coupon.as_object().cloned().unwrap_or_default();
        terms.retain(|name, _| known.get(name).is_some());
        match from_json(Value::Object(terms).to_string().as_bytes()) {
            Ok(terms) => Ok(Self { id: id.to_owned(), version, terms }),
            Err(error) => bail!("the coupon {id} cannot be read by this release: {error}"),
        }
    }

    /// Whether it was put away.
    fn is_archived(&self) -> bool {
        self.terms.status == Status::Archived
    }

    /// What the file calls it: its key, or its id while it has none.
    pub(crate) fn key(&self) -> &str {
        self.terms.metadata.get(KEY).map_or(&self.id, String::as_str)
    }
}

/// One thing to be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step<'a> {
    Create {
        entry: &'a Entry,
        body: Value,
    },
    Change {
        entry: &'a Entry,
        there: &'a There,
        patch: Value,
        lines: Vec<String>,
    },
    /// Takes an archived coupon back, then changes what differs.
    Restore {
        entry: &'a Entry,
        there: &'a There,
        patch: Value,
        lines: Vec<String>,
    },
    Unchanged {
        entry: &'a Entry,
        there: &'a There,
    },
    Archive {
        there: &'a There,
    },
}

impl Step<'_> {
    /// What the file says of it.
    fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Create { entry, .. }
            | Self::Change { entry, .. }
            | Self::Restore { entry, .. }
            | Self::Unchanged { entry, .. } => Some(entry),
            Self::Archive { .. } => None,
        }
    }

    /// The coupon of the server that it is about.
    const fn there(&self) -> Option<&There> {
        match self {
            Self::Change { there, .. }
            | Self::Restore { there, .. }
            | Self::Unchanged { there, .. }
            | Self::Archive { there } => Some(there),
            Self::Create { .. } => None,
        }
    }

    /// Whether it changes anything.
    pub(crate) fn is_change(&self) -> bool {
        !matches!(self, Self::Unchanged { .. })
    }
}

/// What is to be done, in the order of the file; with `prune` then what is not in it.
pub(crate) fn plan<'a>(entries: &'a [Entry], there: &'a [There], prune: bool) -> anyhow::Result<Vec<Step<'a>>> {
    let mut by_key: BTreeMap<&str, &There> = BTreeMap::new();
    for coupon in there.iter().filter(|coupon| !coupon.is_archived()) {
        if let Some(other) = by_key.insert(coupon.key(), coupon) {
            bail!("the coupons {} and {} of the server have the same key `{}`", other.id, coupon.id, coupon.key());
        }
    }
    // Of runs that are over, the newest is the one that comes back.
    for coupon in there.iter().filter(|coupon| coupon.is_archived()) {
        by_key.entry(coupon.key()).or_insert(coupon);
    }
    let mut steps: Vec<Step<'a>> = entries.iter().map(|entry| step(entry, by_key.remove(entry.key.as_str()))).collect();
    if prune {
        // What was never in a file is not the file's to archive.
        let is_ours = |coupon: &&There| coupon.terms.metadata.contains_key(KEY) && !coupon.is_archived();
        let ours = by_key.into_values().filter(is_ours);
        steps.extend(ours.map(|there| Step::Archive { there }));
    }
    Ok(steps)
}

fn step<'a>(entry: &'a Entry, there: Option<&'a There>) -> Step<'a> {
    let mut terms = entry.terms.clone();
    if there.is_none_or(|there| there.id != entry.key) {
        terms.metadata.insert(KEY.to_owned(), entry.key.clone());
    }
    let Some(there) = there else { return Step::Create { entry, body: json!(terms) } };
    if !entry.has_status {
        terms.status = there.terms.status;
    }
    let (current, wanted) = (json!(there.terms), json!(terms));
    let (patch, lines) = (merge_patch(&current, &wanted), lines(&current, &wanted));
    let stays_archived = entry.has_status && entry.terms.status == Status::Archived;
    if there.is_archived() && !stays_archived {
        return Step::Restore { entry, there, patch, lines };
    }
    if current == wanted {
        return Step::Unchanged { entry, there };
    }
    Step::Change { entry, there, patch, lines }
}

/// What the server will refuse: codes that two coupons would have, a line each.
pub(crate) fn clashes(steps: &[Step<'_>], there: &[There]) -> Vec<String> {
    let planned: Vec<&str> = steps.iter().filter_map(Step::there).map(|there| there.id.as_str()).collect();
    let mut holders: BTreeMap<&str, &str> = BTreeMap::new();
    for coupon in there.iter().filter(|coupon| !coupon.is_archived() && !planned.contains(&coupon.id.as_str())) {
        holders.extend(coupon.terms.code.as_ref().map(|code| (code.canonical(), coupon.id.as_str())));
    }
    let mut lines = Vec::new();
    for entry in steps.iter().filter_map(Step::entry).filter(|entry| entry.terms.status != Status::Archived) {
        let Some(code) = &entry.terms.code else { continue };
        if let Some(holder) = holders.insert(code.canonical(), &entry.key) {
            lines.push(format!("{}/code: `{}` belongs to {holder}", entry.pointer, code.typed()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use tessera_app::settings::StoreSettings;

    use super::*;

    fn read(text: &str) -> anyhow::Result<Vec<Entry>> {
        crate::as_code::file::read(text, &StoreSettings::default())
    }

    #[test]
    fn a_code_that_another_coupon_has_is_seen_in_the_plan() {
        let entries = read(
            "coupons:
  - { key: a, name: A, code: one }
  - { key: b, name: B, code: TWO }
  - { key: c, name: C, code: two }
",
        )
        .unwrap();
        let there = [
            there("cpn_1", json!({ "code": "ONE" })),
            there("cpn_2", json!({ "metadata": { "key": "b" }, "code": "OLD" })),
            there("cpn_3", json!({ "status": "archived", "code": "TWO" })),
        ];
        let steps = plan(&entries, &there, false).unwrap();
        assert_eq!(
            clashes(&steps, &there),
            ["/coupons/0/code: `one` belongs to cpn_1", "/coupons/2/code: `two` belongs to b"]
        );
        assert!(clashes(&plan(&entries[1..2], &there, false).unwrap(), &there).is_empty());
    }

    fn there(id: &str, more: Value) -> There {
        let mut coupon = json!({ "id": id, "version": 3, "state": "active", "name": "A", "status": "enabled",
            "benefits": [{ "kind": "percent_off", "percent": 10 }] });
        coupon.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        There::read(&coupon).unwrap()
    }

    const FILE: &str = "coupons:
  - { key: a, name: A, benefits: [{ kind: percent_off, percent: 10 }] }
  - { key: b, name: B, benefits: [{ kind: percent_off, percent: 10 }] }
  - { key: cpn_9, name: A, limits: { total: 5 }, benefits: [{ kind: percent_off, percent: 10 }] }
";

    #[test]
    fn the_plan_says_what_differs_and_nothing_else() {
        let entries = read(FILE).unwrap();
        let there = [
            there("cpn_1", json!({ "metadata": { "key": "a" } })),
            there("cpn_2", json!({ "metadata": { "key": "gone" } })),
            there("cpn_9", json!({})),
            there("cpn_7", json!({ "code": "HAND" })),
        ];
        let steps = plan(&entries, &there, true).unwrap();
        assert!(matches!(&steps[0], Step::Unchanged { entry, .. } if entry.key == "a"), "{steps:?}");
        assert!(
            matches!(&steps[1], Step::Create { body, .. } if body["metadata"]["key"] == "b" && body["status"] == "draft")
        );
        let Step::Change { patch, lines, .. } = &steps[2] else { panic!("{steps:?}") };
        assert_eq!(*patch, json!({ "limits": { "total": 5 } }));
        assert_eq!(*lines, ["/limits/total: null -> 5"]);
        assert!(matches!(&steps[3], Step::Archive { there } if there.id == "cpn_2"));
        assert_eq!(steps.len(), 4);
        assert_eq!(plan(&entries, &there, false).unwrap().len(), 3);
        let archived = json!({ "metadata": { "key": "b" }, "name": "B", "status": "archived" });
        let there = [there[0].clone(), super::tests::there("cpn_3", archived), there[2].clone()];
        let steps = plan(&entries, &there, true).unwrap();
        let Step::Restore { there: back, patch, .. } = &steps[1] else { panic!("{steps:?}") };
        assert_eq!((back.id.as_str(), patch), ("cpn_3", &json!({})));
        assert_eq!(steps.len(), 3);
        // A key that an archived run shares with the run of now means the one of now.
        let both = [
            super::tests::there("cpn_0", json!({ "metadata": { "key": "a" }, "status": "archived" })),
            there[0].clone(),
        ];
        assert!(matches!(&plan(&entries[..1], &both, true).unwrap()[..], [Step::Unchanged { .. }]));
        assert!(plan(&entries, &[there[0].clone(), there[0].clone()], false).is_err());
    }
}
