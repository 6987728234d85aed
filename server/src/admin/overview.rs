//! `/admin`: what needs attention. What takes longer to find out is loaded after the page, and without script by a link.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use jiff::SignedDuration;
use tessera_app::coupons::{CouponFilter, CouponSort, CouponView};
use tessera_app::jobs::JobFilter;
use tessera_app::redemptions::{RedemptionFilter, RedemptionView};
use tessera_app::{App, ErrorCode, Page, PageRequest, Problem, Scope};
use tessera_engine::Currency;
use tessera_engine::coupon::State as CouponState;

use super::coupons::{CaseRow, Row, state_words};
use super::instants::instant;
use super::shell::{Place, Shell, page};
use super::texts::fill;
use super::visit::Admin;
use crate::answer::Reply;

/// Days within which an end is soon.
const SOON: i64 = 7;
/// Entries of a list.
const SHOWN: u32 = 5;
/// Coupons that are looked at for what is left of them: the last changed, and those that are being used.
const LOOKED_AT: u32 = 200;
/// Of those that are being used and were not changed lately.
const USED_LOOKED_AT: usize = 50;
/// Coupons that are looked at closely, the last changed first.
const LINTED: u32 = 5;
/// Test cases that are run.
const CASES: u32 = 50;
/// Days whose uses are summed up.
const DAYS: i64 = 7;
/// Uses that are summed up at most.
const USES: u32 = 200;
/// The states of the figures, in their order.
const STATES: [&str; 6] = ["active", "scheduled", "paused", "draft", "used_up", "expired"];

#[derive(Template)]
#[template(path = "admin/overview/page.html")]
struct OverviewPage {
    s: Shell,
    is_empty: bool,
    /// Ending soon, the soonest first.
    ending: Vec<Row>,
    /// Nearly used up, what has least left first.
    nearly: Vec<Row>,
    jobs: Vec<FailedJob>,
    /// Uses of the last days and what they gave; `None` where the account may not see them.
    uses: Option<Uses>,
}

/// A job that failed.
struct FailedJob {
    words: &'static str,
    at: String,
    failure: String,
    link: Option<String>,
}

/// Uses of the last days.
struct Uses {
    count: String,
    discount: String,
}

#[derive(Template)]
#[template(path = "admin/overview/counts.html")]
struct CountsPart {
    counts: Vec<Count>,
}

#[derive(Template)]
#[template(path = "admin/overview/counts_page.html")]
struct CountsPage {
    s: Shell,
    counts: Vec<Count>,
}

/// How many coupons are in a state.
struct Count {
    state: &'static str,
    words: &'static str,
    number: u64,
}

#[derive(Template)]
#[template(path = "admin/overview/checks.html")]
struct ChecksPart {
    s: Shell,
    cases: Vec<CaseRow>,
    warned: Vec<Warned>,
}

#[derive(Template)]
#[template(path = "admin/overview/checks_page.html")]
struct ChecksPage {
    s: Shell,
    cases: Vec<CaseRow>,
    warned: Vec<Warned>,
}

/// A live coupon with what to look at again.
struct Warned {
    id: String,
    name: String,
    warnings: Vec<String>,
}

/// Shows what needs attention.
pub(super) async fn show_overview(State(app): State<App>, admin: Admin) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Overview);
    let now = app.now();
    let in_days = now + SignedDuration::from_hours(24 * SOON);
    let ending = CouponFilter {
        state: Some(CouponState::Active),
        ends_after: Some(now),
        ends_before: Some(in_days),
        sort: CouponSort::EndsAt,
        ..CouponFilter::default()
    };
    let ending = coupons(&app, &admin, ending, SHOWN).await?;
    let newest = newest_uses(&app, &admin).await?;
    let mut looked_at = active(&app, &admin, LOOKED_AT).await?;
    let known: BTreeSet<String> = looked_at.iter().map(|view| view.id.clone()).collect();
    let used: BTreeSet<&str> = newest.iter().flat_map(|page| &page.data).map(|one| one.coupon_id.as_str()).collect();
    for id in used.into_iter().filter(|id| !known.contains(*id)).take(USED_LOOKED_AT) {
        match app.read_coupon(admin.caller(), id).await {
            Ok(view) if view.state == "active" => looked_at.push(view),
            Ok(_) => {}
            Err(problem) if problem.error == ErrorCode::NotFound => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    let nearly = nearly_used_up(looked_at);
    let jobs = failed_jobs(&app, &admin, &s).await?;
    let uses = newest.map(|page| uses(&page, &s));
    let rows = |views: Vec<CouponView>| views.iter().map(|view| Row::of(view, now, &s)).collect();
    let (ending, nearly) = (rows(ending), rows(nearly));
    let is_empty = app.live().coupons_count() == 0;
    page(&OverviewPage { s, is_empty, ending, nearly, jobs, uses })
}

/// Shows how many coupons are in each state: as a part of the page, or as a page of its own without script.
pub(super) async fn show_counts(State(app): State<App>, admin: Admin) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Overview);
    let counted = app.count_coupons(admin.caller()).await?;
    let of = |state: &'static str| Count {
        state,
        words: state_words(state, s.t),
        number: counted.get(state).copied().unwrap_or_default(),
    };
    let counts: Vec<Count> = STATES.into_iter().map(of).collect();
    if admin.visit.is_part { page(&CountsPart { counts }) } else { page(&CountsPage { s, counts }) }
}

/// Shows test cases that fail and what to look at again in live coupons.
pub(super) async fn show_checks(State(app): State<App>, admin: Admin) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Overview);
    let outcomes = app.run_all_cases(admin.caller(), s.locale(), CASES).await?;
    let failing = outcomes.into_iter().filter(|case| !case.holds());
    let cases: Vec<CaseRow> = failing.map(|case| CaseRow::of(case, &s)).collect();
    let mut warned = Vec::new();
    for view in active(&app, &admin, LINTED).await? {
        let warnings = app.lint_coupon(admin.caller(), &view.id, s.locale()).await?;
        let warnings: Vec<String> = warnings.into_iter().map(|warning| warning.message).collect();
        if !warnings.is_empty() {
            warned.push(Warned { id: view.id, name: view.terms.name, warnings });
        }
    }
    if admin.visit.is_part { page(&ChecksPart { s, cases, warned }) } else { page(&ChecksPage { s, cases, warned }) }
}

async fn coupons(app: &App, admin: &Admin, filter: CouponFilter, limit: u32) -> Result<Vec<CouponView>, Problem> {
    Ok(app.list_coupons(admin.caller(), filter, PageRequest { limit, cursor: None }).await?.data)
}

/// Active coupons, the last changed first.
async fn active(app: &App, admin: &Admin, limit: u32) -> Result<Vec<CouponView>, Problem> {
    let filter =
        CouponFilter { state: Some(CouponState::Active), sort: CouponSort::Updated, ..CouponFilter::default() };
    coupons(app, admin, filter, limit).await
}

/// Those with a tenth or less of their uses left, the fewest first.
fn nearly_used_up(views: Vec<CouponView>) -> Vec<CouponView> {
    let left = |view: &CouponView| view.terms.limits.total.map(|most| most.saturating_sub(view.uses));
    let is_nearly = |view: &CouponView| {
        view.terms.limits.total.is_some_and(|most| most > 1 && view.uses.saturating_mul(10) >= most.saturating_mul(9))
    };
    let mut nearly: Vec<CouponView> = views.into_iter().filter(is_nearly).collect();
    nearly.sort_by_key(left);
    nearly.truncate(SHOWN as usize);
    nearly
}

/// Jobs that failed, the newest first; none to somebody who may see no job.
async fn failed_jobs(app: &App, admin: &Admin, s: &Shell) -> Result<Vec<FailedJob>, Problem> {
    let filter = JobFilter { state: Some("failed"), ..JobFilter::default() };
    let found = match app.list_jobs(admin.caller(), filter, PageRequest { limit: SHOWN, cursor: None }).await {
        Ok(found) => found,
        Err(problem) if problem.error == ErrorCode::ScopeMissing => return Ok(Vec::new()),
        Err(problem) => return Err(problem),
    };
    let t = s.t;
    let jobs = found.data.into_iter().map(|job| FailedJob {
        words: match job.kind.as_str() {
            "backtest_coupon" => t.failed_backtest,
            "generate_codes" | "generate_personal_codes" => t.failed_codes,
            "import_codes" => t.failed_import,
            "void_codes" => t.failed_void,
            _ => t.failed_other,
        },
        at: instant(job.ended_at.unwrap_or(job.updated_at), &s.zone, s.locale()),
        failure: job.failure.unwrap_or_default(),
        link: job.subject.filter(|subject| subject.starts_with("cpn_")).map(|id| format!("/admin/coupons/{id}")),
    });
    Ok(jobs.collect())
}

/// Uses of the last days, the newest first; `None` to somebody who may not see them.
async fn newest_uses(app: &App, admin: &Admin) -> Result<Option<Page<RedemptionView>>, Problem> {
    if !admin.may(Scope::Redemptions) {
        return Ok(None);
    }
    let from = app.now() - SignedDuration::from_hours(24 * DAYS);
    let filter = RedemptionFilter { from: Some(from), ..RedemptionFilter::default() };
    Ok(Some(app.list_redemptions(admin.caller(), filter, PageRequest { limit: USES, cursor: None }).await?))
}

/// Uses summed up; of more than are looked at it says so.
fn uses(found: &Page<RedemptionView>, s: &Shell) -> Uses {
    let mut sums = BTreeMap::<Currency, i64>::new();
    let placed = found.data.iter().filter(|one| one.state == "committed" && one.kind != "payment");
    let mut orders = BTreeSet::new();
    for one in placed {
        orders.insert(one.order_id.as_str());
        if let Some(currency) = Currency::parse(&one.currency) {
            *sums.entry(currency).or_default() += one.amount;
        }
    }
    let sums: Vec<String> = sums.into_iter().map(|(currency, minor)| s.money(minor, currency)).collect();
    let discount = if sums.is_empty() { s.t.rule_none.to_owned() } else { sums.join(" + ") };
    let more = found.next_cursor.is_some();
    let say = |words: String| if more { fill(s.t.overview_more_than, &[&words]) } else { words };
    Uses { count: say(orders.len().to_string()), discount: say(discount) }
}
