//! A refusal as a page.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tessera_app::{App, Problem};

use super::flash::refusal_words;
use super::shell::{Place, Shell, page};
use super::visit::Visit;

#[derive(Template)]
#[template(path = "admin/error.html")]
struct ErrorPage<'a> {
    s: Shell,
    status: u16,
    words: &'static str,
    code: &'static str,
    request_id: &'a str,
}

/// Shows a refusal.
pub(super) fn show(app: &App, visit: &Visit, problem: &Problem) -> Response {
    let s = Shell::of(app, visit, Place::Outside);
    let status = problem.error.status();
    let words = refusal_words(problem, s.t);
    let template = ErrorPage { s, status, words, code: problem.error.code(), request_id: &visit.request_id };
    let mut response = page(&template).unwrap_or_else(IntoResponse::into_response);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}
