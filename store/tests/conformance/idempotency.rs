//! Answers kept for repeats.

use rstest::rstest;
use tessera_store::StoreError;
use tessera_store::idempotency::{StoredAnswer, forget_answers_before, meet_answer, read_answer, record_answer};
use tessera_store::products::put_product;

use crate::{Bed, Driver, NOON, at};

pub(crate) fn answer(body: &str) -> StoredAnswer {
    StoredAnswer {
        fingerprint: [7; 32],
        status: 201,
        body: body.as_bytes().to_vec(),
        created_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

async fn record(bed: &Bed, scope: &'static str, key: &'static str) -> bool {
    bed.write(move |tx| Box::pin(record_answer(tx, scope, key, answer("{}")))).await
}

#[rstest]
#[tokio::test]
async fn an_answer_is_recorded_once_and_comes_back_byte_for_byte(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    assert!(bed.write(|tx| Box::pin(record_answer(tx, "s", "k", answer("{\"é\": 1 }")))).await);
    assert!(!record(&bed, "s", "k").await);
    let expected = StoredAnswer { created_at: at(NOON), ..answer("{\"é\": 1 }") };
    assert_eq!(bed.read(|tx| Box::pin(read_answer(tx, "s", "k"))).await, Some(expected));
    assert_eq!(bed.read(|tx| Box::pin(read_answer(tx, "other", "k"))).await, None);
    assert!(record(&bed, "other", "k").await);
}

#[rstest]
#[tokio::test]
async fn an_answer_is_rolled_back_with_its_effect(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                put_product(tx, "a", "{}", None).await?;
                assert!(record_answer(tx, "s", "k", answer("{}")).await?);
                Err(StoreError::Internal("as planned".to_owned()))
            })
        })
        .await;
    assert!(result.is_err());
    assert_eq!(bed.read(|tx| Box::pin(read_answer(tx, "s", "k"))).await, None);
    assert_eq!(bed.number("SELECT COUNT(*) FROM products").await, 0);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_parallel_repeats_one_has_the_effect(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let repeats = (0..20).map(|number| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            store
                .unit_of_work(move |tx| {
                    Box::pin(async move {
                        if let Some(kept) = meet_answer(tx, "s", "k").await? {
                            return Ok::<_, StoreError>(kept.body);
                        }
                        put_product(tx, &number.to_string(), "{}", None).await?;
                        record_answer(tx, "s", "k", answer(&number.to_string())).await?;
                        Ok(number.to_string().into_bytes())
                    })
                })
                .await
        })
    });
    let bodies: Vec<_> = futures::future::join_all(repeats).await.into_iter().map(|b| b.unwrap().unwrap()).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(bed.number("SELECT COUNT(*) FROM products").await, 1);
}

#[rstest]
#[tokio::test]
async fn old_answers_are_forgotten(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    record(&bed, "s", "old").await;
    bed.pass(100);
    record(&bed, "s", "new").await;
    let before = at("2026-06-03T12:00:50Z");
    assert_eq!(bed.write(move |tx| Box::pin(forget_answers_before(tx, before))).await, 1);
    assert_eq!(bed.write(move |tx| Box::pin(forget_answers_before(tx, before))).await, 0);
    assert!(bed.read(|tx| Box::pin(read_answer(tx, "s", "new"))).await.is_some());
}
