//! A look back at a coupon that is over: what it came to, and three things to do better, from its own figures.

use tessera_app::coupons::{CouponFigures, CouponView};
use tessera_app::failed_attempts::FailedAttempt;
use tessera_engine::Reason;

use super::attempts::fix;
use crate::admin::money::money;
use crate::admin::shell::Shell;

/// Suggestions that are made.
const SUGGESTIONS: usize = 3;
/// Below this part of its uses, in percent, a limit was far away.
const FAR_FROM_LIMIT: u64 = 20;

/// A look back.
pub(super) struct Closing {
    /// What it came to, a sentence each.
    pub(super) came_to: Vec<String>,
    /// What to do better.
    pub(super) suggestions: Vec<String>,
}

/// Looks back.
pub(super) fn of(view: &CouponView, figures: &CouponFigures, failed: &[FailedAttempt], s: &Shell) -> Closing {
    let mut came_to = vec![s.with(s.t.closing_uses, view.uses)];
    for one in &figures.by_currency {
        let (given, revenue) = (money(one.given, &one.currency, s), money(one.revenue, &one.currency, s));
        came_to.push(s.fill(s.t.closing_money, &[&given, &one.orders, &revenue]));
    }
    Closing { came_to, suggestions: suggestions(view, figures, failed, s) }
}

/// What fits most first; what always fits fills up.
fn suggestions(view: &CouponView, figures: &CouponFigures, failed: &[FailedAttempt], s: &Shell) -> Vec<String> {
    let (t, limits) = (s.t, &view.terms.limits);
    let mut found = Vec::new();
    if let Some(cause) = failed.first() {
        let reason = Reason::parse(&cause.reason).unwrap_or(Reason::ConditionNotMet);
        let words = reason.in_plain_words(s.locale()).trim_end_matches('.');
        found.push(s.fill(t.closing_failed, &[&cause.share, &words, &fix(reason, t)]));
    }
    match limits.total {
        Some(most) if view.uses >= most => found.push(s.with(t.closing_limit_reached, most)),
        Some(most) if view.uses * 100 < most * FAR_FROM_LIMIT => {
            found.push(s.fill(t.closing_limit_far, &[&view.uses, &most]))
        }
        _ => {}
    }
    if view.uses == 0 {
        found.push(t.closing_unused.to_owned());
    }
    if let Some(one) = figures.by_currency.first()
        && let Some(average) = one.average_order()
        && view.terms.conditions.is_none()
    {
        found.push(s.with(t.closing_minimum, money(average, &one.currency, s)));
    }
    if limits.per_customer.is_none() {
        found.push(t.closing_per_customer.to_owned());
    }
    if limits.budget.is_none() {
        found.push(t.closing_budget.to_owned());
    }
    found.extend([t.closing_share, t.closing_again, t.closing_compare].map(str::to_owned));
    found.truncate(SUGGESTIONS);
    found
}
