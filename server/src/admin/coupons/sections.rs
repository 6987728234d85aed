//! The sections of the form, each with whether it is complete or needs attention.

use tessera_app::App;

use super::draft::Draft;
use super::draft::limits::{BESIDE, BUDGETS, CLAIMS, COMBINES, USES};
use crate::admin::shell::Shell;

/// How a section stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It says something, and rightly.
    Complete,
    /// Something in it is missing or wrong.
    Attention,
    /// It says nothing and need not.
    Empty,
}

/// A section of the form.
pub(super) struct Section {
    /// Its anchor.
    pub(super) id: &'static str,
    pub(super) words: &'static str,
    pub(super) mark: Mark,
    /// The mark in words.
    pub(super) mark_words: &'static str,
}

/// The sections as they stand.
pub(super) fn sections(draft: &Draft, app: &App, s: &Shell) -> Vec<Section> {
    let t = s.t;
    let faults = draft.members(&app.live().settings().zone(), t).err().unwrap_or_default();
    let faulty: Vec<&str> = faults.all().iter().map(|(field, _)| section_of(field)).collect();
    let says = |id: &str| match id {
        "who" => !draft.text("minimum").is_empty() || draft.typed().rows("if") > 0,
        "when" => ["starts", "ends", "days_after_claim"].iter().any(|name| !draft.text(name).is_empty()),
        "often" => USES.iter().chain(&BUDGETS).chain(&CLAIMS).any(|field| !draft.text(field.name).is_empty()),
        "together" => COMBINES.iter().chain(&BESIDE).any(|field| !draft.text(field.name).is_empty()),
        _ => true,
    };
    let all = [
        ("basics", t.form_basics),
        ("gives", t.form_gives),
        ("who", t.form_who),
        ("when", t.form_when),
        ("often", t.form_limits),
        ("together", t.form_together),
    ];
    let section = |(id, words)| {
        let (mark, mark_words) = if faulty.contains(&id) {
            (Mark::Attention, t.mark_attention)
        } else if says(id) {
            (Mark::Complete, t.mark_complete)
        } else {
            (Mark::Empty, t.mark_empty)
        };
        Section { id, words, mark, mark_words }
    };
    all.into_iter().map(section).collect()
}

/// The section that a field stands in.
pub(super) fn section_of(field: &str) -> &'static str {
    let among = |fields: &[super::draft::field::Field]| fields.iter().any(|one| one.name == field);
    match field {
        "" | "name" | "description" | "activation" | "code" | "visibility" | "owner" | "renewals" => "basics",
        "minimum" => "who",
        "starts" | "starts_time" | "ends" | "ends_time" | "days_after_claim" => "when",
        _ if field.starts_with("if.") => "who",
        _ if among(&USES) || among(&BUDGETS) || among(&CLAIMS) => "often",
        _ if among(&COMBINES) || among(&BESIDE) => "together",
        _ => "gives",
    }
}

/// The section that a member of the terms is typed in.
pub(super) fn section_of_member(pointer: &str) -> &'static str {
    match pointer.trim_start_matches('/').split('/').next().unwrap_or_default() {
        "benefits" => "gives",
        "conditions" => "who",
        "validity" => "when",
        "limits" => "often",
        "stacking" => "together",
        _ => "basics",
    }
}
