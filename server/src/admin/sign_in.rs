//! `/admin/sign-in`.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use tessera_app::sessions::{NewSession, SignIn, SignInRequest};
use tessera_app::{App, ErrorCode};

use super::flash::refusal_words;
use super::form::Form;
use super::shell::{Place, Shell, own_path, page};
use super::sign_in_code;
use super::visit::{SESSION_COOKIE, Visit, set_cookie};
use crate::answer::Reply;

/// Where one goes who came for nothing in particular.
pub(super) const START: &str = "/admin/coupons";

#[derive(Template)]
#[template(path = "admin/sign_in.html")]
struct SignInPage {
    s: Shell,
    email: String,
    next: String,
    error: Option<&'static str>,
}

/// Shows the form.
pub(super) async fn show_sign_in(State(app): State<App>, visit: Visit, uri: Uri) -> Reply {
    if app.needs_setup().await? {
        return Ok(Redirect::to("/admin/setup").into_response());
    }
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let next = own_path(query.text("next"), START).to_owned();
    if visit.signed_in.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    page(&SignInPage { s: Shell::of(&app, &visit, Place::Outside), email: String::new(), next, error: None })
}

/// Signs in.
pub(super) async fn sign_in(State(app): State<App>, visit: Visit, form: Form) -> Reply {
    let request = SignInRequest {
        email: form.text("email").to_owned(),
        password: form.raw("password").to_owned(),
        address: visit.address.clone(),
        device: visit.device.clone(),
        request_id: visit.request_id.clone(),
    };
    let next = own_path(form.text("next"), START).to_owned();
    match app.sign_in(request).await {
        Ok(SignIn::Session(session)) => Ok(welcome(&visit, &session, &next)),
        Ok(SignIn::CodeAsked { token }) => Ok(sign_in_code::ask(&visit, &token, &next)),
        Err(problem) if matches!(problem.error, ErrorCode::SignInRefused | ErrorCode::RateLimited) => {
            let s = Shell::of(&app, &visit, Place::Outside);
            let error = Some(refusal_words(&problem, s.t));
            let mut response = page(&SignInPage { s, email: form.text("email").to_owned(), next, error })?;
            *response.status_mut() = StatusCode::from_u16(problem.error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
            Ok(response)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Sends somebody on who has just signed in.
pub(super) fn welcome(visit: &Visit, session: &NewSession, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    // Without an age: it ends with the browser, and at the latest when the session does.
    response.headers_mut().append(SET_COOKIE, set_cookie(visit, SESSION_COOKIE, &session.token, None));
    response
}
