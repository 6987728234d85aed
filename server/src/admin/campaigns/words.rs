//! A campaign in words: its state, its dates, what is left of its budget.

use jiff::Timestamp;
use tessera_app::campaigns::CampaignView;
use tessera_engine::Currency;
use tessera_engine::locale::amount_for_shopper;

use crate::admin::instants::{instant, last, relative, relative_end};
use crate::admin::shell::Shell;

/// A campaign in words.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) name: String,
    /// The class of its chip.
    pub(super) state: &'static str,
    pub(super) state_words: &'static str,
    pub(super) dates: String,
    /// How far away the next of its dates is.
    pub(super) relative: String,
    pub(super) budgets: Vec<Meter>,
    pub(super) channels: String,
}

/// A budget of one currency and what was given of it.
pub(super) struct Meter {
    pub(super) words: String,
    /// What is held by open checkouts, where there is something.
    pub(super) held: Option<String>,
    /// Hundredths of the budget that are given or held, for the bar.
    pub(super) share: u64,
    pub(super) is_spent: bool,
}

impl Row {
    pub(super) fn of(view: &CampaignView, now: Timestamp, s: &Shell) -> Self {
        let (t, locale) = (s.t, s.locale());
        let from = view.starts_at.map(|start| instant(start, &s.zone, locale));
        let until = view.ends_at.map(|end| last(end, &s.zone, locale));
        let dates = match (&from, &until) {
            (None, None) => t.validity_always.to_owned(),
            (Some(from), None) => s.fill(t.validity_from, &[from]),
            (None, Some(until)) => s.fill(t.validity_until, &[until]),
            (Some(from), Some(until)) => s.fill(t.validity_both, &[from, until]),
        };
        let (state, state_words, next) = match (view.starts_at, view.ends_at) {
            (Some(start), _) if start > now => {
                let when = relative(start, now, &s.zone, t);
                ("scheduled", t.state_scheduled, s.fill(t.starts_when, &[&when]))
            }
            (_, Some(end)) if end <= now => {
                let when = relative_end(end, now, &s.zone, t);
                ("expired", t.campaign_over, s.fill(t.ended_when, &[&when]))
            }
            (_, Some(end)) => {
                let when = relative_end(end, now, &s.zone, t);
                ("active", t.campaign_running, s.fill(t.ends_when, &[&when]))
            }
            (_, None) => ("active", t.campaign_running, t.no_end.to_owned()),
        };
        Self {
            id: view.id.clone(),
            name: view.name.clone(),
            state,
            state_words,
            dates,
            relative: next,
            budgets: meters(view, s),
            channels: view.channels.join(", "),
        }
    }
}

fn meters(view: &CampaignView, s: &Shell) -> Vec<Meter> {
    let of = |sums: &Option<std::collections::BTreeMap<String, i64>>, currency: &str| {
        sums.as_ref().and_then(|sums| sums.get(currency)).copied().unwrap_or_default()
    };
    let meter = |(code, most): (&String, &i64)| {
        let currency = Currency::parse(code)?;
        let money = |minor: i64| amount_for_shopper(minor, currency, s.locale());
        let (used, held) = (of(&view.budget_used, code), of(&view.budget_held, code));
        let taken = used.saturating_add(held).clamp(0, *most);
        let share = if *most == 0 { 100 } else { i128::from(taken) * 100 / i128::from(*most) };
        Some(Meter {
            words: s.fill(s.t.uses_limited, &[&money(used), &money(*most)]),
            held: (held > 0).then(|| s.fill(s.t.campaign_held, &[&money(held)])),
            share: u64::try_from(share).unwrap_or_default(),
            is_spent: used >= *most,
        })
    };
    view.budget.iter().flatten().filter_map(meter).collect()
}
