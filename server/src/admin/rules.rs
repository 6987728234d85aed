//! The rules of a coupon as a price saw them: each with whether it holds, what is and what is needed, in words. The engine
//! judged them; here they are only said.

use serde_json::Value;
use tessera_app::quotes::Standing;
use tessera_engine::{Currency, Quote, Reason};

use super::instants::{instant, last};
use super::shell::Shell;
use super::texts::fill;

/// The kind of a rule that holds others.
pub(super) const GROUP: &str = "group";

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// `pass`, `fail` or `unknown`.
    pub(super) outcome: &'static str,
    /// What it asks.
    pub(super) words: String,
    /// What is.
    pub(super) actual: Option<String>,
    /// What is needed.
    pub(super) needed: Option<String>,
    /// How deep it stands among groups.
    pub(super) depth: usize,
    /// The kind of a condition, `group` for several; empty for what is no condition.
    pub(super) kind: String,
}

impl Rule {
    /// A rule that stands for itself.
    pub(super) fn of(holds: Option<bool>, words: impl Into<String>) -> Self {
        let outcome = match holds {
            Some(true) => "pass",
            Some(false) => "fail",
            None => "unknown",
        };
        Self { outcome, words: words.into(), actual: None, needed: None, depth: 0, kind: String::new() }
    }

    /// The same with what is and what is needed.
    pub(super) fn because(self, actual: impl Into<String>, needed: impl Into<String>) -> Self {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Self { actual: some(actual.into()), needed: some(needed.into()), ..self }
    }

    /// What a sighted person sees by the sign.
    pub(super) fn outcome_words(&self, s: &Shell) -> &'static str {
        match self.outcome {
            "pass" => s.t.rule_pass,
            "fail" => s.t.rule_fail,
            _ => s.t.rule_unknown,
        }
    }
}

/// A coupon in an explained price: the entry of `explain` with its id.
pub(super) fn entry_of<'q>(quote: &'q Quote, coupon_id: &str) -> Option<&'q Value> {
    quote.explain.as_ref()?.as_array()?.iter().find(|entry| entry["coupon_id"] == coupon_id)
}

/// Why a coupon gave nothing: the reason; `None` when it gave something.
pub(super) fn reason_of(entry: &Value) -> Option<Reason> {
    entry["reason"].as_str().and_then(Reason::parse)
}

/// Why a coupon gave nothing, in words for the team: a shopper is told less of what is not known.
pub(super) fn message_of(entry: &Value, s: &Shell) -> String {
    match reason_of(entry) {
        Some(Reason::InformationMissing) => s.t.rule_information.to_owned(),
        _ => entry["message"].as_str().unwrap_or_default().to_owned(),
    }
}

/// Dates and limits: what holds whatever is in the basket.
pub(super) fn standing_rules(standing: &Standing, quote: &Quote, s: &Shell) -> Vec<Rule> {
    let t = s.t;
    let mut rules = vec![dates(standing, quote, s)];
    if let Some(end) = standing.code_ends_at {
        let rule = Rule::of(Some(quote.as_of < end), t.rule_code_end);
        let needed = fill(t.validity_until, &[&last(end, &s.zone, s.locale())]);
        rules.push(rule.because(instant(quote.as_of, &s.zone, s.locale()), needed));
    }
    let (limits, uses) = (&standing.limits, &standing.uses);
    let counted = [
        (limits.total, Some(uses.total), t.rule_total),
        (standing.code_limit, Some(uses.code), t.rule_code_uses),
        (limits.per_customer, uses.customer, t.rule_customer),
        (limits.per_day, Some(uses.today), t.rule_day),
    ];
    for (most, used, words) in counted {
        let Some(most) = most else { continue };
        let rule = Rule::of(used.map(|used| used < most), words);
        let used = used.map(|used| fill(t.rule_used, &[&used.to_string(), &most.to_string()]));
        rules.push(rule.because(used.unwrap_or_else(|| t.rule_nobody.to_owned()), t.rule_left));
    }
    rules
}

fn dates(standing: &Standing, quote: &Quote, s: &Shell) -> Rule {
    let (t, at) = (s.t, quote.as_of);
    let from = standing.starts_at.map(|start| instant(start, &s.zone, s.locale()));
    let until = standing.ends_at.map(|end| last(end, &s.zone, s.locale()));
    let needed = match (from, until) {
        (None, None) => return Rule::of(Some(true), t.validity_always),
        (Some(from), None) => fill(t.validity_from, &[&from]),
        (None, Some(until)) => fill(t.validity_until, &[&until]),
        (Some(from), Some(until)) => fill(t.validity_both, &[&from, &until]),
    };
    let holds = standing.starts_at.is_none_or(|start| at >= start) && standing.ends_at.is_none_or(|end| at < end);
    Rule::of(Some(holds), t.rule_dates).because(instant(at, &s.zone, s.locale()), needed)
}

/// The conditions, a rule each, groups before what they hold.
pub(super) fn condition_rules(entry: &Value, currency: Currency, s: &Shell) -> Vec<Rule> {
    let mut rules = Vec::new();
    match entry["conditions"].get("all").and_then(Value::as_array) {
        Some(all) => all.iter().for_each(|child| add(child, 0, currency, s, &mut rules)),
        None => add(&entry["conditions"], 0, currency, s, &mut rules),
    }
    rules
}

fn add(node: &Value, depth: usize, currency: Currency, s: &Shell, rules: &mut Vec<Rule>) {
    if node.is_null() {
        return;
    }
    let holds = match node["outcome"].as_str() {
        Some("pass") => Some(true),
        Some("fail") => Some(false),
        _ => None,
    };
    let groups = [("all", s.t.rule_all), ("any", s.t.rule_any)];
    for (name, words) in groups {
        if let Some(children) = node[name].as_array() {
            rules.push(Rule { depth, kind: GROUP.to_owned(), ..Rule::of(holds, words) });
            children.iter().for_each(|child| add(child, depth + 1, currency, s, rules));
            return;
        }
    }
    if !node["not"].is_null() {
        rules.push(Rule { depth, kind: GROUP.to_owned(), ..Rule::of(holds, s.t.rule_not) });
        add(&node["not"], depth + 1, currency, s, rules);
        return;
    }
    let said = |member: &str| said(&node[member], currency, s);
    let mut actual = said("actual");
    if holds.is_none() {
        let needs = node["needs"].as_array().is_some_and(|needs| !needs.is_empty());
        actual = if needs { s.t.rule_not_known } else { s.t.rule_other_currency }.to_owned();
    }
    let rule = Rule::of(holds, capital(node["words"].as_str().unwrap_or_default()));
    let kind = node["kind"].as_str().unwrap_or_default().to_owned();
    rules.push(Rule { depth, kind, ..rule.because(actual, said("needed")) });
}

/// Whether the coupon finds anything to give on, and whether it goes with the others.
pub(super) fn turn_rules(entry: &Value, s: &Shell) -> Vec<Rule> {
    use Reason as R;
    let reason = reason_of(entry);
    let mut rules = Vec::new();
    match reason {
        Some(R::CurrencyMismatch) => rules.push(Rule::of(Some(false), s.t.rule_currency)),
        Some(R::BudgetExhausted) => rules.push(Rule::of(Some(false), s.t.rule_budget)),
        Some(R::BalanceExhausted) => rules.push(Rule::of(Some(false), s.t.rule_balance)),
        Some(R::ItemsIneligible) => rules.push(Rule::of(Some(false), s.t.rule_items)),
        Some(R::NoEffect) => rules.push(Rule::of(Some(false), s.t.rule_effect)),
        None => rules.push(Rule::of(Some(true), s.t.rule_items)),
        _ => {}
    }
    match reason {
        Some(R::CombinationDisallowed | R::TooManyCodes | R::AlreadyApplied) => {
            let message = entry["message"].as_str().unwrap_or_default();
            rules.push(Rule::of(Some(false), s.t.rule_together).because(message, ""));
        }
        None => rules.push(Rule::of(Some(true), s.t.rule_together)),
        _ => {}
    }
    rules
}

/// A value that a condition saw or asks for.
fn said(value: &Value, currency: Currency, s: &Shell) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => s.t.rule_yes.to_owned(),
        Value::Bool(false) => s.t.rule_no.to_owned(),
        Value::Array(all) if all.is_empty() => s.t.rule_none.to_owned(),
        Value::Array(all) => {
            let words = all.iter().map(|one| said(one, currency, s)).filter(|words| !words.is_empty());
            words.collect::<Vec<_>>().join(", ")
        }
        Value::Object(members) => {
            if let Some(words) = members.get("words").and_then(Value::as_str) {
                return words.to_owned();
            }
            // A sum of money is told from a count by its name, or by the days it was spent in.
            let is_money = members.contains_key("within_days");
            let words = members.iter().filter_map(|(name, value)| member(name, value, is_money, currency, s));
            words.collect::<Vec<_>>().join(", ")
        }
    }
}

fn member(name: &str, value: &Value, is_money: bool, currency: Currency, s: &Shell) -> Option<String> {
    let words = match value.as_i64() {
        Some(minor) if name == "amount" || is_money && matches!(name, "min" | "max") => s.money(minor, currency),
        _ => said(value, currency, s),
    };
    if words.is_empty() || value.as_array().is_some_and(Vec::is_empty) {
        return None;
    }
    Some(match name {
        "min" => fill(s.t.rule_min, &[&words]),
        "max" => fill(s.t.rule_max, &[&words]),
        "within_days" => fill(s.t.rule_days, &[&words]),
        _ => words,
    })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
