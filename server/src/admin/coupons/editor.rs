//! The form of a coupon, new or not.

use askama::Template;
use serde_json::Value;
use tessera_app::{App, PageRequest, Problem};
use tessera_engine::decode::parse;
use tessera_engine::summary::summarise;
use tessera_engine::{Terms, from_json};

use super::calculator::{LADDER, Proposals, period_words};
use super::changes::Changed;
use super::control::{Control, Draw};
use super::draft::dates::AFTER_CLAIM;
use super::draft::gives::{KEPT, prefixes};
use super::draft::limits::{BESIDE, BUDGETS, CLAIMS, COMBINES, RARE, USES};
use super::draft::{Draft, TITLE};
use super::receipts::{Receipt, receipt};
use super::sections::{Mark, Section};
use super::show::sentences;
use crate::admin::fields::Faults;
use crate::admin::flash::refusal_words;
use crate::admin::shell::{Place, Shell};
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;

/// Campaigns to choose from, the newest.
const CAMPAIGNS: u32 = 100;

/// The form.
#[derive(Template)]
#[template(path = "admin/coupons/editor.html")]
pub(super) struct EditorPage {
    pub(super) s: Shell,
    pub(super) title: String,
    /// Where it is sent to.
    pub(super) action: String,
    pub(super) back: String,
    pub(super) d: Draft,
    pub(super) faults: Faults,
    /// What it says in words, as far as it can be said.
    pub(super) summary: Vec<String>,
    /// How its sections stand.
    pub(super) sections: Vec<Section>,
    /// The version that is edited; 0 for a new coupon.
    pub(super) version: u64,
    /// Under which a new coupon is made once.
    pub(super) once: String,
    /// What somebody else changed meanwhile: field and value.
    pub(super) conflict: Option<Vec<(String, String)>>,
    pub(super) may_publish: bool,
    /// Uses so far.
    pub(super) uses: u64,
    /// What of its budgets is spent.
    pub(super) budgets: Vec<String>,
    /// Whether somebody can have claimed it.
    pub(super) is_claimed: bool,
    /// Claims so far, where they are counted.
    pub(super) claims: Option<u64>,
    /// What saving would change; nothing for a new coupon.
    pub(super) changes: Option<Vec<Changed>>,
    /// What the calculator proposed.
    pub(super) proposals: Proposals,
    /// The campaigns to choose from: id and name, with the one that is chosen.
    pub(super) campaigns: Vec<(String, String)>,
    /// For how many minutes a reservation holds a use.
    pub(super) hold_minutes: i64,
}

/// One benefit in the form.
struct GivesPart {
    /// What the names of its fields begin with.
    prefix: String,
    /// Its kind; `kept` where it stays as it is.
    kind: String,
    words: String,
    cards: Vec<Card>,
    controls: Vec<Control>,
    fault: Option<String>,
    /// Whether its cards are laid out.
    is_open: bool,
    /// Its row among the further ones.
    row: Option<usize>,
    /// The calculator's fields: the price, the way, and the rates with their periods.
    calc_base: String,
    calc_method: String,
    ladder: Vec<(String, &'static str)>,
}

/// A kind to choose.
struct Card {
    name: &'static str,
    words: &'static str,
    is_chosen: bool,
    receipt: Option<&'static Receipt>,
}

impl EditorPage {
    fn is_new(&self) -> bool {
        self.version == 0
    }

    /// The id of the coupon that is edited.
    fn of(&self) -> &str {
        if self.is_new() { "" } else { self.back.trim_start_matches("/admin/coupons/") }
    }

    fn activations(&self) -> Vec<(&'static str, &'static str)> {
        let t = self.s.t;
        vec![("code", t.how_code), ("automatic", t.how_automatic), ("claim", t.how_claim)]
    }

    /// The tags as they were shown.
    fn tags_were(&self) -> &[String] {
        self.d.typed().all("tags_was")
    }

    /// The fields of the title: name, language and text.
    fn titles(&self) -> Vec<(String, String, String)> {
        let language = |locale: &str| match locale {
            "en" => "English".to_owned(),
            "fr" => "Français".to_owned(),
            other => other.to_owned(),
        };
        let titles = self.d.titles().into_iter();
        titles.map(|(locale, text)| (format!("{TITLE}{locale}"), language(&locale), text)).collect()
    }

    /// What a field is described by: its fault, if there is one, and its hint.
    fn described(&self, field: &str, hint: &str) -> String {
        let fault = self.faults.of(field).map(|_| format!("{field}-fault"));
        let hint = Some(hint).filter(|hint| !hint.is_empty()).map(|_| format!("{field}-hint"));
        [fault, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn draw(&self) -> Draw<'_> {
        Draw { draft: &self.d, faults: &self.faults, t: self.s.t, locale: self.s.locale() }
    }

    /// What it gives, a part for each benefit.
    fn gives(&self) -> Vec<GivesPart> {
        let prefixes = prefixes(self.d.typed());
        prefixes.into_iter().enumerate().map(|(place, prefix)| self.gives_part(place, prefix)).collect()
    }

    fn gives_part(&self, place: usize, prefix: String) -> GivesPart {
        let (draw, t) = (self.draw(), self.s.t);
        let chosen = self.d.text(&format!("{prefix}kind")).to_owned();
        let kind = super::gives::kind(&chosen);
        let card = |one: &'static super::draft::kind::Kind| Card {
            name: one.name,
            words: (one.words)(t),
            is_chosen: one.name == chosen,
            receipt: receipt(one.name),
        };
        let is_kept = chosen == KEPT;
        GivesPart {
            words: match kind {
                Some(kind) => (kind.words)(t).to_owned(),
                None if is_kept => self.d.kept_benefit(&prefix, self.s.locale()),
                None => t.kind_none.to_owned(),
            },
            cards: super::gives::KINDS.into_iter().map(card).collect(),
            controls: match kind {
                Some(kind) => draw.fields(kind.fields, &prefix),
                None if is_kept => vec![draw.kept(&prefix)],
                None => Vec::new(),
            },
            fault: self.faults.of(&format!("{prefix}kind")).map(str::to_owned),
            is_open: kind.is_none() && !is_kept
                || self.is_new() && place == 0 && self.faults.is_empty() && self.is_untouched(),
            row: place.checked_sub(1),
            calc_base: format!("{prefix}calc.base"),
            calc_method: format!("{prefix}calc.method"),
            ladder: LADDER.iter().map(|period| (format!("{prefix}calc.{period}"), period_words(period, t))).collect(),
            kind: chosen,
            prefix,
        }
    }

    /// Whether nothing is typed yet: the kinds are laid out to choose from.
    fn is_untouched(&self) -> bool {
        ["name", "code", "percent", "amount"].iter().all(|name| self.d.text(name).is_empty())
            && self.d.text("kind") == "percent_off"
    }

    fn conditions(&self) -> Control {
        self.draw().conditions()
    }

    fn drawn(&self, fields: &[super::draft::field::Field]) -> Vec<Control> {
        fields.iter().map(|field| self.draw().field(field, "")).collect()
    }

    fn after_claim(&self) -> Control {
        self.draw().field(&AFTER_CLAIM, "")
    }

    fn rare(&self) -> Vec<Control> {
        self.drawn(&RARE)
    }

    fn limits_of_uses(&self) -> Vec<Control> {
        self.drawn(&USES)
    }

    fn limits_of_money(&self) -> Vec<Control> {
        self.drawn(&BUDGETS)
    }

    fn limits_of_claims(&self) -> Vec<Control> {
        self.drawn(&CLAIMS)
    }

    fn combines(&self) -> Vec<Control> {
        self.drawn(&COMBINES)
    }

    fn beside(&self) -> Vec<Control> {
        self.drawn(&BESIDE)
    }

    /// Whether the limits that most never touch say something.
    fn has_rare_limits(&self) -> bool {
        let fields = BUDGETS.iter().chain(&CLAIMS).chain(&USES[2..]);
        fields.into_iter().any(|field| !self.d.text(field.name).is_empty() || self.faults.of(field.name).is_some())
    }

    /// Whether the rest of the first section says something that is not usual.
    fn has_rare(&self) -> bool {
        let usual = ["", "private", "0"];
        RARE.iter().any(|field| !usual.contains(&self.d.text(field.name)) || self.faults.of(field.name).is_some())
    }

    /// Whether something is said on combining.
    fn has_combining(&self) -> bool {
        let says = |name: &str| !self.d.text(name).is_empty() || self.faults.of(name).is_some();
        COMBINES.iter().any(|field| says(field.name))
            || ["with", "never_with"].into_iter().any(says)
            || !matches!(self.d.text("priority"), "" | "100")
            || self.faults.of("priority").is_some()
    }

    /// The most uses, where the form names a number.
    fn most_uses(&self) -> Option<u64> {
        self.d.text("total").parse().ok()
    }

    /// What is chosen for the claims there are.
    fn for_claims(&self) -> Vec<(&'static str, &'static str, bool)> {
        let t = self.s.t;
        let chosen = self.d.text("apply_to_claims");
        let choice = |value: &'static str, words: &'static str| {
            (value, words, value == chosen || chosen.is_empty() && value == "keep")
        };
        vec![choice("keep", t.claims_keep), choice("better", t.claims_better), choice("all", t.claims_all)]
    }
}

/// The terms that a form stands for: those of a coupon with the form's members in their places.
pub(super) fn terms_of(app: &App, members: &Value, before: Option<&Terms>) -> Result<Terms, Problem> {
    let body = before.map_or_else(|| members.clone(), |before| patch(members, before)).to_string().into_bytes();
    let body = app.with_instants(&body);
    match before {
        Some(before) => Ok(before.merge_patch(&parse(&body)?, &[])?),
        None => Ok(from_json(&without_nulls(&body))?),
    }
}

/// The merge patch that puts the form's members in the places of a coupon's: what they do not say is gone.
pub(super) fn patch(members: &Value, before: &Terms) -> Value {
    fn over(old: &Value, new: &mut Value) {
        let (Value::Object(old), Value::Object(new)) = (old, new) else { return };
        for (name, value) in old {
            over(value, new.entry(name.clone()).or_insert(Value::Null));
        }
    }
    let written = serde_json::to_value(before).unwrap_or_default();
    let mut patch = members.clone();
    for (name, value) in patch.as_object_mut().into_iter().flatten() {
        over(&written[name.as_str()], value);
    }
    patch
}

/// What the form says in words; nothing while it says something wrong.
pub(super) fn summary_of(app: &App, draft: &Draft, before: Option<&Terms>, s: &Shell) -> Vec<String> {
    let Ok(members) = draft.members(&s.zone, s.t) else { return Vec::new() };
    terms_of(app, &members, before)
        .map_or_else(|_| Vec::new(), |terms| sentences(&summarise(&terms, s.locale(), &s.zone)))
}

/// The body of a new coupon: what is not said is left out.
pub(super) fn without_nulls(body: &[u8]) -> Vec<u8> {
    fn clean(value: &mut Value) {
        if let Value::Object(members) = value {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(clean);
        }
        if let Value::Array(entries) = value {
            entries.iter_mut().for_each(clean);
        }
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    clean(&mut value);
    value.to_string().into_bytes()
}

/// What a use case found wrong, by field.
pub(super) fn faults_of(problem: &Problem, draft: &Draft, t: &'static Texts) -> Faults {
    use tessera_app::ErrorCode;
    let mut faults = match problem.error {
        ErrorCode::CodeTaken => Faults::one("code", t.fault_code_taken),
        ErrorCode::InvalidBody | ErrorCode::NotInThisRelease => draft.faults_of(&problem.errors, t),
        _ => Faults::one("", refusal_words(problem, t)),
    };
    if faults.is_empty() {
        faults.add("", t.error_fields);
    }
    faults
}

/// Campaigns to choose from, with the one that is chosen.
pub(super) async fn campaigns(app: &App, admin: &Admin, chosen: &str) -> Vec<(String, String)> {
    let page = PageRequest { limit: CAMPAIGNS, cursor: None };
    let found = app.list_campaigns(admin.caller(), page).await.map(|found| found.data).unwrap_or_default();
    let mut campaigns: Vec<(String, String)> = found.into_iter().map(|one| (one.id, one.name)).collect();
    if !chosen.is_empty() && !campaigns.iter().any(|(id, _)| id == chosen) {
        let name = app.read_campaign(admin.caller(), chosen).await.map_or_else(|_| chosen.to_owned(), |one| one.name);
        campaigns.push((chosen.to_owned(), name));
    }
    campaigns
}

/// The day it is in the shop.
pub(super) fn today(app: &App) -> jiff::civil::Date {
    app.live().settings().zone().to_datetime(app.now()).date()
}
