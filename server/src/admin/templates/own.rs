//! The team's own templates: renamed, copied, deleted, and what they lock. They are made from a coupon's page.

use axum::extract::State;
use axum::http::StatusCode;
use serde_json::json;
use tessera_app::templates::DuplicateRequest;
use tessera_app::{App, ErrorCode, Mutation, Problem};
use tessera_engine::from_json;

use super::card::shown;
use super::show::{LOCKS, template_page};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{done, faulty_page, locale_of, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Where they are.
const HERE: &str = "/admin/templates";

/// Changes what a template is called, what it is for and what it locks.
pub(super) async fn update_template(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let t = admin.visit.texts();
    let view = app.read_template(admin.caller(), &id, shown(&app, locale_of(&admin.visit))).await?;
    // What this form does not know of is locked as before.
    let kept = view.locked.iter().map(String::as_str).filter(|locked| !LOCKS.contains(locked));
    let locked: Vec<&str> = form.all("lock").into_iter().filter(|lock| LOCKS.contains(lock)).chain(kept).collect();
    let days = form.number("days");
    if days.is_none() && !form.text("days").is_empty() {
        let faults = Faults::one("days", t.fault_days);
        return faulty_page(&template_page(&app, &admin, &id, Some(&form), faults).await?);
    }
    let body = json!({
        "name": form.text("name"),
        "description": Some(form.text("description")).filter(|text| !text.is_empty()),
        "days": days,
        "goals": form.all("goal"),
        "locked": locked,
    });
    let body = body.to_string().into_bytes();
    let if_match = form.number("version");
    let mutation = Mutation { body, method: "PATCH", if_match, ..admin.mutation(format!("{HERE}/{id}")) };
    match app.update_template(mutation, &id).await {
        Ok(_) => Ok(done(&admin.visit, &format!("{HERE}/{id}"), &Flash::of("saved"))),
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty_page(&template_page(&app, &admin, &id, Some(&form), faults_of(&problem, t)).await?)
        }
        Err(problem) if problem.error == ErrorCode::VersionConflict => {
            let faults = Faults::one("", refusal_words(&problem, t));
            let mut response = page(&template_page(&app, &admin, &id, Some(&form), faults).await?)?;
            *response.status_mut() = StatusCode::PRECONDITION_FAILED;
            Ok(response)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Copies a template, built in or own.
pub(super) async fn copy_template(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let shown = shown(&app, locale_of(&admin.visit));
    let body = json!({ "locale": shown.locale.as_str(), "currency": shown.currency.as_str() }).to_string().into_bytes();
    let request = from_json::<DuplicateRequest>(&body).map_err(Problem::from)?;
    let path = format!("{HERE}/{id}/copy");
    let mutation = Mutation { body, idempotency_key: once(&form), ..admin.mutation(path) };
    let made = made_id(&accepted(app.duplicate_template(mutation, &id, request).await)?)?;
    Ok(done(&admin.visit, &format!("{HERE}/{made}"), &Flash::of("template_copied")))
}

/// Deletes an own one.
pub(super) async fn delete_template(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    app.delete_template(admin.mutation(format!("{HERE}/{id}/delete")), &id).await?;
    Ok(done(&admin.visit, HERE, &Flash::of("template_deleted")))
}

fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    for error in &problem.errors {
        match error.pointer.as_str() {
            "/name" => faults.add("name", t.fault_name),
            "/description" => faults.add("description", crate::admin::texts::fill(t.fault_text, &["2,000"])),
            "/days" => faults.add("days", t.fault_days),
            _ => faults.add("", t.error_fields),
        }
    }
    faults
}
