//! `/admin/coupons/{id}/codes/labels`: codes as labels with their pictures, to print.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::App;

use super::list::{Asked, Code};
use crate::admin::coupons::header::{Header, read};
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Labels on a sheet: three by eight.
const ON_A_SHEET: u32 = 24;

#[derive(Template)]
#[template(path = "admin/coupons/codes/labels.html")]
struct LabelsPage {
    s: Shell,
    h: Header,
    codes: Vec<Code>,
    next: Option<String>,
    back: String,
}

/// Shows a sheet.
pub(super) async fn show_labels(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let asked = Asked::of(&uri);
    let found = app.list_codes(admin.caller(), &id, asked.filter(), asked.page(ON_A_SHEET)).await?;
    let next = found.next_cursor.map(|cursor| Asked { cursor, ..asked.clone() }.link(&id, "codes/labels"));
    // What is void is on no label.
    let codes = found.data.into_iter().filter(|code| code.state != "void").map(|code| Code::of(code, &s)).collect();
    let back = Asked { cursor: String::new(), ..asked }.link(&id, "codes");
    let h = Header::of(&view, &app, &admin, &s, "codes");
    page(&LabelsPage { h, codes, next, back, s })
}
