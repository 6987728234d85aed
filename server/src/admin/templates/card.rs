//! A template in words: what its draft would be, what it is for, why and with which risk.

use tessera_app::App;
use tessera_app::templates::{Goal, Shown, TemplateView};
use tessera_engine::summary::summarise;
use tessera_engine::{Currency, Locale};

use super::advice::advice;
use crate::admin::shell::Shell;
use crate::admin::texts::Texts;

/// A template in words.
pub(super) struct Card {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) goals: Vec<&'static str>,
    /// What its draft would say.
    pub(super) summary: String,
    /// Its usual numbers: what, and how much.
    pub(super) numbers: Vec<(&'static str, String)>,
    /// Why it works, and what can go wrong; built-in ones say.
    pub(super) advice: Option<(&'static str, &'static str)>,
    pub(super) is_own: bool,
}

impl Card {
    pub(super) fn of(view: &TemplateView, s: &Shell) -> Self {
        Self {
            id: view.id.clone(),
            name: view.name.clone(),
            description: view.description.clone().unwrap_or_default(),
            goals: view.goals.iter().map(|goal| goal_words(*goal, s.t)).collect(),
            summary: summarise(&view.terms, s.locale(), &s.zone),
            numbers: numbers(view, s),
            advice: advice(&view.id, s.t),
            is_own: !view.built_in,
        }
    }
}

/// What a goal is called.
pub(super) fn goal_words(goal: Goal, t: &Texts) -> &'static str {
    match goal {
        Goal::Loyalty => t.goal_loyalty,
        Goal::NewCustomers => t.goal_new_customers,
        Goal::ClearStock => t.goal_clear_stock,
        Goal::RewardFirstBuyers => t.goal_reward_first_buyers,
        Goal::Conversion => t.goal_conversion,
    }
}

fn numbers(view: &TemplateView, s: &Shell) -> Vec<(&'static str, String)> {
    let (t, terms) = (s.t, &view.terms);
    let gives: Vec<String> = terms.benefits.iter().map(|benefit| benefit.summary(s.locale())).collect();
    let some = |name, number: Option<u64>| number.map(|number| (name, number.to_string()));
    let lasts = view.days.map(|days| (t.template_lasts, s.fill(t.template_days, &[&days])));
    let gives = Some((t.form_gives, gives.join(" + "))).filter(|(_, words)| !words.is_empty());
    let limits = [some(t.limit_total, terms.limits.total), some(t.limit_customer, terms.limits.per_customer)];
    [gives, lasts].into_iter().chain(limits).flatten().collect()
}

/// The language and currency that built-in templates are shown in.
pub(super) fn shown(app: &App, locale: Locale) -> Shown {
    let usual = Shown::default();
    let currency: Option<Currency> = app.live().settings().currency;
    Shown { locale, currency: currency.unwrap_or(usual.currency) }
}
