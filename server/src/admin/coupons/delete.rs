//! `/admin/coupons/{id}/delete`: three ways to be rid of a coupon, the mildest first.

use askama::Template;
use axum::extract::State;
use tessera_app::coupons::{CouponView, DeleteCoupon, References};
use tessera_app::{App, ErrorCode, Mutation, Scope};
use tessera_engine::coupon::Status;

use super::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::texts::fill;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/delete.html")]
struct DeletePage {
    s: Shell,
    h: Header,
    /// Whether it is in force, so that it can be paused.
    can_pause: bool,
    can_archive: bool,
    may_delete: bool,
    /// What refers to it, in words.
    kept: Vec<String>,
    /// What has to be typed: the code, or the name where there is none.
    typed_as: String,
    typed: String,
    free_codes: bool,
    faults: Faults,
}

/// Shows the ways.
pub(super) async fn ask_delete(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    let view = read(&app, &admin, &id).await?;
    page(&delete_page(&app, &admin, &view, (String::new(), false), Faults::default()).await?)
}

/// Deletes it for good.
pub(super) async fn delete(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    admin.caller().require(Scope::CouponsDelete)?;
    let view = read(&app, &admin, &id).await?;
    let typed = form.text("typed").to_owned();
    let has_code = view.terms.code.as_ref().is_some_and(|code| code.typed() == typed);
    if !(has_code || typed == view.terms.name) {
        let s = admin.visit.texts();
        let typed = (typed, form.has("free_codes"));
        let page = delete_page(&app, &admin, &view, typed, Faults::one("typed", s.fault_typed)).await?;
        return faulty_page(&page);
    }
    let mutation = || Mutation { method: "DELETE", ..admin.mutation(format!("/admin/coupons/{id}/delete")) };
    let mut version = form.number("version").unwrap_or(view.version);
    let archives = view.terms.status != Status::Archived;
    if archives {
        // Only what is put away is deleted: nobody redeems it meanwhile.
        app.archive_coupon(Mutation { if_match: Some(version), ..mutation() }, &id).await?;
        version += 1;
    }
    let how = DeleteCoupon { confirm: view.terms.name.clone(), force: true, free_codes: form.has("free_codes") };
    match app.delete_coupon(Mutation { if_match: Some(version), ..mutation() }, &id, how).await {
        Ok(_) => Ok(done(&admin.visit, "/admin/coupons", &Flash::of("deleted"))),
        // What was done before it was refused is said.
        Err(problem) if archives && problem.error.status() < 500 => {
            let (view, t) = (read(&app, &admin, &id).await?, admin.visit.texts());
            let words = fill(t.delete_only_archived, &[refusal_words(&problem, t)]);
            let typed = (typed, form.has("free_codes"));
            faulty_page(&delete_page(&app, &admin, &view, typed, Faults::one("", words)).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn delete_page(
    app: &App,
    admin: &Admin,
    view: &CouponView,
    (typed, free_codes): (String, bool),
    faults: Faults,
) -> Result<DeletePage, Refusal> {
    if !admin.may(Scope::CouponsWrite) && !admin.may(Scope::CouponsDelete) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let references = app.count_coupon_references(admin.caller(), &view.id).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let status = view.terms.status;
    let writes = s.may_edit && (admin.caller().scopes.publishes() || status != Status::Enabled);
    Ok(DeletePage {
        h: Header::of(view, app, admin, &s, ""),
        can_pause: writes && status == Status::Enabled && view.state != "expired",
        can_archive: writes && status != Status::Archived,
        may_delete: admin.may(Scope::CouponsDelete),
        kept: kept(references, view, &s),
        typed_as: view.terms.code.as_ref().map_or_else(|| view.terms.name.clone(), |code| code.typed().to_owned()),
        typed,
        free_codes,
        faults,
        s,
    })
}

/// What stays when it is deleted, a sentence each.
fn kept(references: References, view: &CouponView, s: &Shell) -> Vec<String> {
    let t = s.t;
    let counted =
        [(references.placed, t.kept_orders), (references.held, t.kept_held), (references.claimed, t.kept_claims)];
    let mut kept: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| s.with(words, number(count)))
        .collect();
    if view.uses > 0 {
        kept.push(s.with(t.kept_uses, view.uses));
    }
    kept.push(t.kept_versions.to_owned());
    kept
}

/// A count that ends at a bound.
fn number(count: u64) -> String {
    if count >= tessera_app::store::coupons::REFERENCES_COUNTED { format!("{count}+") } else { count.to_string() }
}
