//! The conditions of the draft: a tree whose nodes have numbers in the names of their fields. `if.match` is whether all
//! or any of `if.0`, `if.1`, ... must hold; a group has the same below it. A node that the form cannot write is kept as
//! it is, by itself. The commonest condition, a minimum for the order, has a field of its own.

use serde_json::{Value, json};
use tessera_engine::condition::Condition;
use tessera_engine::{FieldError, from_json};

use super::Draft;
use super::field::{Reading, Writing};
use super::gives::{KEPT, errors, kept, without_nulls};
use super::numbers::{read_amounts, written_amounts};
use super::typed::Typed;
use crate::admin::coupons::asks::kind;
use crate::admin::fields::Faults;
use crate::admin::texts::EN;

/// The name of the tree.
pub(in crate::admin::coupons) const ROOT: &str = "if";
/// The kind of a node that holds others.
pub(in crate::admin::coupons) const GROUP: &str = "group";
/// Whether one condition alone is written as a list of one, as it was.
pub(in crate::admin::coupons) const WRAP: &str = "if.wrap";
/// Groups in groups that the form shows.
pub(in crate::admin::coupons) const DEPTH: usize = 3;

/// The conditions that are typed.
pub(super) fn write(w: &mut Writing<'_>) -> Option<Value> {
    let minimum = write_minimum(w);
    let mut nodes = children(ROOT, w);
    let is_any = w.typed.get(&format!("{ROOT}.match")) == "any";
    let has_minimum = minimum.is_some();
    if is_any && has_minimum && nodes.len() > 1 {
        nodes = vec![json!({ "any": nodes })];
    }
    if let Some(minimum) = minimum {
        nodes.insert(0, minimum);
    }
    let word = if is_any && !has_minimum { "any" } else { "all" };
    let is_list = w.typed.get(WRAP) == "yes";
    match nodes.len() {
        0 => None,
        1 if !is_list => nodes.pop(),
        _ => Some(json!({ word: nodes })),
    }
}

fn write_minimum(w: &mut Writing<'_>) -> Option<Value> {
    let text = w.typed.get("minimum");
    if text.is_empty() {
        return None;
    }
    let Some(currency) = tessera_engine::Currency::parse(w.currency) else {
        w.faults.add("currency", w.t.fault_currency);
        return None;
    };
    let minimum = read_amounts(text, currency);
    if minimum.is_none() {
        w.faults.add("minimum", w.t.fault_amount);
    }
    minimum.map(|minimum| json!({ "kind": "order_amount", "min": minimum }))
}

fn children(path: &str, w: &mut Writing<'_>) -> Vec<Value> {
    (0..w.typed.rows(path)).filter_map(|number| write_node(&format!("{path}.{number}"), w)).collect()
}

fn write_node(path: &str, w: &mut Writing<'_>) -> Option<Value> {
    let prefix = format!("{path}.");
    let name = format!("{prefix}kind");
    let node = match w.typed.get(&name) {
        GROUP => {
            let nodes = children(path, w);
            let word = if w.typed.get(&format!("{prefix}match")) == "any" { "any" } else { "all" };
            (!nodes.is_empty()).then(|| json!({ word: nodes }))
        }
        KEPT => kept(w.typed, &prefix),
        chosen => match kind(chosen) {
            Some(kind) => Some(kind.write(&prefix, &name, check, w)),
            None => {
                w.faults.add(name, w.t.fault_kind);
                None
            }
        },
    }?;
    Some(if w.typed.get(&format!("{prefix}not")) == "yes" { json!({ "not": node }) } else { node })
}

fn check(condition: &Value) -> Vec<FieldError> {
    errors(from_json::<Condition>(condition.to_string().as_bytes()).err())
}

/// Shows conditions; what would be written otherwise than it is, is kept.
pub(super) fn read(conditions: Option<&Condition>, typed: &mut Typed, r: Reading<'_>) {
    typed.set(format!("{ROOT}.match"), "all");
    typed.set("minimum", "");
    let Some(conditions) = conditions else { return };
    let mut shown = typed.clone();
    read_root(conditions, &mut shown, r);
    if again(&shown, r, write).as_ref() == Some(conditions) {
        *typed = shown;
    } else {
        keep(&format!("{ROOT}.0"), conditions, typed);
    }
}

fn read_root(conditions: &Condition, typed: &mut Typed, r: Reading<'_>) {
    let (word, nodes) = match conditions {
        Condition::All(nodes) => ("all", nodes.as_slice()),
        Condition::Any(nodes) => ("any", nodes.as_slice()),
        other => ("all", std::slice::from_ref(other)),
    };
    typed.set(format!("{ROOT}.match"), word);
    if nodes.len() == 1 && !matches!(conditions, Condition::Leaf(_) | Condition::Not(_)) {
        typed.set(WRAP, "yes");
    }
    let minimum = nodes.first().filter(|_| word == "all").and_then(|node| minimum_of(node, r));
    let rest = &nodes[usize::from(minimum.is_some())..];
    if let Some(minimum) = minimum {
        typed.set("minimum", minimum);
    }
    for (number, node) in rest.iter().enumerate() {
        read_node(&format!("{ROOT}.{number}"), node, 1, typed, r);
    }
}

/// The field of a condition that is only a minimum for the order.
fn minimum_of(node: &Condition, r: Reading<'_>) -> Option<String> {
    let written = serde_json::to_value(node).ok()?;
    let plain = json!({ "kind": "order_amount", "min": written["min"] });
    let plain = from_json::<Condition>(plain.to_string().as_bytes()).ok();
    if plain.as_ref() == Some(node) { written_amounts(&written["min"], r.currency, r.locale) } else { None }
}

fn read_node(path: &str, node: &Condition, depth: usize, typed: &mut Typed, r: Reading<'_>) {
    let mut shown = typed.clone();
    show_node(path, node, depth, &mut shown, r);
    let back = again(&shown, r, |w| write_node(path, w));
    if back.as_ref() == Some(node) {
        *typed = shown;
    } else {
        keep(path, node, typed);
    }
}

fn show_node(path: &str, node: &Condition, depth: usize, typed: &mut Typed, r: Reading<'_>) {
    match node {
        Condition::Not(inner) if !matches!(**inner, Condition::Not(_)) => {
            show_node(path, inner, depth, typed, r);
            typed.set(format!("{path}.not"), "yes");
        }
        Condition::Not(_) => {}
        Condition::Leaf(leaf) => {
            typed.set(format!("{path}.kind"), leaf.name());
            if let Some(kind) = kind(leaf.name()) {
                let object = serde_json::to_value(node).unwrap_or_default();
                kind.read(&format!("{path}."), &object, typed, r);
            }
        }
        Condition::All(nodes) | Condition::Any(nodes) if depth < DEPTH => {
            typed.set(format!("{path}.kind"), GROUP);
            typed.set(format!("{path}.match"), if matches!(node, Condition::Any(_)) { "any" } else { "all" });
            for (number, node) in nodes.iter().enumerate() {
                read_node(&format!("{path}.{number}"), node, depth + 1, typed, r);
            }
        }
        Condition::All(_) | Condition::Any(_) => {}
    }
}

fn keep(path: &str, node: &Condition, typed: &mut Typed) {
    let object = without_nulls(serde_json::to_value(node).unwrap_or_default());
    typed.set(format!("{path}.kind"), KEPT);
    typed.set(format!("{path}.{KEPT}"), object.to_string());
}

/// What would be written.
fn again(typed: &Typed, r: Reading<'_>, write: impl Fn(&mut Writing<'_>) -> Option<Value>) -> Option<Condition> {
    let mut faults = Faults::default();
    let mut w = Writing { typed, currency: r.currency, t: &EN, faults: &mut faults };
    let written = write(&mut w)?;
    if faults.is_empty() { from_json(written.to_string().as_bytes()).ok() } else { None }
}

impl Draft {
    /// A kept condition in words.
    pub(in crate::admin::coupons) fn kept_condition(&self, prefix: &str, locale: tessera_engine::Locale) -> String {
        let condition = kept(&self.typed, prefix).unwrap_or_default();
        let condition = from_json::<Condition>(condition.to_string().as_bytes());
        condition.map_or_else(|_| String::new(), |condition| condition.summary(locale))
    }
}
