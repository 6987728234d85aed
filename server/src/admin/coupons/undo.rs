//! Takes back what was just done to coupons, unless somebody changed them since.

use axum::extract::State;
use tessera_app::{App, Mutation, Problem};
use tessera_engine::coupon::Status;

use crate::admin::flash::{Flash, MOST_UNDONE, Undo};
use crate::admin::form::Form;
use crate::admin::shell::{done, own_path};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Brings each coupon back to what it was.
pub(super) async fn undo(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let undos: Vec<Undo> = form.all("undo").into_iter().filter_map(Undo::parse).take(MOST_UNDONE).collect();
    let word = if undos.is_empty() { "nothing" } else { "undone" };
    for one in undos {
        undo_one(&app, &admin, &one).await?;
    }
    Ok(done(&admin.visit, own_path(form.text("back"), "/admin/coupons"), &Flash::of(word)))
}

async fn undo_one(app: &App, admin: &Admin, undo: &Undo) -> Result<(), Problem> {
    let mutation =
        || Mutation { if_match: Some(undo.version), ..admin.mutation(format!("/admin/coupons/{}", undo.id)) };
    if undo.status == "terms" {
        // What was changed in its terms: the version before is the newest again.
        app.restore_coupon_version(mutation(), &undo.id, undo.version.saturating_sub(1).max(1)).await?;
        return Ok(());
    }
    let now = app.read_coupon(admin.caller(), &undo.id).await?;
    if now.terms.status == Status::Archived {
        // It comes back paused, or as the draft it was.
        app.restore_coupon(mutation(), &undo.id).await?;
        if undo.status == "enabled" {
            let restored = Mutation { if_match: Some(undo.version + 1), ..mutation() };
            app.enable_coupon(restored, &undo.id).await?;
        }
        return Ok(());
    }
    match undo.status.as_str() {
        "enabled" => app.enable_coupon(mutation(), &undo.id).await?,
        "paused" => app.pause_coupon(mutation(), &undo.id).await?,
        _ => {
            let body = br#"{"status": "draft"}"#.to_vec();
            app.update_coupon(Mutation { body, ..mutation() }, &undo.id).await?
        }
    };
    Ok(())
}
