//! Orders: paid, refunded and discounted amounts go together, and the history of their identities with them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Looked, Verified};
use crate::error::StoreError;
use crate::history::record_order::sorted_identities;
use crate::params;
use crate::redemptions::{OrderRecord, order_columns, read_redemptions};
use crate::tx::Tx;

/// A page of orders.
pub(crate) const SELECT_PAGE: &str =
    concat!("SELECT ", order_columns!(), " FROM orders WHERE order_id > ?1 ORDER BY order_id LIMIT ?2");

/// What came back of an order by its refunds.
pub(crate) const SUM_REFUNDS: &str = "SELECT CAST(COALESCE(SUM(amount - to_balances), 0) AS BIGINT), COUNT(*), COALESCE(MAX(number), 0), \
     CAST(COALESCE(SUM(to_balances), 0) AS BIGINT) FROM refunds WHERE order_id = ?1";

/// A page of what identities ordered.
pub(crate) const SELECT_HISTORY: &str = "SELECT identity, also, currency, orders, spent FROM order_counters \
     WHERE (identity, also, currency) > (?1, ?2, ?3) ORDER BY identity, also, currency LIMIT ?4";

/// Rows read at a time.
const PAGE: u32 = 200;

#[derive(Deserialize)]
struct Quote {
    #[serde(default)]
    discounts: Discounts,
    totals: Option<Totals>,
}

#[derive(Default, Deserialize)]
struct Discounts {
    #[serde(default)]
    applied: Vec<Applied>,
}

#[derive(Deserialize)]
struct Applied {
    coupon_id: String,
    /// As typed: of one coupon several codes may pay.
    #[serde(default)]
    code: Option<String>,
    amount: i64,
}

#[derive(Deserialize)]
struct Totals {
    total: i64,
    #[serde(default)]
    balances: Vec<Applied>,
}

/// Orders and money by identity, another identity and currency.
type History = BTreeMap<[String; 3], (i64, i64)>;

/// Looks at every order.
pub(super) async fn verify_orders(tx: &mut Tx<'_>) -> Result<Verified, StoreError> {
    let (mut looked, mut history) = (Looked::default(), History::new());
    let mut after = String::new();
    loop {
        let rows = tx.query(SELECT_PAGE, params![&after, PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            let order = OrderRecord::decode(&mut row)?;
            looked.at += 1;
            verify_amounts(tx, &mut looked, &order).await?;
            verify_discounts(tx, &mut looked, &order).await?;
            note(&mut history, &order)?;
            after = order.order_id;
        }
    }
    verify_history(tx, &mut looked, history).await?;
    Ok(looked.called("orders"))
}

async fn verify_amounts(tx: &mut Tx<'_>, looked: &mut Looked, order: &OrderRecord) -> Result<(), StoreError> {
    let entry = || order_name(order);
    let row = tx.query_first(SUM_REFUNDS, params![&order.order_id]).await?;
    let mut row = row.ok_or_else(|| StoreError::Corrupt("a sum answered nothing".to_owned()))?;
    let (sum, count, last, to_balances) = (row.integer()?, row.integer()?, row.integer()?, row.integer()?);
    let (total, refunded) = (order.total, order.refunded);
    looked.expect(refunded <= total, entry, || format!("{refunded} came back of {total}"));
    looked.expect(sum == refunded, entry, || format!("its refunds sum up to {sum}, {refunded} is noted"));
    let noted = order.refunded_to_balances;
    looked.expect(to_balances == noted, entry, || format!("{to_balances} went to balances, {noted} is noted"));
    looked.expect(count == last, entry, || "a refund of it is gone".to_owned());
    let has_ended = order.ended_at.is_some();
    looked.expect(has_ended == (order.state != "placed"), entry, || {
        format!("it is {} and {}", order.state, if has_ended { "has ended" } else { "has no end" })
    });
    Ok(())
}

/// What the coupons gave is what the quote says they give.
async fn verify_discounts(tx: &mut Tx<'_>, looked: &mut Looked, order: &OrderRecord) -> Result<(), StoreError> {
    let entry = || order_name(order);
    let Ok(quote) = serde_json::from_str::<Quote>(&order.quote) else {
        looked.expect(false, entry, || "its quote cannot be read".to_owned());
        return Ok(());
    };
    // What was stored without a quote cannot be compared with one.
    let Some(totals) = quote.totals else { return Ok(()) };
    looked.expect(totals.total == order.total, entry, || {
        format!("its total is {}, its quote says {}", order.total, totals.total)
    });
    let mut given: BTreeSet<(String, Option<String>, i64)> = BTreeSet::new();
    let mut dropped: BTreeSet<(String, Option<String>, i64)> = BTreeSet::new();
    for redemption in read_redemptions(tx, &order.order_id, &order.reservation_id).await? {
        looked.expect(redemption.currency == order.currency, entry, || "a redemption has another currency".to_owned());
        let gave = (redemption.coupon_id, redemption.code, redemption.amount);
        match redemption.state.as_str() {
            "committed" | "refunded" => drop(given.insert(gave)),
            // By itself, with its order, or because an amendment dropped it.
            "cancelled" => drop(dropped.insert(gave)),
            _ => {}
        }
    }
    for applied in quote.discounts.applied.into_iter().chain(totals.balances) {
        let said = (applied.coupon_id, applied.code, applied.amount);
        let is_there = given.remove(&said) || dropped.remove(&said);
        looked.expect(is_there, entry, || format!("no redemption of {} gave {}", said.0, said.2));
    }
    looked.expect(given.is_empty(), entry, || "a redemption gave what its quote does not".to_owned());
    Ok(())
}

fn order_name(order: &OrderRecord) -> String {
    format!("order {}", order.order_id)
}

/// An order that counts as history of its identities.
fn note(history: &mut History, order: &OrderRecord) -> Result<(), StoreError> {
    if order.state != "placed" {
        return Ok(());
    }
    let identities = sorted_identities(&order.identities)?;
    let mut add = |identity: &str, also: &str| {
        let key = [identity, also, &order.currency].map(str::to_owned);
        let sums = history.entry(key).or_default();
        *sums = (sums.0 + 1, sums.1 + order.total - order.refunded);
    };
    identities.iter().for_each(|identity| add(identity, ""));
    if let [first, second] = identities[..] {
        add(first, second);
    }
    Ok(())
}

async fn verify_history(tx: &mut Tx<'_>, looked: &mut Looked, mut history: History) -> Result<(), StoreError> {
    let wrong = |(orders, spent): (i64, i64), (right, money): (i64, i64)| {
        format!("noted are {orders} orders of {spent}; there are {right} of {money}")
    };
    let mut key = [String::new(), String::new(), String::new()];
    loop {
        let rows = tx.query(SELECT_HISTORY, params![&key[0], &key[1], &key[2], PAGE]).await?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            key = [row.text()?, row.text()?, row.text()?];
            let noted = (row.integer()?, row.integer()?);
            let right = history.remove(&key).unwrap_or_default();
            looked.expect(noted == right, || "the history of an identity".to_owned(), || wrong(noted, right));
        }
    }
    if let Some(right) = history.into_values().next() {
        looked.expect(false, || "the history of an identity".to_owned(), || wrong((0, 0), right));
    }
    Ok(())
}
