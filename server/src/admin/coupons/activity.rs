//! `/admin/coupons/{id}/activity`: what happened to a coupon.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::events::EventFilter;
use tessera_app::{App, PageRequest};

use super::header::{Header, read};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Events on a page.
const ON_A_PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "admin/coupons/activity.html")]
struct ActivityPage {
    s: Shell,
    h: Header,
    /// When, and what.
    events: Vec<(String, String)>,
    next: Option<String>,
}

/// Shows the events of a coupon.
pub(super) async fn show_activity(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let filter = EventFilter { aggregate: Some(id.clone()), kind: None };
    let found = app.list_events(admin.caller(), filter, PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let t = s.t;
    let events = found.data.into_iter().map(|event| {
        let words = match event.kind.as_str() {
            "coupon.created" => t.event_coupon_created.to_owned(),
            "coupon.updated" => t.event_coupon_updated.to_owned(),
            "coupon.enabled" => t.event_coupon_enabled.to_owned(),
            "coupon.paused" => t.event_coupon_paused.to_owned(),
            "coupon.archived" => t.event_coupon_archived.to_owned(),
            "coupon.restored" => t.event_coupon_restored.to_owned(),
            _ => event.kind,
        };
        (instant(event.at, &s.zone, s.locale()), words)
    });
    let events = events.collect();
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/coupons/{id}/activity?cursor={cursor}")
    });
    let h = Header::of(&view, &app, &admin, &s, "activity");
    page(&ActivityPage { s, h, events, next })
}
