//! Work that comes together: what holds whoever is first.

use std::time::{Duration, Instant};

use rstest::rstest;
use tessera_store::idempotency::{meet_answer, record_answer};
use tessera_store::products::put_product;
use tessera_store::redemptions::{EndRenewals, NewRedemption, RedeemOutcome, Renewal, end_renewals, lock_order};
use tessera_store::{Store, StoreError, Tx};

use crate::{Bed, Driver, order, redeem, redemption};

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_parallel_orders_one_takes_the_last_use(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |terms| terms.limits.total = Some(1)).await;
    let orders = (0..50).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let id = format!("o{number}");
            let use_of_one = redemption(&id, "cpn_1");
            redeem(&store, order(&id, &[&format!("id:{number}")]), vec![use_of_one]).await
        })
    });
    let outcomes: Vec<_> = futures::future::join_all(orders).await.into_iter().map(|o| o.unwrap().unwrap()).collect();
    let done = outcomes.iter().filter(|outcome| matches!(outcome, RedeemOutcome::Done { .. })).count();
    assert_eq!(done, 1);
    assert_eq!(bed.number("SELECT used FROM counters WHERE resource = 'uses'").await, 1);
    assert_eq!(bed.number("SELECT COUNT(*) FROM orders").await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coupons_may_be_named_in_any_order(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    for id in ["cpn_a", "cpn_b"] {
        bed.coupon(id, |terms| terms.limits.total = Some(1_000)).await;
    }
    let orders = (0..40).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let id = format!("o{number}");
            let mut coupons = ["cpn_a", "cpn_b"];
            if number % 2 == 1 {
                coupons.reverse();
            }
            redeem(&store, order(&id, &["id:same"]), coupons.map(|coupon| redemption(&id, coupon)).to_vec()).await
        })
    });
    for outcome in futures::future::join_all(orders).await {
        assert!(matches!(outcome.unwrap().unwrap(), RedeemOutcome::Done { .. }));
    }
    assert_eq!(bed.number("SELECT CAST(SUM(used) AS BIGINT) FROM counters WHERE resource = 'uses'").await, 80);
}

async fn touch(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    put_product(tx, id, "{}", None).await.map(drop)
}

/// Units that take rows against the rule, crosswise: the database undoes one of two, and it is done again.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn units_that_wait_for_each_other_in_a_ring_all_end_well(
    #[values(Driver::File, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.write(|tx| Box::pin(async move { touch(tx, "a").await })).await;
    bed.write(|tx| Box::pin(async move { touch(tx, "b").await })).await;
    let units = (0..4).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let (first, second) = if number % 2 == 0 { ("a", "b") } else { ("b", "a") };
            store
                .unit_of_work(move |tx| {
                    Box::pin(async move {
                        touch(tx, first).await?;
                        touch(tx, second).await
                    })
                })
                .await
        })
    });
    for unit in futures::future::join_all(units).await {
        assert_eq!(unit.unwrap(), Ok(()));
    }
    assert_eq!(bed.number("SELECT SUM(revision) FROM products").await, 2 + 8);
}

/// Two stores are two processes.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_key_on_two_nodes_has_one_effect(#[values(Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let other = Store::open(&bed.url, tessera_store::OpenOptions::default()).await.unwrap();
    let requests = (0..30).map(|number| {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        tokio::spawn(async move {
            store
                .unit_of_work(move |tx| {
                    Box::pin(async move {
                        if let Some(kept) = meet_answer(tx, "s", "k").await? {
                            return Ok::<_, StoreError>(kept.body);
                        }
                        touch(tx, &number.to_string()).await?;
                        let answer = crate::idempotency::answer(&number.to_string());
                        assert!(record_answer(tx, "s", "k", answer).await?);
                        Ok(number.to_string().into_bytes())
                    })
                })
                .await
        })
    });
    let bodies: Vec<_> = futures::future::join_all(requests).await.into_iter().map(|b| b.unwrap().unwrap()).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(bed.number("SELECT COUNT(*) FROM products").await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_stands_still_loses_its_rows_to_the_one_that_waits(#[values(Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let (release, held) = tokio::sync::oneshot::channel::<()>();
    let held = std::sync::Arc::new(std::sync::Mutex::new(Some(held)));
    let (store, began) = (bed.store.clone(), Instant::now());
    let holder = tokio::spawn(async move {
        store
            .unit_of_work(move |tx| {
                Box::pin(async move {
                    touch(tx, "a").await?;
                    let held = held.lock().unwrap().take();
                    // A unit that keeps its thread says nothing to the database: as in a process that was stopped.
                    let _ = tokio::task::block_in_place(|| held.map(|held| held.blocking_recv()));
                    Ok::<_, StoreError>(())
                })
            })
            .await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let waiting: Result<(), StoreError> =
        bed.store.unit_of_work(|tx| Box::pin(async move { touch(tx, "a").await })).await;
    assert_eq!(waiting, Ok(()));
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    drop(release);
    // The database gave its transaction up before it read the end of it: it is done again from its beginning.
    assert_eq!(holder.await.unwrap(), Ok(()));
}

/// While another transaction has the first order of a subscription, whoever ends the renewals of a later one waits for
/// it and has nothing yet: two that need both orders never wait for each other.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_renewal_and_its_first_order_are_locked_in_the_order_of_their_ids(
    #[values(Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.coupon("cpn_1", |_| ()).await;
    let first = redemption("a1", "cpn_1");
    let renews = Some(Renewal { first_id: first.id.clone(), subscription_id: "sub".to_owned(), number: 1 });
    let renewal = NewRedemption { renews, ..redemption("b2", "cpn_1") };
    assert!(matches!(bed.redeem(order("a1", &["id:ana"]), vec![first]).await, RedeemOutcome::Done { .. }));
    assert!(matches!(bed.redeem(order("b2", &["id:ana"]), vec![renewal.clone()]).await, RedeemOutcome::Done { .. }));
    let (store, ending) = (bed.store.clone(), bed.store.clone());
    let holder = tokio::spawn(async move {
        store
            .unit_of_work(move |tx| {
                Box::pin(async move {
                    lock_order(tx, "a1").await?;
                    tx.query("SELECT 1 FROM (SELECT pg_sleep(1.5)) slept", &[]).await.map(drop)
                })
            })
            .await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let ended = tokio::spawn(async move {
        ending.unit_of_work(move |tx| Box::pin(async move { end_renewals(tx, &renewal.id).await })).await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    bed.write(|tx| Box::pin(async move { lock_order(tx, "b2").await.map(drop) })).await;
    assert!(!holder.is_finished(), "the later order was locked before the first");
    assert_eq!(holder.await.unwrap(), Ok::<_, StoreError>(()));
    assert!(matches!(ended.await.unwrap(), Ok::<_, StoreError>(EndRenewals::Ended(_, true))));
}
