//! Coupons as a table to download: all that are asked for, or those that were chosen.

use axum::body::{Body, Bytes};
use axum::response::Response;
use jiff::Timestamp;
use tessera_app::coupons::{CouponFilter, CouponView};
use tessera_app::{App, Caller, PageRequest, Problem};
use tessera_engine::Locale;
use tessera_engine::coupon::Activation;

use crate::admin::csv::{self, Pieces};
use crate::problem::Refusal;

/// Coupons that are read at a time.
const PIECE: u32 = 200;

/// The columns.
const COLUMNS: [&str; 15] = [
    "id",
    "name",
    "code",
    "description",
    "activation",
    "state",
    "gives",
    "uses",
    "limit",
    "starts_at",
    "ends_at",
    "campaign_id",
    "owner",
    "tags",
    "updated_at",
];

/// All coupons that are asked for.
pub(super) async fn all(app: &App, caller: &Caller, filter: CouponFilter, locale: Locale) -> Result<Response, Refusal> {
    let reader = Reader { app: app.clone(), caller: caller.clone(), filter, locale, cursor: None };
    Ok(csv::stream(COLUMNS, reader, "coupons.csv").await?)
}

/// These coupons.
pub(super) fn chosen(views: &[CouponView], locale: Locale) -> Response {
    let mut table = String::new();
    csv::write_row(&mut table, COLUMNS);
    views.iter().for_each(|view| write(&mut table, view, locale));
    csv::file(Body::from(table), "coupons.csv")
}

/// An export that is being read.
struct Reader {
    app: App,
    caller: Caller,
    filter: CouponFilter,
    locale: Locale,
    cursor: Option<String>,
}

impl Pieces for Reader {
    async fn next_piece(mut self, mut table: String) -> Result<(Bytes, Option<Self>), Problem> {
        let request = PageRequest { limit: PIECE, cursor: self.cursor.take() };
        let found = self.app.list_coupons(&self.caller, self.filter.clone(), request).await?;
        found.data.iter().for_each(|view| write(&mut table, view, self.locale));
        let rest = found.next_cursor.map(|cursor| Self { cursor: Some(cursor), ..self });
        Ok((Bytes::from(table), rest))
    }
}

fn write(table: &mut String, view: &CouponView, locale: Locale) {
    let terms = &view.terms;
    let gives: Vec<String> = terms.benefits.iter().map(|benefit| benefit.summary(locale)).collect();
    let instant = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let limit = terms.limits.total.map(|most| most.to_string()).unwrap_or_default();
    let (uses, gives, tags) = (view.uses.to_string(), gives.join(" + "), terms.tags.join(" "));
    let (starts, ends) = (instant(terms.validity.starts_at), instant(terms.validity.ends_at));
    let updated = view.updated_at.to_string();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (description, campaign, owner) = (text(&terms.description), text(&terms.campaign_id), text(&terms.owner));
    let activation = match terms.activation {
        Activation::Code => "code",
        Activation::Automatic => "automatic",
        Activation::Claim => "claim",
    };
    let row = [
        view.id.as_str(),
        &terms.name,
        terms.code.as_ref().map(|code| code.typed()).unwrap_or_default(),
        &description,
        activation,
        view.state,
        &gives,
        &uses,
        &limit,
        &starts,
        &ends,
        &campaign,
        &owner,
        &tags,
        &updated,
    ];
    csv::write_row(table, row);
}
