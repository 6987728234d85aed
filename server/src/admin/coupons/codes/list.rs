//! `/admin/coupons/{id}/codes`: the codes of a coupon.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::codes::{CodeFilter, CodeView};
use tessera_app::coupons::CouponView;
use tessera_app::jobs::{JobFilter, JobView};
use tessera_app::{App, PageRequest, Scope};
use tessera_engine::coupon::{Activation, Status};

use crate::admin::coupons::header::{Header, read};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Codes on a page.
pub(super) const ON_A_PAGE: u32 = 50;
/// Jobs that are shown: those that run, and what was made lately.
const JOBS: u32 = 5;
/// What the state filter offers.
const STATES: [&str; 4] = ["live", "used", "expired", "void"];

#[derive(Template)]
#[template(path = "admin/coupons/codes/list.html")]
struct CodesPage {
    s: Shell,
    h: Header,
    asked: Asked,
    states: Vec<(&'static str, &'static str)>,
    codes: Vec<Code>,
    /// What was made lately: link, words, whether it runs.
    jobs: Vec<(String, String, bool)>,
    next: Option<String>,
    first: String,
    labels: String,
    may_make: bool,
    may_write: bool,
}

/// A code in words.
pub(super) struct Code {
    pub(super) id: String,
    pub(super) code: String,
    /// The class of the chip.
    pub(super) chip: &'static str,
    pub(super) state: &'static str,
    pub(super) is_void: bool,
    pub(super) uses: String,
    /// Whose it is; nobody's in particular where there is none.
    pub(super) holder: Option<String>,
    pub(super) ends: Option<String>,
    pub(super) last_order: Option<String>,
    pub(super) used_at: Option<String>,
    pub(super) made: String,
    pub(super) link: Option<String>,
    pub(super) batch: Option<String>,
}

/// What the address asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) state: String,
    pub(super) customer: String,
    pub(super) batch: String,
    pub(super) cursor: String,
}

impl Asked {
    pub(super) fn of(uri: &Uri) -> Self {
        let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
        let text = |name: &str| query.text(name).to_owned();
        Self {
            q: text("q"),
            state: text("state"),
            customer: text("customer"),
            batch: text("batch"),
            cursor: text("cursor"),
        }
    }

    pub(super) fn filter(&self) -> CodeFilter {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        CodeFilter {
            state: STATES.into_iter().find(|state| *state == self.state),
            q: some(&self.q),
            batch_id: some(&self.batch),
            customer_id: some(&self.customer),
        }
    }

    pub(super) fn page(&self, limit: u32) -> PageRequest {
        PageRequest { limit, cursor: Some(self.cursor.clone()).filter(|cursor| !cursor.is_empty()) }
    }

    fn is_filtered(&self) -> bool {
        [&self.q, &self.state, &self.customer, &self.batch].iter().any(|text| !text.is_empty())
    }

    /// The address of a part of the coupon that asks for this.
    pub(super) fn link(&self, coupon_id: &str, part: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let members = [
            ("q", &self.q),
            ("state", &self.state),
            ("customer", &self.customer),
            ("batch", &self.batch),
            ("cursor", &self.cursor),
        ];
        for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let (query, path) = (query.finish(), format!("/admin/coupons/{coupon_id}/{part}"));
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// Shows the codes.
pub(super) async fn show_codes(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let asked = Asked::of(&uri);
    let found = app.list_codes(admin.caller(), &id, asked.filter(), asked.page(ON_A_PAGE)).await?;
    let jobs = if admin.may(Scope::CodesWrite) { jobs_of(&app, &admin, &id, &s).await? } else { Vec::new() };
    let first = Asked { cursor: String::new(), ..asked.clone() };
    page(&CodesPage {
        next: found.next_cursor.map(|cursor| Asked { cursor, ..asked.clone() }.link(&id, "codes")),
        labels: asked.link(&id, "codes/labels"),
        first: first.link(&id, "codes"),
        states: STATES.iter().map(|state| (*state, state_words(state, s.t).1)).collect(),
        codes: found.data.into_iter().map(|code| Code::of(code, &s)).collect(),
        jobs,
        may_make: can_have_codes(&view) && admin.may(Scope::CodesWrite),
        may_write: admin.may(Scope::CodesWrite),
        h: Header::of(&view, &app, &admin, &s, "codes"),
        asked,
        s,
    })
}

/// Whether a coupon takes further codes.
pub(super) fn can_have_codes(view: &CouponView) -> bool {
    view.terms.activation != Activation::Automatic && view.terms.status != Status::Archived
}

async fn jobs_of(
    app: &App,
    admin: &Admin,
    id: &str,
    s: &Shell,
) -> Result<Vec<(String, String, bool)>, crate::problem::Refusal> {
    let filter = JobFilter { subject: Some(id.to_owned()), ..JobFilter::default() };
    let found = app.list_jobs(admin.caller(), filter, PageRequest { limit: JOBS, cursor: None }).await?;
    let codes_only = found.data.into_iter().filter(|job| job.kind.contains("codes"));
    Ok(codes_only
        .map(|job| {
            let is_running = matches!(job.state.as_str(), "queued" | "running");
            (format!("/admin/coupons/{id}/codes/jobs/{}", job.id), job_words(&job, s), is_running)
        })
        .collect())
}

fn job_words(job: &JobView, s: &Shell) -> String {
    let words = super::job::title(&job.kind, s.t);
    s.fill(
        s.t.job_line,
        &[&words, &instant(job.created_at, &s.zone, s.locale()), &super::job::state_words(&job.state, s.t)],
    )
}

/// The class of the chip and the name of a state.
pub(super) fn state_words(state: &str, t: &Texts) -> (&'static str, &'static str) {
    match state {
        "live" => ("active", t.code_live),
        "used" => ("used_up", t.code_used),
        "expired" => ("expired", t.code_expired),
        _ => ("archived", t.code_void),
    }
}

impl Code {
    pub(super) fn of(code: CodeView, s: &Shell) -> Self {
        let (chip, state) = state_words(&code.state, s.t);
        let uses = code.uses.unwrap_or_default();
        let last = code.last_use.flatten();
        let at = |at| instant(at, &s.zone, s.locale());
        Self {
            is_void: code.state == "void",
            id: code.id,
            code: code.code,
            chip,
            state,
            uses: match code.limit {
                Some(limit) => s.fill(s.t.uses_limited, &[&uses, &limit]),
                None => uses.to_string(),
            },
            holder: code.customer_id,
            ends: code.expires_at.map(|end| crate::admin::instants::last(end, &s.zone, s.locale())),
            used_at: last.as_ref().map(|last| at(last.at)),
            last_order: last.map(|last| last.order_id),
            made: at(code.created_at),
            link: code.link,
            batch: code.batch_id,
        }
    }
}
