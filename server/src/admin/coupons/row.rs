//! A coupon as the list shows it, and what its page says at the top: value, uses, dates and state, each in words.

use jiff::Timestamp;
use tessera_app::coupons::{CouponTrend, CouponView};
use tessera_engine::coupon::{Activation, Status};

use crate::admin::instants::{instant, last, relative, relative_end};
use crate::admin::shell::Shell;
use crate::admin::texts::{Texts, fill};

/// A coupon in words.
pub(in crate::admin) struct Row {
    pub(in crate::admin) id: String,
    /// What the row shows: what is done with it is done to that.
    pub(in crate::admin) version: u64,
    pub(in crate::admin) name: String,
    pub(in crate::admin) code: Option<String>,
    pub(in crate::admin) activation: &'static str,
    pub(in crate::admin) kind: &'static str,
    /// What it gives.
    pub(in crate::admin) value: String,
    /// When it may be used, where there is a condition.
    pub(in crate::admin) condition: Option<String>,
    pub(in crate::admin) uses: String,
    /// What is left to claim, where that is limited.
    pub(in crate::admin) claims: Option<String>,
    /// Used and the most, where there is a most.
    pub(in crate::admin) meter: Option<(u64, u64)>,
    pub(in crate::admin) validity: String,
    pub(in crate::admin) validity_relative: String,
    /// The stable name of the state.
    pub(in crate::admin) state: &'static str,
    pub(in crate::admin) state_words: &'static str,
    pub(in crate::admin) reason: String,
    /// What can be done with it now: the word of the address and what the button says.
    pub(in crate::admin) actions: Vec<(&'static str, &'static str)>,
    /// Whether it can be edited now.
    pub(in crate::admin) editable: bool,
    pub(in crate::admin) owner: Option<String>,
    pub(in crate::admin) campaign: Option<String>,
    pub(in crate::admin) tags: String,
    pub(in crate::admin) updated: String,
    /// What it gave lately; only in the list, where it is asked for.
    pub(in crate::admin) trend: Option<Trend>,
}

/// What a coupon gave in the last thirty days.
pub(in crate::admin) struct Trend {
    /// How much.
    pub(in crate::admin) given: String,
    pub(in crate::admin) uses: u64,
    /// The uses by day as the points of a line, 60 by 16.
    pub(in crate::admin) points: String,
}

impl Trend {
    /// A trend in words and as a line.
    pub(in crate::admin) fn of(trend: &CouponTrend, s: &Shell) -> Self {
        let given: Vec<String> =
            trend.given.iter().map(|(currency, minor)| crate::admin::money::money(*minor, currency, s)).collect();
        let given = given.join(" + ");
        Self {
            given: if trend.is_partial { s.with(s.t.over_amount, given) } else { given },
            uses: trend.uses.iter().sum(),
            points: points(&trend.uses),
        }
    }
}

/// Values as the points of a line, 60 wide and 16 high.
fn points(values: &[u64]) -> String {
    let most = values.iter().copied().max().unwrap_or_default().max(1);
    let steps = u64::try_from(values.len().saturating_sub(1)).unwrap_or(1).max(1);
    let point = |(place, value): (u64, &u64)| format!("{},{}", place * 60 / steps, 15 - value * 14 / most);
    (0..).zip(values).map(point).collect::<Vec<_>>().join(" ")
}

impl Row {
    /// A coupon at an instant.
    pub(in crate::admin) fn of(view: &CouponView, now: Timestamp, s: &Shell) -> Self {
        let (t, terms) = (s.t, &view.terms);
        let (validity, validity_relative) = validity(view, now, s);
        let may = |action: &&(&'static str, &'static str)| s.may_edit && !action.0.is_empty();
        Self {
            id: view.id.clone(),
            version: view.version,
            name: terms.name.clone(),
            code: terms.code.as_ref().map(|code| code.typed().to_owned()),
            activation: match terms.activation {
                Activation::Code => t.activation_code,
                Activation::Automatic => t.activation_automatic,
                Activation::Claim => t.activation_claim,
            },
            kind: kind(view, t),
            value: value(view, s),
            condition: terms.conditions.as_ref().map(|conditions| conditions.summary(s.locale())),
            claims: view.claims.map(|claims| {
                fill(t.claims_left, &[&claims.left.to_string(), &(claims.issued + claims.left).to_string()])
            }),
            uses: match terms.limits.total {
                Some(most) => fill(t.uses_limited, &[&view.uses.to_string(), &most.to_string()]),
                None => fill(t.uses_unlimited, &[&view.uses.to_string()]),
            },
            meter: terms.limits.total.filter(|most| *most > 0).map(|most| (view.uses.min(most), most)),
            validity,
            validity_relative,
            state: view.state,
            state_words: state_words(view.state, t),
            reason: reason(view, now, s),
            actions: actions(view, t).iter().filter(may).copied().collect(),
            editable: s.may_edit && terms.status != Status::Archived,
            owner: terms.owner.clone(),
            campaign: terms.campaign_id.clone(),
            tags: terms.tags.join(", "),
            updated: instant(view.updated_at, &s.zone, s.locale()),
            trend: None,
        }
    }
}

/// What a coupon gives, in words.
fn value(view: &CouponView, s: &Shell) -> String {
    let words: Vec<String> = view.terms.benefits.iter().map(|benefit| benefit.summary(s.locale())).collect();
    let words = if words.is_empty() { s.t.kind_none.to_owned() } else { words.join(" + ") };
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn kind(view: &CouponView, t: &Texts) -> &'static str {
    match view.terms.benefits.as_slice() {
        [] => t.kind_none,
        [one] => match one.name() {
            "percent_off" => t.kind_percent_off,
            "amount_off" => t.kind_amount_off,
            "fixed_price" => t.kind_fixed_price,
            "bundle_price" => t.kind_bundle_price,
            "tiered" => t.kind_tiered,
            "buy_x_get_y" => t.kind_buy_x_get_y,
            "free_product" => t.kind_free_product,
            "free_shipping" => t.kind_free_shipping,
            "shipping_off" => t.kind_shipping_off,
            "setup_fee_off" => t.kind_setup_fee_off,
            "by_billing_period" => t.kind_by_billing_period,
            "stored_value" => t.kind_stored_value,
            _ => t.kind_several,
        },
        _ => t.kind_several,
    }
}

/// The dates, and how far away the next of them is.
fn validity(view: &CouponView, now: Timestamp, s: &Shell) -> (String, String) {
    let (t, validity, locale) = (s.t, &view.terms.validity, s.locale());
    let from = validity.starts_at.map(|start| instant(start, &s.zone, locale));
    let until = validity.ends_at.map(|end| last(end, &s.zone, locale));
    let words = match (&from, &until) {
        (None, None) => t.validity_always.to_owned(),
        (Some(from), None) => fill(t.validity_from, &[from]),
        (None, Some(until)) => fill(t.validity_until, &[until]),
        (Some(from), Some(until)) => fill(t.validity_both, &[from, until]),
    };
    let relative = match (validity.starts_at, validity.ends_at) {
        (Some(start), _) if start > now => fill(t.starts_when, &[&relative(start, now, &s.zone, t)]),
        (_, Some(end)) if end > now => fill(t.ends_when, &[&relative_end(end, now, &s.zone, t)]),
        (_, Some(end)) => fill(t.ended_when, &[&relative_end(end, now, &s.zone, t)]),
        _ => t.no_end.to_owned(),
    };
    (words, relative)
}

/// The name of a state.
pub(in crate::admin) fn state_words(state: &str, t: &Texts) -> &'static str {
    match state {
        "draft" => t.state_draft,
        "scheduled" => t.state_scheduled,
        "active" => t.state_active,
        "paused" => t.state_paused,
        "used_up" => t.state_used_up,
        "expired" => t.state_expired,
        _ => t.state_archived,
    }
}

/// Why a coupon is in its state.
fn reason(view: &CouponView, now: Timestamp, s: &Shell) -> String {
    let (t, validity) = (s.t, &view.terms.validity);
    match view.state {
        "draft" => t.reason_draft.to_owned(),
        "scheduled" => match validity.starts_at.filter(|start| *start > now) {
            Some(start) => fill(t.reason_scheduled, &[&relative(start, now, &s.zone, t)]),
            None => t.reason_scheduled_campaign.to_owned(),
        },
        "active" => t.reason_active.to_owned(),
        "paused" => t.reason_paused.to_owned(),
        "used_up" => {
            let most = view.terms.limits.total.unwrap_or_default();
            fill(t.reason_used_up, &[&view.uses.to_string(), &most.to_string()])
        }
        "expired" => match validity.ends_at.filter(|end| *end <= now) {
            Some(end) => fill(t.reason_expired, &[&relative_end(end, now, &s.zone, t)]),
            None => t.reason_expired_campaign.to_owned(),
        },
        _ => t.reason_archived.to_owned(),
    }
}

/// What can be done with a coupon in its state, the likeliest first.
fn actions(view: &CouponView, t: &Texts) -> Vec<(&'static str, &'static str)> {
    let duplicate = ("duplicate", t.action_duplicate);
    let archive = ("archive", t.action_archive);
    match view.terms.status {
        Status::Archived => vec![("restore", t.action_restore), duplicate],
        Status::Draft => vec![("enable", t.action_publish), duplicate, archive],
        Status::Paused => vec![("enable", t.action_resume), duplicate, archive],
        Status::Enabled => vec![("pause", t.action_pause), duplicate, archive],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_through_its_values() {
        assert_eq!(points(&[0, 2, 1]), "0,15 30,1 60,8");
        assert_eq!(points(&[0, 0]), "0,15 60,15");
        assert_eq!(points(&[]), "");
    }
}
