//! Counters: each is what the redemptions, orders and holds sum up to, and none is past its limit.

use std::collections::BTreeMap;

use super::{Looked, Verified};
use crate::coupons::fill_limits::limits_of;
use crate::coupons::used_up::FIND_UNMARKED;
use crate::error::StoreError;
use crate::limits::CouponLimits;
use crate::limits::resource::{Claimed, read_identities, takes_of, takes_of_claim};
use crate::params;
use crate::redemptions::RedemptionRecord;
use crate::redemptions::redemption_columns;
use crate::tx::Tx;

/// A page of coupons by id.
pub(crate) const SELECT_COUPONS: &str = "SELECT id, limits FROM coupons WHERE id > ?1 ORDER BY id LIMIT ?2";

/// A page of a coupon's redemptions.
pub(crate) const SELECT_REDEMPTIONS: &str = concat!(
    "SELECT ",
    redemption_columns!(),
    " FROM redemptions r WHERE r.coupon_id = ?1 AND (r.created_at, r.id) > (?2, ?3) ORDER BY r.created_at, r.id LIMIT ?4"
);

/// A page of a coupon's claims.
pub(crate) const SELECT_CLAIMS: &str = "SELECT claimed_at, id, code_id, identities FROM claims \
     WHERE coupon_id = ?1 AND (claimed_at, id) > (?2, ?3) ORDER BY claimed_at, id LIMIT ?4";

/// The counters of an owner.
pub(crate) const SELECT_COUNTERS: &str = "SELECT resource, used, held FROM counters WHERE owner = ?1 AND resource NOT IN ('orders', 'holds') ORDER BY resource";

/// The terms of a coupon's versions.
pub(crate) const SELECT_TERMS: &str = "SELECT terms FROM coupon_versions WHERE coupon_id = ?1";

/// What a code says of its uses in place of its coupon.
pub(crate) const SELECT_OWN_LIMIT: &str = "SELECT use_limit FROM codes WHERE id = ?1";

/// A code that is marked otherwise than its counter says.
pub(crate) const FIND_MISMARKED: &str = "SELECT d.id FROM codes d LEFT JOIN counters k ON k.owner = d.coupon_id AND k.resource = 'code:' || d.id \
     WHERE d.use_limit IS NOT NULL AND d.standing <> CASE WHEN d.state = 'void' THEN 'void' WHEN COALESCE(k.used, 0) >= d.use_limit THEN 'used' ELSE 'live' END LIMIT 1";

/// A counter of nothing.
pub(crate) const FIND_ORPHAN: &str = "SELECT k.owner || ' ' || k.resource FROM counters k LEFT JOIN coupons c ON c.id = k.owner \
     LEFT JOIN campaigns g ON g.id = k.owner WHERE c.id IS NULL AND g.id IS NULL AND k.resource NOT IN ('orders', 'holds') LIMIT 1";

/// A page of orders that were placed and did not end.
pub(crate) const SELECT_PLACED: &str =
    "SELECT order_id, identities FROM orders WHERE order_id > ?1 AND state = 'placed' ORDER BY order_id LIMIT ?2";

/// A page of holds that did not end.
pub(crate) const SELECT_HELD: &str =
    "SELECT id, identities, takes_first_order FROM reservations WHERE id > ?1 AND state = 'held' ORDER BY id LIMIT ?2";

/// A page of what identities have.
pub(crate) const SELECT_IDENTITIES: &str = "SELECT owner, resource, used, held FROM counters WHERE (owner, resource) > (?1, ?2) AND resource IN ('orders', 'holds') \
     ORDER BY owner, resource LIMIT ?3";

/// Rows read at a time.
const PAGE: u32 = 500;

/// Used and held.
type Counts = (i64, i64);

/// Counts everything again.
pub(super) async fn verify_counters(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    let mut after = String::new();
    loop {
        let rows = tx.query(SELECT_COUPONS, params![&after, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            after = row.text()?;
            let limits = CouponLimits::read(&row.text()?)?;
            verify_coupon(tx, &mut looked, &after, &limits).await?;
        }
    }
    looked.expect_none(tx, FIND_MISMARKED, "it is not marked as its uses say").await?;
    looked.expect_none(tx, FIND_UNMARKED, "it is used up, and no list that begins at those knows it").await?;
    looked.expect_none(tx, FIND_ORPHAN, "it counts for no coupon and no campaign there is").await?;
    verify_identities(tx, &mut looked).await?;
    Ok(looked.called("counters"))
}

async fn verify_coupon(
    tx: &mut Tx<'_>,
    looked: &mut Looked,
    id: &str,
    limits: &CouponLimits,
) -> Result<(), StoreError> {
    let mut expected: BTreeMap<String, Counts> = BTreeMap::new();
    let (mut created_at, mut last) = (i64::MIN, String::new());
    loop {
        let rows = tx.query(SELECT_REDEMPTIONS, params![id, created_at, &last, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            let redemption = RedemptionRecord::decode(&mut row)?;
            for take in takes_of(&redemption.as_use(), limits) {
                let counts = expected.entry(take.resource.name).or_default();
                let column = if redemption.state == "held" { &mut counts.1 } else { &mut counts.0 };
                *column += take.amount;
            }
            (created_at, last) = (redemption.created_at.as_microsecond(), redemption.id);
        }
    }
    add_claims(tx, id, limits, &mut expected).await?;
    for mut row in tx.query(SELECT_COUNTERS, params![id]).await? {
        let (resource, counted) = (row.text()?, (row.integer()?, row.integer()?));
        looked.at += 1;
        let right = expected.remove(&resource).unwrap_or_default();
        compare(looked, id, &resource, counted, right);
        let own = own_limit(tx, resource.strip_prefix("code:")).await?.map(signed);
        if let Some(most) = own.or_else(|| limit_of(&resource, limits))
            && counted.0 + counted.1 > most
        {
            let was_lowered = own.is_none() && allowed_before(tx, id, &resource, counted.0 + counted.1).await?;
            let detail = || format!("{} used and {} held are past the limit {most}", counted.0, counted.1);
            looked.expect(was_lowered, || format!("{id} {resource}"), detail);
        }
    }
    for (resource, right) in expected {
        // A code without any limit is not counted.
        let code_id = resource.strip_prefix("code:");
        if code_id.is_some() && limits.per_code.is_none() && own_limit(tx, code_id).await?.is_none() {
            continue;
        }
        compare(looked, id, &resource, (0, 0), right);
    }
    Ok(())
}

/// What a code says of its uses in place of its coupon.
async fn own_limit(tx: &mut Tx<'_>, code_id: Option<&str>) -> Result<Option<u64>, StoreError> {
    let Some(code_id) = code_id else { return Ok(None) };
    let row = tx.query_first(SELECT_OWN_LIMIT, params![code_id]).await?;
    row.map_or(Ok(None), |mut row| row.optional_unsigned())
}

/// What the claims of a coupon sum up to.
async fn add_claims(
    tx: &mut Tx<'_>,
    id: &str,
    limits: &CouponLimits,
    expected: &mut BTreeMap<String, Counts>,
) -> Result<(), StoreError> {
    let (mut claimed_at, mut last) = (i64::MIN, String::new());
    loop {
        let rows = tx.query(SELECT_CLAIMS, params![id, claimed_at, &last, PAGE]).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for mut row in rows {
            (claimed_at, last) = (row.integer()?, row.text()?);
            let (code_id, identities) = (row.optional_text()?, read_identities(&row.text()?)?);
            let code_limit = own_limit(tx, code_id.as_deref()).await?;
            let claimed = Claimed { coupon_id: id, code_id: code_id.as_deref(), code_limit, identities: &identities };
            for take in takes_of_claim(&claimed, limits) {
                expected.entry(take.resource.name).or_default().0 += take.amount;
            }
        }
    }
}

fn compare(looked: &mut Looked, owner: &str, resource: &str, counted: Counts, right: Counts) {
    let detail = || {
        let ((used, held), (right_used, right_held)) = (counted, right);
        format!("counted are {used} used and {held} held; the entries sum up to {right_used} and {right_held}")
    };
    looked.expect(counted == right, || format!("{owner} {resource}"), detail);
}

/// The limit of a resource; `None` is unlimited.
fn limit_of(resource: &str, limits: &CouponLimits) -> Option<i64> {
    let number = |most: Option<u64>| most.map(signed);
    let Some(money) = resource.strip_prefix("budget:") else {
        return match resource.split(':').next() {
            Some("uses") => number(limits.total),
            Some("code") => number(limits.per_code),
            Some("day") => number(limits.per_day),
            Some("customer") => number(limits.per_customer),
            Some("claims") if resource == "claims" => number(limits.claims_total),
            Some("claims") => number(limits.claims_per_customer),
            _ => None,
        };
    };
    let mut parts = money.split(':');
    let currency = parts.next()?;
    let budget = match parts.next() {
        None => &limits.budget,
        Some("day") => &limits.budget_per_day,
        Some(_) => &limits.budget_per_customer,
    };
    budget.as_ref().map(|budget| budget.get(currency).copied().unwrap_or_default())
}

fn signed(most: u64) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// Whether a version of the coupon allowed as much: a limit that was lowered takes nothing back.
async fn allowed_before(tx: &mut Tx<'_>, id: &str, resource: &str, counted: i64) -> Result<bool, StoreError> {
    for mut row in tx.query(SELECT_TERMS, params![id]).await? {
        if limit_of(resource, &limits_of(&row.text()?)?).is_none_or(|most| most >= counted) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Orders and live holds of every identity.
async fn verify_identities(tx: &mut Tx<'_>, looked: &mut Looked) -> Result<(), StoreError> {
    let mut expected: BTreeMap<(String, String), Counts> = BTreeMap::new();
    let mut add = |identities: Vec<String>, resource: &str, used: i64, held: i64| {
        let distinct: std::collections::BTreeSet<String> = identities.into_iter().collect();
        for identity in distinct {
            let counts = expected.entry((identity, resource.to_owned())).or_default();
            *counts = (counts.0 + used, counts.1 + held);
        }
    };
    let mut after = String::new();
    loop {
        let rows = tx.query(SELECT_PLACED, params![&after, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            after = row.text()?;
            add(read_identities(&row.text()?)?, "orders", 1, 0);
        }
    }
    after.clear();
    loop {
        let rows = tx.query(SELECT_HELD, params![&after, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            after = row.text()?;
            let identities = read_identities(&row.text()?)?;
            if row.flag()? {
                add(identities.clone(), "orders", 0, 1);
            }
            add(identities, "holds", 0, 1);
        }
    }
    let (mut owner, mut resource) = (String::new(), String::new());
    loop {
        let rows = tx.query(SELECT_IDENTITIES, params![&owner, &resource, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            (owner, resource) = (row.text()?, row.text()?);
            let counted = (row.integer()?, row.integer()?);
            looked.at += 1;
            let right = expected.remove(&(owner.clone(), resource.clone())).unwrap_or_default();
            compare(looked, "an identity's", &resource, counted, right);
        }
    }
    for ((_, resource), right) in expected {
        compare(looked, "an identity's", &resource, (0, 0), right);
    }
    Ok(())
}
