//! `/admin/settings/two-step`: switches one's two-step sign-in on and off, and makes recovery codes.

use askama::Template;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tessera_app::two_step::Enrolment;
use tessera_app::{App, ErrorCode, Problem};

use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Where it is switched on.
const HERE: &str = "/admin/settings/two-step";

#[derive(Template)]
#[template(path = "admin/settings/two_step.html")]
struct TwoStepPage {
    s: Shell,
    /// Since when it is on.
    since: Option<String>,
    /// Recovery codes that are left.
    left: u64,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "admin/settings/two_step_begun.html")]
struct BegunPage {
    s: Shell,
    /// In groups, as it is read out.
    secret: String,
    /// The picture as an address.
    qr: String,
    /// Shows that this page was seen.
    proof: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "admin/settings/recovery_codes.html")]
struct RecoveryCodesPage {
    s: Shell,
    codes: Vec<String>,
}

/// Shows whether it is on, and what can be done about it.
pub(super) async fn show_two_step(State(app): State<App>, admin: Admin) -> Reply {
    page(&two_step_page(&app, &admin, Faults::default()).await?)
}

/// Makes a secret and shows it.
pub(super) async fn begin(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    match app.begin_two_step(&admin.signed_in, form.raw("present").to_owned()).await {
        Ok(enrolment) => page(&begun_page(&app, &admin, &enrolment, Faults::default())),
        Err(problem) => {
            let faults = faults_of(problem, ["present", ""], admin.visit.texts())?;
            faulty_page(&two_step_page(&app, &admin, faults).await?)
        }
    }
}

/// Switches it on with the first code, and shows the recovery codes.
pub(super) async fn confirm(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let mutation = admin.mutation(format!("{HERE}/confirm"));
    match app.confirm_two_step(mutation, &admin.signed_in, form.text("code")).await {
        Ok(codes) => codes_page(&app, &admin, codes),
        Err(problem) if problem.error == ErrorCode::NotFound => {
            Ok(done(&admin.visit, HERE, &Flash::of("two_step_again")))
        }
        Err(problem) => {
            let faults = faults_of(problem, ["", "code"], admin.visit.texts())?;
            let enrolment = match app.read_enrolment(&admin.signed_in, form.text("proof")).await {
                Ok(enrolment) => enrolment,
                Err(problem) if problem.error == ErrorCode::NotFound => {
                    return Ok(done(&admin.visit, HERE, &Flash::of("two_step_again")));
                }
                Err(problem) => return Err(problem.into()),
            };
            faulty_page(&begun_page(&app, &admin, &enrolment, faults))
        }
    }
}

/// Makes new recovery codes and shows them.
pub(super) async fn make_codes(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let mutation = admin.mutation(format!("{HERE}/codes"));
    let password = form.raw("present").to_owned();
    match app.make_recovery_codes(mutation, &admin.signed_in, password, form.text("code")).await {
        Ok(codes) => codes_page(&app, &admin, codes),
        Err(problem) => {
            let faults = faults_of(problem, ["codes-present", "codes-code"], admin.visit.texts())?;
            faulty_page(&two_step_page(&app, &admin, faults).await?)
        }
    }
}

/// Switches it off.
pub(super) async fn end(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let mutation = admin.mutation(format!("{HERE}/end"));
    let password = form.raw("present").to_owned();
    match app.end_two_step(mutation, &admin.signed_in, password, form.text("code")).await {
        Ok(_) => Ok(done(&admin.visit, HERE, &Flash::of("two_step_off"))),
        Err(problem) => {
            let faults = faults_of(problem, ["end-present", "end-code"], admin.visit.texts())?;
            faulty_page(&two_step_page(&app, &admin, faults).await?)
        }
    }
}

/// What was wrong, beside the field for the password or for the code.
fn faults_of(problem: Problem, [present, code]: [&'static str; 2], t: &'static Texts) -> Result<Faults, Refusal> {
    match problem.error {
        ErrorCode::SignInRefused => Ok(Faults::one(present, t.fault_present_password)),
        ErrorCode::SecondStepRefused | ErrorCode::RateLimited => Ok(Faults::one(code, refusal_words(&problem, t))),
        _ => Err(problem.into()),
    }
}

async fn two_step_page(app: &App, admin: &Admin, faults: Faults) -> Result<TwoStepPage, Refusal> {
    let s = Shell::of(app, &admin.visit, Place::Sessions);
    let since = admin.signed_in.user.two_step_since.map(|since| instant(since, &s.zone, s.locale()));
    let left = app.count_recovery_codes(&admin.signed_in).await?;
    Ok(TwoStepPage { since, left, faults, s })
}

fn begun_page(app: &App, admin: &Admin, enrolment: &Enrolment, faults: Faults) -> BegunPage {
    let groups: Vec<String> =
        enrolment.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    BegunPage {
        s: Shell::of(app, &admin.visit, Place::Sessions),
        secret: groups.join(" "),
        qr: format!("data:image/png;base64,{}", STANDARD.encode(&enrolment.qr)),
        proof: enrolment.proof.clone(),
        faults,
    }
}

fn codes_page(app: &App, admin: &Admin, codes: Vec<String>) -> Reply {
    page(&RecoveryCodesPage { s: Shell::of(app, &admin.visit, Place::Sessions), codes })
}
