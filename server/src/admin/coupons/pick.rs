//! `/admin/coupons/pick`: products, categories, segments, customers and coupons to choose from, for the lists of the
//! form. A part of the page for htmx. Who may not look at a list types its ids.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use tessera_app::coupons::CouponFilter;
use tessera_app::{App, ErrorCode, PageRequest, Problem};

use crate::admin::form::Form;
use crate::admin::shell::page;
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Hits that are shown.
const SHOWN: usize = 20;
/// Pages that are looked through for a search that the store cannot make.
const PAGES: usize = 10;
/// Entries of one of those.
const ON_A_PAGE: u32 = 200;
/// Segments whose members are counted.
const COUNTED: usize = 8;

/// Something to choose.
struct Hit {
    id: String,
    name: String,
    /// What else is known of it.
    note: String,
}

#[derive(Template)]
#[template(path = "admin/coupons/pick.html")]
struct Hits {
    t: &'static Texts,
    hits: Vec<Hit>,
    /// Whether the list may not be looked at.
    is_closed: bool,
    /// Whether there may be others.
    has_more: bool,
}

/// Shows what fits.
pub(super) async fn show_hits(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let (t, q) = (admin.visit.texts(), query.text("q").to_lowercase());
    let found = match query.text("list") {
        "products" => products(&app, &admin, &q).await,
        "categories" => categories(&app, &admin, &q).await,
        "segments" => segments(&app, &admin, &q, t).await,
        "customers" => customers(&app, &admin, &q).await,
        _ => coupons(&app, &admin, &q).await,
    };
    match found {
        Ok(mut hits) => {
            let has_more = hits.len() > SHOWN;
            hits.truncate(SHOWN);
            page(&Hits { t, hits, is_closed: false, has_more })
        }
        Err(problem) if problem.error == ErrorCode::ScopeMissing => {
            page(&Hits { t, hits: Vec::new(), is_closed: true, has_more: false })
        }
        Err(problem) => Err(problem.into()),
    }
}

fn fits(q: &str, texts: &[&str]) -> bool {
    q.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(q))
}

fn next(cursor: Option<String>) -> PageRequest {
    PageRequest { limit: ON_A_PAGE, cursor }
}

async fn products(app: &App, admin: &Admin, q: &str) -> Result<Vec<Hit>, Problem> {
    let (mut hits, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES {
        let found = app.list_products(admin.caller(), next(cursor)).await?;
        for product in found.data {
            let (title, sku) = (product.title.unwrap_or_default(), product.sku.unwrap_or_default());
            if fits(q, &[&product.id, &title, &sku]) {
                hits.push(Hit { id: product.id, name: title, note: product.brand.unwrap_or_default() });
            }
        }
        cursor = found.next_cursor;
        if cursor.is_none() || hits.len() > SHOWN {
            break;
        }
    }
    Ok(hits)
}

async fn categories(app: &App, admin: &Admin, q: &str) -> Result<Vec<Hit>, Problem> {
    let (mut hits, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES {
        let found = app.list_categories(admin.caller(), next(cursor)).await?;
        for category in found.data {
            let name = category.name.unwrap_or_default();
            if fits(q, &[&category.id, &name]) {
                hits.push(Hit { id: category.id, name, note: category.parent_id.unwrap_or_default() });
            }
        }
        cursor = found.next_cursor;
        if cursor.is_none() || hits.len() > SHOWN {
            break;
        }
    }
    Ok(hits)
}

/// Segments, the first of them with how many customers are in.
async fn segments(app: &App, admin: &Admin, q: &str, t: &Texts) -> Result<Vec<Hit>, Problem> {
    let found = app.list_segments(admin.caller(), next(None)).await?;
    let mut hits = Vec::new();
    for segment in found.data.into_iter().filter(|segment| fits(q, &[&segment.key, &segment.name])) {
        let mut note = String::new();
        if hits.len() < COUNTED {
            let count = app.count_segment(admin.caller(), &segment.id, None).await?;
            let words = if count.next_cursor.is_some() { t.pick_customers_more } else { t.pick_customers };
            note = fill(words, &[&count.count.to_string()]);
        }
        hits.push(Hit { id: segment.key, name: segment.name, note });
    }
    Ok(hits)
}

async fn customers(app: &App, admin: &Admin, q: &str) -> Result<Vec<Hit>, Problem> {
    let asked = Some(q.to_owned()).filter(|q| !q.is_empty());
    let found = app.list_customers(admin.caller(), asked, next(None)).await?;
    let hit = |customer: tessera_app::customers::CustomerView| Hit {
        id: customer.id,
        name: customer.name.unwrap_or_default(),
        note: customer.email.unwrap_or_default(),
    };
    Ok(found.data.into_iter().take(SHOWN + 1).map(hit).collect())
}

async fn coupons(app: &App, admin: &Admin, q: &str) -> Result<Vec<Hit>, Problem> {
    let filter = CouponFilter { q: Some(q.to_owned()).filter(|q| !q.is_empty()), ..CouponFilter::default() };
    let asked = PageRequest { limit: 21, cursor: None };
    let found = app.list_coupons(admin.caller(), filter, asked).await?;
    let hit = |view: tessera_app::coupons::CouponView| Hit {
        id: view.id,
        note: view.terms.code.as_ref().map(|code| code.typed().to_owned()).unwrap_or_default(),
        name: view.terms.name,
    };
    Ok(found.data.into_iter().map(hit).collect())
}
