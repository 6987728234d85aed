//! `/admin/coupons`: the list. All of what is asked for stands in the address.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use jiff::{SignedDuration, Timestamp};
use tessera_app::coupons::{CouponFilter, CouponSort, CouponView};
use tessera_app::{App, PageRequest, Scope};
use tessera_engine::coupon::{Activation, State as CouponState};

use super::columns::{self, Columns};
use super::pasted::{self, Pasted};
use super::row::{Row, Trend};
use super::views::{self, View};
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::{Texts, fill};
use crate::admin::visit::{Admin, cookie};
use crate::answer::Reply;
use crate::problem::Refusal;

/// Coupons on a page: as many as can be undone at once.
const ON_A_PAGE: u32 = 50;
/// Campaigns to choose from.
const CAMPAIGNS: u32 = 200;
/// The longest search, in characters.
const LONGEST_SEARCH: usize = 255;
/// Days within which what ends is ending soon.
const SOON: &str = "7";

#[derive(Template)]
#[template(path = "admin/coupons/list.html")]
struct ListPage {
    s: Shell,
    tabs: Vec<Tab>,
    asked: Asked,
    campaigns: Vec<(String, String)>,
    columns: Columns,
    /// Column, words, whether it is shown.
    choice: Vec<(&'static str, &'static str, bool)>,
    rows: Vec<Row>,
    /// Codes of a pasted list that nobody has.
    unknown: Vec<String>,
    next: Option<String>,
    first: String,
    export: String,
    /// What is filtered by, in words.
    filters: Vec<String>,
    /// The view that is shown, where it can be deleted.
    view: Option<View>,
    /// Under which a view is kept once.
    once: String,
    /// Where the columns by which it can be sorted lead.
    by_name: String,
    by_end: String,
    by_update: String,
    /// Where the list is once columns are chosen.
    by_columns: String,
    /// Whether who asks may see uses.
    may_see_uses: bool,
    /// Whether the shop has no coupon at all.
    is_empty: bool,
}

/// A part of the list to look at.
struct Tab {
    words: String,
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
    /// The kept view that it comes from.
    view: String,
    /// The columns, as [`Columns::write`] writes them.
    columns: String,
}

impl Asked {
    fn of(uri: &Uri) -> Self {
        let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
        let text = |name: &str| query.text(name).to_owned();
        let longest = if pasted::codes_in(query.text("q")).is_some() { pasted::LONGEST } else { LONGEST_SEARCH };
        Self {
            q: query.text("q").chars().map(without_breaks).take(longest).collect(),
            state: text("state"),
            activation: text("activation"),
            campaign: text("campaign"),
            ends: text("ends"),
            sort: text("sort"),
            cursor: text("cursor"),
            view: text("view"),
            columns: text("columns"),
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

    /// The address of a page that asks for this.
    fn address(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let members = [
            ("q", &self.q),
            ("state", &self.state),
            ("activation", &self.activation),
            ("campaign", &self.campaign),
            ("ends", &self.ends),
            ("sort", &self.sort),
            ("columns", &self.columns),
            ("view", &self.view),
            ("cursor", &self.cursor),
        ];
        for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The address that asks for this.
    fn link(&self) -> String {
        self.address("/admin/coupons")
    }

    /// The same from its first page, and as no kept view.
    fn anew(&self) -> Self {
        Self { cursor: String::new(), view: String::new(), ..self.clone() }
    }

    fn in_state(&self, state: &str) -> String {
        let ends = if self.is_soon() { String::new() } else { self.ends.clone() };
        Self { state: state.to_owned(), ends, ..self.anew() }.link()
    }

    fn soon(&self) -> Self {
        let (state, ends, sort) = ("active".to_owned(), SOON.to_owned(), "ends_at".to_owned());
        Self { state, ends, sort, ..self.anew() }
    }

    fn is_soon(&self) -> bool {
        self.state == "active" && self.ends == SOON
    }

    fn sorted_by(&self, sort: &str) -> String {
        Self { sort: sort.to_owned(), ..self.anew() }.link()
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

    /// The tabs: all, each state, what ends soon, and the kept views.
    fn tabs(&self, views: &[View], t: &Texts) -> Vec<Tab> {
        let states = [
            ("", t.tab_all),
            ("draft", t.tab_draft),
            ("scheduled", t.tab_scheduled),
            ("active", t.tab_active),
            ("paused", t.tab_paused),
            ("used_up", t.tab_used_up),
            ("expired", t.tab_expired),
            ("archived", t.tab_archived),
        ];
        let is_plain = self.view.is_empty() && !self.is_soon();
        let mut tabs: Vec<Tab> = states
            .into_iter()
            .map(|(state, words)| Tab {
                words: words.to_owned(),
                link: self.in_state(state),
                is_current: is_plain && self.state == state,
            })
            .collect();
        let soon = Tab {
            words: t.tab_soon.to_owned(),
            link: self.soon().link(),
            is_current: self.view.is_empty() && self.is_soon(),
        };
        tabs.insert(4, soon);
        tabs.extend(views.iter().map(|view| Tab {
            words: view.name.clone(),
            link: view.link.clone(),
            is_current: view.id == self.view,
        }));
        tabs
    }
}

/// A sign of a search; what parts lines parts codes.
fn without_breaks(one: char) -> char {
    match one {
        '\n' | '\t' => ',',
        other if other.is_control() => ' ',
        other => other,
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
pub(super) async fn show_list(State(app): State<App>, admin: Admin, headers: HeaderMap, uri: Uri) -> Reply {
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let asked = Asked::of(&uri);
    let columns = Columns::of(&asked.columns, cookie(&headers, columns::COOKIE));
    let campaigns = app.list_campaigns(admin.caller(), PageRequest { limit: CAMPAIGNS, cursor: None }).await?;
    let campaigns: Vec<_> = campaigns.data.into_iter().map(|campaign| (campaign.id, campaign.name)).collect();
    let views = views::of(&app, &admin).await?;
    let now = app.now();
    let Pasted { found, next_cursor, unknown } = find(&app, &admin, &asked, now).await?;
    let mut rows: Vec<Row> = found.iter().map(|view| Row::of(view, now, &s)).collect();
    dress(&app, &admin, &columns, &campaigns, &mut rows, &s).await?;
    let t = s.t;
    page(&ListPage {
        tabs: asked.tabs(&views, t),
        next: next_cursor.map(|cursor| Asked { cursor, ..asked.clone() }.link()),
        first: Asked { cursor: String::new(), ..asked.clone() }.link(),
        export: asked.anew().address("/admin/coupons/export"),
        filters: asked.words(t, &campaigns),
        choice: columns.choice(t),
        view: views.into_iter().find(|view| view.id == asked.view),
        once: admin.visit.request_id.clone(),
        may_see_uses: admin.may(Scope::Redemptions),
        by_name: asked.sorted_by("name"),
        by_end: asked.sorted_by("ends_at"),
        by_update: asked.sorted_by("updated"),
        by_columns: Asked { columns: String::new(), cursor: String::new(), ..asked.clone() }.link(),
        is_empty: rows.is_empty() && !asked.is_filtered() && asked.cursor.is_empty(),
        columns,
        campaigns,
        rows,
        unknown,
        asked,
        s,
    })
}

/// The coupons that are asked for: by a list of codes, or by a filter.
async fn find(app: &App, admin: &Admin, asked: &Asked, now: Timestamp) -> Result<Pasted, Refusal> {
    if let Some(codes) = pasted::codes_in(&asked.q) {
        return pasted::find(app, admin, &codes).await;
    }
    let cursor = Some(asked.cursor.clone()).filter(|cursor| !cursor.is_empty());
    let found = app.list_coupons(admin.caller(), asked.filter(now), PageRequest { limit: ON_A_PAGE, cursor }).await?;
    Ok(Pasted { found: found.data, next_cursor: found.next_cursor, unknown: Vec::new() })
}

/// What the columns show beside what a coupon itself says: one read for all rows.
async fn dress(
    app: &App,
    admin: &Admin,
    columns: &Columns,
    campaigns: &[(String, String)],
    rows: &mut [Row],
    s: &Shell,
) -> Result<(), Refusal> {
    for row in rows.iter_mut() {
        // Of a shop with more campaigns than are listed, the others are told by their ids.
        let name = |id: String| campaigns.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name.clone());
        row.campaign = row.campaign.take().map(name);
    }
    if columns.has("given") {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let trends = app.read_coupon_trends(admin.caller(), &ids).await?;
        for row in rows.iter_mut() {
            row.trend = trends.get(&row.id).map(|trend| Trend::of(trend, s));
        }
    }
    Ok(())
}

/// All coupons that are asked for, as a table.
pub(super) async fn export_list(State(app): State<App>, admin: Admin, uri: Uri) -> Reply {
    let (asked, locale) = (Asked::of(&uri), crate::admin::shell::locale_of(&admin.visit));
    if pasted::codes_in(&asked.q).is_some() {
        let found: Vec<CouponView> = find(&app, &admin, &asked, app.now()).await?.found;
        return Ok(super::export::chosen(&found, locale));
    }
    super::export::all(&app, admin.caller(), asked.filter(app.now()), locale).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::texts::EN;

    #[test]
    fn the_address_holds_all_that_is_asked_for() {
        let asked =
            Asked::of(&"/admin/coupons?q=a%26b&state=active&ends=7&sort=name&columns=uses&cursor=x".parse().unwrap());
        assert_eq!(asked.link(), "/admin/coupons?q=a%26b&state=active&ends=7&sort=name&columns=uses&cursor=x");
        assert_eq!(asked.in_state("draft"), "/admin/coupons?q=a%26b&state=draft&sort=name&columns=uses");
        assert_eq!(asked.sorted_by("updated"), "/admin/coupons?q=a%26b&state=active&ends=7&sort=updated&columns=uses");
        let tabs = asked.tabs(&[], &EN);
        let current: Vec<_> = tabs.iter().filter(|tab| tab.is_current).map(|tab| tab.words.as_str()).collect();
        assert_eq!(current, [EN.tab_soon]);
    }
}
