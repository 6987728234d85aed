//! `/admin/templates/{id}`: a template: what its draft would be, and the two questions that are asked to make it.

use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use tessera_app::settings::{DateOnlyEnd, StoreSettings};
use tessera_app::templates::{Goal, TemplateView};
use tessera_app::{App, Scope};
use tessera_engine::coupon::Activation;

use super::card::{Card, goal_words, shown};
use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Members that a team may lock, with their words.
pub(super) const LOCKS: [&str; 5] = ["/benefits", "/conditions", "/limits", "/stacking", "/activation"];

#[derive(Template)]
#[template(path = "admin/templates/show.html")]
pub(super) struct TemplatePage {
    pub(super) s: Shell,
    card: Card,
    version: u64,
    /// Whether its draft is made, or it is changed.
    may_write: bool,
    asks_code: bool,
    code: String,
    starts: String,
    ends: String,
    /// What the next page asks for.
    asked_next: Vec<String>,
    /// Under which a draft is made once.
    once: String,
    /// Of the team's own: what it is called, and so on.
    name: String,
    description: String,
    days: String,
    goals: Vec<Choice>,
    locks: Vec<Choice>,
    pub(super) faults: Faults,
}

/// Something that is ticked or not.
struct Choice {
    value: &'static str,
    words: &'static str,
    is_ticked: bool,
}

/// Shows a template.
pub(super) async fn show_template(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    page(&template_page(&app, &admin, &id, None, Faults::default()).await?)
}

/// The page, with what was typed where a form was sent.
pub(super) async fn template_page(
    app: &App,
    admin: &Admin,
    id: &str,
    form: Option<&Form>,
    faults: Faults,
) -> Result<TemplatePage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Templates);
    let view = app.read_template(admin.caller(), id, shown(app, s.locale())).await?;
    let text = |name: &str, otherwise: String| match form {
        Some(form) if form.has(name) => form.text(name).to_owned(),
        _ => otherwise,
    };
    let code = view.terms.code.as_ref().map(|code| code.typed().to_owned()).unwrap_or_default();
    let (starts, ends) = days_of(&view, app.live().settings());
    let in_form = |name: &str, value: &str, otherwise: bool| match form {
        Some(form) if form.has("name") => form.all(name).contains(&value),
        _ => otherwise,
    };
    let goals = Goal::WORDS.map(|(word, goal)| Choice {
        value: word,
        words: goal_words(goal, s.t),
        is_ticked: in_form("goal", word, view.goals.contains(&goal)),
    });
    let words = [s.t.form_gives, s.t.field_conditions, s.t.form_limits, s.t.store_selection, s.t.how];
    let locks = LOCKS.into_iter().zip(words).map(|(value, words)| Choice {
        value,
        words,
        is_ticked: in_form("lock", value, view.locked.iter().any(|locked| locked == value)),
    });
    let locks = locks.collect();
    let asked_here = |pointer: &str| pointer == "/code" || pointer.starts_with("/validity");
    let asked_next = view.inputs.iter().filter(|input| !asked_here(&input.pointer)).map(|input| input.label.clone());
    Ok(TemplatePage {
        card: Card::of(&view, &s),
        version: view.version,
        may_write: admin.may(Scope::CouponsWrite),
        asks_code: view.terms.activation == Activation::Code,
        code: text("code", code),
        starts: text("starts", starts),
        ends: text("ends", ends),
        asked_next: asked_next.collect(),
        once: form.map_or_else(|| admin.visit.request_id.clone(), |form| form.text("once").to_owned()),
        name: text("name", view.name.clone()),
        description: text("description", view.description.clone().unwrap_or_default()),
        days: text("days", view.days.map(|days| days.to_string()).unwrap_or_default()),
        goals: goals.into(),
        locks,
        faults,
        s,
    })
}

/// The first and the last day of its draft, as the form asks for them.
pub(super) fn days_of(view: &TemplateView, settings: &StoreSettings) -> (String, String) {
    let (validity, zone) = (&view.terms.validity, settings.zone());
    let day = |at: Timestamp| zone.to_datetime(at).date();
    let last = |end: Timestamp| {
        let is_whole = settings.date_only_end == DateOnlyEnd::EndOfDay;
        let at_midnight = zone.to_datetime(end).time() == Time::midnight();
        if is_whole && at_midnight { day(end).yesterday().unwrap_or(day(end)) } else { day(end) }
    };
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    (text(validity.starts_at.map(day)), text(validity.ends_at.map(last)))
}
