//! What one use of a coupon counts against.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::CouponLimits;
use super::moves::LimitReached;
use crate::error::StoreError;

/// A limited resource: a row of `counters`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Resource {
    /// The coupon or the identity.
    pub(crate) owner: String,
    /// Which of the owner's.
    pub(crate) name: String,
}

/// All uses of a coupon.
pub(super) const USES: &str = "uses";
/// Uses of a code, before its id.
pub(super) const CODE: &str = "code:";
/// Orders of an identity.
pub(super) const ORDERS: &str = "orders";
/// Live holds of an identity.
pub(super) const HOLDS: &str = "holds";

impl Resource {
    pub(crate) fn new(owner: &str, name: impl Into<String>) -> Self {
        Self { owner: owner.to_owned(), name: name.into() }
    }

    /// Whether it is the uses of a code.
    pub(crate) fn is_of_code(&self) -> bool {
        self.name.starts_with(CODE)
    }

    /// The name in answers: the coupon's id for its uses, and that with the resource for others. Who the customer is,
    /// is not repeated.
    pub(crate) fn told(&self) -> String {
        if self.name == USES {
            return self.owner.clone();
        }
        match self.name.split_once("customer:") {
            None => format!("{}/{}", self.owner, self.name),
            Some((before, identity)) => {
                let digest = Sha256::digest(identity.as_bytes());
                digest[..8].iter().fold(format!("{}/{before}", self.owner), |mut name, byte| {
                    let _ = write!(name, "{byte:02x}");
                    name
                })
            }
        }
    }
}

/// One use of a coupon, as far as limits ask of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use<'a> {
    pub(crate) coupon_id: &'a str,
    pub(crate) code_id: Option<&'a str>,
    /// Most uses of the code, in place of what the coupon says.
    pub(crate) code_limit: Option<u64>,
    pub(crate) identities: &'a [String],
    /// The date it counts on; empty for none.
    pub(crate) day: &'a str,
    pub(crate) amount: i64,
    pub(crate) currency: &'a str,
    /// Whether the use counts.
    pub(crate) counts: bool,
    /// Whether it counts on its day.
    pub(crate) counts_on_day: bool,
    /// Whether its amount counts against budgets.
    pub(crate) in_budget: bool,
}

/// A claim, as far as limits ask of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claimed<'a> {
    pub(crate) coupon_id: &'a str,
    pub(crate) code_id: Option<&'a str>,
    /// Most uses of the code, in place of what the coupon says.
    pub(crate) code_limit: Option<u64>,
    pub(crate) identities: &'a [String],
}

/// One resource that a use takes of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Take {
    pub(crate) resource: Resource,
    /// 1 for a use, minor units for money.
    pub(crate) amount: i64,
    /// The limit; `None`: counted all the same.
    pub(crate) most: Option<u64>,
    /// What is said when there is no more.
    pub(crate) reason: LimitReached,
}

/// Each identity once.
pub(crate) fn distinct(identities: &[String]) -> BTreeSet<&String> {
    identities.iter().collect()
}

/// Everything a use takes of under these limits. A customer's uses are counted whether there is a limit or not: the row
/// is the customer's own, and a limit that comes later finds it.
pub(crate) fn takes_of(used: &Use<'_>, limits: &CouponLimits) -> Vec<Take> {
    let mut takes = Vec::new();
    let mut take = |name: String, amount: i64, most: Option<u64>, reason: LimitReached| {
        takes.push(Take { resource: Resource::new(used.coupon_id, name), amount, most, reason });
    };
    if used.counts {
        if limits.total.is_some() {
            take(USES.to_owned(), 1, limits.total, LimitReached::Total);
        }
        // Whether the code has a limit of its own is not known of what comes back: without one there is no row.
        if let Some(code_id) = used.code_id {
            take(format!("{CODE}{code_id}"), 1, used.code_limit.or(limits.per_code), LimitReached::Code);
        }
        for identity in distinct(used.identities) {
            take(format!("customer:{identity}"), 1, limits.per_customer, LimitReached::Customer);
        }
    }
    if used.counts_on_day && limits.per_day.is_some() {
        take(format!("day:{}", used.day), 1, limits.per_day, LimitReached::Day);
    }
    if used.in_budget && used.amount > 0 {
        let currency = used.currency;
        let most = |budget: &BTreeMap<String, i64>| {
            Some(budget.get(currency).map_or(0, |most| u64::try_from(*most).unwrap_or(0)))
        };
        if let Some(budget) = &limits.budget {
            take(format!("budget:{currency}"), used.amount, most(budget), LimitReached::Budget);
        }
        if let Some(budget) = &limits.budget_per_day {
            take(format!("budget:{currency}:day:{}", used.day), used.amount, most(budget), LimitReached::Budget);
        }
        if let Some(budget) = &limits.budget_per_customer {
            for identity in distinct(used.identities) {
                let name = format!("budget:{currency}:customer:{identity}");
                take(name, used.amount, most(budget), LimitReached::Budget);
            }
        }
    }
    takes
}

/// All claims of a coupon.
pub(super) const CLAIMS: &str = "claims";

/// The names of what is counted of each identity's claims.
pub(crate) fn claims_of(identities: &[String]) -> impl Iterator<Item = String> {
    distinct(identities).into_iter().map(|identity| format!("claims:customer:{identity}"))
}

/// Everything a claim takes of under these limits. A customer's claims are counted whether there is a limit or not, as
/// the uses are. A claim made with a code is a use of the code.
pub(crate) fn takes_of_claim(claimed: &Claimed<'_>, limits: &CouponLimits) -> Vec<Take> {
    let code_limit = claimed.code_limit.or(limits.per_code);
    let take = |name: String, most: Option<u64>, reason: LimitReached| Take {
        resource: Resource::new(claimed.coupon_id, name),
        amount: 1,
        most,
        reason,
    };
    let all = limits.claims_total.map(|most| take(CLAIMS.to_owned(), Some(most), LimitReached::Claims));
    let code = code_limit.zip(claimed.code_id);
    let code = code.map(|(most, code_id)| take(format!("{CODE}{code_id}"), Some(most), LimitReached::Code));
    let customer =
        claims_of(claimed.identities).map(|name| take(name, limits.claims_per_customer, LimitReached::CustomerClaims));
    all.into_iter().chain(code).chain(customer).collect()
}

/// Identities as they are stored.
pub(crate) fn read_identities(json: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt("a list of identities cannot be read".to_owned()))
}
