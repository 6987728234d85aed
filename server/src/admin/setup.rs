//! `/admin/setup`: the first account of a shop, with the token that the server prints.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect};
use tessera_app::sessions::{SignIn, SignInRequest};
use tessera_app::users::NewUser;
use tessera_app::{App, ErrorCode, Problem};

use super::fields::Faults;
use super::flash::{self, Flash};
use super::form::Form;
use super::shell::{Place, Shell, faulty_page, page};
use super::sign_in::welcome;
use super::texts::Texts;
use super::visit::{Visit, set_cookie};
use crate::answer::Reply;

#[derive(Template)]
#[template(path = "admin/setup.html")]
struct SetupPage {
    s: Shell,
    /// Whether the token is the one.
    has_token: bool,
    token: String,
    name: String,
    email: String,
    faults: Faults,
}

/// Shows the form to who has the token, and says where it is to be found otherwise.
pub(super) async fn show_setup(State(app): State<App>, visit: Visit, uri: Uri) -> Reply {
    if !app.needs_setup().await? {
        return Ok(Redirect::to("/admin/sign-in").into_response());
    }
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let token = query.text("token").to_owned();
    page(&SetupPage {
        s: Shell::of(&app, &visit, Place::Outside),
        has_token: app.is_setup_token(&token),
        token,
        name: String::new(),
        email: String::new(),
        faults: Faults::default(),
    })
}

/// Makes the first account and signs it in.
pub(super) async fn set_up(State(app): State<App>, visit: Visit, form: Form) -> Reply {
    let (name, email, password) = (form.text("name"), form.text("email"), form.raw("password"));
    let user = NewUser {
        email: email.to_owned(),
        name: name.to_owned(),
        password: password.to_owned(),
        is_owner: true,
        roles: Vec::new(),
    };
    match app.set_up(&visit.request_id, form.text("token"), user).await {
        Ok(_) => {}
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            let s = Shell::of(&app, &visit, Place::Outside);
            let faults = user_faults(&problem, s.t);
            return faulty_page(&SetupPage {
                s,
                has_token: true,
                token: form.text("token").to_owned(),
                name: name.to_owned(),
                email: email.to_owned(),
                faults,
            });
        }
        Err(problem) => return Err(problem.into()),
    }
    let request = SignInRequest {
        email: email.to_owned(),
        password: password.to_owned(),
        address: visit.address.clone(),
        device: visit.device.clone(),
        request_id: visit.request_id.clone(),
    };
    let SignIn::Session(session) = app.sign_in(request).await? else {
        return Ok(Redirect::to("/admin/sign-in").into_response());
    };
    let mut response = welcome(&visit, &session, "/admin/coupons");
    let flash = Flash::of("welcome").write();
    response.headers_mut().append(SET_COOKIE, set_cookie(&visit, flash::COOKIE, &flash, Some(flash::AGE)));
    Ok(response)
}

/// What is wrong with an account, by field.
pub(super) fn user_faults(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    for error in &problem.errors {
        match error.pointer.as_str() {
            "/name" => faults.add("name", t.fault_name),
            "/email" => faults.add("email", t.fault_email),
            "/password" => faults.add("password", t.fault_password),
            _ => faults.add("", t.error_fields),
        }
    }
    faults
}
