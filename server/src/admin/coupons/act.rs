//! What is done to one coupon with one button.

use axum::extract::{Path, State};
use tessera_app::coupons::CouponView;
use tessera_app::{Answer, App, ErrorCode, Mutation, Problem};
use tessera_engine::coupon::Status;

use crate::admin::flash::{Flash, Undo};
use crate::admin::form::Form;
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
        let made = made_id(&app.duplicate_coupon(mutation, &id).await?)?;
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

/// The id of what was made.
pub(super) fn made_id(answer: &Answer) -> Result<String, Refusal> {
    #[derive(serde::Deserialize)]
    struct Made {
        id: String,
    }
    if answer.status >= 400 {
        return Err(Refusal::new(ErrorCode::CodeTaken, "The first request was refused."));
    }
    let made = serde_json::from_slice::<Made>(&answer.body);
    made.map(|made| made.id).map_err(|_| Refusal::of(ErrorCode::Internal))
}

/// A refusal that is kept for repeats of a form is a refusal all the same.
pub(super) fn settled(result: Result<Answer, Problem>) -> Result<Answer, Problem> {
    #[derive(serde::Deserialize)]
    struct Refused {
        code: String,
    }
    let answer = result?;
    if answer.status < 400 {
        return Ok(answer);
    }
    let refused = serde_json::from_slice::<Refused>(&answer.body).ok();
    let known = refused.and_then(|refused| ErrorCode::ALL.iter().find(|known| known.code() == refused.code));
    Err(Problem::of(known.copied().unwrap_or(ErrorCode::Internal)))
}

/// What a form is sent under, so that sending it twice makes one coupon.
pub(super) fn once(form: &Form) -> Option<String> {
    let once = form.text("once");
    let is_plain = (1..=200).contains(&once.len()) && once.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain.then(|| format!("form:{once}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_refusal_is_a_refusal() {
        let answer = |status, code: &str| Answer::json(status, &serde_json::json!({ "code": code }));
        let refused = settled(answer(409, "run_followed"));
        assert_eq!(refused.map(drop).map_err(|problem| problem.error), Err(ErrorCode::RunFollowed));
        assert!(settled(answer(201, "x")).is_ok());
        let strange = settled(answer(404, "x"));
        assert_eq!(strange.map(drop).map_err(|problem| problem.error), Err(ErrorCode::Internal));
    }
}
