//! `/admin/coupons/{id}/quick`: what is changed most often, from the list: the last day, the stock, whether it is in force.

use askama::Template;
use axum::extract::State;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tessera_app::coupons::CouponView;
use tessera_app::{App, ErrorCode, Mutation, Problem, Scope};
use tessera_engine::coupon::Status;

use super::header::read;
use crate::admin::fields::Faults;
use crate::admin::flash::{Flash, Undo, refusal_words};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, done, faulty_page, own_path, page};
use crate::admin::texts::Texts;
use crate::admin::typed_instant::TypedInstant;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/quick.html")]
struct QuickPage {
    s: Shell,
    q: Quick,
}

#[derive(Template)]
#[template(path = "admin/coupons/quick_form.html")]
struct QuickPart {
    s: Shell,
    q: Quick,
}

/// What is typed.
#[derive(Clone)]
struct Quick {
    id: String,
    name: String,
    version: u64,
    ends: TypedInstant,
    total: String,
    enabled: bool,
    /// Whether the switch can be moved.
    can_switch: bool,
    uses: u64,
    back: String,
    faults: Faults,
}

/// Shows the form: as a part for the drawer, or as a page of its own.
pub(super) async fn show_quick(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    if !admin.may(Scope::CouponsWrite) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let q = Quick::of(&app, &view, "/admin/coupons");
    if admin.visit.is_part { page(&QuickPart { s, q }) } else { page(&QuickPage { s, q }) }
}

/// Changes what was changed.
pub(super) async fn quick_edit(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let back = own_path(form.text("back"), "/admin/coupons").to_owned();
    let before = Quick::of(&app, &view, &back);
    let typed = Quick {
        ends: TypedInstant::of_form("ends", &form),
        total: form.text("total").to_owned(),
        enabled: form.has("enabled"),
        version: form.number("version").unwrap_or(view.version),
        back: back.clone(),
        ..before.clone()
    };
    let patch = match typed.patch(&before, &s.zone, s.t) {
        Ok(patch) => patch,
        Err(faults) => return faulty_page(&QuickPage { q: Quick { faults, ..typed }, s }),
    };
    if patch.as_object().is_none_or(serde_json::Map::is_empty) {
        return Ok(done(&admin.visit, &back, &Flash::of("nothing")));
    }
    let body = patch.to_string().into_bytes();
    let mutation = Mutation {
        body,
        if_match: Some(typed.version),
        method: "PATCH",
        ..admin.mutation(format!("/admin/coupons/{id}/quick"))
    };
    match app.update_coupon(mutation, &id).await {
        Ok(_) => {
            let undo = Undo { id, status: "terms".to_owned(), version: typed.version + 1 };
            Ok(done(&admin.visit, &back, &Flash::undone_by("saved", 1, vec![undo])))
        }
        Err(problem) if problem.error.status() >= 500 || problem.error == ErrorCode::ScopeMissing => {
            Err(problem.into())
        }
        Err(problem) => faulty_page(&QuickPage { q: Quick { faults: faults_of(&problem, s.t), ..typed }, s }),
    }
}

fn faults_of(problem: &Problem, t: &'static Texts) -> Faults {
    let mut faults = Faults::default();
    for error in &problem.errors {
        match error.pointer.as_str() {
            "/validity/ends_at" => faults.add("ends", t.fault_order),
            "/limits/total" => faults.add("total", t.fault_number),
            _ => faults.add("", t.error_fields),
        }
    }
    if faults.is_empty() {
        faults.add("", refusal_words(problem, t));
    }
    faults
}

impl Quick {
    fn of(app: &App, view: &CouponView, back: &str) -> Self {
        let status = view.terms.status;
        Self {
            id: view.id.clone(),
            name: view.terms.name.clone(),
            version: view.version,
            ends: TypedInstant::of_end(view.terms.validity.ends_at, app.live().settings()),
            total: view.terms.limits.total.map(|most| most.to_string()).unwrap_or_default(),
            enabled: status == Status::Enabled,
            can_switch: status != Status::Archived,
            uses: view.uses,
            back: back.to_owned(),
            faults: Faults::default(),
        }
    }

    /// What differs from what was shown, as a merge patch.
    fn patch(&self, before: &Self, zone: &TimeZone, t: &'static Texts) -> Result<Value, Faults> {
        let mut faults = Faults::default();
        let mut patch = json!({});
        if (&self.ends.day, &self.ends.time) != (&before.ends.day, &before.ends.time) {
            match self.ends.read(zone, t) {
                Ok(end) => patch["validity"] = json!({ "ends_at": end }),
                Err(fault) => faults.add(if fault.is_time { "ends_time" } else { "ends" }, fault.words),
            }
        }
        if self.total != before.total {
            match self.total.parse::<u64>() {
                _ if self.total.is_empty() => patch["limits"] = json!({ "total": null }),
                Ok(total) => patch["limits"] = json!({ "total": total }),
                Err(_) => faults.add("total", t.fault_number),
            }
        }
        if self.enabled != before.enabled && self.can_switch {
            patch["status"] = json!(if self.enabled { "enabled" } else { "paused" });
        }
        if faults.is_empty() { Ok(patch) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::EN;

    fn quick(ends: &str, total: &str, enabled: bool) -> Quick {
        Quick {
            id: "cpn_1".to_owned(),
            name: "One".to_owned(),
            version: 1,
            ends: TypedInstant { day: ends.to_owned(), ..TypedInstant::default() },
            total: total.to_owned(),
            enabled,
            can_switch: true,
            uses: 0,
            back: String::new(),
            faults: Faults::default(),
        }
    }

    #[test]
    fn only_what_differs_is_changed() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let before = quick("2026-06-30", "100", true);
        let patch = |after: Quick| after.patch(&before, &paris, &EN);
        assert_eq!(patch(quick("2026-06-30", "100", true)).unwrap(), json!({}));
        assert_eq!(
            patch(quick("2026-07-31", "", false)).unwrap(),
            json!({ "validity": { "ends_at": "2026-07-31" }, "limits": { "total": null }, "status": "paused" })
        );
        assert_eq!(
            patch(quick("", "5", true)).unwrap(),
            json!({ "validity": { "ends_at": null }, "limits": { "total": 5 } })
        );
        let faults = patch(quick("soon", "many", true)).unwrap_err();
        assert!(faults.of("ends").is_some() && faults.of("total").is_some());
        let mut evening = quick("2026-07-31", "100", true);
        evening.ends.time = "18:00".to_owned();
        assert_eq!(patch(evening).unwrap(), json!({ "validity": { "ends_at": "2026-07-31T16:00:00Z" } }));
    }
}
