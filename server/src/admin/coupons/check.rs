//! `/admin/coupons/check`: what is typed in the form, looked at while it is typed: how its sections stand, what to look
//! at again, what saving would change. Parts of the page for htmx.

use askama::Template;
use axum::extract::State;
use tessera_app::App;

use super::changes::{Changed, changes};
use super::draft::Draft;
use super::editor::terms_of;
use super::header::read;
use super::sections::{Mark, Section, section_of_member, sections};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, locale_of, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;

#[derive(Template)]
#[template(path = "admin/coupons/check.html")]
struct Check {
    s: Shell,
    sections: Vec<Section>,
    /// The sections, each with what to look at again.
    warnings: Vec<(&'static str, Vec<String>)>,
    /// What saving changes; nothing for a coupon that is not there yet.
    changes: Option<Vec<Changed>>,
}

/// Looks at it. The form names the coupon that it edits as `of`.
pub(super) async fn check(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let of = form.text("of");
    let view = if of.is_empty() { None } else { Some(read(&app, &admin, of).await?) };
    let kept = view.as_ref().map(|view| Draft::of_view(view, app.live().settings(), locale_of(&admin.visit)));
    let draft = Draft::of_form(&form, kept.as_ref());
    let sections = sections(&draft, &app, &s);
    let members = draft.members(&s.zone, s.t).ok();
    let before = view.as_ref().map(|view| &view.terms);
    let terms = members.and_then(|members| terms_of(&app, &members, before).ok());
    let changes = before.zip(terms.as_ref()).map(|(before, after)| changes(before, after, &s));
    let found = match terms {
        Some(terms) => {
            let id = view.as_ref().map(|view| view.id.clone());
            app.lint_draft(admin.caller(), terms, id, s.locale()).await.unwrap_or_default()
        }
        None => Vec::new(),
    };
    let of_section = |id: &'static str| {
        let here = found.iter().filter(|warning| section_of_member(&warning.pointer) == id);
        (id, here.map(|warning| warning.message.clone()).collect::<Vec<_>>())
    };
    let warnings = sections.iter().map(|section| of_section(section.id)).collect();
    page(&Check { sections, warnings, changes, s })
}
