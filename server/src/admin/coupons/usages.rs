//! `/admin/coupons/{id}/usages`: every use of a coupon, the newest first, and all of them as a table to download.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use tessera_app::redemptions::{OrderOrigin, RedemptionFilter, RedemptionView};
use tessera_app::{App, Caller, ErrorCode, PageRequest, Problem, Scope};

use super::header::{Header, read};
use crate::admin::csv::{self, Pieces};
use crate::admin::form::Form;
use crate::admin::instants::instant;
use crate::admin::money::money;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Uses on a page.
const ON_A_PAGE: u32 = 25;
/// Uses that an export reads at a time.
const PIECE: u32 = 200;
/// The states of a use, in the order of its life.
pub(super) const STATES: [&str; 6] = ["held", "committed", "cancelled", "refunded", "released", "expired"];

#[derive(Template)]
#[template(path = "admin/coupons/usages.html")]
struct UsagesPage {
    s: Shell,
    h: Header,
    asked: Asked,
    states: Vec<(&'static str, &'static str)>,
    usages: Vec<Usage>,
    next: Option<String>,
    first: String,
    export: String,
    /// Whether nobody used the coupon yet, whatever is asked for.
    is_unused: bool,
}

/// A use in words.
pub(super) struct Usage {
    pub(super) id: String,
    pub(super) at: String,
    pub(super) customer: Option<String>,
    pub(super) order: String,
    pub(super) amount: String,
    pub(super) code: Option<String>,
    /// Channel and device, as far as the cart says.
    pub(super) channel: String,
    /// The class of the chip.
    pub(super) chip: &'static str,
    pub(super) state: &'static str,
    /// What it is beside a discount.
    pub(super) kind: Option<&'static str>,
    /// Whether it does not count any more.
    pub(super) is_over: bool,
    pub(super) can_cancel: bool,
}

/// What the address asks for. What it says wrongly is left out.
#[derive(Clone, Debug, Default)]
struct Asked {
    state: String,
    customer: String,
    order: String,
    code: String,
    from: String,
    to: String,
    cursor: String,
}

impl Asked {
    fn of(uri: &Uri) -> Self {
        let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
        let text = |name: &str| query.text(name).to_owned();
        Self {
            state: Some(text("state")).filter(|state| STATES.contains(&state.as_str())).unwrap_or_default(),
            customer: text("customer"),
            order: text("order"),
            code: text("code"),
            from: text("from"),
            to: text("to"),
            cursor: text("cursor"),
        }
    }

    fn filter(&self, coupon_id: &str, zone: &TimeZone) -> RedemptionFilter {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        RedemptionFilter {
            coupon_id: Some(coupon_id.to_owned()),
            code_id: some(&self.code),
            customer_id: some(&self.customer),
            order_id: some(&self.order),
            state: some(&self.state),
            from: day(&self.from).and_then(|date| begin(date, zone)),
            to: day(&self.to).and_then(|date| begin(date.checked_add(1.day()).ok()?, zone)),
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.state, &self.customer, &self.order, &self.code, &self.from, &self.to].iter().any(|text| !text.is_empty())
    }

    /// The address of a part of the coupon that asks for this.
    fn link(&self, coupon_id: &str, part: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let members = [
            ("state", &self.state),
            ("customer", &self.customer),
            ("order", &self.order),
            ("code", &self.code),
            ("from", &self.from),
            ("to", &self.to),
            ("cursor", &self.cursor),
        ];
        for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let (query, path) = (query.finish(), format!("/admin/coupons/{coupon_id}/{part}"));
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn begin(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(date.to_zoned(zone.clone()).ok()?.timestamp())
}

/// Shows the uses.
pub(super) async fn show_usages(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    admin.caller().require(Scope::Redemptions)?;
    let view = read(&app, &admin, &id).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let asked = Asked::of(&uri);
    let cursor = Some(asked.cursor.clone()).filter(|cursor| !cursor.is_empty());
    let request = PageRequest { limit: ON_A_PAGE, cursor };
    let found = app.list_redemptions(admin.caller(), asked.filter(&id, &s.zone), request).await?;
    let usages = in_words(&app, admin.caller(), found.data, &s).await?;
    let h = Header::of(&view, &app, &admin, &s, "usages");
    page(&UsagesPage {
        next: found.next_cursor.map(|cursor| Asked { cursor, ..asked.clone() }.link(&id, "usages")),
        first: Asked { cursor: String::new(), ..asked.clone() }.link(&id, "usages"),
        export: Asked { cursor: String::new(), ..asked.clone() }.link(&id, "usages/export"),
        states: STATES.iter().map(|state| (*state, state_words(state, s.t))).collect(),
        is_unused: usages.is_empty() && !asked.is_filtered() && asked.cursor.is_empty(),
        usages,
        asked,
        h,
        s,
    })
}

/// Uses in words, with where their orders came from.
pub(super) async fn in_words(
    app: &App,
    caller: &Caller,
    found: Vec<RedemptionView>,
    s: &Shell,
) -> Result<Vec<Usage>, Refusal> {
    let orders: Vec<String> = found.iter().map(|usage| usage.order_id.clone()).collect();
    let origins = app.read_order_origins(caller, &orders).await?;
    Ok(found.into_iter().map(|usage| Usage::of(usage, &origins, s)).collect())
}

impl Usage {
    pub(super) fn of(usage: RedemptionView, origins: &BTreeMap<String, OrderOrigin>, s: &Shell) -> Self {
        let t = s.t;
        let kind = match usage.kind {
            "renewal" => Some(t.usage_renewal),
            "payment" => Some(t.usage_payment),
            _ => None,
        };
        Self {
            at: instant(usage.created_at, &s.zone, s.locale()),
            amount: money(usage.amount, &usage.currency, s),
            channel: channel_words(origins.get(&usage.order_id)),
            chip: chip(&usage.state),
            state: state_words(&usage.state, t),
            is_over: !matches!(usage.state.as_str(), "held" | "committed"),
            can_cancel: usage.state == "committed" && usage.kind != "payment",
            kind,
            id: usage.id,
            customer: usage.customer_id,
            order: usage.order_id,
            code: usage.code,
        }
    }
}

fn channel_words(origin: Option<&OrderOrigin>) -> String {
    let Some(OrderOrigin { channel, device }) = origin else { return String::new() };
    [channel.as_deref(), device.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The name of a state.
pub(super) fn state_words(state: &str, t: &Texts) -> &'static str {
    match state {
        "held" => t.usage_held,
        "committed" => t.usage_committed,
        "cancelled" => t.usage_cancelled,
        "refunded" => t.usage_refunded,
        "released" => t.usage_released,
        _ => t.usage_expired,
    }
}

fn chip(state: &str) -> &'static str {
    match state {
        "held" => "scheduled",
        "committed" => "active",
        "refunded" => "paused",
        "cancelled" => "archived",
        _ => "expired",
    }
}

/// Every use that is asked for, as a table.
pub(super) async fn export_usages(State(app): State<App>, admin: Admin, PathId(id): PathId, uri: Uri) -> Reply {
    admin.caller().require(Scope::Redemptions)?;
    read(&app, &admin, &id).await?;
    let filter = Asked::of(&uri).filter(&id, &app.live().settings().zone());
    let columns = [
        "at",
        "customer_id",
        "order_id",
        "amount_minor",
        "currency",
        "code",
        "kind",
        "state",
        "channel",
        "device",
        "id",
    ];
    let reader = Reader { app, caller: admin.caller().clone(), filter, cursor: None };
    Ok(csv::stream(columns, reader, "usages.csv").await?)
}

/// An export that is being read.
struct Reader {
    app: App,
    caller: Caller,
    filter: RedemptionFilter,
    cursor: Option<String>,
}

impl Pieces for Reader {
    async fn next_piece(mut self, mut table: String) -> Result<(Bytes, Option<Self>), Problem> {
        let request = PageRequest { limit: PIECE, cursor: self.cursor.take() };
        let found = self.app.list_redemptions(&self.caller, self.filter.clone(), request).await?;
        let orders: Vec<String> = found.data.iter().map(|usage| usage.order_id.clone()).collect();
        let origins = self.app.read_order_origins(&self.caller, &orders).await?;
        for usage in &found.data {
            let origin = origins.get(&usage.order_id);
            let (at, amount) = (usage.created_at.to_string(), usage.amount.to_string());
            let row = [
                at.as_str(),
                usage.customer_id.as_deref().unwrap_or_default(),
                &usage.order_id,
                &amount,
                &usage.currency,
                usage.code.as_deref().unwrap_or_default(),
                usage.kind,
                &usage.state,
                origin.and_then(|origin| origin.channel.as_deref()).unwrap_or_default(),
                origin.and_then(|origin| origin.device.as_deref()).unwrap_or_default(),
                &usage.id,
            ];
            csv::write_row(&mut table, row);
        }
        let rest = found.next_cursor.map(|cursor| Self { cursor: Some(cursor), ..self });
        Ok((Bytes::from(table), rest))
    }
}

/// What is refused where the coupon of the address is not that of the use.
pub(super) fn not_of_this(usage: &RedemptionView, id: &str) -> Result<(), Refusal> {
    if usage.coupon_id == id { Ok(()) } else { Err(Refusal::of(ErrorCode::NotFound)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_days_holds_its_last_day() {
        let uri = "/x?from=2026-06-01&to=2026-06-30&state=committed&customer=ana".parse().unwrap();
        let asked = Asked::of(&uri);
        let filter = asked.filter("cpn_1", &TimeZone::get("Europe/Paris").unwrap());
        assert_eq!(filter.from, Some("2026-05-31T22:00:00Z".parse().unwrap()));
        assert_eq!(filter.to, Some("2026-06-30T22:00:00Z".parse().unwrap()));
        assert!(asked.is_filtered());
        assert_eq!(
            asked.link("cpn_1", "usages"),
            "/admin/coupons/cpn_1/usages?state=committed&customer=ana&from=2026-06-01&to=2026-06-30"
        );
        let strange = Asked::of(&"/x?from=soon&state=lost".parse().unwrap());
        assert_eq!((strange.filter("c", &TimeZone::UTC).from, strange.state.as_str()), (None, ""));
    }
}
