//! `/admin/campaigns/{id}`: a campaign with its budget and its coupons.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::coupons::{CouponFilter, CouponView};
use tessera_app::{App, PageRequest};

use super::words::Row;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;

/// Coupons on a page: as many as are paused and brought back at once.
const ON_A_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "admin/campaigns/show.html")]
struct CampaignPage {
    s: Shell,
    row: Row,
    coupons: Vec<CouponRow>,
    next: Option<String>,
}

struct CouponRow {
    id: String,
    name: String,
    code: String,
    state: &'static str,
    state_words: &'static str,
    /// What it gives.
    value: String,
    uses: String,
}

/// Shows a campaign.
pub(super) async fn show_campaign(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    let view = app.read_campaign(admin.caller(), &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Campaigns);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let cursor = Some(query.text("cursor").to_owned()).filter(|cursor| !cursor.is_empty());
    let filter = CouponFilter { campaign_id: Some(id.clone()), ..CouponFilter::default() };
    let found = app.list_coupons(admin.caller(), filter, PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let next = found.next_cursor.map(|cursor| {
        let cursor: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/admin/campaigns/{id}?cursor={cursor}")
    });
    let coupons = found.data.iter().map(|view| coupon_row(view, &s)).collect();
    page(&CampaignPage { row: Row::of(&view, app.now(), &s), coupons, next, s })
}

fn coupon_row(view: &CouponView, s: &Shell) -> CouponRow {
    let value: Vec<String> = view.terms.benefits.iter().map(|benefit| benefit.summary(s.locale())).collect();
    CouponRow {
        id: view.id.clone(),
        name: view.terms.name.clone(),
        code: view.terms.code.as_ref().map(|code| code.typed().to_owned()).unwrap_or_default(),
        state: view.state,
        state_words: state_words(view.state, s.t),
        value: value.join(" + "),
        uses: match view.terms.limits.total {
            Some(most) => s.fill(s.t.uses_limited, &[&view.uses, &most]),
            None => s.fill(s.t.uses_unlimited, &[&view.uses]),
        },
    }
}

fn state_words(state: &str, t: &Texts) -> &'static str {
    match state {
        "draft" => t.state_draft,
        "scheduled" => t.state_scheduled,
        "active" => t.state_active,
        "paused" => t.state_paused,
        "used_up" => t.state_used_up,
        "expired" => t.state_expired,
        _ => t.state_archived,
    }
}
