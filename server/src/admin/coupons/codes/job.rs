//! `/admin/coupons/{id}/codes/jobs/{job}`: how far a job on codes came. htmx asks again while it runs; without script the
//! page is opened again by itself.

use askama::Template;
use axum::extract::State;
use tessera_app::codes::BatchVoid;
use tessera_app::jobs::{JobErrorView, JobView};
use tessera_app::{App, ErrorCode, Mutation, Scope};
use tessera_engine::from_json;

use crate::admin::coupons::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id};
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathIds;
use crate::problem::Refusal;

/// Faults of rows that are shown.
const FAULTS: usize = 200;

#[derive(Template)]
#[template(path = "admin/coupons/codes/job.html")]
struct JobPage {
    s: Shell,
    h: Header,
    job: Job,
    may_write: bool,
}

#[derive(Template)]
#[template(path = "admin/coupons/codes/progress.html")]
struct ProgressPart {
    s: Shell,
    job: Job,
    may_write: bool,
}

#[derive(Template)]
#[template(path = "admin/coupons/codes/void_batch.html")]
struct VoidPage {
    s: Shell,
    h: Header,
    job: String,
    reason: String,
    faults: Faults,
}

/// A job in words.
pub(super) struct Job {
    pub(super) id: String,
    pub(super) coupon: String,
    pub(super) title: &'static str,
    pub(super) state: &'static str,
    pub(super) is_running: bool,
    pub(super) done: u64,
    pub(super) total: Option<u64>,
    /// How far, in whole percent.
    pub(super) percent: Option<u64>,
    /// How far, in words.
    pub(super) progress: String,
    /// What came of it.
    pub(super) outcome: Option<String>,
    /// Whether it made a batch of codes.
    pub(super) has_batch: bool,
    /// Faults by row.
    pub(super) rows: Vec<(String, String)>,
    /// How many faults are not shown.
    pub(super) more_rows: u64,
}

/// Shows how far it came.
pub(super) async fn show_job(State(app): State<App>, admin: Admin, PathIds(id, job): PathIds) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let job = Job::of(find(&app, &admin, &id, &job).await?, &id, &s);
    let may_write = admin.may(Scope::CodesWrite);
    if admin.visit.is_part {
        return page(&ProgressPart { s, job, may_write });
    }
    let h = Header::of(&view, &app, &admin, &s, "codes");
    page(&JobPage { h, job, may_write, s })
}

/// Ends it between two of its steps.
pub(super) async fn cancel_job(State(app): State<App>, admin: Admin, PathIds(id, job): PathIds, _form: Form) -> Reply {
    find(&app, &admin, &id, &job).await?;
    let path = format!("/admin/coupons/{id}/codes/jobs/{job}");
    match app.cancel_job(admin.mutation(format!("{path}/cancel")), &job).await {
        Ok(_) => Ok(done(&admin.visit, &path, &Flash::of("job_cancelled"))),
        Err(problem) if problem.error == ErrorCode::JobEnded => Ok(done(&admin.visit, &path, &Flash::of("nothing"))),
        Err(problem) => Err(problem.into()),
    }
}

/// Asks whether all codes of a batch are meant to be void.
pub(super) async fn ask_void(State(app): State<App>, admin: Admin, PathIds(id, job): PathIds) -> Reply {
    page(&void_page(&app, &admin, &id, &job, String::new(), Faults::default()).await?)
}

/// Makes all codes of a batch void, by a job.
pub(super) async fn void_batch(State(app): State<App>, admin: Admin, PathIds(id, job): PathIds, form: Form) -> Reply {
    let reason = form.text("reason").to_owned();
    let body = serde_json::json!({ "reason": reason }).to_string().into_bytes();
    let Ok(batch) = from_json::<BatchVoid>(&body) else {
        let faults = Faults::one("reason", admin.visit.texts().fault_reason);
        return faulty_page(&void_page(&app, &admin, &id, &job, reason, faults).await?);
    };
    find(&app, &admin, &id, &job).await?;
    let path = format!("/admin/coupons/{id}/codes/jobs/{job}/void");
    let answer = accepted(app.void_codes(Mutation { body, ..admin.mutation(path) }, &job, batch).await)?;
    let voiding = made_id(&answer)?;
    Ok(done(&admin.visit, &format!("/admin/coupons/{id}/codes/jobs/{voiding}"), &Flash::of("codes_voiding")))
}

async fn void_page(
    app: &App,
    admin: &Admin,
    id: &str,
    job: &str,
    reason: String,
    faults: Faults,
) -> Result<VoidPage, Refusal> {
    admin.caller().require(Scope::CodesWrite)?;
    let view = read(app, admin, id).await?;
    find(app, admin, id, job).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let h = Header::of(&view, app, admin, &s, "codes");
    Ok(VoidPage { h, job: job.to_owned(), reason, faults, s })
}

/// The job, where it is about this coupon.
pub(super) async fn find(app: &App, admin: &Admin, id: &str, job: &str) -> Result<JobView, Refusal> {
    let found = app.read_job(admin.caller(), job).await?;
    if found.subject.as_deref() == Some(id) { Ok(found) } else { Err(Refusal::of(ErrorCode::NotFound)) }
}

impl Job {
    pub(super) fn of(job: JobView, coupon: &str, s: &Shell) -> Self {
        let t = s.t;
        let is_running = matches!(job.state.as_str(), "queued" | "running");
        let percent = job.total.and_then(|total| (job.done.min(total) * 100).checked_div(total));
        let progress = match job.total {
            Some(total) => s.fill(t.uses_limited, &[&job.done, &total]),
            None => job.done.to_string(),
        };
        let makes = matches!(job.kind.as_str(), "generate_codes" | "generate_personal_codes");
        let outcome = match job.state.as_str() {
            "failed" => {
                let why = job.failure.clone().unwrap_or_default();
                Some(s.fill(t.job_failed, &[&job.done, &why]))
            }
            "cancelled" => Some(s.with(t.job_cancelled, job.done)),
            "done" => Some(outcome(&job, s)),
            _ => None,
        };
        let shown: Vec<_> = job.errors.iter().take(FAULTS).map(|error| row(error, s)).collect();
        let is_dry_run = job.result.as_ref().is_some_and(|result| result["dry_run"] == true);
        Self {
            title: title(&job.kind, t),
            state: state_words(&job.state, t),
            is_running,
            percent,
            progress,
            outcome,
            has_batch: job.done > 0 && (makes || job.kind == "import_codes" && !is_dry_run && job.state != "failed"),
            more_rows: job.error_count.saturating_sub(u64::try_from(shown.len()).unwrap_or(u64::MAX)),
            rows: shown,
            done: job.done,
            total: job.total,
            id: job.id,
            coupon: coupon.to_owned(),
        }
    }
}

/// What came of a job that is done.
fn outcome(job: &JobView, s: &Shell) -> String {
    let result = job.result.clone().unwrap_or_default();
    let number = |name: &str| result[name].as_u64().unwrap_or_default();
    match job.kind.as_str() {
        "import_codes" => {
            let words = if result["dry_run"] == true { s.t.job_checked } else { s.t.job_imported };
            s.fill(words, &[&number("created"), &number("already_there"), &number("refused")])
        }
        "void_codes" => s.with(s.t.job_voided, number("count")),
        _ => s.with(s.t.job_made, job.done),
    }
}

/// A fault of a row: where, and what.
fn row(error: &JobErrorView, s: &Shell) -> (String, String) {
    let t = s.t;
    // The detail begins with the column: "`limit`: must be ...".
    let column = error.detail.split('`').nth(1).unwrap_or("code");
    let words = match error.code.as_str() {
        "required" => s.with(t.row_missing, column),
        "ragged_row" => t.row_ragged.to_owned(),
        "code_void" | "code_used" | "code_expired" => t.row_not_live.to_owned(),
        "code_taken" => t.row_taken.to_owned(),
        "not_unique" => t.row_twice.to_owned(),
        _ => s.with(t.row_invalid, column),
    };
    let place = error.row.map_or_else(|| "-".to_owned(), |row| s.with(t.row_number, row));
    (place, words)
}

/// What a kind of job does.
pub(super) fn title(kind: &str, t: &Texts) -> &'static str {
    match kind {
        "import_codes" => t.job_import,
        "void_codes" => t.job_void,
        _ => t.job_generate,
    }
}

/// The name of a state.
pub(super) fn state_words(state: &str, t: &Texts) -> &'static str {
    match state {
        "queued" => t.job_state_queued,
        "running" => t.job_state_running,
        "done" => t.job_state_done,
        "cancelled" => t.job_state_cancelled,
        _ => t.job_state_failed,
    }
}
