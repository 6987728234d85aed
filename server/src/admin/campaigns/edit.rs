//! `/admin/campaigns/new` and `/admin/campaigns/{id}/edit`: makes and changes a campaign. Whoever saves what somebody
//! changed meanwhile keeps what they typed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use tessera_app::campaigns::{CampaignBody, CampaignView};
use tessera_app::{App, ErrorCode, Mutation, Problem, Scope};
use tessera_engine::from_json;

use super::form::{Draft, faults_of};
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, locale_of, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/campaigns/form.html")]
struct FormPage {
    s: Shell,
    title: String,
    /// Where it is sent to.
    action: String,
    back: String,
    d: Draft,
    faults: Faults,
    /// The version that is edited; 0 for a new campaign.
    version: u64,
    /// Under which a new one is made once.
    once: String,
}

/// Shows an empty form.
pub(super) async fn show_new(State(app): State<App>, admin: Admin) -> Reply {
    may_write(&admin)?;
    page(&new_page(&app, &admin, Draft::new(app.live().settings()), Faults::default(), None))
}

/// Makes a campaign.
pub(super) async fn create(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let draft = Draft::of_form(&form);
    let t = admin.visit.texts();
    let mut members = match draft.members(&[], &app.live().settings().zone(), t) {
        Ok(members) => members,
        Err(faults) => return faulty_page(&new_page(&app, &admin, draft, faults, Some(&form))),
    };
    if let Some(members) = members.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    let body = members.to_string().into_bytes();
    let mutation =
        Mutation { body: body.clone(), idempotency_key: once(&form), ..admin.mutation("/admin/campaigns/new") };
    let made = match from_json::<CampaignBody>(&app.with_days("starts_at", "ends_at", &body)) {
        Ok(campaign) => app.create_campaign(mutation, campaign).await,
        Err(error) => Err(Problem::from(error)),
    };
    match accepted(made) {
        Ok(answer) => {
            let id = made_id(&answer)?;
            Ok(done(&admin.visit, &format!("/admin/campaigns/{id}"), &Flash::of("campaign_made")))
        }
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty_page(&new_page(&app, &admin, draft, faults_of(&problem, t), Some(&form)))
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Shows the form of a campaign.
pub(super) async fn show_edit(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    may_write(&admin)?;
    let view = app.read_campaign(admin.caller(), &id).await?;
    let draft = Draft::of_view(&view, app.live().settings(), locale_of(&admin.visit));
    page(&edit_page(&app, &admin, &view, draft, Faults::default(), view.version))
}

/// Changes a campaign.
pub(super) async fn update(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let view = app.read_campaign(admin.caller(), &id).await?;
    let draft = Draft::of_form(&form);
    let t = admin.visit.texts();
    let version = form.number("version").unwrap_or(view.version);
    let before: Vec<String> = view.budget.iter().flatten().map(|(code, _)| code.clone()).collect();
    let members = match draft.members(&before, &app.live().settings().zone(), t) {
        Ok(members) => members,
        Err(faults) => return faulty_page(&edit_page(&app, &admin, &view, draft, faults, version)),
    };
    let body = members.to_string().into_bytes();
    let path = format!("/admin/campaigns/{id}/edit");
    let mutation = Mutation { body, method: "PATCH", if_match: Some(version), ..admin.mutation(path) };
    match app.update_campaign(mutation, &id).await {
        Ok(_) => Ok(done(&admin.visit, &format!("/admin/campaigns/{id}"), &Flash::of("saved"))),
        Err(problem) if problem.error == ErrorCode::VersionConflict => {
            let faults = Faults::one("", t.campaign_conflict);
            let mut response = page(&edit_page(&app, &admin, &view, draft, faults, view.version))?;
            *response.status_mut() = StatusCode::PRECONDITION_FAILED;
            Ok(response)
        }
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty_page(&edit_page(&app, &admin, &view, draft, faults_of(&problem, t), version))
        }
        Err(problem) => Err(problem.into()),
    }
}

fn may_write(admin: &Admin) -> Result<(), Refusal> {
    if admin.may(Scope::CouponsWrite) { Ok(()) } else { Err(Refusal::of(ErrorCode::ScopeMissing)) }
}

fn new_page(app: &App, admin: &Admin, d: Draft, faults: Faults, form: Option<&Form>) -> FormPage {
    let s = Shell::of(app, &admin.visit, Place::Campaigns);
    FormPage {
        title: s.t.campaign_new.to_owned(),
        action: "/admin/campaigns/new".to_owned(),
        back: "/admin/campaigns".to_owned(),
        d,
        faults,
        version: 0,
        once: form.map_or_else(|| admin.visit.request_id.clone(), |form| form.text("once").to_owned()),
        s,
    }
}

fn edit_page(app: &App, admin: &Admin, view: &CampaignView, d: Draft, faults: Faults, version: u64) -> FormPage {
    let s = Shell::of(app, &admin.visit, Place::Campaigns);
    FormPage {
        title: s.fill(s.t.form_edit_title, &[&view.name]),
        action: format!("/admin/campaigns/{}/edit", view.id),
        back: format!("/admin/campaigns/{}", view.id),
        d,
        faults,
        version,
        once: String::new(),
        s,
    }
}
