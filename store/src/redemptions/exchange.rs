//! Exchanges redemptions of an order for others: the heart of holding, placing, pricing again, releasing and expiring.
//!
//! What is given back and what is taken is summed up first, so that only growth is asked of a limit.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::end_renewals::refuse_renewal;
use super::fold_uses::{fold_uses, is_fold_due};
use super::lock_coupons::{LockedCoupon, lock_coupons};
use super::record::{NewOrder, NewRedemption, RedemptionRecord};
use crate::balances::moves::BalanceMoves;
use crate::campaigns::lock_campaigns::lock_campaigns;
use crate::claims::moves::ClaimMoves;
use crate::codes::own_terms::{OwnTerms, read_own_terms};
use crate::error::StoreError;
use crate::limits::moves::{Column, LimitReached, Moves, Refusal};
use crate::limits::resource::Use;
use crate::params;
use crate::planted;
use crate::tx::Tx;

/// A redemption.
pub(crate) const INSERT: &str = "INSERT INTO redemptions (coupon_id, created_at, id, order_id, reservation_id, coupon_version, code_id, code, claim_id, customer_id, \
     identities, amount, currency, state, counts, day, counts_on_day, in_budget, expires_at, renews_id, renewal_number, pays, campaign_id, subscription_id) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?15, ?20, ?17, ?18, ?19, ?21, ?22, ?23)";

/// One that goes on, at another amount or in another state.
pub(crate) const CONTINUE: &str = "UPDATE redemptions SET reservation_id = ?2, customer_id = ?3, identities = ?4, amount = ?5, state = ?6, expires_at = ?7, coupon_version = ?8, code = ?9, currency = ?10, campaign_id = ?11 WHERE id = ?1";

/// One that gives back all it counted for.
pub(crate) const END: &str = "UPDATE redemptions SET state = ?2, counts = 0, counts_on_day = 0, in_budget = 0, expires_at = NULL, \
     returned = CASE WHEN pays = 1 THEN amount ELSE 0 END WHERE id = ?1";

/// One that came back before leaves the budgets too.
pub(crate) const LEAVE_BUDGET: &str = "UPDATE redemptions SET in_budget = 0 WHERE id = ?1";

/// Live holds of one identity at most.
pub const MOST_HOLDS: u64 = 20;

/// What the redemptions of an order are to be from now on.
#[derive(Debug)]
pub(crate) struct Exchange<'a> {
    /// The merchant's id of the order.
    pub(crate) order_id: &'a str,
    /// `rsv_...`.
    pub(crate) reservation_id: &'a str,
    /// The merchant's id of the account.
    pub(crate) customer_id: Option<&'a str>,
    /// Account and e-mail, sorted.
    pub(crate) identities: &'a [String],
    /// Of all amounts.
    pub(crate) currency: &'a str,
    /// The date new uses count on.
    pub(crate) day: &'a str,
    /// What was held or used so far.
    pub(crate) back: &'a [RedemptionRecord],
    /// Which of both.
    pub(crate) back_from: Column,
    /// Uses that came back by themselves before and are in the order's amounts no more: their budget comes back too.
    pub(crate) unpriced: &'a [RedemptionRecord],
    /// What is held or used from now on.
    pub(crate) forth: &'a [NewRedemption],
    /// Whether a use goes on whatever became of its coupon; else its coupon must be live at the version named.
    pub(crate) honours_holds: bool,
    /// Until when, for a hold; `None` for an order that is placed.
    pub(crate) hold_until: Option<Timestamp>,
    /// The state of what is given back: `released`, `expired` or `cancelled`.
    pub(crate) ended_as: &'static str,
    /// Orders and holds of identities, which change with it.
    pub(crate) moves: Moves,
}

impl<'a> Exchange<'a> {
    /// Nothing given back and nothing taken yet, for an order as it is held or placed.
    pub(crate) fn of(order: &'a NewOrder) -> Self {
        Self {
            order_id: &order.order_id,
            reservation_id: &order.reservation_id,
            customer_id: order.customer_id.as_deref(),
            identities: &order.identities,
            currency: &order.currency,
            day: &order.day,
            back: &[],
            back_from: Column::Held,
            unpriced: &[],
            forth: &[],
            honours_holds: true,
            hold_until: None,
            ended_as: "released",
            moves: Moves::default(),
        }
    }
}

/// What came of an exchange.
#[derive(Debug)]
pub(crate) enum Exchanged {
    /// It is done; the sequence numbers of what was changed, and the redemptions as they are now.
    Done { seq: BTreeMap<String, u64>, redemptions: Vec<RedemptionRecord> },
    /// Something is not to be had; part of it may be written, which the caller undoes.
    Refused(Vec<Refusal>),
}

/// Exchanges redemptions. Rows are touched in the order of their keys: coupons first, then counters, balances, claims.
pub(crate) async fn exchange(tx: &mut Tx<'_>, mut exchange: Exchange<'_>) -> Result<Exchanged, StoreError> {
    let back = exchange.back.iter().chain(exchange.unpriced).map(|redemption| redemption.coupon_id.as_str());
    let ids: BTreeSet<&str> = back.chain(exchange.forth.iter().map(|new| new.coupon_id.as_str())).collect();
    let coupons = lock_coupons(tx, &ids).await?;
    let codes = read_own_terms(tx, &codes_of(&exchange)).await?;
    let campaigns = lock_campaigns(tx, &campaigns_of(&exchange, &coupons)).await?;
    let mut moves = std::mem::take(&mut exchange.moves);
    let (mut balances, mut claims) = (BalanceMoves::default(), ClaimMoves::default());
    for held in exchange.back {
        if let Some(coupon) = coupons.get(&held.coupon_id) {
            moves.give(&held.as_use(), &coupon.limits, exchange.back_from);
        }
        campaigns.give(&mut moves, held, exchange.back_from);
        balances.give(held, exchange.back_from);
        claims.give(held);
    }
    for used in exchange.unpriced {
        if let Some(coupon) = coupons.get(&used.coupon_id) {
            let used = Use { counts: false, counts_on_day: false, ..used.as_use() };
            moves.give(&used, &coupon.limits, Column::Used);
        }
        campaigns.give(&mut moves, used, Column::Used);
    }
    let column = if exchange.hold_until.is_some() { Column::Held } else { Column::Used };
    let (mut refused, mut plans) = (Vec::new(), Vec::new());
    for new in exchange.forth {
        let continued = exchange.back.iter().find(|held| held.is_same(new));
        let coupon = coupons.get(&new.coupon_id);
        let code = new.code_id.as_ref().and_then(|id| codes.get(id));
        let is_honoured = continued.is_some() && exchange.honours_holds;
        let campaign_id = coupon.and_then(|coupon| coupon.campaign_id.as_deref());
        let judged = judge(new, coupon, exchange.identities, is_honoured)
            .and_then(|()| judge_code(new, code.filter(|_| !is_honoured), exchange.customer_id, tx.now()))
            .and_then(|()| {
                let runs = is_honoured || new.renews.is_some() || campaigns.run_at(campaign_id, tx.now());
                if runs { Ok(()) } else { Err(LimitReached::NotLive) }
            });
        if let Err(reason) = judged {
            refused.push(Refusal { owner: new.coupon_id.clone(), reason });
            continue;
        }
        if let (Some(renewal), None) = (&new.renews, continued)
            && let Some(reason) = refuse_renewal(tx, renewal, exchange.order_id).await?
        {
            refused.push(Refusal { owner: renewal.first_id.clone(), reason });
            continue;
        }
        let planned = plan(tx, &exchange, new, continued, coupon).await?;
        if let Some(coupon) = coupon {
            let used = Use { code_limit: code.and_then(|code| code.limit), ..planned.as_use() };
            moves.take(&used, &coupon.limits, column);
        }
        campaigns.take(&mut moves, &planned, column);
        balances.take(&planned, column);
        claims.take(&planned);
        plans.push((planned, continued.is_some()));
    }
    let mut seq = BTreeMap::new();
    refused.extend(moves.apply(tx, exchange.order_id, &mut seq).await?);
    refused.extend(balances.apply(tx, exchange.order_id, &mut seq).await?);
    refused.extend(claims.apply(tx, &mut seq).await?);
    if !refused.is_empty() {
        refused.sort_unstable_by(|a, b| a.owner.cmp(&b.owner));
        return Ok(Exchanged::Refused(refused));
    }
    for held in exchange.back {
        if !exchange.forth.iter().any(|new| held.is_same(new)) {
            tx.push(END, params![&held.id, exchange.ended_as])?;
        }
    }
    for used in exchange.unpriced {
        tx.push(LEAVE_BUDGET, params![&used.id])?;
    }
    let mut redemptions = Vec::with_capacity(plans.len());
    for (planned, continues) in plans {
        write(tx, &planned, continues)?;
        redemptions.push(planned);
    }
    Ok(Exchanged::Done { seq, redemptions })
}

/// The campaigns whose budgets give or get back: of what was taken the one it was taken in.
fn campaigns_of<'e>(exchange: &'e Exchange<'_>, coupons: &'e BTreeMap<String, LockedCoupon>) -> BTreeSet<&'e str> {
    let back = exchange.back.iter().chain(exchange.unpriced).filter_map(|held| held.campaign_id.as_deref());
    let forth = exchange.forth.iter().filter_map(|new| coupons.get(&new.coupon_id)?.campaign_id.as_deref());
    back.chain(forth).collect()
}

/// The codes of what is taken, for what they say themselves.
fn codes_of<'e>(exchange: &'e Exchange<'_>) -> BTreeSet<&'e str> {
    exchange.forth.iter().filter(|new| new.renews.is_none()).filter_map(|new| new.code_id.as_deref()).collect()
}

/// Whether its code may still be used by the account.
fn judge_code(
    new: &NewRedemption,
    code: Option<&OwnTerms>,
    customer_id: Option<&str>,
    now: Timestamp,
) -> Result<(), LimitReached> {
    let serves = new.renews.is_some() || code.is_none_or(|code| code.serve(customer_id, now));
    if serves { Ok(()) } else { Err(LimitReached::StaleCode) }
}

/// Whether a use may be taken at all. A payment of a subscription after its first consumes nothing and asks nothing.
fn judge(
    new: &NewRedemption,
    coupon: Option<&LockedCoupon>,
    identities: &[String],
    is_honoured: bool,
) -> Result<(), LimitReached> {
    if new.renews.is_some() || is_honoured || planted::stale_coupons() {
        return Ok(());
    }
    let Some(coupon) = coupon.filter(|coupon| coupon.is_enabled) else { return Err(LimitReached::NotLive) };
    if coupon.version != new.live_version.unwrap_or(new.coupon_version) {
        return Err(LimitReached::StaleVersion);
    }
    let needs_customer = coupon.limits.per_customer.is_some() || coupon.limits.budget_per_customer.is_some();
    if needs_customer && identities.is_empty() {
        return Err(LimitReached::Customer);
    }
    Ok(())
}

/// The redemption as it will be. A use that goes on keeps its id and the day it was first held, and where holds are
/// honoured its campaign.
async fn plan(
    tx: &mut Tx<'_>,
    exchange: &Exchange<'_>,
    new: &NewRedemption,
    continued: Option<&RedemptionRecord>,
    coupon: Option<&LockedCoupon>,
) -> Result<RedemptionRecord, StoreError> {
    let consumes = new.renews.is_none();
    let (id, created_at, day) = match continued {
        Some(held) => (held.id.clone(), held.created_at, held.day.clone()),
        None => {
            let folded_through = coupon.and_then(|coupon| coupon.folded_through);
            let is_counted = coupon.is_some_and(|coupon| coupon.limits.total.is_some());
            if !is_counted && consumes && is_fold_due(folded_through, tx.now()) {
                fold_uses(tx, &new.coupon_id, folded_through).await?;
            }
            (new.id.clone(), after_fold(tx.now(), folded_through), exchange.day.to_owned())
        }
    };
    Ok(RedemptionRecord {
        id,
        coupon_id: new.coupon_id.clone(),
        coupon_version: new.coupon_version,
        order_id: exchange.order_id.to_owned(),
        reservation_id: exchange.reservation_id.to_owned(),
        code_id: new.code_id.clone(),
        code: new.code.clone(),
        claim_id: new.claim_id.clone(),
        customer_id: exchange.customer_id.map(str::to_owned),
        identities: exchange.identities.to_vec(),
        amount: new.amount,
        currency: exchange.currency.to_owned(),
        state: if exchange.hold_until.is_some() { "held" } else { "committed" }.to_owned(),
        counts: consumes,
        day,
        counts_on_day: consumes,
        in_budget: consumes && !new.pays,
        expires_at: exchange.hold_until,
        renews: new.renews.clone(),
        renewals_ended_at: continued.and_then(|held| held.renewals_ended_at),
        created_at,
        pays: new.pays,
        returned: 0,
        campaign_id: match continued {
            Some(held) if exchange.honours_holds => held.campaign_id.clone(),
            _ => coupon.and_then(|coupon| coupon.campaign_id.clone()).filter(|_| consumes && !new.pays),
        },
    })
}

fn write(tx: &mut Tx<'_>, redemption: &RedemptionRecord, continues: bool) -> Result<(), StoreError> {
    let identities = identities_text(&redemption.identities)?;
    if continues {
        let values = params![
            &redemption.id,
            &redemption.reservation_id,
            &redemption.customer_id,
            &identities,
            redemption.amount,
            &redemption.state,
            redemption.expires_at,
            redemption.coupon_version,
            &redemption.code,
            &redemption.currency,
            &redemption.campaign_id,
        ];
        return tx.push(CONTINUE, values);
    }
    let values = params![
        &redemption.coupon_id,
        redemption.created_at,
        &redemption.id,
        &redemption.order_id,
        &redemption.reservation_id,
        redemption.coupon_version,
        &redemption.code_id,
        &redemption.code,
        &redemption.claim_id,
        &redemption.customer_id,
        &identities,
        redemption.amount,
        &redemption.currency,
        &redemption.state,
        redemption.counts,
        &redemption.day,
        redemption.expires_at,
        redemption.renews.as_ref().map(|renewal| renewal.first_id.as_str()),
        redemption.renews.as_ref().map(|renewal| renewal.number),
        redemption.in_budget,
        redemption.pays,
        &redemption.campaign_id,
        redemption.renews.as_ref().map(|renewal| renewal.subscription_id.as_str()),
    ];
    tx.push(INSERT, values)
}

/// Identities as they are stored.
pub(crate) fn identities_text(identities: &[String]) -> Result<String, StoreError> {
    serde_json::to_string(identities).map_err(|_| StoreError::Internal("identities do not serialise".to_owned()))
}

/// A redemption is made after what was folded, even when the clock went back: else it would not be counted.
fn after_fold(now: Timestamp, folded_through: Option<Timestamp>) -> Timestamp {
    let earliest = folded_through.and_then(|through| through.checked_add(SignedDuration::from_micros(1)).ok());
    earliest.map_or(now, |earliest| now.max(earliest))
}

impl RedemptionRecord {
    /// Whether the amounts of its order hold what it gives. One that was cancelled by itself stays in them, and in its
    /// budget, until the order is priced again.
    #[must_use]
    pub fn is_in_amounts(&self) -> bool {
        match self.state.as_str() {
            "committed" => true,
            "cancelled" => self.in_budget,
            _ => false,
        }
    }

    /// What it counts against.
    pub(crate) fn as_use(&self) -> Use<'_> {
        Use {
            coupon_id: &self.coupon_id,
            code_id: self.code_id.as_deref(),
            code_limit: None,
            identities: &self.identities,
            day: &self.day,
            amount: self.amount,
            currency: &self.currency,
            counts: self.counts,
            counts_on_day: self.counts_on_day,
            in_budget: self.in_budget,
        }
    }

    /// Whether a new redemption goes on with this one.
    fn is_same(&self, new: &NewRedemption) -> bool {
        self.coupon_id == new.coupon_id
            && self.code_id == new.code_id
            && self.claim_id == new.claim_id
            && self.pays == new.pays
            && self.renews == new.renews
    }
}
