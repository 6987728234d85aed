//! What is done to codes that are there: one is given to somebody else, some are made void.

use askama::Template;
use axum::extract::State;
use serde_json::json;
use tessera_app::codes::Reassignment;
use tessera_app::{App, ErrorCode, Mutation, Scope};
use tessera_engine::from_json;

use crate::admin::coupons::header::{Header, read};
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, done, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::{PathId, PathIds};
use crate::problem::Refusal;

/// Codes that are made void at once: as many as stand on a page. A batch is made void by a job.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "admin/coupons/codes/void.html")]
struct VoidPage {
    s: Shell,
    h: Header,
    /// Id and text of those that will be void.
    codes: Vec<(String, String)>,
    /// How many are void already.
    already: usize,
}

/// Asks whether the chosen codes are meant to be void, or makes them so.
pub(super) async fn void_codes(State(app): State<App>, admin: Admin, PathId(id): PathId, form: Form) -> Reply {
    admin.caller().require(Scope::CodesWrite)?;
    let view = read(&app, &admin, &id).await?;
    let (mut codes, mut already) = (Vec::new(), 0);
    for code in form.all("id").into_iter().take(MOST) {
        let code = app.read_code(admin.caller(), code).await?;
        if code.coupon_id != id {
            return Err(Refusal::of(ErrorCode::NotFound));
        }
        if code.state == "void" { already += 1 } else { codes.push((code.id, code.code)) }
    }
    if !form.has("confirmed") {
        let s = Shell::of(&app, &admin.visit, Place::Coupons);
        let h = Header::of(&view, &app, &admin, &s, "codes");
        return page(&VoidPage { h, codes, already, s });
    }
    let path = format!("/admin/coupons/{id}/codes");
    let word = if codes.is_empty() { "nothing" } else { "codes_void" };
    let count = codes.len();
    for (code, _) in codes {
        app.void_code(admin.mutation(format!("{path}/{code}/void")), &code).await?;
    }
    Ok(done(&admin.visit, &path, &Flash::undone_by(word, count, Vec::new())))
}

/// Gives a code to a customer, or to anybody.
pub(super) async fn assign_code(State(app): State<App>, admin: Admin, PathIds(id, code): PathIds, form: Form) -> Reply {
    let found = app.read_code(admin.caller(), &code).await?;
    if found.coupon_id != id {
        return Err(Refusal::of(ErrorCode::NotFound));
    }
    let customer = Some(form.text("customer")).filter(|customer| !customer.is_empty());
    let body = json!({ "customer_id": customer, "reason": form.text("reason") }).to_string().into_bytes();
    let Ok(to) = from_json::<Reassignment>(&body) else {
        return super::show::faulty(&app, &admin, &id, found, &form).await;
    };
    let path = format!("/admin/coupons/{id}/codes/{code}");
    app.reassign_code(Mutation { body, ..admin.mutation(format!("{path}/assign")) }, &code, to).await?;
    Ok(done(&admin.visit, &path, &Flash::of("code_assigned")))
}
