//! What a unit of work takes of limited resources and gives back, summed up and applied at once.
//!
//! Differences make the rules short: a hold that becomes an order moves from `held` to `used` and asks no limit again,
//! an order that is priced again sees its own hold as free, and what is given back needs no limit at all.

use std::collections::BTreeMap;

use super::CouponLimits;
use super::resource::{Claimed, HOLDS, ORDERS, Resource, Take, USES, Use, distinct, takes_of, takes_of_claim};
use crate::codes::standing::mark_code;
use crate::coupons::used_up::mark_used_up;
use crate::error::StoreError;
use crate::ledger::currency_of;
use crate::ledger::move_budget::move_budget;
use crate::planted;
use crate::tx::{Asked, Tx};
use crate::value::Param;

/// Takes of a resource; nothing at its limit.
pub(crate) const TAKE: &str = "INSERT INTO counters (owner, resource, used, held, seq) VALUES (?1, ?2, ?3, ?4, 1) \
     ON CONFLICT (owner, resource) DO UPDATE SET used = counters.used + excluded.used, held = counters.held + excluded.held, seq = counters.seq + 1 \
     WHERE counters.used + counters.held + excluded.used + excluded.held <= ?5 RETURNING seq, used + held";

/// Takes of a resource of which something is given back at once, so that it has a row; nothing at its limit.
pub(crate) const TAKE_MORE: &str = "UPDATE counters SET used = used + ?3, held = held + ?4, seq = seq + 1 \
     WHERE owner = ?1 AND resource = ?2 AND used + held + ?3 + ?4 <= ?5 RETURNING seq, used + held";

/// Gives back, or moves from held to used. Nothing when the resource is not limited any more: then it has no row.
pub(crate) const GIVE: &str = "UPDATE counters SET used = used + ?3, held = held + ?4, seq = seq + 1 WHERE owner = ?1 AND resource = ?2 RETURNING seq";

/// A use that was not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The coupon; for the first order and for live holds the identity, for a balance the code, for a claim
    /// that is taken the claim.
    pub owner: String,
    /// Why.
    pub reason: LimitReached,
}

/// Why a use was not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitReached {
    /// All uses are taken.
    Total,
    /// An identity has taken all of its uses, or the order names none.
    Customer,
    /// All uses of the code are taken.
    Code,
    /// All uses of the day are taken.
    Day,
    /// A money budget has not enough left.
    Budget,
    /// The balance of a code has not enough left.
    Balance,
    /// All claims are taken.
    Claims,
    /// An identity has taken all of its claims.
    CustomerClaims,
    /// Another redemption has the claim, or it was taken back.
    Claim,
    /// An identity has ordered before, or holds its first order elsewhere.
    FirstOrder,
    /// An identity has too many live holds.
    Holds,
    /// The coupon was edited since it was priced.
    StaleVersion,
    /// The code was voided or given to another account since it was priced, or its time is over.
    StaleCode,
    /// There are more orders of the identities than it was priced with.
    StaleHistory,
    /// The coupon is not enabled, or there is none; of a renewal, what it renews has ended.
    NotLive,
    /// Another order has this payment of the subscription.
    Renewed,
}

/// Which column of a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// By orders that were placed.
    Used,
    /// By live holds.
    Held,
}

/// The differences by resource, in the order in which rows are touched, so that two units of work never wait for each
/// other in a ring.
#[derive(Debug, Default)]
pub(crate) struct Moves(BTreeMap<Resource, Move>);

#[derive(Debug, Default)]
struct Move {
    used: i64,
    held: i64,
    /// The limit and what is said at it.
    most: Option<(u64, LimitReached)>,
    /// Of a code: what its coupon says of its uses.
    per_code: Option<u64>,
}

impl Move {
    const fn growth(&self) -> i64 {
        self.used + self.held
    }

    /// What the resource may come to; all there is for what gives back.
    fn limit(&self) -> i64 {
        if self.growth() <= 0 || planted::read_then_write() {
            return i64::MAX;
        }
        self.most.map_or(i64::MAX, |(most, _)| i64::try_from(most).unwrap_or(i64::MAX))
    }

    fn statement<'a>(&self, resource: &'a Resource) -> Asked<'a> {
        let Self { used, held, .. } = *self;
        let (owner, name) = (Param::from(&resource.owner), Param::from(&resource.name));
        if self.growth() <= 0 {
            return (GIVE, vec![owner, name, used.into(), held.into()]);
        }
        let sql = if used < 0 || held < 0 { TAKE_MORE } else { TAKE };
        (sql, vec![owner, name, used.into(), held.into(), self.limit().into()])
    }

    fn refusal(&self, resource: Resource) -> Refusal {
        Refusal { owner: resource.owner, reason: self.most.map_or(LimitReached::Total, |(_, reason)| reason) }
    }
}

impl Moves {
    /// Takes what a use counts against.
    pub(crate) fn take(&mut self, used: &Use<'_>, limits: &CouponLimits, column: Column) {
        for take in takes_of(used, limits) {
            if take.resource.is_of_code() && take.most.is_none() {
                // What is unlimited has no row to queue at.
                continue;
            }
            self.add_use(&take, limits, column, take.amount, limit_of(&take));
        }
    }

    /// Gives back what a use counted against.
    pub(crate) fn give(&mut self, used: &Use<'_>, limits: &CouponLimits, column: Column) {
        for take in takes_of(used, limits) {
            self.add_use(&take, limits, column, -take.amount, None);
        }
    }

    fn add_use(
        &mut self,
        take: &Take,
        limits: &CouponLimits,
        column: Column,
        amount: i64,
        most: Option<(u64, LimitReached)>,
    ) {
        self.add(take.resource.clone(), column, amount, most);
        if let Some(entry) = self.0.get_mut(&take.resource).filter(|_| take.resource.is_of_code()) {
            entry.per_code = limits.per_code;
        }
    }

    /// Takes what a claim counts against.
    pub(crate) fn claim(&mut self, claimed: &Claimed<'_>, limits: &CouponLimits) {
        for take in takes_of_claim(claimed, limits) {
            self.add_use(&take, limits, Column::Used, take.amount, limit_of(&take));
        }
    }

    /// One order more or less of each identity. With `is_first` there may be none yet.
    pub(crate) fn order(&mut self, identities: &[String], column: Column, amount: i64, is_first: bool) {
        let most = is_first.then_some((1, LimitReached::FirstOrder));
        for identity in distinct(identities) {
            self.add(Resource::new(identity, ORDERS), column, amount, most);
        }
    }

    /// One live hold more or less of each identity.
    pub(crate) fn hold(&mut self, identities: &[String], amount: i64, most: u64) {
        for identity in distinct(identities) {
            self.add(Resource::new(identity, HOLDS), Column::Held, amount, Some((most, LimitReached::Holds)));
        }
    }

    /// Adds a difference to a resource, with its limit and what is said at it.
    pub(crate) fn add(&mut self, resource: Resource, column: Column, amount: i64, most: Option<(u64, LimitReached)>) {
        let entry = self.0.entry(resource).or_default();
        match column {
            Column::Used => entry.used += amount,
            Column::Held => entry.held += amount,
        }
        entry.most = match (entry.most, most) {
            (Some(one), Some(other)) => Some(if other.0 < one.0 { other } else { one }),
            (one, other) => one.or(other),
        };
    }

    /// Applies the differences an order makes; answers what was not to be had. When there is such, part may be written:
    /// the caller undoes that. Sequence numbers of limited resources go into `seq`; money of budgets into the ledger.
    pub(crate) async fn apply(
        self,
        tx: &mut Tx<'_>,
        order_id: &str,
        seq: &mut BTreeMap<String, u64>,
    ) -> Result<Vec<Refusal>, StoreError> {
        let mut refused = Vec::new();
        let moves: Vec<(Resource, Move)> =
            self.0.into_iter().filter(|(_, one)| one.used != 0 || one.held != 0).collect();
        // What alone is more than the limit takes nothing: the first of it would make a row.
        let (moves, too_large): (Vec<_>, Vec<_>) = moves.into_iter().partition(|(_, one)| one.growth() <= one.limit());
        refused.extend(too_large.into_iter().map(|(resource, one)| one.refusal(resource)));
        let asked: Vec<Asked<'_>> = moves.iter().map(|(resource, one)| one.statement(resource)).collect();
        let answers = tx.query_all(&asked).await?;
        for ((resource, one), rows) in moves.into_iter().zip(answers) {
            let growth = one.growth();
            match rows.into_iter().next() {
                Some(mut row) => {
                    let number = row.unsigned()?;
                    if let Some(currency) = currency_of(&resource.name).filter(|_| growth != 0) {
                        move_budget(tx, &resource.owner, currency, number, order_id, growth)?;
                    }
                    if resource.is_of_code() && one.used != 0 {
                        mark_code(tx, &resource.owner, &resource.name, one.per_code, one.used > 0)?;
                    }
                    if growth > 0 && resource.name == USES && row.integer()? >= one.limit() {
                        mark_used_up(tx, &resource.owner)?;
                    }
                    if is_told(&resource, one.most.is_some() || growth <= 0) {
                        seq.insert(resource.told(), number);
                    }
                }
                None if growth > 0 => refused.push(one.refusal(resource)),
                None => {}
            }
        }
        Ok(refused)
    }
}

fn limit_of(take: &Take) -> Option<(u64, LimitReached)> {
    take.most.map(|most| (most, take.reason))
}

/// What belongs to an identity alone is not told, nor what is counted without a limit.
fn is_told(resource: &Resource, is_limited: bool) -> bool {
    is_limited && resource.name != ORDERS && resource.name != HOLDS
}
