//! The coupon as a merchant writes it. HTTP contract section 4; `docs/MODEL.md` sections 3 to 9.

mod frozen;
mod patch;
mod read;
mod write;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::benefit::Benefit;
use crate::code::Code;
use crate::condition::Condition;
use crate::decode::{FieldError, codes};
use crate::money::Amounts;
use crate::words::words;

pub use frozen::FrozenTerms;

/// A coupon at one version: an id, a version number and its terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Coupon {
    /// `cpn_...`.
    pub id: String,
    /// Rises by one with every edit, from 1.
    pub version: u64,
    /// Everything the merchant wrote.
    pub terms: Terms,
}

/// Everything a merchant writes about a coupon: the body of `POST /v1/coupons`.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// What the team calls it; required.
    pub name: String,
    /// What shoppers read; `None`: the description, then the name.
    pub title: Option<Text>,
    /// The longer explanation.
    pub description: Option<String>,
    /// The campaign it belongs to.
    pub campaign_id: Option<String>,
    /// What the team set.
    pub status: Status,
    /// How a shopper gets it.
    pub activation: Activation,
    /// The first code as typed, with its canonical form.
    pub code: Option<Code>,
    /// Who may know about it.
    pub visibility: Visibility,
    /// What it gives; at least one.
    pub benefits: Vec<Benefit>,
    /// When it may be used; `None`: always.
    pub conditions: Option<Condition>,
    /// From when to when.
    pub validity: Validity,
    /// How often and how much.
    pub limits: Limits,
    /// Together with what.
    pub stacking: Stacking,
    /// Renewals it covers: `Some(n)` that many, `None` all (written -1).
    pub renewals: Option<u32>,
    /// Who in the team answers for it.
    pub owner: Option<String>,
    /// The team's own labels.
    pub tags: Vec<String>,
    /// The merchant's own data, texts by name.
    pub metadata: BTreeMap<String, String>,
}

/// A text, the same in every language or one for each locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// One text for all.
    Plain(String),
    /// By locale, such as `en`, `fr`.
    ByLocale(BTreeMap<String, String>),
}

/// What the team set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Being written.
    #[default]
    Draft,
    /// In force within its dates and limits.
    Enabled,
    /// Stopped for now.
    Paused,
    /// Put away.
    Archived,
}

/// What is shown: derived from status, dates and limits, first that holds. `docs/MODEL.md` section 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Put away.
    Archived,
    /// Being written.
    Draft,
    /// Its end has passed.
    Expired,
    /// Its total limit is reached.
    UsedUp,
    /// Stopped for now.
    Paused,
    /// Its start is to come.
    Scheduled,
    /// In force.
    Active,
}

/// How a shopper gets a coupon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activation {
    /// By typing a code.
    #[default]
    Code,
    /// By itself.
    Automatic,
    /// From a wallet.
    Claim,
}

/// Who may know about a coupon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Only who holds it.
    #[default]
    Private,
    /// Offered for claiming.
    Claimable,
    /// Everybody.
    Public,
}

/// From when to when: `starts_at <= now < ends_at`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validity {
    /// First valid instant.
    pub starts_at: Option<Timestamp>,
    /// First instant that is no longer valid.
    pub ends_at: Option<Timestamp>,
    /// A claim ends this many times 24 hours after it was made.
    pub days_after_claim: Option<u32>,
}

/// How often and how much. `None` is unlimited, 0 is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Uses in all.
    pub total: Option<u64>,
    /// Uses by one customer.
    pub per_customer: Option<u64>,
    /// Uses of one code.
    pub per_code: Option<u64>,
    /// Uses on one day of the store's zone.
    pub per_day: Option<u64>,
    /// Discount in all.
    pub budget: Option<Amounts>,
    /// Discount for one customer.
    pub budget_per_customer: Option<Amounts>,
    /// Discount on one day of the store's zone.
    pub budget_per_day: Option<Amounts>,
    /// Claims in all.
    pub claims_total: Option<u64>,
    /// Claims by one customer.
    pub claims_per_customer: Option<u64>,
}

/// Together with what. `docs/MODEL.md` section 7.
#[derive(Clone, Debug, PartialEq)]
pub struct Stacking {
    /// By lane and activation.
    pub combines_with: CombinesWith,
    /// Coupons it combines with whatever the map says.
    pub with: Vec<String>,
    /// Coupons it never combines with.
    pub never_with: Vec<String>,
    /// 1 runs first; 100 unless written.
    pub priority: u32,
}

impl Default for Stacking {
    fn default() -> Self {
        Self {
            combines_with: CombinesWith::default(),
            with: Vec::new(),
            never_with: Vec::new(),
            priority: Self::PRIORITY,
        }
    }
}

impl Stacking {
    /// The priority of a coupon that names none.
    pub const PRIORITY: u32 = 100;
}

/// Which lanes and activations a coupon combines with. A member left out has the default of the coupon's lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CombinesWith {
    /// Coupons in the item lane.
    pub item: Option<bool>,
    /// Coupons in the order lane.
    pub order: Option<bool>,
    /// Coupons in the shipping lane.
    pub shipping: Option<bool>,
    /// Codes and claims.
    pub codes: Option<bool>,
    /// Automatic coupons.
    pub automatic: Option<bool>,
}

words! {
    Status { Draft = "draft", Enabled = "enabled", Paused = "paused", Archived = "archived" }
    Activation { Code = "code", Automatic = "automatic", Claim = "claim" }
    Visibility { Private = "private", Claimable = "claimable", Public = "public" }
    State {
        Archived = "archived", Draft = "draft", Expired = "expired", UsedUp = "used_up", Paused = "paused",
        Scheduled = "scheduled", Active = "active",
    }
}

impl Coupon {
    /// What is shown: the first that holds of archived, draft, expired, used up, paused, scheduled, active.
    #[must_use]
    pub fn state(&self, now: Timestamp, used_total: u64) -> State {
        self.terms.state(now, used_total)
    }
}

impl Terms {
    /// Benefits of a coupon at most.
    pub const BENEFITS: usize = 20;

    /// See [`Coupon::state`].
    #[must_use]
    pub fn state(&self, now: Timestamp, used_total: u64) -> State {
        self.state_within(&Validity::default(), now, used_total)
    }

    /// The same within a campaign's dates.
    #[must_use]
    pub fn state_within(&self, campaign: &Validity, now: Timestamp, used_total: u64) -> State {
        let validities = [&self.validity, campaign];
        if self.status == Status::Archived {
            State::Archived
        } else if self.status == Status::Draft {
            State::Draft
        } else if validities.iter().any(|validity| validity.ends_at.is_some_and(|end| now >= end)) {
            State::Expired
        } else if self.limits.total.is_some_and(|limit| used_total >= limit) {
            State::UsedUp
        } else if self.status == Status::Paused {
            State::Paused
        } else if validities.iter().any(|validity| validity.starts_at.is_some_and(|start| now < start)) {
            State::Scheduled
        } else {
            State::Active
        }
    }

    /// What shoppers read: the title in their language, then in the language's main form, then in English, then in any;
    /// without a title the description, then the name.
    #[must_use]
    pub fn title(&self, locale: &str) -> &str {
        let title = match &self.title {
            Some(Text::Plain(text)) => Some(text),
            Some(Text::ByLocale(texts)) => {
                let language = locale.split(['-', '_']).next().unwrap_or_default();
                let of = |tag: &str| {
                    let same = |key: &String| key.replace('_', "-").eq_ignore_ascii_case(&tag.replace('_', "-"));
                    texts.iter().find(|(key, _)| same(key)).map(|(_, text)| text)
                };
                of(locale).or_else(|| of(language)).or_else(|| of("en")).or_else(|| texts.values().next())
            }
            None => None,
        };
        title.or(self.description.as_ref()).unwrap_or(&self.name)
    }

    /// The members this release keeps but does not act on yet, each a fault `not_in_this_release`.
    /// Nothing is promised to a merchant that is not done.
    #[must_use]
    pub fn not_in_this_release(&self) -> Vec<FieldError> {
        let holds_money = self.benefits.iter().any(|benefit| matches!(benefit, Benefit::StoredValue(_)));
        let fault = |pointer: &str, way_out: &str| FieldError {
            pointer: pointer.to_owned(),
            code: codes::NOT_IN_THIS_RELEASE,
            detail: format!("This release cannot do this yet; {way_out}."),
        };
        let claimed_money = holds_money && self.activation == Activation::Claim;
        claimed_money.then(|| fault("/activation", "money stands on codes: use `code`")).into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
