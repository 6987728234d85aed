//! Cancels one use: first what exactly would change, then it is done, with a reason.

use askama::Template;
use axum::extract::State;
use tessera_app::coupons::CouponView;
use tessera_app::orders::Reason;
use tessera_app::redemptions::RedemptionView;
use tessera_app::{App, Scope};

use super::header::{Header, read};
use super::usages::{not_of_this, state_words};
use crate::admin::fields::Faults;
use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::money::money;
use crate::admin::shell::{Place, Shell, done, faulty_page, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathIds;
use crate::problem::Refusal;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 255;

#[derive(Template)]
#[template(path = "admin/coupons/cancel_usage.html")]
struct CancelPage {
    s: Shell,
    h: Header,
    id: String,
    /// The use in a line.
    usage: String,
    /// What changes, a sentence each.
    changes: Vec<String>,
    /// What does not.
    stays: Vec<String>,
    /// Why it cannot be cancelled, where it cannot.
    obstacle: Option<String>,
    reason: String,
    faults: Faults,
}

/// Asks whether it is meant.
pub(super) async fn ask_cancel(State(app): State<App>, admin: Admin, PathIds(id, usage): PathIds) -> Reply {
    page(&cancel_page(&app, &admin, &id, &usage, String::new(), Faults::default()).await?)
}

/// Cancels it.
pub(super) async fn cancel_usage(
    State(app): State<App>,
    admin: Admin,
    PathIds(id, usage): PathIds,
    form: Form,
) -> Reply {
    let reason = form.text("reason").to_owned();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control) {
        let faults = Faults::one("reason", admin.visit.texts().fault_reason);
        return faulty_page(&cancel_page(&app, &admin, &id, &usage, reason, faults).await?);
    }
    not_of_this(&app.read_redemption(admin.caller(), &usage).await?, &id)?;
    let back = format!("/admin/coupons/{id}/usages");
    app.cancel_redemption(admin.mutation(format!("{back}/{usage}/cancel")), &usage, Reason(reason)).await?;
    Ok(done(&admin.visit, &back, &Flash::of("usage_cancelled")))
}

async fn cancel_page(
    app: &App,
    admin: &Admin,
    id: &str,
    usage: &str,
    reason: String,
    faults: Faults,
) -> Result<CancelPage, Refusal> {
    admin.caller().require(Scope::Redemptions)?;
    let view = read(app, admin, id).await?;
    let found = app.read_redemption(admin.caller(), usage).await?;
    not_of_this(&found, id)?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let amount = money(found.amount, &found.currency, &s);
    let at = instant(found.created_at, &s.zone, s.locale());
    let obstacle = match (found.state.as_str(), found.kind) {
        ("committed", "payment") => Some(s.t.cancel_payment.to_owned()),
        ("committed", _) => None,
        (state, _) => Some(s.with(s.t.cancel_wrong_state, state_words(state, s.t).to_lowercase())),
    };
    let stays = vec![s.fill(s.t.cancel_order_stays, &[&found.order_id, &amount]), s.t.cancel_budget_stays.to_owned()];
    Ok(CancelPage {
        h: Header::of(&view, app, admin, &s, "usages"),
        usage: s.fill(s.t.cancel_usage_of, &[&found.order_id, &amount, &at]),
        changes: changes(&view, &found, &s),
        stays,
        id: found.id,
        obstacle,
        reason,
        faults,
        s,
    })
}

/// What comes free, a sentence each.
fn changes(view: &CouponView, usage: &RedemptionView, s: &Shell) -> Vec<String> {
    let t = s.t;
    if usage.kind == "renewal" {
        return vec![t.cancel_renewal.to_owned()];
    }
    let after = view.uses.saturating_sub(1);
    let mut changes = vec![match view.terms.limits.total {
        Some(most) => s.fill(t.cancel_frees_of, &[&view.uses, &after, &most]),
        None => s.fill(t.cancel_frees, &[&view.uses, &after]),
    }];
    if let Some(customer) = &usage.customer_id {
        changes.push(s.with(t.cancel_frees_customer, customer));
    }
    if let Some(code) = &usage.code {
        changes.push(s.with(t.cancel_frees_code, code));
    }
    if usage.claim_id.is_some() {
        changes.push(t.cancel_frees_claim.to_owned());
    }
    changes
}
