//! `/admin/coupons/new`: makes a coupon.

use axum::extract::State;
use axum::http::Uri;
use tessera_app::users::Role;
use tessera_app::{App, ErrorCode, Mutation, Scope};

use super::calculator::{Proposals, calculate};
use super::draft::Draft;
use super::editor::{EditorPage, campaigns, faults_of, summary_of, terms_of, today, without_nulls};
use super::sections::sections;
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, locale_of, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Shows the form.
pub(super) async fn show_new(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    if !admin.may(Scope::CouponsWrite) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let draft = Draft::new(query.text("start"), app.live().settings(), locale_of(&admin.visit));
    page(&editor(&app, &admin, draft, Faults::default()).await)
}

/// Makes the coupon; or does what another button of the form says, and shows the form again.
pub(super) async fn create(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let mut draft = Draft::of_form(&form, None);
    let what = form.text("do");
    if what == "generate" {
        draft.set("code", app.propose_code()?);
        return page(&editor(&app, &admin, draft, Faults::default()).await);
    }
    if let Some((proposals, faults)) = calculate(what, &mut draft, &app, &admin, locale_of(&admin.visit))? {
        return page(&EditorPage { proposals, ..editor(&app, &admin, draft, faults).await });
    }
    if draft.act(what, today(&app)) {
        return page(&editor(&app, &admin, draft, Faults::default()).await);
    }
    let members = draft.members(&app.live().settings().zone(), admin.visit.texts());
    if what == "words" {
        return page(&editor(&app, &admin, draft, members.err().unwrap_or_default()).await);
    }
    let mut members = match members {
        Ok(members) => members,
        Err(faults) => return faulty_page(&editor(&app, &admin, draft, faults).await),
    };
    if what == "live" {
        members["status"] = "enabled".into();
    }
    let body = without_nulls(members.to_string().as_bytes());
    let mutation = Mutation { body, idempotency_key: once(&form), ..admin.mutation("/admin/coupons/new") };
    let made = match terms_of(&app, &members, None) {
        Ok(terms) => app.create_coupon(mutation, terms).await,
        Err(problem) => Err(problem),
    };
    match accepted(made) {
        Ok(answer) => {
            let id = made_id(&answer)?;
            Ok(done(&admin.visit, &format!("/admin/coupons/{id}"), &Flash::of("created")))
        }
        Err(problem) if problem.error.status() >= 500 || problem.error == ErrorCode::ScopeMissing => {
            Err(problem.into())
        }
        Err(problem) => {
            let faults = faults_of(&problem, &draft, admin.visit.texts());
            faulty_page(&editor(&app, &admin, draft, faults).await)
        }
    }
}

async fn editor(app: &App, admin: &Admin, draft: Draft, faults: Faults) -> EditorPage {
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let campaigns = campaigns(app, admin, draft.text("campaign_id")).await;
    EditorPage {
        title: s.t.form_new_title.to_owned(),
        action: "/admin/coupons/new".to_owned(),
        back: "/admin/coupons".to_owned(),
        summary: summary_of(app, &draft, None, &s),
        sections: sections(&draft, app, &s),
        d: draft,
        faults,
        version: 0,
        once: admin.visit.request_id.clone(),
        conflict: None,
        may_publish: admin.has(Role::Publish),
        uses: 0,
        budgets: Vec::new(),
        is_claimed: false,
        claims: None,
        changes: None,
        proposals: Proposals::default(),
        campaigns,
        hold_minutes: app.live().settings().hold_seconds / 60,
        s,
    }
}
