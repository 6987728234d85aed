//! Budgets that several coupons share: never past them, whoever is first, and given back where they were taken.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rstest::rstest;
use tessera_store::campaigns::{
    Calendar, CampaignBudget, NewCampaign, UpdateCampaign, create_campaign, due_coupons, has_enabled_coupon,
    list_calendar, read_budgets, read_campaign, update_campaign,
};
use tessera_store::coupons;
use tessera_store::redemptions::{LimitReached, NewRedemption, RedeemOutcome, cancel_order, lock_order};
use tessera_store::reservations;
use tessera_store::verify::verify;

use crate::{Bed, Driver, order, redeem, redemption, terms};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);

fn campaign(budget: Option<i64>) -> NewCampaign {
    NewCampaign {
        name: "Spring".to_owned(),
        budget: budget.map(|most| BTreeMap::from([("USD".to_owned(), most)])),
        calendar: Calendar::default(),
        channels: Vec::new(),
    }
}

/// A campaign and two coupons in it.
async fn bed_with(driver: Driver, budget: Option<i64>) -> Bed {
    let bed = Bed::new(driver).await;
    bed.write(move |tx| Box::pin(async move { create_campaign(tx, "cmp_1", &campaign(budget), "key_1").await })).await;
    for id in ["cpn_a", "cpn_b"] {
        bed.coupon(id, |terms| terms.campaign_id = Some("cmp_1".to_owned())).await;
    }
    bed
}

async fn set_budget(bed: &Bed, budget: Option<i64>) {
    let outcome = bed
        .write(move |tx| Box::pin(async move { update_campaign(tx, "cmp_1", None, &campaign(budget), "key_1").await }))
        .await;
    assert!(matches!(outcome, UpdateCampaign::Updated(_)), "{outcome:?}");
}

fn gives(order_id: &str, coupon_id: &str, amount: i64) -> NewRedemption {
    NewRedemption { amount, ..redemption(order_id, coupon_id) }
}

/// What the campaign gave by orders and by holds.
async fn given(bed: &Bed) -> (i64, i64) {
    let (_, spent) = bed.read(|tx| Box::pin(read_campaign(tx, "cmp_1"))).await.unwrap();
    spent.first().map_or((0, 0), |spent| (spent.used, spent.held))
}

async fn all_is_right(bed: &Bed) {
    for verified in bed.read(|tx| Box::pin(verify(tx, None))).await {
        assert_eq!(verified.bad, None, "{}", verified.name);
    }
}

fn is_refused(outcome: &RedeemOutcome) -> bool {
    matches!(outcome, RedeemOutcome::Refused(refused) if refused[0].reason == LimitReached::Budget)
}

#[rstest]
#[tokio::test]
async fn two_coupons_share_one_budget(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = bed_with(driver, Some(500)).await;
    let first = bed.redeem(order("o1", &[]), vec![gives("o1", "cpn_a", 300)]).await;
    let RedeemOutcome::Done { seq, .. } = first else { panic!("{first:?}") };
    assert_eq!(seq, BTreeMap::from([("cmp_1/budget:USD".to_owned(), 1)]));
    assert!(is_refused(&bed.redeem(order("o2", &[]), vec![gives("o2", "cpn_b", 201)]).await));
    bed.redeem(order("o3", &[]), vec![gives("o3", "cpn_b", 200)]).await;
    assert_eq!(given(&bed).await, (500, 0));
    for coupon in ["cpn_a", "cpn_b"] {
        assert!(is_refused(&bed.redeem(order("o4", &[]), vec![gives("o4", coupon, 1)]).await));
    }
    bed.write(|tx| {
        Box::pin(async move {
            let order = lock_order(tx, "o1").await?.unwrap();
            cancel_order(tx, &order, &[], "cancelled", &|_| true).await
        })
    })
    .await;
    assert_eq!(given(&bed).await, (200, 0));
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn a_hold_takes_of_the_budget_it_was_taken_in(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, Some(500)).await;
    let held = bed
        .write(|tx| {
            Box::pin(async move {
                let uses = [gives("o1", "cpn_a", 400)];
                reservations::create_reservation(tx, &order("o1", &[]), &uses, QUARTER).await
            })
        })
        .await;
    assert!(matches!(held, RedeemOutcome::Done { .. }), "{held:?}");
    assert_eq!(given(&bed).await, (0, 400));
    let left = |order_id: Option<&'static str>| {
        bed.read(move |tx| Box::pin(async move { read_budgets(tx, &["cmp_1".to_owned()], "USD", order_id).await }))
    };
    let budget = Some(BTreeMap::from([("USD".to_owned(), 500)]));
    let expected = |used: i64| {
        vec![CampaignBudget { id: "cmp_1".to_owned(), budget: budget.clone(), used, calendar: Calendar::default() }]
    };
    assert_eq!((left(None).await, left(Some("o1")).await), (expected(400), expected(0)));
    // The coupon leaves the campaign and the budget is lowered: what is held goes on and stays the campaign's.
    bed.write(|tx| {
        Box::pin(async move { coupons::update_coupon(tx, "cpn_a", None, &terms("cpn_a"), "key_1", "edited").await })
    })
    .await;
    set_budget(&bed, Some(100)).await;
    let placed = bed
        .write(|tx| {
            Box::pin(async move {
                let held = reservations::lock_reservation(tx, "rsv_o1").await?.unwrap();
                reservations::commit_reservation(tx, &held, None).await
            })
        })
        .await;
    assert!(matches!(placed, RedeemOutcome::Done { .. }), "{placed:?}");
    assert_eq!(given(&bed).await, (400, 0));
    let uses = vec![NewRedemption { coupon_version: 2, ..gives("o2", "cpn_a", 900) }];
    assert!(matches!(bed.redeem(order("o2", &[]), uses).await, RedeemOutcome::Done { .. }), "it is in no campaign");
    assert!(is_refused(&bed.redeem(order("o3", &[]), vec![gives("o3", "cpn_b", 1)]).await));
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn a_budget_that_comes_counts_what_was_given_before(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, None).await;
    bed.redeem(order("o1", &[]), vec![gives("o1", "cpn_a", 300)]).await;
    assert_eq!(given(&bed).await, (0, 0));
    for budget in [Some(350), None, Some(350)] {
        set_budget(&bed, budget).await;
        all_is_right(&bed).await;
    }
    assert_eq!(given(&bed).await, (300, 0));
    assert!(is_refused(&bed.redeem(order("o2", &[]), vec![gives("o2", "cpn_b", 51)]).await));
    bed.redeem(order("o2", &[]), vec![gives("o2", "cpn_b", 50)]).await;
    all_is_right(&bed).await;
    // All of it comes back while there is none: the books go on where they ended.
    set_budget(&bed, None).await;
    for id in ["o1", "o2"] {
        bed.write(move |tx| {
            Box::pin(async move {
                let order = lock_order(tx, id).await?.unwrap();
                cancel_order(tx, &order, &[], "cancelled", &|_| true).await
            })
        })
        .await;
    }
    set_budget(&bed, Some(100)).await;
    let placed = bed.redeem(order("o3", &[]), vec![gives("o3", "cpn_b", 100)]).await;
    assert!(matches!(placed, RedeemOutcome::Done { .. }), "{placed:?}");
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn holds_past_their_time_are_found_by_campaign(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, Some(500)).await;
    bed.write(|tx| {
        Box::pin(async move {
            let uses = [gives("o1", "cpn_b", 400)];
            reservations::create_reservation(tx, &order("o1", &[]), &uses, QUARTER).await
        })
    })
    .await;
    let due = || bed.read(|tx| Box::pin(async move { due_coupons(tx, &["cmp_1".to_owned()]).await }));
    assert!(due().await.is_empty());
    bed.pass(3_600);
    assert_eq!(due().await, ["cpn_b"]);
    bed.write(|tx| Box::pin(reservations::expire_reservations(tx, &[], &[], 100))).await;
    assert_eq!(given(&bed).await, (0, 0));
    all_is_right(&bed).await;
}

/// 40 orders want 30 each of 1000, of two coupons in either order, while the budget is edited.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_orders_of_several_coupons_never_pass_the_budget(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, Some(1_000)).await;
    let orders = (0..40).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let id = format!("o{number}");
            let mut uses = vec![gives(&id, "cpn_a", 10), gives(&id, "cpn_b", 20)];
            if number % 2 == 1 {
                uses.reverse();
            }
            redeem(&store, order(&id, &[]), uses).await
        })
    });
    let edits = async {
        for _ in 0..5 {
            set_budget(&bed, None).await;
            set_budget(&bed, Some(1_000)).await;
        }
    };
    let (outcomes, ()) = futures::future::join(futures::future::join_all(orders), edits).await;
    let placed = outcomes.iter().filter(|one| matches!(one, Ok(Ok(RedeemOutcome::Done { .. })))).count();
    assert!(placed >= 33, "{placed}");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Ok(_)))), "{outcomes:?}");
    // While there was no budget more could be given; what was given is counted all the same.
    let sum = i64::try_from(placed).unwrap() * 30;
    assert_eq!(given(&bed).await, (sum, 0));
    let books = bed.number("SELECT CAST(SUM(amount) AS BIGINT) FROM ledger_entries WHERE account = 'budget'").await;
    assert_eq!(books, sum);
}

/// The same without edits: exactly as many as there is budget for.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_forty_parallel_orders_as_many_get_their_discount_as_the_budget_holds(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, Some(1_000)).await;
    let orders = (0..40).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let id = format!("o{number}");
            let coupon = if number % 2 == 1 { "cpn_a" } else { "cpn_b" };
            redeem(&store, order(&id, &[]), vec![gives(&id, coupon, 30)]).await
        })
    });
    let outcomes: Vec<_> = futures::future::join_all(orders).await.into_iter().map(|o| o.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, RedeemOutcome::Done { .. })).count(), 33);
    assert_eq!(given(&bed).await, (990, 0));
    all_is_right(&bed).await;
}

#[rstest]
#[case("UPDATE counters SET used = used + 1 WHERE owner = 'cmp_1'", "cmp_1 budget:USD")]
#[case("DELETE FROM counters WHERE owner = 'cmp_1'", "cmp_1 budget:USD")]
#[case("UPDATE campaigns SET budget = NULL", "cmp_1 budget:USD")]
#[case("UPDATE campaign_versions SET budget = '{\"USD\":299}'", "cmp_1 budget:USD")]
#[case("UPDATE redemptions SET campaign_id = 'cmp_9'", "cmp_1 budget:USD")]
#[tokio::test]
async fn an_altered_budget_is_named(#[case] sql: &'static str, #[case] entry: &str) {
    let bed = bed_with(Driver::Memory, Some(500)).await;
    bed.redeem(order("o1", &[]), vec![gives("o1", "cpn_a", 300)]).await;
    all_is_right(&bed).await;
    assert!(bed.write(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await > 0);
    let found = bed.read(|tx| Box::pin(verify(tx, None))).await;
    let bad = found.into_iter().find(|verified| verified.name == "campaigns").unwrap().bad;
    assert!(bad.as_ref().is_some_and(|bad| bad.entry.contains(entry)), "{sql}: {bad:?}");
}

#[rstest]
#[tokio::test]
async fn a_calendar_has_what_begins_and_what_ends(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let day = |day: &str| crate::at(&format!("2026-06-{day}T00:00:00Z"));
    for (id, starts, ends, status) in [
        ("cpn_a", Some("01"), Some("10"), "enabled"),
        ("cpn_b", Some("10"), None, "draft"),
        ("cpn_c", None, Some("20"), "paused"),
        ("cpn_d", Some("05"), Some("15"), "archived"),
    ] {
        bed.coupon(id, |terms| {
            terms.starts_at = starts.map(day);
            terms.ends_at = ends.map(day);
            status.clone_into(&mut terms.status);
        })
        .await;
    }
    let list = async |from: &str, until: &str, most: u32| {
        let (from, until) = (day(from), day(until));
        let found = bed.read(move |tx| Box::pin(list_calendar(tx, from, until, most))).await;
        found.map(|coupons| coupons.into_iter().map(|coupon| coupon.id).collect::<Vec<_>>())
    };
    assert_eq!(list("01", "30", 10).await, [vec!["cpn_a", "cpn_b"], vec!["cpn_a", "cpn_c"]]);
    assert_eq!(list("01", "10", 10).await, [vec!["cpn_a"], vec!["cpn_a"]], "what ends with the stretch ends in it");
    assert_eq!(list("10", "20", 10).await, [vec!["cpn_b"], vec!["cpn_c"]]);
    assert_eq!(list("01", "30", 1).await, [vec!["cpn_a"], vec!["cpn_a"]]);
}

#[rstest]
#[tokio::test]
async fn a_campaign_is_in_force_with_one_of_its_coupons(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, None).await;
    assert!(bed.read(|tx| Box::pin(has_enabled_coupon(tx, "cmp_1"))).await);
    assert!(!bed.read(|tx| Box::pin(has_enabled_coupon(tx, "cmp_2"))).await);
}
