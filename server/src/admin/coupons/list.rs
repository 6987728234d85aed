//! `/admin/coupons`: the list. All of what is asked for stands in the address.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use jiff::{SignedDuration, Timestamp};
use tessera_app::coupons::{CouponFilter, CouponSort};
use tessera_app::{App, PageRequest};
use tessera_engine::coupon::{Activation, State as CouponState};

use super::row::Row;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// Coupons on a page: as many as can be undone at once.
const ON_A_PAGE: u32 = 50;
/// Campaigns to choose from.
const CAMPAIGNS: u32 = 200;
/// The longest search, in characters.
const LONGEST_SEARCH: usize = 255;

#[derive(Template)]
#[template(path = "admin/coupons/list.html")]
struct ListPage {
    s: Shell,
    tabs: Vec<Tab>,
    asked: Asked,
    campaigns: Vec<(String, String)>,
    rows: Vec<Row>,
    next: Option<String>,
    first: String,
    /// What is filtered by, in words.
    filters: Vec<String>,
    /// Whether the shop has no coupon at all.
    is_empty: bool,
}

/// A state to look at.
struct Tab {
    words: &'static str,
    link: String,
    is_current: bool,
}

/// What the address asks for. What it says wrongly is left out.
#[derive(Clone, Debug, Default)]
struct Asked {
    q: String,
    state: String,
    activation: String,
    campaign: String,
    /// Days within which it ends.
    ends: String,
    sort: String,
    cursor: String,
}

impl Asked {
    fn of(uri: &Uri) -> Self {
        let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
        let text = |name: &str| query.text(name).to_owned();
        Self {
            q: query.text("q").chars().filter(|one| !one.is_control()).take(LONGEST_SEARCH).collect(),
            state: text("state"),
            activation: text("activation"),
            campaign: text("campaign"),
            ends: text("ends"),
            sort: text("sort"),
            cursor: text("cursor"),
        }
    }

    fn filter(&self, now: Timestamp) -> CouponFilter {
        let days = self.days();
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        CouponFilter {
            q: some(&self.q),
            state: state_of(&self.state),
            activation: activation_of(&self.activation),
            campaign_id: some(&self.campaign),
            ends_after: days.map(|_| now),
            ends_before: days.map(|days| now + SignedDuration::from_hours(24 * days)),
            sort: match self.sort.as_str() {
                "name" => CouponSort::Name,
                "ends_at" => CouponSort::EndsAt,
                "updated" => CouponSort::Updated,
                _ => CouponSort::Newest,
            },
        }
    }

    fn days(&self) -> Option<i64> {
        self.ends.parse().ok().filter(|days| (1..=366).contains(days))
    }

    /// The address that asks for this.
    fn link(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let members = [
            ("q", &self.q),
            ("state", &self.state),
            ("activation", &self.activation),
            ("campaign", &self.campaign),
            ("ends", &self.ends),
            ("sort", &self.sort),
            ("cursor", &self.cursor),
        ];
        for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { "/admin/coupons".to_owned() } else { format!("/admin/coupons?{query}") }
    }

    fn in_state(&self, state: &str) -> String {
        Self { state: state.to_owned(), cursor: String::new(), ..self.clone() }.link()
    }

    fn is_filtered(&self) -> bool {
        !(self.q.is_empty()
            && self.state.is_empty()
            && self.activation.is_empty()
            && self.campaign.is_empty()
            && self.ends.is_empty())
    }

    /// What is asked for, in words.
    fn words(&self, t: &Texts, campaigns: &[(String, String)]) -> Vec<String> {
        let mut words = Vec::new();
        if !self.q.is_empty() {
            words.push(format!("{}: {}", t.search, self.q));
        }
        if state_of(&self.state).is_some() {
            words.push(super::row::state_words(&self.state, t).to_owned());
        }
        match activation_of(&self.activation) {
            Some(Activation::Code) => words.push(t.activation_code.to_owned()),
            Some(Activation::Automatic) => words.push(t.activation_automatic.to_owned()),
            Some(Activation::Claim) => words.push(t.activation_claim.to_owned()),
            None => {}
        }
        if let Some(days) = self.days() {
            words.push(format!("{}: {}", t.filter_ends, fill(t.filter_ends_days, &[&days.to_string()])));
        }
        if !self.campaign.is_empty() {
            let name = campaigns.iter().find(|(id, _)| *id == self.campaign).map_or(&self.campaign, |(_, name)| name);
            words.push(format!("{}: {name}", t.filter_campaign));
        }
        words
    }
}

fn state_of(name: &str) -> Option<CouponState> {
    let states = [
        CouponState::Draft,
        CouponState::Scheduled,
        CouponState::Active,
        CouponState::Paused,
        CouponState::UsedUp,
        CouponState::Expired,
        CouponState::Archived,
    ];
    let names = ["draft", "scheduled", "active", "paused", "used_up", "expired", "archived"];
    states.into_iter().zip(names).find(|(_, known)| *known == name).map(|(state, _)| state)
}

fn activation_of(name: &str) -> Option<Activation> {
    match name {
        "code" => Some(Activation::Code),
        "automatic" => Some(Activation::Automatic),
        "claim" => Some(Activation::Claim),
        _ => None,
    }
}

/// Shows the list.
pub(super) async fn show_list(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let asked = Asked::of(&uri);
    let cursor = Some(asked.cursor.clone()).filter(|cursor| !cursor.is_empty());
    let campaigns = app.list_campaigns(admin.caller(), PageRequest { limit: CAMPAIGNS, cursor: None }).await?;
    let campaigns: Vec<_> = campaigns.data.into_iter().map(|campaign| (campaign.id, campaign.name)).collect();
    let now = app.now();
    let found = app.list_coupons(admin.caller(), asked.filter(now), PageRequest { limit: ON_A_PAGE, cursor }).await?;
    let rows: Vec<Row> = found.data.iter().map(|view| Row::of(view, now, &s)).collect();
    let t = s.t;
    let tabs = [
        ("", t.tab_all),
        ("draft", t.tab_draft),
        ("scheduled", t.tab_scheduled),
        ("active", t.tab_active),
        ("paused", t.tab_paused),
        ("used_up", t.tab_used_up),
        ("expired", t.tab_expired),
        ("archived", t.tab_archived),
    ];
    let tabs = tabs.into_iter().map(|(state, words)| Tab {
        words,
        link: asked.in_state(state),
        is_current: asked.state == state,
    });
    let next = found.next_cursor.map(|cursor| Asked { cursor, ..asked.clone() }.link());
    page(&ListPage {
        tabs: tabs.collect(),
        next,
        first: Asked { cursor: String::new(), ..asked.clone() }.link(),
        filters: asked.words(t, &campaigns),
        is_empty: rows.is_empty() && !asked.is_filtered() && asked.cursor.is_empty(),
        campaigns,
        rows,
        asked,
        s,
    })
}
