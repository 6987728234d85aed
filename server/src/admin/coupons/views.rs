//! Views of the list that somebody keeps.

use axum::extract::State;
use serde_json::json;
use tessera_app::views::{List, ListView};
use tessera_app::{App, Mutation, PageRequest};
use tessera_engine::from_json;

use crate::admin::flash::Flash;
use crate::admin::form::Form;
use crate::admin::made::{accepted, once};
use crate::admin::shell::{done, own_path};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Views that have a tab.
const MOST: u32 = 30;

/// A view with its address.
pub(super) struct View {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) link: String,
}

/// The views that somebody sees.
pub(super) async fn of(app: &App, admin: &Admin) -> Result<Vec<View>, Refusal> {
    let request = PageRequest { limit: MOST, cursor: None };
    let found = app.list_views(admin.caller(), Some(List::Coupons), request).await?;
    let views = found.data.into_iter().map(|view| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let kept = Form::parse(view.body.query.as_deref().unwrap_or_default().as_bytes());
        for (name, value) in kept.pairs().filter(|(name, _)| !["view", "columns", "cursor"].contains(name)) {
            query.append_pair(name, value);
        }
        if !view.body.columns.is_empty() {
            query.append_pair("columns", &view.body.columns.join("."));
        }
        query.append_pair("view", &view.id);
        View { link: format!("/admin/coupons?{}", query.finish()), id: view.id, name: view.body.name }
    });
    Ok(views.collect())
}

/// Keeps what is shown as a view.
pub(super) async fn save_view(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let back = own_path(form.text("back"), "/admin/coupons").to_owned();
    let query = back.split_once('?').map(|(_, query)| query);
    let columns: Vec<&str> = form.text("columns").split('.').filter(|column| !column.is_empty()).collect();
    let body = json!({
        "name": form.text("name"), "list": "coupons", "query": query, "columns": columns, "shared": form.has("shared"),
    });
    let body = body.to_string().into_bytes();
    let Ok(view) = from_json::<ListView>(&body) else {
        return Ok(done(&admin.visit, &back, &Flash::of("view_unnamed")));
    };
    let mutation = Mutation { body, idempotency_key: once(&form), ..admin.mutation("/admin/coupons/views") };
    accepted(app.create_view(mutation, view).await)?;
    Ok(done(&admin.visit, &back, &Flash::of("view_saved")))
}

/// Deletes a view.
pub(super) async fn delete_view(State(app): State<App>, admin: Admin, PathId(id): PathId, _form: Form) -> Reply {
    app.delete_view(admin.mutation(format!("/admin/coupons/views/{id}/delete")), &id).await?;
    Ok(done(&admin.visit, "/admin/coupons", &Flash::of("view_deleted")))
}
