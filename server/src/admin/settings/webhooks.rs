//! `/admin/settings/webhooks`: where events are sent. A new endpoint's secret is on one page, once.

use askama::Template;
use axum::extract::State;
use serde_json::json;
use tessera_app::events::EVENT_TYPES;
use tessera_app::webhooks::{NewWebhook, WebhookView};
use tessera_app::{App, ErrorCode, Mutation, PageRequest, Problem};
use tessera_engine::from_json;

use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::instants::{instant, relative};
use crate::admin::shell::{Place, Shell, faulty_page, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Where they are.
pub(super) const HERE: &str = "/admin/settings/webhooks";
/// Endpoints on the page: nobody has more.
const MOST: u32 = 200;

#[derive(Template)]
#[template(path = "admin/settings/webhooks.html")]
struct WebhooksPage {
    s: Shell,
    rows: Vec<Row>,
    url: String,
    description: String,
    /// Types of events and whether they are ticked.
    types: Vec<(&'static str, bool)>,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "admin/settings/webhook_secret.html")]
pub(super) struct SecretPage {
    pub(super) s: Shell,
    pub(super) url: String,
    pub(super) secret: String,
    /// Its endpoint.
    pub(super) id: String,
}

/// An endpoint in words.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) description: String,
    pub(super) types: String,
    /// The class of its chip.
    pub(super) chip: &'static str,
    pub(super) state: &'static str,
    pub(super) is_on: bool,
    /// The last attempt and what it was answered.
    pub(super) last: String,
    /// Why the next event is not there yet.
    pub(super) failing: Option<String>,
}

impl Row {
    pub(super) fn of(app: &App, view: &WebhookView, s: &Shell) -> Self {
        let t = s.t;
        let at = |at| instant(at, &s.zone, s.locale());
        let answered = match (view.last_status, &view.last_error) {
            (Some(status), _) => format!(", {}", fill(t.webhook_answered, &[&status.to_string()])),
            (None, Some(error)) => format!(", {error}"),
            (None, None) => String::new(),
        };
        let failing = view.failing_since.map(|since| {
            let tried = fill(t.webhook_attempts, &[&view.attempts.to_string(), &at(since)]);
            let next = view.next_attempt_at.map(|next| relative(next, app.now(), &s.zone, t));
            next.map_or(tried.clone(), |next| format!("{tried} {}.", fill(t.webhook_next, &[&next])))
        });
        let (chip, state) = match view.state.as_str() {
            "active" => ("active", t.webhook_active),
            "failing" => ("paused", t.webhook_failing),
            _ => ("archived", t.webhook_disabled),
        };
        Self {
            id: view.id.clone(),
            url: view.url.clone(),
            description: view.description.clone().unwrap_or_default(),
            types: match view.types.len() {
                0 => t.webhook_all.to_owned(),
                1..=3 => view.types.join(", "),
                many => fill(t.webhook_some, &[&many.to_string()]),
            },
            chip,
            state,
            is_on: view.state != "disabled",
            last: view.last_attempt_at.map_or(t.webhook_never.to_owned(), |last| format!("{}{answered}", at(last))),
            failing,
        }
    }
}

/// Shows them.
pub(super) async fn show_webhooks(State(app): State<App>, admin: Admin) -> Reply {
    page(&webhooks_page(&app, &admin, None, Faults::default()).await?)
}

/// Makes an endpoint and shows its secret.
pub(super) async fn create_webhook(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let body = json!({
        "url": form.text("url"),
        "description": Some(form.text("description")).filter(|text| !text.is_empty()),
        "types": form.all("type"),
    });
    let made = match from_json::<NewWebhook>(body.to_string().as_bytes()) {
        Ok(new) => app.create_webhook(admin.mutation(HERE), new).await,
        Err(error) => Err(error.into()),
    };
    match made {
        Ok(answer) => page(&secret_page(&app, &admin, &answer.body)?),
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            let faults = faults_of(&problem, admin.visit.texts());
            faulty_page(&webhooks_page(&app, &admin, Some(&form), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The page with a new secret.
pub(super) fn secret_page(app: &App, admin: &Admin, made: &[u8]) -> Result<SecretPage, Refusal> {
    #[derive(serde::Deserialize)]
    struct Made {
        id: String,
        url: String,
        secret: String,
    }
    let made: Made = serde_json::from_slice(made).map_err(|_| Refusal::of(ErrorCode::Internal))?;
    let s = Shell::of(app, &admin.visit, Place::Webhooks);
    Ok(SecretPage { s, url: made.url, secret: made.secret, id: made.id })
}

/// What is wrong with an endpoint, by field.
pub(super) fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    for error in &problem.errors {
        match error.pointer.as_str() {
            "/url" => faults.add("url", t.fault_webhook_url),
            "/description" => faults.add("description", t.fault_name),
            "/from" => faults.add("from", t.fault_date),
            _ => faults.add("", t.error_fields),
        }
    }
    faults
}

/// The types of events, ticked or not.
pub(super) fn types(ticked: &[&str]) -> Vec<(&'static str, bool)> {
    EVENT_TYPES.iter().map(|known| (known.name, ticked.contains(&known.name))).collect()
}

/// A change of an endpoint with a body.
pub(super) fn changing(admin: &Admin, id: &str) -> Mutation {
    admin.mutation(format!("{HERE}/{id}"))
}

async fn webhooks_page(app: &App, admin: &Admin, form: Option<&Form>, faults: Faults) -> Result<WebhooksPage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Webhooks);
    let found = app.list_webhooks(admin.caller(), PageRequest { limit: MOST, cursor: None }).await?;
    let text = |name: &str| form.map(|form| form.text(name).to_owned()).unwrap_or_default();
    Ok(WebhooksPage {
        rows: found.data.iter().map(|view| Row::of(app, view, &s)).collect(),
        url: text("url"),
        description: text("description"),
        types: types(&form.map(|form| form.all("type")).unwrap_or_default()),
        faults,
        s,
    })
}
