//! `/admin/palette`: goes to a coupon by its name or code, or to a page. Ctrl K opens it over any page; without script it
//! is a page.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::coupons::CouponFilter;
use tessera_app::{App, PageRequest};

use super::form::Form;
use super::shell::{Place, Shell, page};
use super::visit::Admin;
use crate::answer::Reply;

/// Coupons that are shown.
const MOST: u32 = 8;

#[derive(Template)]
#[template(path = "admin/palette.html")]
struct PalettePage {
    s: Shell,
    q: String,
    hits: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "admin/palette_hits.html")]
struct PaletteHits {
    s: Shell,
    q: String,
    hits: Vec<Hit>,
}

struct Hit {
    link: String,
    words: String,
    /// Beside the words: a code.
    code: String,
}

/// Shows what fits.
pub(super) async fn show_palette(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let q: String = query.text("q").chars().filter(|one| !one.is_control()).take(255).collect();
    let t = s.t;
    let mut pages = vec![("/admin", t.overview), ("/admin/coupons", t.coupons), ("/admin/help/why", t.why)];
    if s.may_edit {
        pages.push(("/admin/coupons/new", t.new_coupon));
    }
    pages.extend([
        ("/admin/campaigns", t.campaigns),
        ("/admin/campaigns/calendar", t.calendar),
        ("/admin/templates", t.templates),
    ]);
    if s.is_owner {
        pages.extend([
            ("/admin/settings/store", t.store_settings),
            ("/admin/settings/messages", t.messages),
            ("/admin/settings/segments", t.segments),
            ("/admin/settings/webhooks", t.webhooks),
            ("/admin/settings/audit", t.audit),
        ]);
        pages.extend([("/admin/settings/users", t.users), ("/admin/settings/keys", t.keys)]);
    }
    pages.extend([("/admin/settings/sessions", t.sessions), ("/admin/settings/two-step", t.two_step)]);
    let wanted = q.to_lowercase();
    let fits = pages.into_iter().filter(|(_, words)| words.to_lowercase().contains(&wanted));
    let mut hits: Vec<Hit> =
        fits.map(|(link, words)| Hit { link: link.to_owned(), words: words.to_owned(), code: String::new() }).collect();
    if !q.is_empty() {
        let filter = CouponFilter { q: Some(q.clone()), ..CouponFilter::default() };
        let found = app.list_coupons(admin.caller(), filter, PageRequest { limit: MOST, cursor: None }).await?;
        hits.extend(found.data.into_iter().map(|view| Hit {
            link: format!("/admin/coupons/{}", view.id),
            words: view.terms.name,
            code: view.terms.code.map(|code| code.typed().to_owned()).unwrap_or_default(),
        }));
    }
    if admin.visit.is_part { page(&PaletteHits { s, q, hits }) } else { page(&PalettePage { s, q, hits }) }
}
