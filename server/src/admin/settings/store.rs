//! `/admin/settings/store`: the store's settings. Whoever saves what somebody changed meanwhile is shown what changed, with
//! all they typed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;
use tessera_app::{App, ErrorCode, Mutation, Problem};

use super::store_form::{Draft, faults_of, groups};
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::form_field::FieldGroup;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Where they are.
const HERE: &str = "/admin/settings/store";

#[derive(Template)]
#[template(path = "admin/settings/store.html")]
struct StorePage {
    s: Shell,
    groups: Vec<FieldGroup>,
    faults: Faults,
    /// The version that is edited.
    version: u64,
    /// What somebody else changed meanwhile: setting and value.
    conflict: Option<Vec<(String, String)>>,
}

/// Shows the form.
pub(super) async fn show_store(State(app): State<App>, admin: Admin) -> Reply {
    let view = app.read_settings(admin.caller()).await?;
    let draft = Draft::of_settings(&view.settings, admin.visit.texts());
    page(&store_page(&app, &admin, &draft, Faults::default(), view.version, None))
}

/// Changes them.
pub(super) async fn update_store(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let view = app.read_settings(admin.caller()).await?;
    let draft = Draft::of_form(&form);
    let version = form.number("version").unwrap_or(view.version);
    let t = admin.visit.texts();
    let members = match draft.members(t) {
        Ok(members) => members,
        Err(faults) => return faulty_page(&store_page(&app, &admin, &draft, faults, version, None)),
    };
    let body = members.to_string().into_bytes();
    let mutation = Mutation { body, method: "PATCH", if_match: Some(version), ..admin.mutation(HERE) };
    match app.update_settings(mutation).await {
        Ok(_) => Ok(done(&admin.visit, HERE, &Flash::of("saved"))),
        Err(problem) if problem.error == ErrorCode::VersionConflict => {
            let conflict = Some(changed(&problem));
            let mut response = page(&store_page(&app, &admin, &draft, Faults::default(), view.version, conflict))?;
            *response.status_mut() = StatusCode::PRECONDITION_FAILED;
            Ok(response)
        }
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            faulty_page(&store_page(&app, &admin, &draft, faults_of(&problem, t), version, None))
        }
        Err(problem) => Err(problem.into()),
    }
}

fn changed(problem: &Problem) -> Vec<(String, String)> {
    let changed = problem.more.get("changed").and_then(Value::as_object);
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    changed.into_iter().flatten().map(|(name, value)| (name.clone(), shown(value))).collect()
}

fn store_page(
    app: &App,
    admin: &Admin,
    draft: &Draft,
    faults: Faults,
    version: u64,
    conflict: Option<Vec<(String, String)>>,
) -> StorePage {
    let s = Shell::of(app, &admin.visit, Place::Store);
    StorePage { groups: groups(draft, &faults, s.t), faults, version, conflict, s }
}
