//! `/admin/coupons/{id}/activity`: what happened to a coupon, by whom, and what it changed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use serde::Deserialize;
use tessera_app::events::{EventFilter, EventView};
use tessera_app::{App, PageRequest};

use super::header::{Header, read};
use super::versions::who;
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Events on a page.
const ON_A_PAGE: u32 = 100;
/// Versions whose makers are named.
const VERSIONS: u32 = 200;

#[derive(Template)]
#[template(path = "admin/coupons/activity.html")]
struct ActivityPage {
    s: Shell,
    h: Header,
    events: Vec<Event>,
    next: Option<String>,
}

/// An event in words.
struct Event {
    at: String,
    words: String,
    /// Who, where a version tells.
    who: Option<String>,
    /// Where what it changed is shown.
    difference: Option<String>,
}

/// What of an event's data is read.
#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// Shows the events of a coupon.
pub(super) async fn show_activity(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let filter = EventFilter { aggregate: Some(id.clone()), kind: None };
    let found = app.list_events(admin.caller(), filter, PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let makers = makers(&app, &admin, &id, &s).await?;
    let events = found.data.into_iter().map(|event| Event::of(event, &id, &makers, &s)).collect();
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/coupons/{id}/activity?cursor={cursor}")
    });
    let h = Header::of(&view, &app, &admin, &s, "activity");
    page(&ActivityPage { h, events, next, s })
}

/// Who made the versions, by their numbers.
async fn makers(
    app: &App,
    admin: &Admin,
    id: &str,
    s: &Shell,
) -> Result<BTreeMap<u64, String>, crate::problem::Refusal> {
    let request = PageRequest { limit: VERSIONS, cursor: None };
    let versions = app.list_coupon_versions(admin.caller(), id, request).await?;
    let names = app.name_actors(admin.caller()).await?;
    Ok(versions.data.into_iter().map(|version| (version.version, who(&version.actor, &names, s.t))).collect())
}

impl Event {
    fn of(event: EventView, id: &str, makers: &BTreeMap<u64, String>, s: &Shell) -> Self {
        let t = s.t;
        let words = match event.kind.as_str() {
            "coupon.created" => t.event_coupon_created.to_owned(),
            "coupon.updated" => t.event_coupon_updated.to_owned(),
            "coupon.enabled" => t.event_coupon_enabled.to_owned(),
            "coupon.paused" => t.event_coupon_paused.to_owned(),
            "coupon.archived" => t.event_coupon_archived.to_owned(),
            "coupon.restored" => t.event_coupon_restored.to_owned(),
            _ => event.kind.clone(),
        };
        let version = serde_json::from_str::<Versioned>(event.data.get()).ok().map(|data| data.version);
        let version = version.filter(|_| event.kind.starts_with("coupon."));
        let difference = version
            .filter(|version| *version > 1)
            .map(|version| format!("/admin/coupons/{id}/versions/compare?from={}&to={version}", version - 1));
        Self {
            at: instant(event.at, &s.zone, s.locale()),
            words,
            who: version.and_then(|version| makers.get(&version).cloned()),
            difference,
        }
    }
}
