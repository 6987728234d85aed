//! Orders, uses and their limits.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::coupons::{self, NewTerms};
use tessera_store::limits::CouponLimits;
use tessera_store::redemptions::{
    self, LimitReached, NewOrder, NewRedemption, ReadUses, RedeemOutcome, Refusal, create_redemption, read_order,
};

use crate::{Bed, Driver, NOON, at, order, redeem, redemption, terms};

/// What it is the suite is about: redeems in parallel, one order each, and answers the outcomes.
async fn storm(bed: &Bed, orders: Vec<(NewOrder, Vec<NewRedemption>)>) -> Vec<RedeemOutcome> {
    let tasks = orders.into_iter().map(|(order, redemptions)| {
        let store = bed.store.clone();
        tokio::spawn(async move { redeem(&store, order, redemptions).await })
    });
    futures::future::join_all(tasks).await.into_iter().map(|outcome| outcome.unwrap().unwrap()).collect()
}

fn done(outcomes: &[RedeemOutcome]) -> usize {
    outcomes.iter().filter(|outcome| matches!(outcome, RedeemOutcome::Done { .. })).count()
}

fn seq(outcome: RedeemOutcome) -> BTreeMap<String, u64> {
    match outcome {
        RedeemOutcome::Done { seq, .. } => seq,
        other => panic!("{other:?}"),
    }
}

fn refused(coupon_id: &str, reason: LimitReached) -> RedeemOutcome {
    RedeemOutcome::Refused(vec![Refusal { owner: coupon_id.to_owned(), reason }])
}

async fn uses(bed: &Bed, coupon_id: &'static str, identities: &[&str]) -> (u64, u64) {
    let asked = ReadUses {
        coupons: vec![(coupon_id.to_owned(), None)],
        identities: identities.iter().map(|&id| id.to_owned()).collect(),
        ..ReadUses::default()
    };
    let found = bed.read(move |tx| Box::pin(async move { redemptions::read_uses(tx, &asked).await })).await;
    let found = found.unwrap();
    assert_eq!((found.len(), found[0].coupon_id.as_str()), (1, coupon_id));
    (found[0].total, found[0].customer)
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_of_one_gives_one_of_fifty(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(1)).await;
    let orders = (0..50).map(|number| {
        let id = format!("o{number}");
        let use_of = redemption(&id, "cpn_1");
        (order(&id, &[]), vec![use_of])
    });
    let outcomes = storm(&bed, orders.collect()).await;
    assert_eq!(done(&outcomes), 1);
    assert_eq!(outcomes.iter().filter(|o| **o == refused("cpn_1", LimitReached::Total)).count(), 49);
    assert_eq!(bed.number("SELECT used FROM counters").await, 1);
    assert_eq!(bed.number("SELECT COUNT(*) FROM redemptions").await, 1);
    assert_eq!(bed.number("SELECT COUNT(*) FROM orders").await, 1, "a refused order leaves nothing");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sequence_number_rises_by_one_without_gaps(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(30)).await;
    let orders = (0..50).map(|number| {
        let id = format!("o{number}");
        (order(&id, &[]), vec![redemption(&id, "cpn_1")])
    });
    let outcomes = storm(&bed, orders.collect()).await;
    let numbers: BTreeSet<u64> = outcomes
        .into_iter()
        .filter_map(|outcome| match outcome {
            RedeemOutcome::Done { seq, .. } => Some(seq["cpn_1"]),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, (2..=31).collect());
    let coupon = bed.read_coupon("cpn_1").await;
    assert_eq!((coupon.seq, coupon.uses), (31, 30));
    let new = NewTerms { limits: CouponLimits { total: Some(31), ..CouponLimits::default() }, ..terms("x") };
    bed.write(move |tx| Box::pin(async move { coupons::update_coupon(tx, "cpn_1", None, &new, "k", "e").await })).await;
    let last = NewRedemption { coupon_version: 2, ..redemption("last", "cpn_1") };
    assert_eq!(seq(bed.redeem(order("last", &[]), vec![last]).await)["cpn_1"], 33, "the edit took 32");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_per_customer_gives_one_in_parallel(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.per_customer = Some(1)).await;
    let orders = (0..50).map(|number| {
        let id = format!("o{number}");
        let use_of = redemption(&id, "cpn_1");
        (order(&id, &["id:ana"]), vec![use_of])
    });
    let outcomes = storm(&bed, orders.collect()).await;
    assert_eq!(done(&outcomes), 1);
    assert_eq!(outcomes.iter().filter(|o| **o == refused("cpn_1", LimitReached::Customer)).count(), 49);
    assert_eq!(uses(&bed, "cpn_1", &["id:ana"]).await, (1, 1));
}

#[rstest]
#[tokio::test]
async fn a_use_counts_against_both_identities_and_either_refuses(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.per_customer = Some(1)).await;
    let place = |id: &'static str, identities: &'static [&'static str]| {
        let use_of = redemption(id, "cpn_1");
        bed.redeem(order(id, identities), vec![use_of])
    };
    assert_eq!(seq(place("o1", &["id:ana", "em:ana@x"]).await).len(), 2);
    let no = refused("cpn_1", LimitReached::Customer);
    assert_eq!(place("o2", &["id:ana"]).await, no);
    assert_eq!(place("o3", &["em:ana@x"]).await, no);
    assert_eq!(place("o4", &["id:ben", "em:ana@x"]).await, no);
    assert_eq!(uses(&bed, "cpn_1", &["id:ben"]).await, (1, 0), "a refused order takes nothing of the other identity");
    assert_eq!(place("o5", &[]).await, no);
    seq(place("o6", &["id:ben", "id:ben"]).await);
    assert_eq!(uses(&bed, "cpn_1", &["id:ben", "id:nobody"]).await, (2, 1));
}

#[rstest]
#[tokio::test]
async fn an_e_mail_is_not_in_a_sequence(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| {
        terms.limits.total = Some(9);
        terms.limits.per_customer = Some(1);
    })
    .await;
    let use_of = redemption("o1", "cpn_1");
    let seq = seq(bed.redeem(order("o1", &["em:ana@shop.example"]), vec![use_of]).await);
    let keys: Vec<_> = seq.keys().collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], "cpn_1");
    assert!(keys[1].starts_with("cpn_1/") && !keys[1].contains("ana"), "{keys:?}");
}

#[rstest]
#[tokio::test]
async fn a_limit_per_customer_that_comes_later_counts_what_was_used(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    seq(bed.redeem(order("o1", &["id:ana"]), vec![redemption("o1", "cpn_1")]).await);
    let mut limited = terms("x");
    limited.limits.per_customer = Some(1);
    bed.write(move |tx| Box::pin(async move { coupons::update_coupon(tx, "cpn_1", None, &limited, "k", "e").await }))
        .await;
    let limited = NewRedemption { coupon_version: 2, ..redemption("o2", "cpn_1") };
    assert_eq!(bed.redeem(order("o2", &["id:ana"]), vec![limited]).await, refused("cpn_1", LimitReached::Customer));
}

#[rstest]
#[tokio::test]
async fn a_limit_of_none_is_none(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(0)).await;
    bed.coupon("cpn_2", |terms| terms.limits.per_customer = Some(0)).await;
    let total = redemption("o1", "cpn_1");
    assert_eq!(bed.redeem(order("o1", &["a"]), vec![total]).await, refused("cpn_1", LimitReached::Total));
    let customer = redemption("o2", "cpn_2");
    assert_eq!(bed.redeem(order("o2", &["a"]), vec![customer]).await, refused("cpn_2", LimitReached::Customer));
}

#[rstest]
#[tokio::test]
async fn an_edited_coupon_is_stale_and_one_switched_off_is_not_live(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let stale = NewRedemption { coupon_version: 2, ..redemption("o1", "cpn_1") };
    assert_eq!(bed.redeem(order("o1", &[]), vec![stale]).await, refused("cpn_1", LimitReached::StaleVersion));
    for status in ["paused", "draft", "archived"] {
        bed.coupon(&format!("cpn_{status}"), |terms| terms.status = status.to_owned()).await;
        let id = format!("cpn_{status}");
        let use_of = redemption("o2", &id);
        assert_eq!(bed.redeem(order("o2", &[]), vec![use_of]).await, refused(&id, LimitReached::NotLive));
    }
    let unknown = redemption("o3", "cpn_none");
    assert_eq!(bed.redeem(order("o3", &[]), vec![unknown]).await, refused("cpn_none", LimitReached::NotLive));
}

#[rstest]
#[tokio::test]
async fn a_refusal_names_every_coupon_and_leaves_nothing_of_the_others(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_a", |terms| terms.limits.total = Some(5)).await;
    bed.coupon("cpn_b", |terms| terms.limits.total = Some(0)).await;
    bed.coupon("cpn_c", |_| {}).await;
    bed.coupon("cpn_d", |terms| terms.status = "paused".to_owned()).await;
    // A unit that passes over the refusal and answers well is undone all the same, with all that it did beside.
    let outcome = bed
        .write(|tx| {
            Box::pin(async move {
                let wanted: Vec<_> = ["cpn_d", "cpn_c", "cpn_b", "cpn_a"].map(|id| redemption("o1", id)).into();
                create_redemption(tx, &order("o0", &["id:ana"]), &[redemption("o0", "cpn_a")]).await?;
                create_redemption(tx, &order("o1", &["id:ana"]), &wanted).await
            })
        })
        .await;
    let refusals = vec![
        Refusal { owner: "cpn_b".to_owned(), reason: LimitReached::Total },
        Refusal { owner: "cpn_d".to_owned(), reason: LimitReached::NotLive },
    ];
    assert_eq!(outcome, RedeemOutcome::Refused(refusals));
    for id in ["cpn_a", "cpn_c"] {
        assert_eq!(uses(&bed, id, &["id:ana"]).await, (0, 0), "{id}");
    }
    for id in ["o0", "o1"] {
        assert_eq!(bed.read(move |tx| Box::pin(read_order(tx, id))).await, None, "{id}");
    }
    bed.redeem(order("o1", &["id:ana"]), vec![redemption("o1", "cpn_a")]).await;
    assert_eq!(uses(&bed, "cpn_a", &["id:ana"]).await, (1, 1));
    assert_eq!(bed.read_coupon("cpn_a").await.seq, 2);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_placed_once(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(100)).await;
    let orders = (0..20).map(|_| (order("o1", &["id:ana"]), vec![redemption("o1", "cpn_1")]));
    let outcomes = storm(&bed, orders.collect()).await;
    assert_eq!(done(&outcomes), 1);
    for outcome in &outcomes {
        match outcome {
            RedeemOutcome::Done { .. } => {}
            RedeemOutcome::OrderExists(found) => {
                assert_eq!((found.order_id.as_str(), found.placed_at), ("o1", at(NOON)));
                assert_eq!(found.identities, ["id:ana"]);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(uses(&bed, "cpn_1", &[]).await, (1, 0));
}

#[rstest]
#[tokio::test]
async fn an_order_without_coupons_is_recorded(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let new = NewOrder { cart: "{\"currency\":\"USD\"}".to_owned(), ..order("o1", &["id:ana"]) };
    assert_eq!(seq(bed.redeem(new.clone(), Vec::new()).await), BTreeMap::new());
    let found = bed.read(|tx| Box::pin(read_order(tx, "o1"))).await.unwrap();
    assert_eq!(
        (found.cart, found.reservation_id, found.total, found.savings),
        (new.cart, new.reservation_id, 900, 100)
    );
}

#[rstest]
#[tokio::test]
async fn a_coupon_is_used_once_by_an_order(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let twice = vec![redemption("o1", "cpn_1"), NewRedemption { id: "rdm_2".to_owned(), ..redemption("o1", "cpn_1") }];
    let result = redeem(&bed.store, order("o1", &[]), twice).await;
    assert!(matches!(result, Err(StoreError::Constraint { .. })), "{result:?}");
    assert_eq!(bed.number("SELECT COUNT(*) FROM orders").await, 0);
}

#[rstest]
#[tokio::test]
async fn an_unlimited_coupon_has_no_counter_and_its_uses_are_counted(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    for number in 0..200 {
        let id = format!("o{number}");
        assert_eq!(seq(bed.redeem(order(&id, &[]), vec![redemption(&id, "cpn_1")]).await), BTreeMap::new());
        bed.pass(2);
        let expected = number + 1;
        assert_eq!(uses(&bed, "cpn_1", &[]).await.0, expected);
    }
    assert_eq!(bed.read_coupon("cpn_1").await.uses, 200);
    assert_eq!(bed.number("SELECT COUNT(*) FROM counters WHERE resource = 'uses'").await, 0);
    let folded = bed.number("SELECT counted FROM coupon_use_folds").await;
    assert!((100..200).contains(&folded), "{folded}");
}

#[rstest]
#[tokio::test]
async fn a_clock_that_goes_back_loses_no_use(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    for (number, now) in [
        "2026-06-03T12:00:00Z",
        "2026-06-03T13:00:00Z",
        "2026-06-03T11:00:00Z",
        "2026-06-03T12:30:00Z",
        "2026-06-03T14:00:00Z",
    ]
    .into_iter()
    .enumerate()
    {
        bed.set_clock(at(now));
        let id = format!("o{number}");
        seq(bed.redeem(order(&id, &[]), vec![redemption(&id, "cpn_1")]).await);
        assert_eq!(uses(&bed, "cpn_1", &[]).await.0, u64::try_from(number).unwrap() + 1, "{now}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counters_equal_what_the_redemptions_say_after_a_storm(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for (id, limit) in [("cpn_0", Some(7)), ("cpn_1", None), ("cpn_2", Some(3))] {
        bed.coupon(id, |terms| {
            terms.limits.total = limit;
            terms.limits.per_customer = Some(2);
        })
        .await;
    }
    // A fixed walk through orders, customers and sets of coupons; some orders come twice.
    let orders = (0..200_u32).map(|step| {
        let turn = step.wrapping_mul(2_654_435_761) >> 16;
        let id = format!("o{}", turn % 150);
        let wanted = (0..3).filter(|bit| turn >> bit & 1 == 1).map(|number| redemption(&id, &format!("cpn_{number}")));
        (order(&id, &[&format!("id:{}", turn % 11), &format!("em:{}", turn % 7)]), wanted.collect())
    });
    storm(&bed, orders.collect()).await;
    for (what, sql) in [
        (
            "limits hold",
            "SELECT COUNT(*) FROM coupons c JOIN counters k ON k.owner = c.id AND k.resource = 'uses' WHERE k.used + k.held > c.total_limit",
        ),
        ("customers' limits hold", "SELECT COUNT(*) FROM counters WHERE resource LIKE 'customer:%' AND used > 2"),
        (
            "counters are the redemptions",
            "SELECT COUNT(*) FROM counters k WHERE k.resource = 'uses' AND k.used <> (SELECT COUNT(*) FROM redemptions r WHERE r.coupon_id = k.owner AND r.counts = 1)",
        ),
        ("sequences are the changes", "SELECT COUNT(*) FROM counters WHERE resource = 'uses' AND seq <> used + 1"),
        (
            "customers' counters are the redemptions, once for each identity",
            "SELECT (SELECT SUM(used) FROM counters WHERE resource LIKE 'customer:%') - 2 * (SELECT COUNT(*) FROM redemptions)",
        ),
        (
            "every redemption has its order",
            "SELECT COUNT(*) FROM redemptions WHERE order_id NOT IN (SELECT order_id FROM orders)",
        ),
    ] {
        assert_eq!(bed.number(sql).await, 0, "{what}");
    }
    assert_eq!(bed.number("SELECT used FROM counters WHERE owner = 'cpn_2' AND resource = 'uses'").await, 3);
}
