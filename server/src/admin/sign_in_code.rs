//! `/admin/sign-in/code`: the second step of signing in.

use askama::Template;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use tessera_app::sessions::CodeRequest;
use tessera_app::{App, ErrorCode};

use super::flash::refusal_words;
use super::form::Form;
use super::shell::{Place, Shell, own_path, page};
use super::sign_in::{START, welcome};
use super::visit::{Visit, cookie, set_cookie};
use crate::answer::Reply;

/// What a browser holds between both steps.
const STEP_COOKIE: &str = "tessera_step";
/// For as long as the code may be given, in seconds.
const AGE: i64 = 600;

#[derive(Template)]
#[template(path = "admin/sign_in_code.html")]
struct CodePage {
    s: Shell,
    next: String,
    error: Option<&'static str>,
}

/// Sends somebody on whose password was right and whose code is asked for.
pub(super) fn ask(visit: &Visit, token: &str, next: &str) -> Response {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let mut response = Redirect::to(&format!("/admin/sign-in/code?next={next}")).into_response();
    response.headers_mut().append(SET_COOKIE, set_cookie(visit, STEP_COOKIE, token, Some(AGE)));
    response
}

/// Shows the form.
pub(super) async fn show_code(State(app): State<App>, visit: Visit, headers: HeaderMap, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let next = own_path(query.text("next"), START).to_owned();
    if visit.signed_in.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    if cookie(&headers, STEP_COOKIE).is_none() {
        return Ok(Redirect::to("/admin/sign-in").into_response());
    }
    page(&CodePage { s: Shell::of(&app, &visit, Place::Outside), next, error: None })
}

/// Signs in.
pub(super) async fn sign_in_with_code(State(app): State<App>, visit: Visit, headers: HeaderMap, form: Form) -> Reply {
    let next = own_path(form.text("next"), START).to_owned();
    let Some(token) = cookie(&headers, STEP_COOKIE) else {
        return Ok(Redirect::to("/admin/sign-in").into_response());
    };
    let request = CodeRequest {
        token: token.to_owned(),
        code: form.text("code").to_owned(),
        address: visit.address.clone(),
        device: visit.device.clone(),
        request_id: visit.request_id.clone(),
    };
    match app.sign_in_with_code(request).await {
        Ok(session) => Ok(without_step(&visit, welcome(&visit, &session, &next))),
        Err(problem) if matches!(problem.error, ErrorCode::SecondStepRefused | ErrorCode::RateLimited) => {
            let s = Shell::of(&app, &visit, Place::Outside);
            let error = Some(refusal_words(&problem, s.t));
            let mut response = page(&CodePage { s, next, error })?;
            *response.status_mut() = StatusCode::from_u16(problem.error.status()).unwrap_or(StatusCode::UNAUTHORIZED);
            Ok(response)
        }
        // The password was too long ago, or is another by now.
        Err(problem) if problem.error == ErrorCode::SignInRefused => {
            Ok(without_step(&visit, Redirect::to("/admin/sign-in").into_response()))
        }
        Err(problem) => Err(problem.into()),
    }
}

fn without_step(visit: &Visit, mut response: Response) -> Response {
    response.headers_mut().append(SET_COOKIE, set_cookie(visit, STEP_COOKIE, "", Some(0)));
    response
}
