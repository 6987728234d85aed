//! `/admin/coupons/{id}/template`: keeps a coupon as a template.

use askama::Template;
use axum::extract::State;
use serde_json::json;
use tessera_app::templates::NewTemplate;
use tessera_app::{App, ErrorCode, Mutation, Scope};
use tessera_engine::from_json;

use super::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::made::{accepted, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/template.html")]
struct TemplatePage {
    s: Shell,
    h: Header,
    name: String,
    description: String,
    /// Word, what it says, whether it is ticked.
    goals: Vec<(&'static str, &'static str, bool)>,
    faults: Faults,
}

/// Shows the form.
pub(super) async fn show_template(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    page(&template_page(&app, &admin, &id, None, Faults::default()).await?)
}

/// Keeps it.
pub(super) async fn keep_template(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let mut body = json!({ "name": form.text("name"), "coupon_id": id, "goals": form.all("goal") });
    if !form.text("description").is_empty() {
        body["description"] = json!(form.text("description"));
    }
    let body = body.to_string().into_bytes();
    let Ok(new) = from_json::<NewTemplate>(&body) else {
        let faults = Faults::one("name", admin.visit.texts().fault_name);
        return faulty_page(&template_page(&app, &admin, &id, Some(&form), faults).await?);
    };
    let mutation =
        Mutation { body, idempotency_key: once(&form), ..admin.mutation(format!("/admin/coupons/{id}/template")) };
    match accepted(app.create_template(mutation, new).await) {
        Ok(_) => Ok(done(&admin.visit, "/admin/templates", &Flash::of("template_kept"))),
        Err(problem) if matches!(problem.error, ErrorCode::InvalidBody | ErrorCode::TooManySaved) => {
            let faults = Faults::one("", refusal_words(&problem, admin.visit.texts()));
            faulty_page(&template_page(&app, &admin, &id, Some(&form), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn template_page(
    app: &App,
    admin: &Admin,
    id: &str,
    form: Option<&Form>,
    faults: Faults,
) -> Result<TemplatePage, Refusal> {
    if !admin.may(Scope::CouponsWrite) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let view = read(app, admin, id).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let t = s.t;
    let goals = [
        ("new_customers", t.save_goal_new_customers),
        ("loyalty", t.save_goal_loyalty),
        ("clear_stock", t.save_goal_clear_stock),
        ("reward_first_buyers", t.save_goal_reward_first_buyers),
        ("conversion", t.save_goal_conversion),
    ];
    let ticked = form.map(|form| form.all("goal")).unwrap_or_default();
    let text = |name: &str, usual: &str| form.map_or_else(|| usual.to_owned(), |form| form.text(name).to_owned());
    Ok(TemplatePage {
        h: Header::of(&view, app, admin, &s, ""),
        name: text("name", &view.terms.name),
        description: text("description", view.terms.description.as_deref().unwrap_or_default()),
        goals: goals.into_iter().map(|(word, words)| (word, words, ticked.contains(&word))).collect(),
        faults,
        s,
    })
}
