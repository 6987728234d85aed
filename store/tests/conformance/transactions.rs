//! Units of work and reads.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;

use rstest::rstest;
use tessera_store::products::{list_products, put_product, read_product};
use tessera_store::settings::write_settings;
use tessera_store::{Store, StoreError, Tx};

use crate::{Bed, Driver, NOON, at};

async fn put(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    put_product(tx, id, "{}", None).await.map(drop)
}

async fn ids(bed: &Bed) -> Vec<String> {
    let page = bed.read(|tx| Box::pin(list_products(tx, 1_000, None))).await;
    page.data.into_iter().map(|product| product.id).collect()
}

/// Keeps the writer in a unit until the answer is dropped or sent to.
fn occupy(store: &Store) -> (mpsc::Sender<()>, tokio::task::JoinHandle<Result<(), StoreError>>) {
    let (release, released) = mpsc::channel::<()>();
    // Work may be done again, and is cloned for that.
    let released = Arc::new(Mutex::new(released));
    let (begun, has_begun) = mpsc::channel();
    let store = store.clone();
    let unit = tokio::spawn(async move {
        store
            .unit_of_work(move |_| {
                Box::pin(async move {
                    begun.send(()).unwrap();
                    let _ = released.lock().unwrap().recv();
                    Ok(())
                })
            })
            .await
    });
    has_begun.recv().unwrap();
    (release, unit)
}

/// Begins work without waiting for it: afterwards it stands in its queue, unless it was answered at once.
async fn begin<F: Future>(work: F) -> (Pin<Box<F>>, Option<F::Output>) {
    let mut work = Box::pin(work);
    let answer = poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => Poll::Ready(None),
    });
    let answer = answer.await;
    (work, answer)
}

#[rstest]
#[tokio::test]
async fn a_unit_that_ends_with_an_error_leaves_nothing(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    #[derive(Debug, PartialEq)]
    enum Mine {
        Store(StoreError),
        Refused,
    }
    impl From<StoreError> for Mine {
        fn from(error: StoreError) -> Self {
            Self::Store(error)
        }
    }
    let bed = Bed::new(driver).await;
    let result: Result<(), Mine> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                put(tx, "a").await?;
                Err(Mine::Refused)
            })
        })
        .await;
    assert_eq!(result, Err(Mine::Refused));
    assert_eq!(ids(&bed).await, [""; 0]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn units_that_wait_together_are_each_kept_or_undone_by_themselves(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    bed.write(|tx| Box::pin(write_settings(tx, None, "{}", "key_1"))).await;
    // Three rounds: what is done with care after an undone unit ends, and begins again.
    for round in 0..3 {
        let units = (0..90).map(|number: u32| {
            bed.store.unit_of_work(move |tx| {
                Box::pin(async move {
                    put(tx, &format!("{round}-{number:02}")).await?;
                    match number % 30 {
                        7 => Err(StoreError::InvalidCursor),
                        11 => tx.execute("UPDATE settings SET id = 2", &[]).await.map(drop),
                        13 => panic!("as planned"),
                        _ => Ok(()),
                    }
                })
            })
        });
        for (number, result) in (0..).zip(futures::future::join_all(units).await) {
            match number % 30 {
                7 => assert_eq!(result, Err(StoreError::InvalidCursor)),
                11 => assert!(matches!(result, Err(StoreError::Constraint { .. })), "{result:?}"),
                13 => assert!(matches!(result, Err(StoreError::Internal(_))), "{result:?}"),
                _ => assert_eq!(result, Ok(()), "{number}"),
            }
        }
    }
    let kept = |number: &u32| ![7, 11, 13].contains(&(number % 30));
    let expected: Vec<String> =
        (0..3).flat_map(|round| (0..90).filter(kept).map(move |number| format!("{round}-{number:02}"))).collect();
    assert_eq!(ids(&bed).await, expected);
}

#[rstest]
#[tokio::test]
async fn a_unit_that_panics_leaves_nothing_and_the_writer_alive(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                put(tx, "a").await?;
                panic!("as planned")
            })
        })
        .await;
    assert!(matches!(result, Err(StoreError::Internal(_))), "{result:?}");
    let at_once: Result<(), StoreError> = bed.store.unit_of_work(|_| panic!("as planned, before its future")).await;
    assert!(matches!(at_once, Err(StoreError::Internal(_))), "{at_once:?}");
    bed.write(|tx| Box::pin(put(tx, "b"))).await;
    assert_eq!(ids(&bed).await, ["b"]);
}

#[rstest]
#[tokio::test]
async fn a_read_that_panics_leaves_the_readers_alive(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for _ in 0..5 {
        let result: Result<(), StoreError> = bed.store.read(|_| Box::pin(async { panic!("as planned") })).await;
        assert!(matches!(result, Err(StoreError::Internal(_))), "{result:?}");
    }
    assert_eq!(ids(&bed).await, [""; 0]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_unit_does_not_touch_the_others_of_its_commit(
    #[values(Driver::File, Driver::Memory)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let (release, occupied) = occupy(&bed.store);
    let mut units = Vec::new();
    for number in 0..12 {
        let unit = bed.store.unit_of_work(move |tx| {
            Box::pin(async move {
                put(tx, &format!("{number:02}")).await?;
                match number % 4 {
                    1 => Err(StoreError::Internal("as planned".to_owned())),
                    2 => panic!("as planned"),
                    _ => Ok(()),
                }
            })
        });
        let (unit, answer) = begin(unit).await;
        assert_eq!(answer, None);
        units.push(unit);
    }
    let before = bed.store.data_version().await.unwrap();
    drop(release);
    occupied.await.unwrap().unwrap();
    for (number, unit) in units.into_iter().enumerate() {
        assert_eq!(unit.await.is_ok(), matches!(number % 4, 0 | 3), "{number}");
    }
    assert_eq!(ids(&bed).await, ["00", "03", "04", "07", "08", "11"]);
    if driver == Driver::Memory {
        let commits = bed.store.data_version().await.unwrap() - before;
        assert_eq!(commits, 2, "the occupying unit, then all that waited in one commit");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_is_busy_and_takes_work_again_later(#[values(Driver::File, Driver::Memory)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let (release, occupied) = occupy(&bed.store);
    let (mut waiting, mut busy) = (Vec::new(), 0);
    for number in 0..1_200 {
        let unit = bed.store.unit_of_work(move |tx| Box::pin(async move { put(tx, &number.to_string()).await }));
        match begin(unit).await {
            (unit, None) => waiting.push(unit),
            (_, answer) => {
                assert_eq!(answer, Some(Err(StoreError::Busy)));
                busy += 1;
            }
        }
    }
    assert_eq!((waiting.len(), busy), (1_024, 176));
    drop(release);
    occupied.await.unwrap().unwrap();
    for unit in waiting {
        unit.await.unwrap();
    }
    assert_eq!(bed.number("SELECT COUNT(*) FROM products").await, 1_024);
    bed.write(|tx| Box::pin(put(tx, "more"))).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_whose_caller_went_away_runs_to_its_end(#[values(Driver::File, Driver::Memory)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let (release, occupied) = occupy(&bed.store);
    let (gone, answer) = begin(bed.store.unit_of_work(|tx| Box::pin(put(tx, "a")))).await;
    assert_eq!(answer, None);
    drop(gone);
    drop(release);
    occupied.await.unwrap().unwrap();
    bed.write(|tx| Box::pin(put(tx, "b"))).await;
    assert_eq!(ids(&bed).await, ["a", "b"]);
}

#[rstest]
#[tokio::test]
async fn a_unit_that_waits_for_something_outside_is_undone(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| {
            Box::pin(async move {
                put(tx, "a").await?;
                futures::future::pending().await
            })
        })
        .await;
    assert!(matches!(result, Err(StoreError::Internal(_))), "{result:?}");
    assert_eq!(ids(&bed).await, [""; 0]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_see_only_what_is_committed(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let (written, has_written) = mpsc::channel();
    let store = bed.store.clone();
    let unit = tokio::spawn(async move {
        store
            .unit_of_work(move |tx| {
                Box::pin(async move {
                    put(tx, "a").await?;
                    written.send(()).unwrap();
                    let _ = released.lock().unwrap().recv();
                    Ok::<_, StoreError>(())
                })
            })
            .await
    });
    has_written.recv().unwrap();
    assert_eq!(ids(&bed).await, [""; 0]);
    drop(release);
    unit.await.unwrap().unwrap();
    assert_eq!(ids(&bed).await, ["a"]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_is_one_snapshot_from_beginning_to_end(#[values(Driver::File, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let (release, released) = mpsc::channel::<()>();
    let (looked, has_looked) = mpsc::channel();
    let store = bed.store.clone();
    let read = tokio::spawn(async move {
        store
            .read(move |tx| {
                Box::pin(async move {
                    let before = read_product(tx, "a").await?.is_some();
                    looked.send(()).unwrap();
                    let _ = released.recv();
                    Ok::<_, StoreError>((before, read_product(tx, "a").await?.is_some()))
                })
            })
            .await
    });
    has_looked.recv().unwrap();
    bed.write(|tx| Box::pin(put(tx, "a"))).await;
    drop(release);
    assert_eq!(read.await.unwrap().unwrap(), (false, false));
    assert_eq!(ids(&bed).await, ["a"]);
}

#[rstest]
#[tokio::test]
async fn a_read_keeps_nothing(#[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver) {
    let bed = Bed::new(driver).await;
    let _: Result<(), StoreError> = bed.store.read(|tx| Box::pin(put(tx, "a"))).await;
    assert_eq!(ids(&bed).await, [""; 0]);
    bed.write(|tx| Box::pin(put(tx, "b"))).await;
    assert_eq!(ids(&bed).await, ["b"]);
}

#[rstest]
#[tokio::test]
async fn a_unit_has_one_instant_of_whole_microseconds(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let now = bed.write(|tx| Box::pin(async move { Ok(tx.now()) })).await;
    assert_eq!(now, at(NOON));
    bed.pass(1);
    assert_eq!(bed.read(|tx| Box::pin(async move { Ok(tx.now()) })).await, at("2026-06-03T12:00:01Z"));
}

#[rstest]
#[tokio::test]
async fn the_data_version_changes_with_a_commit_and_stays_without(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let before = bed.store.data_version().await.unwrap();
    ids(&bed).await;
    assert_eq!(bed.store.data_version().await.unwrap(), before);
    bed.write(|tx| Box::pin(put(tx, "a"))).await;
    assert_ne!(bed.store.data_version().await.unwrap(), before);
}

#[tokio::test]
async fn the_data_version_tells_of_another_process() {
    let bed = Bed::new(Driver::File).await;
    let before = bed.store.data_version().await.unwrap();
    let other = Store::open(&bed.url, tessera_store::OpenOptions::default()).await.unwrap();
    other.unit_of_work(|tx| Box::pin(put(tx, "a"))).await.unwrap();
    assert_ne!(bed.store.data_version().await.unwrap(), before);
    assert_eq!(ids(&bed).await, ["a"]);
}

#[rstest]
#[tokio::test]
async fn two_memory_databases_are_two() {
    let (one, other) = (Bed::new(Driver::Memory).await, Bed::new(Driver::Memory).await);
    one.write(|tx| Box::pin(put(tx, "a"))).await;
    assert_eq!(ids(&other).await, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn a_fault_of_a_statement_is_told_without_its_text(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let result: Result<(), StoreError> = bed
        .store
        .unit_of_work(|tx| Box::pin(async move { tx.execute("SELECT hush FROM nowhere", &[]).await.map(drop) }))
        .await;
    let text = result.unwrap_err().to_string();
    assert!(!text.contains("hush") && !text.contains("nowhere"), "{text}");
}
