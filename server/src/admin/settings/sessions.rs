//! `/admin/settings/sessions`: where one is signed in, and one's password.

use askama::Template;
use axum::extract::State;
use tessera_app::{App, ErrorCode};

use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Where sessions are.
const HERE: &str = "/admin/settings/sessions";

#[derive(Template)]
#[template(path = "admin/settings/sessions.html")]
struct SessionsPage {
    s: Shell,
    sessions: Vec<Row>,
    email: String,
    /// Since when a code is asked for too.
    two_step_since: Option<String>,
    faults: Faults,
}

struct Row {
    id: String,
    device: String,
    since: String,
    seen: String,
    is_this: bool,
}

/// Shows them.
pub(super) async fn show_sessions(State(app): State<App>, admin: Admin) -> Reply {
    page(&sessions_page(&app, &admin, Faults::default()).await?)
}

/// Ends one.
pub(super) async fn end_session(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    app.end_session(&admin.signed_in, &id, &admin.visit.request_id).await?;
    Ok(done(&admin.visit, HERE, &Flash::of("session_ended")))
}

/// Changes one's password.
pub(super) async fn change_password(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let (present, new) = (form.raw("present").to_owned(), form.raw("password").to_owned());
    let t = admin.visit.texts();
    let faults = match app.change_password(admin.mutation(HERE), &admin.signed_in, present, new).await {
        Ok(_) => return Ok(done(&admin.visit, HERE, &Flash::of("password_changed"))),
        Err(problem) => match problem.error {
            ErrorCode::SignInRefused => Faults::one("present", t.fault_present_password),
            ErrorCode::RateLimited => Faults::one("present", refusal_words(&problem, t)),
            ErrorCode::InvalidBody => Faults::one("password", t.fault_password),
            _ => return Err(problem.into()),
        },
    };
    faulty_page(&sessions_page(&app, &admin, faults).await?)
}

async fn sessions_page(app: &App, admin: &Admin, faults: Faults) -> Result<SessionsPage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Sessions);
    let sessions = app.list_sessions(&admin.signed_in).await?.into_iter().map(|session| Row {
        device: browser(&session.device).unwrap_or(s.t.session_unknown).to_owned(),
        since: instant(session.created_at, &s.zone, s.locale()),
        seen: instant(session.seen_at, &s.zone, s.locale()),
        is_this: session.id == admin.signed_in.session_id,
        id: session.id,
    });
    let sessions = sessions.collect();
    let user = &admin.signed_in.user;
    let two_step_since = user.two_step_since.map(|since| instant(since, &s.zone, s.locale()));
    Ok(SessionsPage { sessions, email: user.email.clone(), two_step_since, faults, s })
}

/// The name of a browser by what it calls itself.
fn browser(device: &str) -> Option<&'static str> {
    // Each calls itself those after it too.
    let known =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    known.into_iter().find(|(word, _)| device.contains(word)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_by_its_name() {
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(browser(edge), Some("Edge"));
        assert_eq!(browser("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0"), Some("Firefox"));
        assert_eq!(browser("curl/8"), None);
    }
}
