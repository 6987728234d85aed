//! `/admin/coupons/{id}/versions/compare`: what differs between any two versions.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use super::header::{Header, read};
use super::versions::{field, shown};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

#[derive(Template)]
#[template(path = "admin/coupons/compare.html")]
struct ComparePage {
    s: Shell,
    h: Header,
    from: u64,
    to: u64,
    /// Field, before, after.
    fields: Vec<(String, String, String)>,
}

/// Shows what differs; without an address that says which, the current version beside the one before.
pub(super) async fn compare_versions(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let version = |name: &str, usual: u64| {
        query.number(name).filter(|number| (1..=view.version).contains(number)).unwrap_or(usual)
    };
    let (from, to) = (version("from", view.version.saturating_sub(1).max(1)), version("to", view.version));
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let changes = app.compare_coupon_versions(admin.caller(), &id, from, to).await?;
    let fields = changes.into_iter().map(|change| {
        let pointer = change.pointer.as_str();
        (field(pointer, s.t), shown(pointer, &change.from, &s), shown(pointer, &change.to, &s))
    });
    let fields = fields.collect();
    let h = Header::of(&view, &app, &admin, &s, "versions");
    page(&ComparePage { h, from, to, fields, s })
}
