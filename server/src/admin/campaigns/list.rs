//! `/admin/campaigns`: the list.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::{App, PageRequest};

use super::words::Row;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Campaigns on a page.
const ON_A_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "admin/campaigns/list.html")]
struct CampaignsPage {
    s: Shell,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Shows the list.
pub(super) async fn show_campaigns(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Campaigns);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let found = app.list_campaigns(admin.caller(), PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let now = app.now();
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/campaigns?cursor={cursor}")
    });
    page(&CampaignsPage { rows: found.data.iter().map(|view| Row::of(view, now, &s)).collect(), next, s })
}
