//! `/admin/coupons/{id}/edit`: changes a coupon. Whoever saves a version that somebody changed meanwhile is shown what
//! changed, with all they typed.

use axum::extract::State;
use serde_json::Value;
use tessera_app::coupons::{BudgetFigure, CouponView};
use tessera_app::users::Role;
use tessera_app::{App, ErrorCode, Mutation, Problem, Scope};
use tessera_engine::coupon::{Activation, Visibility};

use super::calculator::{Proposals, calculate};
use super::changes::changes;
use super::draft::Draft;
use super::editor::{EditorPage, campaigns, faults_of, patch, summary_of, terms_of, today};
use super::header::read;
use super::sections::sections;
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::money::money;
use crate::admin::shell::{Place, Shell, done, faulty_page, locale_of, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Shows the form.
pub(super) async fn show_edit(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    if !admin.may(Scope::CouponsWrite) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let view = read(&app, &admin, &id).await?;
    let draft = Draft::of_view(&view, app.live().settings(), locale_of(&admin.visit));
    page(&editor(&app, &admin, &view, draft, Faults::default(), view.version).await)
}

/// Changes the coupon; or does what another button of the form says, and shows the form again.
pub(super) async fn edit(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let kept = Draft::of_view(&view, app.live().settings(), locale_of(&admin.visit));
    let mut draft = Draft::of_form(&form, Some(&kept));
    let (t, what) = (admin.visit.texts(), form.text("do"));
    let version = form.number("version").unwrap_or(view.version);
    if what == "generate" {
        draft.set("code", app.propose_code()?);
        return page(&editor(&app, &admin, &view, draft, Faults::default(), version).await);
    }
    if let Some((proposals, faults)) = calculate(what, &mut draft, &app, &admin, locale_of(&admin.visit))? {
        return page(&EditorPage { proposals, ..editor(&app, &admin, &view, draft, faults, version).await });
    }
    if draft.act(what, today(&app)) {
        return page(&editor(&app, &admin, &view, draft, Faults::default(), version).await);
    }
    let members = match draft.members(&app.live().settings().zone(), t) {
        Ok(members) => members,
        Err(faults) => return faulty_page(&editor(&app, &admin, &view, draft, faults, version).await),
    };
    if what == "words" {
        return page(&editor(&app, &admin, &view, draft, Faults::default(), version).await);
    }
    let mut body = patch(&members, &view.terms);
    if let choice @ ("better" | "all") = form.text("apply_to_claims") {
        body["apply_to_claims"] = choice.into();
    }
    let body = body.to_string().into_bytes();
    let mutation = Mutation { body, if_match: Some(version), ..admin.mutation(format!("/admin/coupons/{id}")) };
    match app.update_coupon(mutation, &id).await {
        Ok(_) => Ok(done(&admin.visit, &format!("/admin/coupons/{id}"), &Flash::of("saved"))),
        Err(problem) if problem.error.status() >= 500 || problem.error == ErrorCode::ScopeMissing => {
            Err(problem.into())
        }
        Err(problem) if problem.error == ErrorCode::VersionConflict => {
            let mut editor = editor(&app, &admin, &view, draft, Faults::default(), view.version).await;
            editor.conflict = Some(changed(&problem));
            let mut response = page(&editor)?;
            *response.status_mut() = axum::http::StatusCode::PRECONDITION_FAILED;
            Ok(response)
        }
        Err(problem) => {
            let faults = faults_of(&problem, &draft, t);
            faulty_page(&editor(&app, &admin, &view, draft, faults, version).await)
        }
    }
}

/// What the other changed: member and value.
fn changed(problem: &Problem) -> Vec<(String, String)> {
    let changed = problem.more.get("changed").and_then(Value::as_object);
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    changed.into_iter().flatten().map(|(name, value)| (name.clone(), shown(value))).collect()
}

async fn editor(app: &App, admin: &Admin, view: &CouponView, draft: Draft, faults: Faults, version: u64) -> EditorPage {
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let budgets = budgets(app, admin, view, &s).await;
    let campaigns = campaigns(app, admin, draft.text("campaign_id")).await;
    let members = draft.members(&s.zone, s.t).ok();
    let after = members.and_then(|members| terms_of(app, &members, Some(&view.terms)).ok());
    EditorPage {
        title: s.fill(s.t.form_edit_title, &[&view.terms.name]),
        action: format!("/admin/coupons/{}/edit", view.id),
        back: format!("/admin/coupons/{}", view.id),
        summary: summary_of(app, &draft, Some(&view.terms), &s),
        sections: sections(&draft, app, &s),
        changes: Some(after.map(|after| changes(&view.terms, &after, &s)).unwrap_or_default()),
        d: draft,
        faults,
        version,
        once: String::new(),
        conflict: None,
        may_publish: admin.has(Role::Publish),
        uses: view.uses,
        budgets,
        is_claimed: is_claimed(view),
        claims: view.claims.map(|claims| claims.issued),
        proposals: Proposals::default(),
        campaigns,
        hold_minutes: app.live().settings().hold_seconds / 60,
        s,
    }
}

/// What of its budgets is spent, as far as it can be told.
async fn budgets(app: &App, admin: &Admin, view: &CouponView, s: &Shell) -> Vec<String> {
    let figures = app.read_coupon_figures(admin.caller(), &view.id).await;
    let words = |one: BudgetFigure| {
        let used = i64::try_from(one.used).unwrap_or(i64::MAX);
        s.fill(s.t.budget_used, &[&money(used, &one.currency, s), &money(one.budget, &one.currency, s)])
    };
    figures.map(|figures| figures.budget.into_iter().map(words).collect()).unwrap_or_default()
}

/// Whether somebody can have claimed it.
fn is_claimed(view: &CouponView) -> bool {
    let can_be = view.terms.activation == Activation::Claim || view.terms.visibility == Visibility::Claimable;
    view.claims.map_or(can_be, |claims| claims.issued > 0)
}
