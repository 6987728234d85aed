//! `/admin/coupons/{id}/codes/{code}`: one code, with its link, its picture and whose it is.

use askama::Template;
use axum::extract::State;
use tessera_app::codes::CodeView;
use tessera_app::{App, ErrorCode, Scope};

use super::list::Code;
use crate::admin::coupons::header::{Header, read};
use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::money::money;
use crate::admin::shell::{Place, Shell, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathIds;
use crate::problem::Refusal;

#[derive(Template)]
#[template(path = "admin/coupons/codes/show.html")]
struct CodePage {
    s: Shell,
    h: Header,
    code: Code,
    details: Vec<(&'static str, String)>,
    customer: String,
    reason: String,
    may_write: bool,
    may_see_uses: bool,
    faults: Faults,
}

/// Shows a code.
pub(super) async fn show_code(State(app): State<App>, admin: Admin, PathIds(id, code): PathIds) -> Reply {
    let code = app.read_code(admin.caller(), &code).await?;
    let customer = code.customer_id.clone().unwrap_or_default();
    page(&code_page(&app, &admin, &id, code, (customer, String::new()), Faults::default()).await?)
}

/// The same with what was typed wrongly.
pub(super) async fn faulty(app: &App, admin: &Admin, id: &str, code: CodeView, form: &Form) -> Reply {
    let typed = (form.text("customer").to_owned(), form.text("reason").to_owned());
    let faults = Faults::one("reason", admin.visit.texts().fault_reason);
    faulty_page(&code_page(app, admin, id, code, typed, faults).await?)
}

async fn code_page(
    app: &App,
    admin: &Admin,
    id: &str,
    code: CodeView,
    (customer, reason): (String, String),
    faults: Faults,
) -> Result<CodePage, Refusal> {
    if code.coupon_id != id {
        return Err(Refusal::of(ErrorCode::NotFound));
    }
    let view = read(app, admin, id).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let t = s.t;
    let balance = code.balance.as_ref().map(|balance| money(balance.amount, &balance.currency, &s));
    let code = Code::of(code, &s);
    let details = [
        (t.column_uses, Some(code.uses.clone())),
        (t.code_holder, Some(code.holder.clone().unwrap_or_else(|| t.codes_anybody.to_owned()))),
        (t.ends, code.ends.clone()),
        (t.code_balance, balance),
        (t.code_last_order, code.last_order.clone()),
        (t.code_used_at, code.used_at.clone()),
        (t.codes_made, Some(code.made.clone())),
    ];
    Ok(CodePage {
        h: Header::of(&view, app, admin, &s, "codes"),
        details: details.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
        code,
        customer,
        reason,
        may_write: admin.may(Scope::CodesWrite),
        may_see_uses: admin.may(Scope::Redemptions),
        faults,
        s,
    })
}
