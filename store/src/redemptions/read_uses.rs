//! How much of its limits each coupon has used, in all, today, of a code and by one customer.

use std::collections::BTreeMap;

use super::record::{RedemptionRecord, redemption_columns};
use crate::coupons::{counted_coupons, coupon_uses};
use crate::error::StoreError;
use crate::limits::CouponLimits;
use crate::params;
use crate::tx::Tx;

/// In all, with the limits there are now, and whether a hold of it is past its time.
pub(crate) const SELECT_TOTAL: &str = concat!(
    "SELECT c.limits, ",
    coupon_uses!(),
    ", CAST(CASE WHEN EXISTS (SELECT 1 FROM redemptions h WHERE h.coupon_id = c.id AND h.state = 'held' AND h.expires_at <= ?2) THEN 1 ELSE 0 END AS BIGINT) FROM ",
    counted_coupons!(),
    " WHERE c.id = ?1"
);

/// Of one resource.
pub(crate) const SELECT: &str = "SELECT used + held FROM counters WHERE owner = ?1 AND resource = ?2";

/// What an order holds or has.
pub(crate) const SELECT_OWN: &str = concat!(
    "SELECT ",
    redemption_columns!(),
    " FROM redemptions r WHERE r.order_id = ?1 AND r.state IN ('held', 'committed')"
);

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadUses {
    /// Each coupon with the code that unlocked it.
    pub coupons: Vec<(String, Option<String>)>,
    /// Account and normalised e-mail, as far as known.
    pub identities: Vec<String>,
    /// The date in the store's zone.
    pub day: String,
    /// The currency of the budgets.
    pub currency: String,
    /// An order whose own uses do not count, held or placed: to itself they are free.
    pub order_id: Option<String>,
}

/// What a coupon has used, held uses included. What is not limited is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsesRecord {
    /// The coupon.
    pub coupon_id: String,
    /// Uses in all.
    pub total: u64,
    /// Of the identity that has most.
    pub customer: u64,
    /// The code that was asked about.
    pub code_id: Option<String>,
    /// Of that code.
    pub code: u64,
    /// On the day; of what the asking order holds, on the day it holds it on.
    pub today: u64,
    /// Money in all, in minor units.
    pub budget: u64,
    /// Money of the identity that has most.
    pub budget_customer: u64,
    /// Money on the day.
    pub budget_today: u64,
}

/// What coupons have used, in the order asked; an unknown coupon has nothing. Each is a few reads of one row by its key.
/// `None` when a hold on one of them is past its time: what it holds is free, once it is ended.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
#[tracing::instrument(level = "debug", skip_all, fields(coupons = asked.coupons.len()))]
pub async fn read_uses(tx: &mut Tx<'_>, asked: &ReadUses) -> Result<Option<Vec<UsesRecord>>, StoreError> {
    let own = match &asked.order_id {
        Some(order_id) => own_of(tx, order_id).await?,
        None => Vec::new(),
    };
    let now = tx.now();
    let mut uses = Vec::with_capacity(asked.coupons.len());
    for (coupon_id, code_id) in &asked.coupons {
        let Some(mut row) = tx.query_first(SELECT_TOTAL, params![coupon_id, now]).await? else {
            let (coupon_id, code_id) = (coupon_id.clone(), code_id.clone());
            uses.push(UsesRecord { coupon_id, code_id, ..UsesRecord::default() });
            continue;
        };
        let (limits, total, is_due) = (CouponLimits::read(&row.text()?)?, row.unsigned()?, row.flag()?);
        if is_due {
            return Ok(None);
        }
        // A use that goes on stays on the day it was first held.
        let goes_on = own.iter().find(|own| own.coupon_id == *coupon_id && own.code_id == *code_id);
        let day = goes_on.map_or(&asked.day, |own| &own.day).clone();
        let own: Own = Own::of(&own, coupon_id, &limits);
        let mut record = UsesRecord { coupon_id: coupon_id.clone(), code_id: code_id.clone(), ..UsesRecord::default() };
        record.total = total.saturating_sub(own.uses);
        let currency = &asked.currency;
        for identity in &asked.identities {
            let used = own.read(tx, coupon_id, format!("customer:{identity}")).await?;
            record.customer = record.customer.max(used);
            if limits.budget_per_customer.is_some() {
                let used = own.read(tx, coupon_id, format!("budget:{currency}:customer:{identity}")).await?;
                record.budget_customer = record.budget_customer.max(used);
            }
        }
        // Limited by the coupon or by itself; another has no row.
        if let Some(code_id) = code_id {
            record.code = own.read(tx, coupon_id, format!("code:{code_id}")).await?;
        }
        if limits.per_day.is_some() {
            record.today = own.read(tx, coupon_id, format!("day:{day}")).await?;
        }
        if limits.budget.is_some() {
            record.budget = own.read(tx, coupon_id, format!("budget:{currency}")).await?;
        }
        if limits.budget_per_day.is_some() {
            record.budget_today = own.read(tx, coupon_id, format!("budget:{currency}:day:{day}")).await?;
        }
        uses.push(record);
    }
    Ok(Some(uses))
}

async fn own_of(tx: &mut Tx<'_>, order_id: &str) -> Result<Vec<RedemptionRecord>, StoreError> {
    let rows = tx.query(SELECT_OWN, params![order_id]).await?;
    rows.into_iter().map(|mut row| RedemptionRecord::decode(&mut row)).collect()
}

/// What the order that asks holds or has of a coupon: to itself that is free.
struct Own {
    uses: u64,
    by_name: BTreeMap<String, u64>,
}

impl Own {
    fn of(held: &[RedemptionRecord], coupon_id: &str, limits: &CouponLimits) -> Self {
        let mut own = Self { uses: 0, by_name: BTreeMap::new() };
        for redemption in held.iter().filter(|held| held.coupon_id == coupon_id) {
            own.uses += u64::from(redemption.counts);
            for take in crate::limits::resource::takes_of(&redemption.as_use(), limits) {
                *own.by_name.entry(take.resource.name).or_default() += u64::try_from(take.amount).unwrap_or(0);
            }
        }
        own
    }

    async fn read(&self, tx: &mut Tx<'_>, coupon_id: &str, name: String) -> Result<u64, StoreError> {
        let row = tx.query_first(SELECT, params![coupon_id, &name]).await?;
        let used = row.map(|mut row| row.unsigned()).transpose()?.unwrap_or(0);
        Ok(used.saturating_sub(self.by_name.get(&name).copied().unwrap_or(0)))
    }
}
