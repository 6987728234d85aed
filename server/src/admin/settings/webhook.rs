//! `/admin/settings/webhooks/{id}`: one endpoint: how it does, what it is sent, its secret, sending again.

use askama::Template;
use axum::extract::State;
use serde_json::json;
use tessera_app::webhooks::{Replay, WebhookPatch};
use tessera_app::{App, ErrorCode};
use tessera_engine::from_json;

use super::webhooks::{HERE, Row, changing, faults_of, secret_page, types};
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::instants::day_begins;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/settings/webhook.html")]
struct WebhookPage {
    s: Shell,
    row: Row,
    url: String,
    description: String,
    types: Vec<(&'static str, bool)>,
    faults: Faults,
}

/// Shows an endpoint.
pub(super) async fn show_webhook(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    page(&webhook_page(&app, &admin, &id, None, Faults::default()).await?)
}

/// Changes it, switches it on or off.
pub(super) async fn update_webhook(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let body = match form.text("do") {
        word @ ("enable" | "disable") => json!({ "enabled": word == "enable" }),
        _ => json!({
            "url": form.text("url"),
            "description": Some(form.text("description")).filter(|text| !text.is_empty()),
            "types": form.all("type"),
        }),
    };
    let changed = match from_json::<WebhookPatch>(body.to_string().as_bytes()) {
        Ok(patch) => app.update_webhook(changing(&admin, &id), &id, patch).await,
        Err(error) => Err(error.into()),
    };
    match changed {
        Ok(_) => Ok(done(&admin.visit, &format!("{HERE}/{id}"), &Flash::of("webhook_changed"))),
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            let faults = faults_of(&problem, admin.visit.texts());
            faulty_page(&webhook_page(&app, &admin, &id, Some(&form), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Makes a new secret and shows it.
pub(super) async fn rotate_secret(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    let answer = app.rotate_webhook_secret(changing(&admin, &id), &id).await?;
    page(&secret_page(&app, &admin, &answer.body)?)
}

/// Sends again from a day on.
pub(super) async fn replay(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let zone = app.live().settings().zone();
    let Some(from) = day_begins(form.text("from"), &zone) else {
        let faults = Faults::one("from", admin.visit.texts().fault_date);
        return faulty_page(&webhook_page(&app, &admin, &id, None, faults).await?);
    };
    app.replay_webhook(changing(&admin, &id), &id, Replay { from: Ok(from) }).await?;
    Ok(done(&admin.visit, &format!("{HERE}/{id}"), &Flash::of("webhook_replayed")))
}

/// Deletes it.
pub(super) async fn delete(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    app.delete_webhook(changing(&admin, &id), &id).await?;
    Ok(done(&admin.visit, HERE, &Flash::of("webhook_deleted")))
}

async fn webhook_page(
    app: &App,
    admin: &Admin,
    id: &str,
    form: Option<&Form>,
    faults: Faults,
) -> Result<WebhookPage, Refusal> {
    let view = app.read_webhook(admin.caller(), id).await?;
    let s = Shell::of(app, &admin.visit, Place::Webhooks);
    let kept: Vec<&str> = view.types.iter().map(String::as_str).collect();
    let row = Row::of(app, &view, &s);
    Ok(WebhookPage {
        url: form.map_or_else(|| row.url.clone(), |form| form.text("url").to_owned()),
        description: form.map_or_else(|| row.description.clone(), |form| form.text("description").to_owned()),
        types: types(&form.map_or(kept, |form| form.all("type"))),
        row,
        faults,
        s,
    })
}
