//! The form of a coupon, new or not.

use askama::Template;
use serde_json::Value;
use tessera_app::{App, Problem};
use tessera_engine::decode::parse;
use tessera_engine::summary::summarise;
use tessera_engine::{Terms, from_json};

use super::draft::{Draft, KINDS};
use super::show::sentences;
use crate::admin::fields::Faults;
use crate::admin::flash::refusal_words;
use crate::admin::shell::{Place, Shell};
use crate::admin::texts::Texts;

/// The form.
#[derive(Template)]
#[template(path = "admin/coupons/editor.html")]
pub(super) struct EditorPage {
    pub(super) s: Shell,
    pub(super) title: String,
    /// Where it is sent to.
    pub(super) action: String,
    pub(super) back: String,
    pub(super) d: Draft,
    pub(super) faults: Faults,
    /// What it says in words, as far as it can be said.
    pub(super) summary: Vec<String>,
    /// The version that is edited; 0 for a new coupon.
    pub(super) version: u64,
    /// Under which a new coupon is made once.
    pub(super) once: String,
    /// What somebody else changed meanwhile: field and value.
    pub(super) conflict: Option<Vec<(String, String)>>,
    pub(super) may_publish: bool,
    /// Uses so far.
    pub(super) uses: u64,
}

impl EditorPage {
    fn is_new(&self) -> bool {
        self.version == 0
    }

    /// The kinds that the form writes, with their names.
    fn kinds(&self) -> [(&'static str, &'static str); 3] {
        let t = self.s.t;
        [(KINDS[0], t.kind_percent_off), (KINDS[1], t.kind_amount_off), (KINDS[2], t.kind_free_shipping)]
    }

    fn activations(&self) -> Vec<(&'static str, &'static str)> {
        let t = self.s.t;
        vec![("code", t.how_code), ("automatic", t.how_automatic), ("claim", t.how_claim)]
    }

    /// What a field is described by: its fault, if there is one, and its hint.
    fn described(&self, field: &str, hint: &str) -> String {
        let fault = self.faults.of(field).map(|_| format!("{field}-fault"));
        let hint = Some(hint).filter(|hint| !hint.is_empty()).map(|_| format!("{field}-hint"));
        [fault, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The terms that a form stands for: those of a coupon with the form's members in their places.
pub(super) fn terms_of(app: &App, members: &Value, before: Option<&Terms>) -> Result<Terms, Problem> {
    let body = members.to_string().into_bytes();
    let body = app.with_instants(&body);
    match before {
        Some(before) => Ok(before.merge_patch(&parse(&body)?, &[])?),
        None => Ok(from_json(&without_nulls(&body))?),
    }
}

/// What the form says in words; nothing while it says something wrong.
pub(super) fn summary_of(app: &App, draft: &Draft, before: Option<&Terms>, s: &Shell) -> Vec<String> {
    let Ok(members) = draft.members(&s.zone, s.t) else { return Vec::new() };
    terms_of(app, &members, before)
        .map_or_else(|_| Vec::new(), |terms| sentences(&summarise(&terms, s.locale(), &s.zone)))
}

/// The body of a new coupon: what is not said is left out.
pub(super) fn without_nulls(body: &[u8]) -> Vec<u8> {
    fn clean(value: &mut Value) {
        if let Value::Object(members) = value {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(clean);
        }
        if let Value::Array(entries) = value {
            entries.iter_mut().for_each(clean);
        }
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    clean(&mut value);
    value.to_string().into_bytes()
}

/// What a use case found wrong, by field.
pub(super) fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    use tessera_app::ErrorCode;
    let mut faults = Faults::default();
    match problem.error {
        ErrorCode::CodeTaken => faults.add("code", t.fault_code_taken),
        ErrorCode::InvalidBody => {
            for error in &problem.errors {
                let (field, words) = field_of(&error.pointer, t);
                faults.add(field, words);
            }
            if faults.is_empty() {
                faults.add("", t.error_fields);
            }
        }
        _ => faults.add("", refusal_words(problem, t)),
    }
    faults
}

/// The field of a member of the terms, and what is wrong with it then.
fn field_of(pointer: &str, t: &'static Texts) -> (&'static str, &'static str) {
    match pointer {
        "/name" => ("name", t.fault_name),
        "/code" => ("code", t.fault_code),
        "/benefits/0/percent" => ("percent", t.fault_percent),
        "/validity/starts_at" => ("starts", t.fault_date),
        "/validity/ends_at" => ("ends", t.fault_order),
        "/limits/total" => ("total", t.fault_number),
        "/limits/per_customer" => ("per_customer", t.fault_number),
        _ if pointer.starts_with("/benefits/0/amount") => ("amount", t.fault_amount),
        _ if pointer.starts_with("/benefits/0/max_amount") => ("cap", t.fault_amount),
        _ if pointer.starts_with("/conditions") => ("minimum", t.fault_amount),
        _ => ("", t.error_fields),
    }
}
