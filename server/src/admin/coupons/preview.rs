//! What is typed in the form, in words, while it is typed: a part of the page for htmx.

use askama::Template;
use axum::extract::State;
use tessera_app::App;

use super::draft::Draft;
use super::editor::summary_of;
use super::header::read;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, locale_of, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;

#[derive(Template)]
#[template(path = "admin/coupons/summary.html")]
struct Summary {
    s: Shell,
    summary: Vec<String>,
}

/// Says it in words. The form names the coupon that it edits as `of`.
pub(super) async fn preview(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let of = form.text("of");
    let view = if of.is_empty() { None } else { Some(read(&app, &admin, of).await?) };
    let kept = view.as_ref().map(|view| Draft::of_view(view, app.live().settings(), locale_of(&admin.visit)));
    let draft = Draft::of_form(&form, kept.as_ref());
    let summary = summary_of(&app, &draft, view.as_ref().map(|view| &view.terms), &s);
    page(&Summary { s, summary })
}
