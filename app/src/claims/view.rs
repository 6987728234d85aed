//! A claim as answers show it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use tessera_engine::benefit::Benefit;
use tessera_engine::condition::Condition;
use tessera_engine::coupon::Validity;
use tessera_engine::summary::summarise_for_shoppers;
use tessera_engine::{Locale, Terms};

use crate::caller::KeyKind;
use crate::coupons::stored_terms;
use crate::problem::Problem;
use crate::quotes::FoundClaim;
use crate::seq::Seq;

/// A coupon in a wallet, with the terms it has there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimView {
    /// `clm_...`.
    pub id: String,
    /// The coupon.
    pub coupon_id: String,
    /// The version of the coupon whose terms it has.
    pub coupon_version: u64,
    /// The merchant's id of the account; `null` once the customer was deleted.
    pub customer_id: Option<String>,
    /// `available`, `held` by a reservation, `used` by an order, `expired` or `revoked`.
    pub state: &'static str,
    /// When it was claimed.
    pub claimed_at: Timestamp,
    /// From when on it may be used; `null`: at once.
    pub starts_at: Option<Timestamp>,
    /// From when on it may not be used any more; `null`: never.
    pub ends_at: Option<Timestamp>,
    /// `claim`, `code`, `staff` or `distribution`.
    pub origin: String,
    /// The code it was claimed with.
    pub code_id: Option<String>,
    /// Why the team granted it.
    pub reason: Option<String>,
    /// What holds or has it.
    pub redemption_id: Option<String>,
    /// The order of that.
    pub order_id: Option<String>,
    /// The coupon as it is here.
    pub coupon: ClaimedCoupon,
    /// Sequence numbers of what a change touched; only in the answer to a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
}

/// What a claim gives and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimedCoupon {
    /// What shoppers read.
    pub title: String,
    /// The longer explanation.
    pub description: Option<String>,
    /// What it gives, when and until when, in words.
    pub summary: String,
    /// What it gives.
    pub benefits: Vec<Benefit>,
    /// When it may be used; `null`: always.
    pub conditions: Option<Condition>,
}

impl ClaimView {
    /// The view of a claim at an instant, in a language. A shopper, who asks with a publishable key, is not told the team's own words, nor what is asked of
    /// customers, which may name others.
    pub(super) fn of(
        found: &FoundClaim,
        now: Timestamp,
        locale: &str,
        zone: &TimeZone,
        to: KeyKind,
    ) -> Result<Self, Problem> {
        let (record, ends_at) = (&found.record, end_of(found)?);
        let is_shopper = to == KeyKind::Publishable;
        let mut terms = stored_terms(&record.coupon_id, &found.versions.base.terms)?;
        if is_shopper {
            terms.conditions = terms.conditions.and_then(|conditions| conditions.about_cart());
        }
        let validity = Validity { ends_at, days_after_claim: None, ..terms.validity };
        let starts_at = validity.starts_at;
        let shown = Terms { validity, ..terms };
        Ok(Self {
            id: record.id.clone(),
            coupon_id: record.coupon_id.clone(),
            coupon_version: found.versions.base.version,
            customer_id: record.customer_id.clone(),
            state: state_of(&record.state, ends_at, now),
            claimed_at: record.claimed_at,
            starts_at,
            ends_at,
            origin: record.origin.clone(),
            code_id: record.code_id.clone(),
            reason: record.reason.clone().filter(|_| !is_shopper),
            redemption_id: record.redemption_id.clone(),
            order_id: found.order_id.clone(),
            coupon: ClaimedCoupon {
                title: shown.title(locale).to_owned(),
                summary: summarise_for_shoppers(&shown, Locale::parse(locale), zone),
                description: shown.description,
                benefits: shown.benefits,
                conditions: shown.conditions,
            },
            seq: None,
        })
    }

    /// The same as the answer to a change.
    pub(super) fn changed(self, seq: Seq) -> Self {
        Self { seq: Some(seq), ..self }
    }
}

/// When a claim is over: when it is by all its terms. `None`: never.
pub(super) fn end_of(found: &FoundClaim) -> Result<Option<Timestamp>, Problem> {
    let (claim, coupon_id) = (found.claim(), &found.record.coupon_id);
    let mut last = None;
    for version in std::iter::once(&found.versions.base).chain(&found.versions.better) {
        let Some(end) = claim.end_of(&stored_terms(coupon_id, &version.terms)?.validity) else { return Ok(None) };
        last = last.max(Some(end));
    }
    Ok(last)
}

fn state_of(stored: &str, ends_at: Option<Timestamp>, now: Timestamp) -> &'static str {
    match stored {
        "held" => "held",
        "used" => "used",
        "revoked" => "revoked",
        _ if ends_at.is_some_and(|end| now >= end) => "expired",
        _ => "available",
    }
}
