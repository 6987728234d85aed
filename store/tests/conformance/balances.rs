//! Money on codes: never past what was put on it, given back where it came from, whoever is first.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use rstest::rstest;
use tessera_store::balances::{
    AskedBalance, BalanceRecord, ChangeBalance, change_balance, list_balance_entries, read_balance, read_balances,
};
use tessera_store::codes::{CodeRecord, insert_code};
use tessera_store::redemptions::{
    self, CancelOutcome, LimitReached, NewRedemption, RedeemOutcome, RedemptionRecord, cancel_order, lock_order,
    read_redemptions,
};
use tessera_store::refunds::{NewRefund, create_refund};
use tessera_store::reservations;
use tessera_store::verify::verify;

use crate::{Bed, Driver, order, redeem, redemption};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);

/// A coupon with codes that hold 1000 in dollars each.
async fn bed_with(driver: Driver, codes: &'static [&'static str]) -> Bed {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| {}).await;
    bed.write(move |tx| {
        Box::pin(async move {
            for code in codes {
                let record = CodeRecord {
                    id: (*code).to_owned(),
                    coupon_id: "cpn_1".to_owned(),
                    code: (*code).to_owned(),
                    canonical: (*code).replace('_', ""),
                    state: "live".to_owned(),
                    kind: "generated".to_owned(),
                    limit: None,
                    created_at: tx.now(),
                    customer_id: None,
                    expires_at: None,
                    batch_id: None,
                    is_used_up: false,
                };
                insert_code(tx, &record).await?;
                assert!(matches!(change_balance(tx, code, "USD", 1_000).await?, ChangeBalance::Changed(_)));
            }
            Ok(())
        })
    })
    .await;
    bed
}

fn payment(order_id: &str, code_id: &str, amount: i64) -> NewRedemption {
    NewRedemption {
        id: format!("rdm_{order_id}_{code_id}"),
        code_id: Some(code_id.to_owned()),
        code: Some(code_id.to_owned()),
        amount,
        pays: true,
        ..redemption(order_id, "cpn_1")
    }
}

async fn balance(bed: &Bed, code_id: &'static str) -> BalanceRecord {
    bed.read(move |tx| Box::pin(read_balance(tx, code_id))).await.unwrap()
}

/// What is used and held of a balance.
async fn gone(bed: &Bed, code_id: &'static str) -> (i64, i64) {
    let balance = balance(bed, code_id).await;
    (balance.used, balance.held)
}

async fn all_is_right(bed: &Bed) {
    for verified in bed.read(|tx| Box::pin(verify(tx, None))).await {
        assert_eq!(verified.bad, None, "{}", verified.name);
    }
}

async fn hold(bed: &Bed, id: &'static str, payments: Vec<NewRedemption>) -> RedeemOutcome {
    bed.write(move |tx| {
        Box::pin(async move { reservations::create_reservation(tx, &order(id, &[]), &payments, QUARTER).await })
    })
    .await
}

async fn payments_of(bed: &Bed, order_id: &'static str) -> Vec<RedemptionRecord> {
    bed.read(move |tx| Box::pin(async move { read_redemptions(tx, order_id, &format!("rsv_{order_id}")).await })).await
}

fn done(outcome: &RedeemOutcome) -> &BTreeMap<String, u64> {
    match outcome {
        RedeemOutcome::Done { seq, .. } => seq,
        other => panic!("{other:?}"),
    }
}

fn refused(outcome: RedeemOutcome) -> LimitReached {
    match outcome {
        RedeemOutcome::Refused(refused) => refused[0].reason,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[tokio::test]
async fn orders_spend_a_balance_until_nothing_is_left(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, &["cod_1"]).await;
    let first = bed.redeem(order("o1", &[]), vec![payment("o1", "cod_1", 600)]).await;
    assert_eq!(done(&first).get("cod_1"), Some(&2));
    assert_eq!(gone(&bed, "cod_1").await, (600, 0));
    let more = bed.redeem(order("o2", &[]), vec![payment("o2", "cod_1", 401)]).await;
    assert_eq!(refused(more), LimitReached::Balance);
    assert_eq!(bed.number("SELECT COUNT(*) FROM orders").await, 1);
    done(&bed.redeem(order("o3", &[]), vec![payment("o3", "cod_1", 400)]).await);
    assert_eq!(balance(&bed, "cod_1").await.left(), 0);
    // The balance of another currency is none.
    let mut yen = order("o4", &[]);
    yen.currency = "JPY".to_owned();
    assert_eq!(refused(bed.redeem(yen, vec![payment("o4", "cod_1", 1)]).await), LimitReached::Balance);
    all_is_right(&bed).await;
    let entries = bed.read(|tx| Box::pin(list_balance_entries(tx, "cod_1", 2, None))).await;
    let told: Vec<_> = entries.data.iter().map(|entry| (entry.account.as_str(), entry.amount)).collect();
    assert_eq!(told, [("order:o3", -400), ("order:o1", -600)]);
    let cursor = entries.next_cursor;
    let rest = bed
        .read(move |tx| Box::pin(async move { list_balance_entries(tx, "cod_1", 2, cursor.as_deref()).await }))
        .await;
    assert_eq!((rest.data[0].account.as_str(), rest.data[0].amount, rest.next_cursor), ("issued", 1_000, None));
}

#[rstest]
#[tokio::test]
async fn a_hold_keeps_a_balance_for_its_order_alone(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, &["cod_1"]).await;
    done(&hold(&bed, "o1", vec![payment("o1", "cod_1", 700)]).await);
    assert_eq!(gone(&bed, "cod_1").await, (0, 700));
    assert_eq!(refused(hold(&bed, "o2", vec![payment("o2", "cod_1", 301)]).await), LimitReached::Balance);
    // To itself what it holds is free.
    for (order_id, left) in [(Some("o1"), 1_000), (Some("o2"), 300), (None, 300)] {
        let asked = [AskedBalance { code_id: "cod_1".to_owned(), own: None }];
        let found = bed.read(move |tx| Box::pin(async move { read_balances(tx, &asked, order_id).await })).await;
        assert_eq!(found, [Some(("USD".to_owned(), left))]);
    }
    let mut again = order("o1", &[]);
    again.reservation_id = "rsv_o1b".to_owned();
    let uses = vec![NewRedemption { id: "rdm_again".to_owned(), ..payment("o1", "cod_1", 1_000) }];
    done(
        &bed.write(move |tx| {
            Box::pin(async move { reservations::create_reservation(tx, &again, &uses, QUARTER).await })
        })
        .await,
    );
    assert_eq!(gone(&bed, "cod_1").await, (0, 1_000));
    let placed = bed
        .write(|tx| {
            Box::pin(async move {
                let held = reservations::lock_reservation(tx, "rsv_o1b").await?.unwrap();
                reservations::commit_reservation(tx, &held, None).await
            })
        })
        .await;
    done(&placed);
    assert_eq!(gone(&bed, "cod_1").await, (1_000, 0));
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn what_a_hold_held_comes_back_when_it_ends(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, &["cod_1"]).await;
    done(&hold(&bed, "o1", vec![payment("o1", "cod_1", 700)]).await);
    let seq = bed
        .write(|tx| {
            Box::pin(async move {
                let held = reservations::lock_reservation(tx, "rsv_o1").await?.unwrap();
                reservations::release_reservation(tx, &held, "released").await
            })
        })
        .await;
    assert_eq!(seq.get("cod_1"), Some(&3));
    done(&hold(&bed, "o2", vec![payment("o2", "cod_1", 1_000)]).await);
    bed.pass(3_600);
    assert_eq!(bed.write(|tx| Box::pin(reservations::expire_reservations(tx, &[], &[], 100))).await.ended.len(), 1);
    assert_eq!(gone(&bed, "cod_1").await, (0, 0));
    // A commit at less gives the rest back.
    done(&hold(&bed, "o3", vec![payment("o3", "cod_1", 900)]).await);
    let placed = bed
        .write(|tx| {
            Box::pin(async move {
                let held = reservations::lock_reservation(tx, "rsv_o3").await?.unwrap();
                let uses = [payment("o3", "cod_1", 250)];
                reservations::commit_reservation(tx, &held, Some((&order("o3", &[]), &uses))).await
            })
        })
        .await;
    done(&placed);
    assert_eq!(gone(&bed, "cod_1").await, (250, 0));
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn a_refund_and_a_cancelled_order_give_back_what_was_paid_and_no_more(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, &["cod_1", "cod_2"]).await;
    done(&bed.redeem(order("o1", &[]), vec![payment("o1", "cod_1", 400), payment("o1", "cod_2", 300)]).await);
    let paid = payments_of(&bed, "o1").await;
    let share = |code: &str, amount: i64| {
        (paid.iter().find(|one| one.code_id.as_deref() == Some(code)).unwrap().clone(), amount)
    };
    let refund = NewRefund {
        id: "rfd_1".to_owned(),
        amount: 450,
        tax: 0,
        document: "{}".to_owned(),
        to_balances: vec![share("cod_2", 300), share("cod_1", 100)],
    };
    let seq = bed
        .write(move |tx| {
            Box::pin(async move {
                let order = lock_order(tx, "o1").await?.unwrap();
                create_refund(tx, &order, &refund).await
            })
        })
        .await;
    assert_eq!(seq, BTreeMap::from([("cod_1".to_owned(), 3), ("cod_2".to_owned(), 3)]));
    assert_eq!((gone(&bed, "cod_1").await, gone(&bed, "cod_2").await), ((300, 0), (0, 0)));
    assert_eq!(bed.number("SELECT refunded FROM orders").await, 50);
    assert_eq!(bed.number("SELECT refunded_to_balances FROM orders").await, 400);
    all_is_right(&bed).await;
    // Nothing goes back twice.
    let twice = NewRefund {
        id: "rfd_2".to_owned(),
        amount: 1,
        tax: 0,
        document: "{}".to_owned(),
        to_balances: vec![share("cod_2", 1)],
    };
    let result = bed
        .store
        .unit_of_work(move |tx| {
            Box::pin(async move {
                let order = lock_order(tx, "o1").await?.unwrap();
                create_refund(tx, &order, &twice).await
            })
        })
        .await;
    assert!(result.is_err());
    // A payment is not cancelled by itself; with its order what is left of it comes back.
    let id = paid[0].id.clone();
    let cancelled = bed.write(move |tx| Box::pin(async move { redemptions::cancel_redemption(tx, &id).await })).await;
    assert!(matches!(cancelled, CancelOutcome::Payment(_)));
    bed.write(|tx| {
        Box::pin(async move {
            let order = lock_order(tx, "o1").await?.unwrap();
            cancel_order(tx, &order, &[], "cancelled", &|_| true).await
        })
    })
    .await;
    assert_eq!((gone(&bed, "cod_1").await, gone(&bed, "cod_2").await), ((0, 0), (0, 0)));
    all_is_right(&bed).await;
}

#[rstest]
#[tokio::test]
async fn money_is_put_on_and_taken_off_within_bounds(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, &["cod_1"]).await;
    done(&hold(&bed, "o1", vec![payment("o1", "cod_1", 400)]).await);
    let change = |currency: &'static str, amount: i64| {
        bed.write(move |tx| Box::pin(async move { change_balance(tx, "cod_1", currency, amount).await }))
    };
    let ChangeBalance::Changed(balance) = change("USD", 500).await else { panic!() };
    assert_eq!((balance.credited, balance.left(), balance.seq), (1_500, 1_100, 3));
    assert!(matches!(change("JPY", 1).await, ChangeBalance::OtherCurrency(_)));
    assert!(matches!(change("USD", -1_101).await, ChangeBalance::OutOfBounds(Some(_))));
    assert!(matches!(change("USD", 9_007_199_254_740_991).await, ChangeBalance::OutOfBounds(Some(_))));
    let ChangeBalance::Changed(balance) = change("USD", -1_100).await else { panic!() };
    assert_eq!(balance.left(), 0);
    all_is_right(&bed).await;
}

/// The same case on both: 40 orders want 30 each of 1000, of two codes in either order; what is taken is never more.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_forty_parallel_orders_as_many_pay_as_the_balances_hold(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = bed_with(driver, &["cod_1", "cod_2"]).await;
    let orders = (0..40).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let id = format!("o{number}");
            let mut payments = vec![payment(&id, "cod_1", 30), payment(&id, "cod_2", 30)];
            if number % 2 == 1 {
                payments.reverse();
            }
            redeem(&store, order(&id, &[]), payments).await
        })
    });
    let outcomes: Vec<_> = futures::future::join_all(orders).await.into_iter().map(|o| o.unwrap().unwrap()).collect();
    let placed = outcomes.iter().filter(|outcome| matches!(outcome, RedeemOutcome::Done { .. })).count();
    assert_eq!(placed, 33);
    assert_eq!((gone(&bed, "cod_1").await, gone(&bed, "cod_2").await), ((990, 0), (990, 0)));
    all_is_right(&bed).await;
}

#[rstest]
#[case("UPDATE balances SET used = used + 1", "cod_1")]
#[case("UPDATE balances SET held = held + 1", "cod_1")]
#[case("UPDATE balances SET credited = credited + 1", "cod_1")]
#[case("UPDATE redemptions SET returned = 1", "cod_1")]
#[case("UPDATE redemptions SET pays = 0", "cod_1")]
#[case("UPDATE redemptions SET currency = 'JPY'", "rdm_o1")]
#[case("UPDATE balance_entries SET amount = 5 WHERE account = 'order:o1'", "cod_1 2")]
#[case("DELETE FROM balance_entries WHERE seq = 2", "cod_1")]
#[case("UPDATE orders SET refunded_to_balances = 3", "order o1")]
#[tokio::test]
async fn an_altered_balance_is_named(#[case] sql: &'static str, #[case] entry: &str) {
    let bed = bed_with(Driver::Memory, &["cod_1"]).await;
    done(&bed.redeem(order("o1", &[]), vec![payment("o1", "cod_1", 600)]).await);
    all_is_right(&bed).await;
    assert!(bed.write(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await > 0);
    let found = bed.read(|tx| Box::pin(verify(tx, None))).await;
    let bad = found.into_iter().find(|verified| verified.name == "balances").unwrap().bad;
    assert!(bad.as_ref().is_some_and(|bad| bad.entry.contains(entry)), "{sql}: {bad:?}");
}
