//! `/admin/coupons/{id}/versions`: every version with what it changed.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use serde_json::Value;
use tessera_app::coupons::CouponVersionView;
use tessera_app::users::ActorNames;
use tessera_app::{App, PageRequest};
use tessera_engine::coupon::Status;

use super::header::{Header, read};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Versions on a page.
const ON_A_PAGE: u32 = 20;

#[derive(Template)]
#[template(path = "admin/coupons/versions.html")]
struct VersionsPage {
    s: Shell,
    h: Header,
    versions: Vec<Version>,
    may_restore: bool,
    next: Option<String>,
}

struct Version {
    number: u64,
    is_current: bool,
    at: String,
    change: &'static str,
    who: String,
    /// Field, before, after.
    fields: Vec<(String, String, String)>,
}

/// Shows the versions.
pub(super) async fn show_versions(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let found = app.list_coupon_versions(admin.caller(), &id, PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let names = app.name_actors(admin.caller()).await?;
    let versions = found.data.into_iter().map(|version| Version::of(version, view.version, &names, &s)).collect();
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/coupons/{id}/versions?cursor={cursor}")
    });
    let h = Header::of(&view, &app, &admin, &s, "versions");
    let may_restore = s.may_edit && view.terms.status != Status::Archived;
    page(&VersionsPage { s, h, versions, may_restore, next })
}

impl Version {
    fn of(version: CouponVersionView, current: u64, names: &ActorNames, s: &Shell) -> Self {
        let t = s.t;
        let fields = version.changes.into_iter().map(|change| {
            let field = change.pointer.trim_start_matches('/').replace('/', " › ");
            (field, shown(&change.from, t), shown(&change.to, t))
        });
        Self {
            number: version.version,
            is_current: version.version == current,
            at: instant(version.at, &s.zone, s.locale()),
            change: match version.change.as_str() {
                "created" => t.change_created,
                "edited" => t.change_edited,
                "enabled" => t.change_enabled,
                "paused" => t.change_paused,
                "archived" => t.change_archived,
                "restored" => t.change_restored,
                "version_restored" => t.change_version_restored,
                _ => t.change_other,
            },
            who: who(&version.actor, names, t),
            fields: fields.collect(),
        }
    }
}

/// Who changed something, by name.
fn who(actor: &str, names: &ActorNames, t: &Texts) -> String {
    let name = match (names.users.get(actor), names.keys.get(actor)) {
        (Some(user), _) => user.clone(),
        (_, Some(key)) => fill(t.by_key, &[key]),
        _ if actor == "program" => t.by_program.to_owned(),
        _ => actor.to_owned(),
    };
    fill(t.by_whom, &[&name])
}

/// A value of a field.
fn shown(value: &Value, t: &Texts) -> String {
    match value {
        Value::Null => t.version_nothing.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
