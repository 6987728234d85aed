//! What is right is found right, and whatever was altered is named.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rstest::rstest;
use tessera_store::coupons::{self, UpdateOutcome};
use tessera_store::limits::CouponLimits;
use tessera_store::redemptions::{self, CancelOutcome, NewRedemption, RedeemOutcome};
use tessera_store::refunds::{NewRefund, create_refund};
use tessera_store::reservations;
use tessera_store::verify::{BadEntry, Head, Verified, verify};

use crate::changes::{change, seal_all};
use crate::{Bed, Driver, order, redemption, terms};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);

async fn look(bed: &Bed, head: Option<Head>) -> Vec<Verified> {
    bed.read(move |tx| Box::pin(async move { verify(tx, head.as_ref()).await })).await
}

async fn first_bad(bed: &Bed) -> Option<(&'static str, BadEntry)> {
    look(bed, None).await.into_iter().find_map(|verified| verified.bad.map(|bad| (verified.name, bad)))
}

async fn run(bed: &Bed, sql: &'static str) {
    let changed = bed.write(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await;
    assert!(changed > 0, "{sql} changed nothing");
}

fn limited() -> CouponLimits {
    let usd = Some(BTreeMap::from([("USD".to_owned(), 1_000)]));
    CouponLimits {
        total: Some(20),
        per_customer: Some(20),
        per_code: Some(20),
        per_day: Some(20),
        budget: usd.clone(),
        budget_per_customer: usd.clone(),
        budget_per_day: usd,
        claims_total: Some(20),
        claims_per_customer: Some(20),
    }
}

fn with_code(order_id: &str) -> NewRedemption {
    NewRedemption { code_id: Some("cod_1".to_owned()), code: Some("A".to_owned()), ..redemption(order_id, "cpn_1") }
}

async fn hold(bed: &Bed, id: &'static str, identities: &'static [&'static str]) {
    let done = bed
        .write(move |tx| {
            Box::pin(async move {
                let mut order = order(id, identities);
                order.takes_first_order = true;
                reservations::create_reservation(tx, &order, &[with_code(id)], QUARTER).await
            })
        })
        .await;
    assert!(matches!(done, RedeemOutcome::Done { .. }), "{done:?}");
}

/// A coupon with every limit, and orders in every state.
async fn filled(driver: Driver) -> Bed {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits = limited()).await;
    for (id, who) in [("o1", "id:ana"), ("o2", "id:ben"), ("o3", "id:cyd"), ("o4", "id:dan")] {
        let done = bed.redeem(order(id, &[who, "em:x@shop.example"]), vec![with_code(id)]).await;
        assert!(matches!(done, RedeemOutcome::Done { .. }), "{done:?}");
    }
    hold(&bed, "o5", &["id:eve"]).await;
    hold(&bed, "o6", &["id:fay"]).await;
    bed.write(|tx| {
        Box::pin(async move {
            let held = reservations::lock_reservation(tx, "rsv_o6").await?.unwrap();
            reservations::commit_reservation(tx, &held, None).await?;
            let order = redemptions::lock_order(tx, "o2").await?.unwrap();
            redemptions::cancel_order(tx, &order, &[], "cancelled", &|_| true).await?;
            let order = redemptions::lock_order(tx, "o3").await?.unwrap();
            let refund = NewRefund {
                id: "rfd_1".to_owned(),
                amount: 200,
                tax: 0,
                document: "{}".to_owned(),
                to_balances: Vec::new(),
            };
            create_refund(tx, &order, &refund).await
        })
    })
    .await;
    let id = bed.read(|tx| Box::pin(redemptions::read_redemptions(tx, "o4", "rsv_o4"))).await[0].id.clone();
    let cancelled = bed.write(move |tx| Box::pin(async move { redemptions::cancel_redemption(tx, &id).await })).await;
    assert!(matches!(cancelled, CancelOutcome::Cancelled(..)));
    change(&bed, "a", &["cpn_1"]).await;
    change(&bed, "b", &["cpn_1", "order:o1"]).await;
    change(&bed, "c", &["order:o1"]).await;
    seal_all(&bed).await;
    bed
}

#[rstest]
#[tokio::test]
async fn all_that_was_done_is_right(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = filled(driver).await;
    let found = look(&bed, None).await;
    let names: Vec<_> = found.iter().map(|verified| verified.name).collect();
    assert_eq!(
        names,
        ["audit_chain", "events", "counters", "redemptions", "orders", "ledger", "balances", "campaigns", "claims"]
    );
    for verified in found {
        assert_eq!(verified.bad, None, "{}", verified.name);
        // Money on codes, shared budgets and claims have their own.
        let is_there = !matches!(verified.name, "balances" | "campaigns" | "claims");
        assert!(verified.looked_at > 2 || !is_there, "{verified:?}");
    }
    // 6 orders of 100, one given back: two sides of each movement.
    assert_eq!(bed.number("SELECT COUNT(*) FROM ledger_entries").await, 14);
    assert_eq!(
        bed.number("SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_entries WHERE account = 'budget'").await,
        500
    );
    bed.pass(3_600);
    let ended = bed.write(|tx| Box::pin(reservations::expire_reservations(tx, &[], &[], 100))).await;
    assert_eq!(ended.ended.len(), 1);
    assert_eq!(first_bad(&bed).await, None);
}

#[rstest]
#[tokio::test]
async fn limits_and_budgets_may_come_and_go(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = filled(driver).await;
    for limits in [CouponLimits::default(), limited(), CouponLimits::default(), limited()] {
        let outcome = bed
            .write(move |tx| {
                Box::pin(async move {
                    let terms = coupons::NewTerms { limits, ..terms("cpn_1") };
                    coupons::update_coupon(tx, "cpn_1", None, &terms, "key_1", "edited").await
                })
            })
            .await;
        assert!(matches!(outcome, UpdateOutcome::Updated(_)));
        assert_eq!(first_bad(&bed).await, None);
        let id = format!("n{}", bed.number("SELECT COUNT(*) FROM orders").await);
        let version = bed.read_coupon("cpn_1").await.version;
        let uses = vec![NewRedemption { coupon_version: version, ..with_code(&id) }];
        let done = bed.redeem(order(&id, &["id:gus"]), uses).await;
        assert!(matches!(done, RedeemOutcome::Done { .. }), "{done:?}");
        assert_eq!(first_bad(&bed).await, None);
    }
}

#[rstest]
#[case("UPDATE audit SET actor = 'key_2' WHERE position = 2", "audit_chain", "aud_b")]
#[case("DELETE FROM audit WHERE position = 2", "audit_chain", "aud_c")]
#[case("DELETE FROM audit WHERE position = 3", "audit_chain", "position 3")]
#[case("UPDATE audit SET reason = 'another' WHERE position = 1", "audit_chain", "aud_a")]
#[case("UPDATE events SET data = '{}' WHERE id = 'evt_b2'", "audit_chain", "aud_b")]
#[case("DELETE FROM events WHERE id = 'evt_a1'", "audit_chain", "aud_a")]
#[case("UPDATE sealer SET event_position = 9", "events", "events")]
#[case("UPDATE events SET seq = 9 WHERE id = 'evt_b1'", "events", "cpn_1")]
#[case("UPDATE events SET at = 0 WHERE id = 'evt_b1'", "events", "evt_b1")]
#[case("UPDATE counters SET used = used + 1 WHERE resource = 'uses'", "counters", "cpn_1 uses")]
#[case("UPDATE counters SET held = held + 1 WHERE resource = 'day:2026-06-03'", "counters", "day:2026-06-03")]
#[case("UPDATE counters SET used = used - 1 WHERE resource = 'budget:USD'", "counters", "cpn_1 budget:USD")]
#[case("DELETE FROM counters WHERE resource = 'customer:id:ana'", "counters", "customer:id:ana")]
#[case("UPDATE counters SET used = 2 WHERE owner = 'id:ana' AND resource = 'orders'", "counters", "orders")]
#[case("DELETE FROM counters WHERE owner = 'id:eve' AND resource = 'holds'", "counters", "holds")]
#[case(
    "INSERT INTO counters (owner, resource, used, held, seq) VALUES ('cpn_9', 'uses', 1, 0, 1)",
    "counters",
    "cpn_9"
)]
#[case("UPDATE coupons SET limits = '{\"total\":1,\"per_code\":9}'", "counters", "cpn_1")]
#[case("UPDATE redemptions SET amount = amount + 1 WHERE order_id = 'o1'", "counters", "budget:USD")]
#[case("UPDATE reservations SET state = 'released' WHERE id = 'rsv_o6'", "redemptions", "rsv_o6")]
#[case("UPDATE redemptions SET coupon_version = 7 WHERE order_id = 'o1'", "redemptions", "rdm_")]
#[case("UPDATE orders SET refunded = 201 WHERE order_id = 'o3'", "orders", "order o3")]
#[case("UPDATE refunds SET number = 2", "orders", "order o3")]
#[case("UPDATE orders SET ended_at = 5 WHERE order_id = 'o1'", "orders", "order o1")]
#[case("UPDATE order_counters SET spent = spent + 1 WHERE identity = 'id:ana'", "orders", "identity")]
#[case("UPDATE ledger_entries SET amount = amount + 1 WHERE account = 'order:o1'", "ledger", "cpn_1 USD 1")]
#[case("DELETE FROM ledger_entries WHERE seq = 1", "ledger", "cpn_1 budget:USD")]
#[case("DELETE FROM ledger_entries", "ledger", "cpn_1 budget:USD")]
#[tokio::test]
async fn whatever_was_altered_is_named(#[case] sql: &'static str, #[case] check: &str, #[case] entry: &str) {
    let bed = filled(Driver::Memory).await;
    run(&bed, sql).await;
    let (name, bad) = first_bad(&bed).await.unwrap_or_else(|| panic!("{sql} was not seen"));
    assert_eq!(name, check, "{sql}: {bad:?}");
    assert!(bad.entry.contains(entry), "{sql}: {bad:?}");
}

#[tokio::test]
async fn an_erased_reason_breaks_no_chain_and_a_kept_head_shows_a_cut_trail() {
    let bed = filled(Driver::Memory).await;
    let chain = bed
        .read(|tx| {
            Box::pin(
                async move { tx.query_first("SELECT chain FROM audit WHERE position = 3", &[]).await?.unwrap().text() },
            )
        })
        .await;
    let head = Head { position: 3, chain };
    run(&bed, "UPDATE audit SET reason = NULL WHERE position = 1").await;
    assert!(look(&bed, Some(head.clone())).await.iter().all(|verified| verified.bad.is_none()));
    // Whoever cuts the trail and the sealer alike is shown by what was kept outside.
    run(&bed, "DELETE FROM events WHERE audit_id = 'aud_c'").await;
    run(&bed, "DELETE FROM audit WHERE position = 3").await;
    run(&bed, "UPDATE sealer SET audit_position = 2, event_position = 3, chain = (SELECT chain FROM audit WHERE position = 2)")
        .await;
    assert_eq!(first_bad(&bed).await, None);
    let bad = look(&bed, Some(head)).await[0].bad.clone().unwrap();
    assert!(bad.detail.contains("before the head"), "{bad:?}");
    let other = Head { position: 2, chain: "00".to_owned() };
    assert!(look(&bed, Some(other)).await[0].bad.is_some());
}
