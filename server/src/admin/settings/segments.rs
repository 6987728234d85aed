//! `/admin/settings/segments`: groups of customers, and how many are in each.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::{App, PageRequest};

use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Segments on a page. Each is counted, and of a dynamic one customers are looked at for it.
const ON_A_PAGE: u32 = 25;

#[derive(Template)]
#[template(path = "admin/settings/segments.html")]
struct SegmentsPage {
    s: Shell,
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/settings/segment_count.html")]
struct CountPart {
    count: String,
}

struct Row {
    id: String,
    key: String,
    name: String,
    kind: &'static str,
    changed: String,
    /// How many are in it; `None` where it is counted when it is asked for.
    count: Option<String>,
}

/// Shows the segments; or counts one, as a part of the page for htmx or without script as the page with that count.
pub(super) async fn show_segments(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let s = Shell::of(&app, &admin.visit, Place::Segments);
    let asked = query.text("count");
    if !asked.is_empty() && admin.visit.is_part {
        return page(&CountPart { count: count(&app, &admin, asked, &s).await? });
    }
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let found = app.list_segments(admin.caller(), PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let mut rows = Vec::with_capacity(found.data.len());
    for segment in found.data {
        let is_static = segment.kind == "static";
        // Those in a list are counted at once; by a condition each customer has to be looked at.
        let count =
            if is_static || asked == segment.id { Some(count(&app, &admin, &segment.id, &s).await?) } else { None };
        rows.push(Row {
            kind: if is_static { s.t.segment_static } else { s.t.segment_dynamic },
            changed: instant(segment.updated_at, &s.zone, s.locale()),
            count,
            id: segment.id,
            key: segment.key,
            name: segment.name,
        });
    }
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/settings/segments?cursor={cursor}")
    });
    page(&SegmentsPage { rows, next, s })
}

/// How many are in a segment, as far as one look goes.
async fn count(app: &App, admin: &Admin, id: &str, s: &Shell) -> Result<String, crate::problem::Refusal> {
    let counted = app.count_segment(admin.caller(), id, None).await?;
    let number = counted.count.to_string();
    Ok(if counted.next_cursor.is_some() { s.with(s.t.segment_more, number) } else { number })
}
