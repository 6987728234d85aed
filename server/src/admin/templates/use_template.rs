//! Makes a draft of a template with a code and dates, and goes on to its form.

use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tessera_app::templates::{TemplateView, UseRequest};
use tessera_app::{App, ErrorCode, Mutation, Problem};
use tessera_engine::{Code, from_json};

use super::card::shown;
use super::show::{days_of, template_page};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{done, faulty_page, locale_of};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Makes the draft.
pub(super) async fn use_template(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let t = admin.visit.texts();
    let faults = faults_in(&form, t);
    if !faults.is_empty() {
        return faulty_page(&template_page(&app, &admin, &id, Some(&form), faults).await?);
    }
    let path = format!("/admin/templates/{id}/use");
    let shown = shown(&app, locale_of(&admin.visit));
    let view = app.read_template(admin.caller(), &id, shown).await?;
    let body = json!({
        "patch": patch_of(&app, &view, &form),
        "locale": shown.locale.as_str(),
        "currency": shown.currency.as_str(),
    });
    let body = body.to_string().into_bytes();
    let mutation = Mutation { body: body.clone(), idempotency_key: once(&form), ..admin.mutation(path) };
    let body = app.with_instants_of("patch", &body);
    let used = match from_json::<UseRequest>(&body) {
        Ok(request) => app.use_template(mutation, &id, request).await,
        Err(error) => Err(error.into()),
    };
    match accepted(used) {
        Ok(answer) => {
            let made = made_id(&answer)?;
            Ok(done(&admin.visit, &format!("/admin/coupons/{made}/edit"), &Flash::of("template_used")))
        }
        Err(problem) => match faults_of(problem, t) {
            Ok(faults) => faulty_page(&template_page(&app, &admin, &id, Some(&form), faults).await?),
            Err(problem) => Err(problem.into()),
        },
    }
}

/// What was typed, where it is not what was proposed: a proposed code that is taken gets a number.
fn patch_of(app: &App, view: &TemplateView, form: &Form) -> Value {
    let mut patch = Map::new();
    let proposed = view.terms.code.as_ref().map(Code::typed).unwrap_or_default();
    let code = form.text("code");
    if !code.is_empty() && code != proposed {
        patch.insert("code".to_owned(), json!(code));
    }
    let (starts, ends) = days_of(view, app.live().settings());
    let mut validity = Map::new();
    for (member, field, proposed) in [("starts_at", "starts", starts), ("ends_at", "ends", ends)] {
        let day = form.text(field);
        if day != proposed {
            validity.insert(member.to_owned(), json!(Some(day).filter(|day| !day.is_empty())));
        }
    }
    if !validity.is_empty() {
        patch.insert("validity".to_owned(), Value::Object(validity));
    }
    Value::Object(patch)
}

fn faults_in(form: &Form, t: &Texts) -> Faults {
    let mut faults = Faults::default();
    let day = |name: &str| form.text(name).parse::<Date>();
    for name in ["starts", "ends"] {
        if !form.text(name).is_empty() && day(name).is_err() {
            faults.add(name, t.fault_date);
        }
    }
    if let (Ok(first), Ok(last)) = (day("starts"), day("ends"))
        && first > last
    {
        faults.add("ends", t.fault_order);
    }
    faults
}

/// What is wrong, by field; a problem that no field can mend is given back.
fn faults_of(problem: Problem, t: &'static Texts) -> Result<Faults, Problem> {
    match problem.error {
        ErrorCode::CodeTaken => Ok(Faults::one("code", t.fault_code_taken)),
        ErrorCode::FieldLocked | ErrorCode::CouponIncomplete => Ok(Faults::one("", refusal_words(&problem, t))),
        ErrorCode::InvalidBody => {
            let mut faults = Faults::default();
            for error in &problem.errors {
                match error.pointer.as_str() {
                    "/patch/code" => faults.add("code", t.fault_code),
                    "/patch/validity/starts_at" => faults.add("starts", t.fault_date),
                    "/patch/validity/ends_at" => faults.add("ends", t.fault_order),
                    _ => faults.add("", t.error_fields),
                }
            }
            Ok(faults)
        }
        _ => Err(problem),
    }
}
