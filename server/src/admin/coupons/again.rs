//! `/admin/coupons/{id}/again`: a coupon once more with other dates: the same code counted from nothing when it is over,
//! or a copy.

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use serde_json::{Value, json};
use tessera_app::coupons::CouponView;
use tessera_app::{App, ErrorCode, Mutation, Scope};
use tessera_engine::coupon::Status;

use super::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, refusal_words};
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/again.html")]
struct AgainPage {
    s: Shell,
    h: Header,
    /// Whether it is over, so that it can run again with its code.
    is_over: bool,
    starts: String,
    ends: String,
    faults: Faults,
}

/// Shows the form.
pub(super) async fn show_again(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    page(&again_page(&app, &admin, &id, (String::new(), String::new()), Faults::default()).await?)
}

/// Runs it again, or copies it.
pub(super) async fn run_again(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let (starts, ends) = (form.text("starts").to_owned(), form.text("ends").to_owned());
    let validity = match dates(&starts, &ends, admin.visit.texts()) {
        Ok(validity) => validity,
        Err(faults) => return faulty_page(&again_page(&app, &admin, &id, (starts, ends), faults).await?),
    };
    let body = json!({ "validity": validity }).to_string().into_bytes();
    let path = format!("/admin/coupons/{id}/again");
    let mutation = Mutation { body, idempotency_key: once(&form), ..admin.mutation(path) };
    let is_copy = form.text("do") == "copy";
    let made = match is_copy {
        true => app.duplicate_coupon(mutation, &id).await,
        false => app.run_coupon_again(mutation, &id).await,
    };
    match accepted(made) {
        Ok(answer) if is_copy => {
            let to = format!("/admin/coupons/{}/edit", made_id(&answer)?);
            Ok(done(&admin.visit, &to, &Flash::of("duplicated")))
        }
        Ok(answer) => {
            let to = format!("/admin/coupons/{}", made_id(&answer)?);
            Ok(done(&admin.visit, &to, &Flash::of("run_again")))
        }
        Err(problem) if problem.error == ErrorCode::InvalidBody => {
            let faults = Faults::one("ends", admin.visit.texts().fault_past);
            faulty_page(&again_page(&app, &admin, &id, (starts, ends), faults).await?)
        }
        Err(problem) if problem.error.status() == 409 => {
            let faults = Faults::one("", refusal_words(&problem, admin.visit.texts()));
            faulty_page(&again_page(&app, &admin, &id, (starts, ends), faults).await?)
        }
        Err(problem) => Err(problem.into()),
    }
}

/// The dates as the coupon's terms have them: whole days of the shop.
pub(super) fn dates(starts: &str, ends: &str, t: &'static Texts) -> Result<Value, Faults> {
    let mut faults = Faults::default();
    let mut read = |field: &'static str, text: &str| {
        if text.is_empty() {
            return None;
        }
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            faults.add(field, t.fault_date);
        }
        date
    };
    let (from, until) = (read("starts", starts), read("ends", ends));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        faults.add("ends", t.fault_order);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    Ok(json!({ "starts_at": day(from), "ends_at": day(until) }))
}

/// Whether nobody can use a coupon any more or for now: then it can run again.
fn is_over(view: &CouponView) -> bool {
    matches!(view.state, "expired" | "used_up" | "archived" | "paused")
}

async fn again_page(
    app: &App,
    admin: &Admin,
    id: &str,
    (starts, ends): (String, String),
    faults: Faults,
) -> Result<AgainPage, Refusal> {
    if !admin.may(Scope::CouponsWrite) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let view = read(app, admin, id).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let may_run = admin.caller().scopes.publishes() || view.terms.status == Status::Draft;
    let h = Header::of(&view, app, admin, &s, "");
    Ok(AgainPage { h, is_over: is_over(&view) && may_run, starts, ends, faults, s })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::EN;

    #[test]
    fn dates_are_days_in_their_order() {
        let read = |starts, ends| dates(starts, ends, &EN);
        assert_eq!(read("2027-12-01", "").unwrap(), json!({ "starts_at": "2027-12-01", "ends_at": null }));
        assert_eq!(read("", "").unwrap(), json!({ "starts_at": null, "ends_at": null }));
        assert!(read("soon", "").unwrap_err().of("starts").is_some());
        assert!(read("2027-12-02", "2027-12-01").unwrap_err().of("ends").is_some());
    }
}
