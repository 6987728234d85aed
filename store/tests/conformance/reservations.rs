//! Holds: what they take, what ends them, and every kind of limit they count against.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rstest::rstest;
use tessera_store::coupons;
use tessera_store::limits::CouponLimits;
use tessera_store::redemptions::{
    self, CancelOutcome, LimitReached, NewOrder, NewRedemption, RedeemOutcome, RedemptionRecord,
};
use tessera_store::refunds::{NewRefund, create_refund, list_refunds};
use tessera_store::reservations::{self, ReservationRecord};

use crate::{Bed, Driver, order, redemption, terms};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);

async fn hold(bed: &Bed, order: NewOrder, redemptions: Vec<NewRedemption>) -> RedeemOutcome {
    bed.write(move |tx| {
        Box::pin(async move { reservations::create_reservation(tx, &order, &redemptions, QUARTER).await })
    })
    .await
}

async fn reservation(bed: &Bed, id: &'static str) -> ReservationRecord {
    bed.read(move |tx| Box::pin(reservations::read_reservation(tx, id))).await.unwrap()
}

async fn commit(bed: &Bed, id: &'static str) -> RedeemOutcome {
    bed.write(move |tx| {
        Box::pin(async move {
            let held = reservations::lock_reservation(tx, id).await?.unwrap();
            reservations::commit_reservation(tx, &held, None).await
        })
    })
    .await
}

async fn release(bed: &Bed, id: &'static str) -> BTreeMap<String, u64> {
    bed.write(move |tx| {
        Box::pin(async move {
            let held = reservations::lock_reservation(tx, id).await?.unwrap();
            reservations::release_reservation(tx, &held, "released").await
        })
    })
    .await
}

async fn expire(bed: &Bed) -> usize {
    bed.write(|tx| Box::pin(reservations::expire_reservations(tx, &[], &[], 100))).await.ended.len()
}

fn reasons(outcome: RedeemOutcome) -> Vec<LimitReached> {
    match outcome {
        RedeemOutcome::Refused(refused) => refused.into_iter().map(|refusal| refusal.reason).collect(),
        other => panic!("{other:?}"),
    }
}

fn made(outcome: RedeemOutcome) -> Vec<RedemptionRecord> {
    match outcome {
        RedeemOutcome::Done { redemptions, .. } => redemptions,
        other => panic!("{other:?}"),
    }
}

/// Used and held of a resource; -1 when it has no row.
async fn counter(bed: &Bed, resource: &str) -> (i64, i64) {
    let resource = resource.to_owned();
    bed.read(move |tx| {
        Box::pin(async move {
            let sql = "SELECT used, held FROM counters WHERE owner = 'cpn_1' AND resource = ?1";
            match tx.query_first(sql, tessera_store::params![&resource]).await? {
                Some(mut row) => Ok((row.integer()?, row.integer()?)),
                None => Ok((-1, -1)),
            }
        })
    })
    .await
}

fn all_limits() -> CouponLimits {
    let usd = |most: i64| Some(BTreeMap::from([("USD".to_owned(), most)]));
    CouponLimits {
        total: Some(3),
        per_customer: Some(3),
        per_code: Some(3),
        per_day: Some(3),
        budget: usd(300),
        budget_per_customer: usd(300),
        budget_per_day: usd(300),
        ..CouponLimits::default()
    }
}

fn with_code(order_id: &str) -> NewRedemption {
    NewRedemption { code_id: Some("cod_1".to_owned()), code: Some("A".to_owned()), ..redemption(order_id, "cpn_1") }
}

const RESOURCES: [(&str, i64); 7] = [
    ("uses", 1),
    ("customer:id:ana", 1),
    ("code:cod_1", 1),
    ("day:2026-06-03", 1),
    ("budget:USD", 100),
    ("budget:USD:customer:id:ana", 100),
    ("budget:USD:day:2026-06-03", 100),
];

#[rstest]
#[tokio::test]
async fn a_hold_takes_of_every_limit_and_a_commit_moves_it(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits = all_limits()).await;
    made(hold(&bed, order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    for (resource, amount) in RESOURCES {
        assert_eq!(counter(&bed, resource).await, (0, amount), "{resource}");
    }
    made(commit(&bed, "rsv_o1").await);
    for (resource, amount) in RESOURCES {
        assert_eq!(counter(&bed, resource).await, (amount, 0), "{resource}");
    }
    assert_eq!(reservation(&bed, "rsv_o1").await.state, "committed");
}

#[rstest]
#[tokio::test]
async fn a_released_and_an_expired_hold_give_everything_back(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
    #[values(false, true)] expires: bool,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits = all_limits()).await;
    made(hold(&bed, order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    if expires {
        assert_eq!(expire(&bed).await, 0, "not yet");
        bed.pass(15 * 60);
        assert_eq!(expire(&bed).await, 1);
        assert_eq!(expire(&bed).await, 0, "once");
    } else {
        assert!(release(&bed, "rsv_o1").await.contains_key("cpn_1"));
    }
    for (resource, _) in RESOURCES {
        assert_eq!(counter(&bed, resource).await, (0, 0), "{resource}");
    }
    assert_eq!(reservation(&bed, "rsv_o1").await.state, if expires { "expired" } else { "released" });
    assert_eq!(bed.number("SELECT COUNT(*) FROM counters WHERE owner = 'id:ana' AND held > 0").await, 0);
}

#[rstest]
#[case(|limits: &mut CouponLimits| limits.total = Some(1), LimitReached::Total)]
#[case(|limits: &mut CouponLimits| limits.per_customer = Some(1), LimitReached::Customer)]
#[case(|limits: &mut CouponLimits| limits.per_code = Some(1), LimitReached::Code)]
#[case(|limits: &mut CouponLimits| limits.per_day = Some(1), LimitReached::Day)]
#[case(|limits: &mut CouponLimits| limits.budget = Some(BTreeMap::from([("USD".to_owned(), 199)])), LimitReached::Budget)]
#[case(|limits: &mut CouponLimits| limits.budget_per_customer = Some(BTreeMap::from([("USD".to_owned(), 199)])), LimitReached::Budget)]
#[case(|limits: &mut CouponLimits| limits.budget_per_day = Some(BTreeMap::from([("USD".to_owned(), 199)])), LimitReached::Budget)]
#[tokio::test]
async fn each_limit_refuses_the_second_while_the_first_is_held(
    #[case] limit: fn(&mut CouponLimits),
    #[case] reason: LimitReached,
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| limit(&mut terms.limits)).await;
    made(hold(&bed, order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    assert_eq!(reasons(bed.redeem(order("o2", &["id:ana"]), vec![with_code("o2")]).await), [reason]);
    release(&bed, "rsv_o1").await;
    made(bed.redeem(order("o3", &["id:ana"]), vec![with_code("o3")]).await);
    assert_eq!(reasons(hold(&bed, order("o4", &["id:ana"]), vec![with_code("o4")]).await), [reason]);
}

#[rstest]
#[tokio::test]
async fn a_hold_is_honoured_whatever_became_of_the_coupon(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(5)).await;
    made(hold(&bed, order("o1", &["id:ana"]), vec![redemption("o1", "cpn_1")]).await);
    let mut paused = terms("x");
    paused.status = "paused".to_owned();
    paused.limits.total = Some(0);
    bed.write(move |tx| Box::pin(async move { coupons::update_coupon(tx, "cpn_1", None, &paused, "k", "e").await }))
        .await;
    made(commit(&bed, "rsv_o1").await);
    assert_eq!(counter(&bed, "uses").await, (1, 0));
}

#[rstest]
#[tokio::test]
async fn an_order_sees_its_own_hold_as_free(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(1)).await;
    made(hold(&bed, order("o1", &[]), vec![redemption("o1", "cpn_1")]).await);
    let again = NewOrder { reservation_id: "rsv_again".to_owned(), ..order("o1", &[]) };
    made(hold(&bed, again, vec![NewRedemption { id: "rdm_2".to_owned(), ..redemption("o1", "cpn_1") }]).await);
    assert_eq!(reservation(&bed, "rsv_o1").await.state, "released");
    assert_eq!(counter(&bed, "uses").await, (0, 1));
    let direct = NewOrder { reservation_id: "rsv_direct".to_owned(), ..order("o1", &[]) };
    made(bed.redeem(direct, vec![NewRedemption { id: "rdm_3".to_owned(), ..redemption("o1", "cpn_1") }]).await);
    assert_eq!(
        (counter(&bed, "uses").await, reservation(&bed, "rsv_again").await.state.as_str()),
        ((1, 0), "released")
    );
}

#[rstest]
#[tokio::test]
async fn a_hold_follows_another_cart(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits = all_limits()).await;
    bed.coupon("cpn_2", |terms| terms.limits.total = Some(1)).await;
    made(hold(&bed, order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    let follow = |redemptions: Vec<NewRedemption>| {
        bed.write(move |tx| {
            Box::pin(async move {
                let held = reservations::lock_reservation(tx, "rsv_o1").await?.unwrap();
                let order = NewOrder { total: 1, ..order("o1", &["id:ana"]) };
                reservations::update_reservation(tx, &held, &order, &redemptions).await
            })
        })
    };
    let more = NewRedemption { amount: 250, ..with_code("o1") };
    assert_eq!(made(follow(vec![more.clone(), redemption("o1", "cpn_2")]).await).len(), 2);
    assert_eq!(counter(&bed, "budget:USD").await, (0, 250));
    let too_much = NewRedemption { amount: 301, ..with_code("o1") };
    assert!(reasons(follow(vec![too_much]).await).iter().all(|reason| *reason == LimitReached::Budget));
    assert_eq!(counter(&bed, "budget:USD").await, (0, 250), "a refused change leaves the hold as it is");
    made(follow(vec![redemption("o1", "cpn_2")]).await);
    for (resource, _) in RESOURCES {
        assert_eq!(counter(&bed, resource).await, (0, 0), "{resource}");
    }
    assert_eq!(reservation(&bed, "rsv_o1").await.order.total, 1);
}

#[rstest]
#[tokio::test]
async fn the_first_order_of_an_identity_is_held_once(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    let first = |id: &str, identities: &[&str]| NewOrder { takes_first_order: true, ..order(id, identities) };
    made(hold(&bed, first("o1", &["em:ana@x", "id:ana"]), vec![redemption("o1", "cpn_1")]).await);
    let other = hold(&bed, first("o2", &["em:ana@x"]), vec![redemption("o2", "cpn_1")]).await;
    assert_eq!(reasons(other), [LimitReached::FirstOrder]);
    made(bed.redeem(order("o3", &["id:ana"]), Vec::new()).await);
    made(commit(&bed, "rsv_o1").await);
    let later = bed.redeem(first("o4", &["id:ana"]), vec![redemption("o4", "cpn_1")]).await;
    assert_eq!(reasons(later), [LimitReached::FirstOrder]);
}

#[rstest]
#[tokio::test]
async fn a_customer_holds_twenty_orders_at_most(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for number in 0..redemptions::MOST_HOLDS {
        made(hold(&bed, order(&format!("o{number}"), &["id:ana"]), Vec::new()).await);
    }
    assert_eq!(reasons(hold(&bed, order("more", &["id:ana"]), Vec::new()).await), [LimitReached::Holds]);
    made(hold(&bed, order("bens", &["id:ben"]), Vec::new()).await);
    bed.pass(15 * 60);
    expire(&bed).await;
    made(hold(&bed, order("more", &["id:ana"]), Vec::new()).await);
}

#[rstest]
#[tokio::test]
async fn a_cancelled_use_comes_back_and_its_day_and_budget_stay(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits = all_limits()).await;
    let made = made(bed.redeem(order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    let cancel = || {
        let id = made[0].id.clone();
        bed.write(move |tx| Box::pin(async move { redemptions::cancel_redemption(tx, &id).await }))
    };
    for expected in [1, 0] {
        let CancelOutcome::Cancelled(redemption, seq) = cancel().await else { panic!("it is committed") };
        assert_eq!((redemption.state.as_str(), seq.contains_key("cpn_1")), ("cancelled", expected == 1));
    }
    for (resource, amount) in RESOURCES {
        let stays = resource.starts_with("day:") || resource.starts_with("budget:");
        assert_eq!(counter(&bed, resource).await, (if stays { amount } else { 0 }, 0), "{resource}");
    }
}

#[rstest]
#[tokio::test]
async fn a_cancelled_order_gives_back_all_but_the_day(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits = all_limits()).await;
    made(bed.redeem(order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    let ended = bed
        .write(|tx| {
            Box::pin(async move {
                let order = redemptions::lock_order(tx, "o1").await?.unwrap();
                redemptions::cancel_order(tx, &order, &[], "cancelled", &|_| true).await
            })
        })
        .await;
    assert_eq!((ended.restored.len(), ended.redemptions[0].state.as_str()), (1, "cancelled"));
    for (resource, amount) in RESOURCES {
        let stays = resource.starts_with("day:");
        assert_eq!(counter(&bed, resource).await, (if stays { amount } else { 0 }, 0), "{resource}");
    }
    assert_eq!(bed.number("SELECT used FROM counters WHERE owner = 'id:ana' AND resource = 'orders'").await, 0);
    assert_eq!(bed.number("SELECT SUM(orders) FROM order_counters").await, 0, "it is no earlier order any more");
}

#[rstest]
#[tokio::test]
async fn no_more_goes_back_than_was_paid(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    made(bed.redeem(order("o1", &["id:ana"]), Vec::new()).await);
    let refund = |id: &'static str, amount: i64| {
        let store = bed.store.clone();
        async move {
            let refund =
                NewRefund { id: id.to_owned(), amount, tax: 0, document: "{}".to_owned(), to_balances: Vec::new() };
            store
                .unit_of_work(move |tx| {
                    Box::pin(async move {
                        let order = redemptions::lock_order(tx, "o1").await?.unwrap();
                        create_refund(tx, &order, &refund).await
                    })
                })
                .await
        }
    };
    refund("rfd_1", 500).await.unwrap();
    assert!(refund("rfd_2", 401).await.is_err());
    refund("rfd_3", 400).await.unwrap();
    let all = bed.read(|tx| Box::pin(list_refunds(tx, "o1"))).await;
    assert_eq!(all.iter().map(|refund| refund.amount).collect::<Vec<_>>(), [500, 400]);
}

#[rstest]
#[tokio::test]
async fn a_limit_that_comes_later_counts_what_was_used_and_is_held(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    made(bed.redeem(order("o1", &["id:ana"]), vec![with_code("o1")]).await);
    made(hold(&bed, order("o2", &["id:ana"]), vec![with_code("o2")]).await);
    let edit = |limits: CouponLimits| {
        let new = tessera_store::coupons::NewTerms { limits, ..terms("x") };
        bed.write(move |tx| Box::pin(async move { coupons::update_coupon(tx, "cpn_1", None, &new, "k", "e").await }))
    };
    edit(all_limits()).await;
    for (resource, amount) in RESOURCES {
        assert_eq!(counter(&bed, resource).await, (amount, amount), "{resource}");
    }
    edit(CouponLimits::default()).await;
    release(&bed, "rsv_o2").await;
    edit(all_limits()).await;
    for (resource, amount) in RESOURCES {
        assert_eq!(counter(&bed, resource).await, (amount, 0), "{resource}");
    }
}

#[rstest]
#[tokio::test]
async fn another_cart_for_a_hold_is_refused_when_its_customer_ordered_since_it_was_priced(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    made(hold(&bed, order("o1", &["id:ana"]), vec![redemption("o1", "cpn_1")]).await);
    let follow = |seen: u64| {
        bed.write(move |tx| {
            Box::pin(async move {
                let held = reservations::lock_reservation(tx, "rsv_o1").await?.unwrap();
                let order = NewOrder { seen_orders: Some(seen), ..order("o1", &["id:ana"]) };
                reservations::update_reservation(tx, &held, &order, &[redemption("o1", "cpn_1")]).await
            })
        })
    };
    made(follow(0).await);
    bed.redeem(order("o2", &["id:ana"]), Vec::new()).await;
    assert_eq!(reasons(follow(0).await), [LimitReached::StaleHistory]);
    made(follow(1).await);
}
