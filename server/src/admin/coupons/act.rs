//! What is done to one coupon with one button.

use axum::extract::{Path, State};
use tessera_app::coupons::CouponView;
use tessera_app::{Answer, App, ErrorCode, Mutation};
use tessera_engine::coupon::Status;

use crate::admin::flash::{Flash, Undo};
use crate::admin::form::Form;
use crate::admin::made::{accepted, made_id, once};
use crate::admin::shell::{done, own_path};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Does it, and goes back to where the button was.
pub(super) async fn act(
    State(app): State<App>,
    admin: Admin,
    Path((id, action)): Path<(String, String)>,
    form: Form,
) -> Reply {
    let before = app.read_coupon(admin.caller(), &id).await?;
    let mutation = Mutation { if_match: form.number("version"), ..admin.mutation(format!("/admin/coupons/{id}")) };
    let own_page = format!("/admin/coupons/{id}");
    let back = own_path(form.text("back"), &own_page);
    if action == "duplicate" {
        let idempotency_key = once(&form);
        let mutation = Mutation { idempotency_key, if_match: None, ..mutation };
        let made = made_id(&accepted(app.duplicate_coupon(mutation, &id).await)?)?;
        return Ok(done(&admin.visit, &format!("/admin/coupons/{made}/edit"), &Flash::of("duplicated")));
    }
    let (answer, word) = match action.as_str() {
        "enable" => (app.enable_coupon(mutation, &id).await?, "enabled"),
        "pause" => (app.pause_coupon(mutation, &id).await?, "paused"),
        "archive" => (app.archive_coupon(mutation, &id).await?, "archived"),
        "restore" => (app.restore_coupon(mutation, &id).await?, "restored"),
        _ => return Err(Refusal::of(ErrorCode::PathUnknown)),
    };
    let undo = if action == "restore" { None } else { undo_of(&before, &answer) };
    Ok(done(&admin.visit, back, &Flash::undone_by(word, 1, undo.into_iter().collect())))
}

/// What brings a coupon back to what it was, unless it is that already.
pub(super) fn undo_of(before: &CouponView, answer: &Answer) -> Option<Undo> {
    #[derive(serde::Deserialize)]
    struct Changed {
        version: u64,
    }
    let changed: Changed = serde_json::from_slice(&answer.body).ok()?;
    let status = match before.terms.status {
        Status::Enabled => "enabled",
        Status::Paused => "paused",
        Status::Draft => "draft",
        Status::Archived => return None,
    };
    let is_other = changed.version != before.version;
    is_other.then(|| Undo { id: before.id.clone(), status: status.to_owned(), version: changed.version })
}
