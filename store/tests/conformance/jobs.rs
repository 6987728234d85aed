//! Jobs.

use jiff::SignedDuration;
use rstest::rstest;
use tessera_store::jobs::{self, JobError, JobFilter, JobRecord, KEPT_ERRORS, NewJob, StepNote};

use crate::{Bed, Driver, NOON, at};

fn new(id: &str, kind: &str) -> NewJob {
    NewJob {
        id: id.to_owned(),
        kind: kind.to_owned(),
        subject: Some("cpn_1".to_owned()),
        request: "{\"count\":3}".to_owned(),
        total: Some(3),
        key_id: "key_1".to_owned(),
    }
}

async fn begin(bed: &Bed, id: &str, kind: &str) -> JobRecord {
    let new = new(id, kind);
    bed.write(move |tx| Box::pin(async move { jobs::begin_job(tx, &new, false).await })).await
}

async fn lease(bed: &Bed, id: &'static str, node: &'static str) -> Option<JobRecord> {
    bed.write(move |tx| {
        Box::pin(async move {
            let until = tx.now() + SignedDuration::from_secs(30);
            jobs::lease_job(tx, id, node, until).await
        })
    })
    .await
}

async fn due(bed: &Bed) -> Vec<String> {
    bed.read(|tx| Box::pin(jobs::list_due(tx, 10))).await
}

async fn read(bed: &Bed, id: &'static str) -> JobRecord {
    bed.read(move |tx| Box::pin(jobs::read_job(tx, id))).await.unwrap()
}

fn note(state: &'static str, done: u64, errors: usize) -> StepNote {
    let error = JobError { row: Some(done), code: "odd".to_owned(), detail: "is odd".to_owned() };
    StepNote {
        state,
        checkpoint: Some(format!("{{\"after\":{done}}}")),
        done,
        total: Some(3),
        errors: vec![error; errors],
        result: (state == "done").then(|| "{}".to_owned()),
        failure: None,
        leased_until: at(NOON) + SignedDuration::from_secs(30),
    }
}

/// A step by whoever has the lease; `false` when it is not the next step of this node any more.
async fn step(bed: &Bed, id: &'static str, node: &'static str, number: u64, note: StepNote) -> bool {
    bed.write(move |tx| {
        Box::pin(async move {
            let Some(job) = jobs::lock_leased_job(tx, id, node, number).await? else { return Ok(false) };
            jobs::note_step(tx, job, note).await?;
            Ok(true)
        })
    })
    .await
}

#[rstest]
#[tokio::test]
async fn a_job_is_leased_by_one_process_and_taken_over_when_that_is_silent(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let made = begin(&bed, "job_1", "count").await;
    assert_eq!(read(&bed, "job_1").await, made);
    assert_eq!(due(&bed).await, ["job_1"]);
    let leased = lease(&bed, "job_1", "a").await.unwrap();
    assert_eq!((leased.state.as_str(), leased.step), ("running", 0));
    assert!(due(&bed).await.is_empty());
    assert!(lease(&bed, "job_1", "b").await.is_none());
    assert!(step(&bed, "job_1", "a", 0, note("running", 1, 0)).await);
    bed.pass(31);
    assert_eq!(due(&bed).await, ["job_1"]);
    let taken = lease(&bed, "job_1", "b").await.unwrap();
    assert_eq!((taken.step, taken.done, taken.checkpoint.as_deref()), (1, 1, Some("{\"after\":1}")));
    assert!(!step(&bed, "job_1", "a", 1, note("running", 2, 0)).await, "the first has it no more");
    assert!(step(&bed, "job_1", "b", 1, note("done", 3, 0)).await);
    assert!(!step(&bed, "job_1", "b", 2, note("done", 4, 0)).await, "it is done");
    let done = read(&bed, "job_1").await;
    assert_eq!((done.state.as_str(), done.done, done.result.as_deref()), ("done", 3, Some("{}")));
    assert_eq!(done.ended_at, Some(at(NOON) + SignedDuration::from_secs(31)));
    bed.pass(31);
    assert!(due(&bed).await.is_empty());
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_that_take_a_job_at_once_one_has_it(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    begin(&bed, "job_1", "count").await;
    let takes = ["a", "b", "c", "d"].map(|node| {
        let store = bed.store.clone();
        tokio::spawn(async move {
            let taken = store.unit_of_work(move |tx| {
                Box::pin(async move {
                    let until = tx.now() + SignedDuration::from_secs(30);
                    jobs::lease_job(tx, "job_1", node, until).await
                })
            });
            taken.await.unwrap().is_some()
        })
    });
    let taken = futures::future::join_all(takes).await;
    assert_eq!(taken.into_iter().filter(|taken| *taken.as_ref().unwrap()).count(), 1);
}

#[rstest]
#[tokio::test]
async fn errors_are_counted_and_the_first_are_kept(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    begin(&bed, "job_1", "count").await;
    lease(&bed, "job_1", "a").await.unwrap();
    assert!(step(&bed, "job_1", "a", 0, note("running", 1, 2)).await);
    assert!(step(&bed, "job_1", "a", 1, note("running", 2, 1_200)).await);
    assert!(step(&bed, "job_1", "a", 2, note("running", 3, 5)).await);
    assert_eq!(read(&bed, "job_1").await.error_count, 1_207);
    let kept = bed.read(|tx| Box::pin(jobs::list_job_errors(tx, "job_1", 5_000))).await;
    assert_eq!(u64::try_from(kept.len()).unwrap(), KEPT_ERRORS);
    assert_eq!((kept[0].row, kept[2].row), (Some(1), Some(2)));
}

#[rstest]
#[tokio::test]
async fn a_step_that_failed_waits_and_an_ended_job_stays_ended(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    begin(&bed, "job_1", "count").await;
    lease(&bed, "job_1", "a").await.unwrap();
    bed.write(|tx| {
        Box::pin(async move { jobs::note_failure(tx, "job_1", "a", tx.now() + SignedDuration::from_secs(5)).await })
    })
    .await;
    assert!(due(&bed).await.is_empty());
    bed.pass(5);
    assert_eq!(due(&bed).await, ["job_1"]);
    assert_eq!(read(&bed, "job_1").await.attempts, 1);
    let cancelled = bed.write(|tx| Box::pin(jobs::cancel_job(tx, "job_1"))).await.unwrap();
    assert_eq!((cancelled.state.as_str(), cancelled.failure), ("cancelled", None));
    assert!(bed.write(|tx| Box::pin(jobs::cancel_job(tx, "job_1"))).await.is_none());
    assert!(bed.write(|tx| Box::pin(jobs::fail_job(tx, "job_1", "late"))).await.is_none());
    assert!(lease(&bed, "job_1", "a").await.is_none());
    bed.write(|tx| Box::pin(jobs::free_leases(tx))).await;
}

#[rstest]
#[tokio::test]
async fn a_job_that_receives_its_inputs_begins_when_it_has_them(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    let made = new("job_1", "import");
    bed.write(move |tx| Box::pin(async move { jobs::begin_job(tx, &made, true).await })).await;
    for part in 0..3 {
        bed.write(move |tx| {
            Box::pin(async move { jobs::add_inputs(tx, "job_1", &[format!("a{part}"), format!("b{part}")]).await })
        })
        .await;
    }
    let filter = JobFilter { kinds: vec!["import".to_owned()], ..JobFilter::default() };
    let seen = filter.clone();
    assert!(
        bed.read(move |tx| Box::pin(async move { jobs::list_jobs(tx, &seen, 10, None).await })).await.data.is_empty()
    );
    assert!(due(&bed).await.is_empty());
    assert!(bed.write(|tx| Box::pin(jobs::queue_job(tx, "job_1", "{}", Some(6)))).await);
    assert!(!bed.write(|tx| Box::pin(jobs::queue_job(tx, "job_1", "{}", Some(6)))).await);
    assert_eq!(due(&bed).await, ["job_1"]);
    let inputs = bed.read(|tx| Box::pin(jobs::read_inputs(tx, "job_1", 2, 3))).await;
    let read: Vec<_> = inputs.iter().map(|input| (input.number, input.document.as_str())).collect();
    assert_eq!(read, [(3, "a1"), (4, "b1"), (5, "a2")]);
    bed.write(|tx| Box::pin(jobs::drop_inputs(tx, "job_1", 4))).await;
    let left = bed.read(|tx| Box::pin(jobs::read_inputs(tx, "job_1", 0, 10))).await;
    assert_eq!(left.len(), 2);
}

#[rstest]
#[tokio::test]
async fn jobs_are_listed_newest_first_by_kind_state_and_subject(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for (id, kind) in [("job_1", "a"), ("job_2", "b"), ("job_3", "a"), ("job_4", "c")] {
        begin(&bed, id, kind).await;
    }
    bed.write(|tx| Box::pin(jobs::cancel_job(tx, "job_1"))).await;
    let list = async |filter: JobFilter, limit: u32, cursor: Option<String>| {
        let page =
            bed.read(move |tx| Box::pin(async move { jobs::list_jobs(tx, &filter, limit, cursor.as_deref()).await }));
        let page = page.await;
        (page.data.into_iter().map(|job| job.id).collect::<Vec<_>>(), page.next_cursor)
    };
    let kinds = |kinds: &[&str]| JobFilter {
        kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
        ..JobFilter::default()
    };
    let (first, cursor) = list(kinds(&["a", "b"]), 2, None).await;
    assert_eq!(first, ["job_3", "job_2"]);
    assert_eq!(list(kinds(&["a", "b"]), 2, cursor).await.0, ["job_1"]);
    assert!(list(kinds(&[]), 2, None).await.0.is_empty());
    let queued = JobFilter { state: Some("queued".into()), ..kinds(&["a", "b"]) };
    assert_eq!(list(queued, 9, None).await.0, ["job_3", "job_2"]);
    let subject = |subject: &str| JobFilter { subject: Some(subject.into()), ..kinds(&["c"]) };
    assert_eq!(list(subject("cpn_1"), 9, None).await.0, ["job_4"]);
    assert!(list(subject("cpn_2"), 9, None).await.0.is_empty());
}

#[rstest]
#[tokio::test]
async fn what_ended_is_forgotten_after_its_inputs(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    begin(&bed, "job_1", "a").await;
    begin(&bed, "job_2", "a").await;
    let half = new("job_3", "a");
    bed.write(move |tx| Box::pin(async move { jobs::begin_job(tx, &half, true).await })).await;
    let documents = vec![String::new(); 5];
    bed.write(move |tx| Box::pin(async move { jobs::add_inputs(tx, "job_1", &documents).await })).await;
    bed.write(|tx| Box::pin(jobs::cancel_job(tx, "job_1"))).await;
    bed.pass(10);
    let forget = || bed.write(|tx| Box::pin(async move { jobs::forget_jobs(tx, tx.now(), tx.now(), 10).await }));
    assert_eq!(forget().await, 0, "it has inputs");
    let mut rounds = 0;
    while bed.write(|tx| Box::pin(jobs::forget_inputs(tx, 2))).await {
        rounds += 1;
        assert!(rounds < 10);
    }
    assert_eq!(bed.number("SELECT COUNT(*) FROM job_inputs").await, 0);
    assert_eq!(forget().await, 1);
    bed.pass(10);
    assert_eq!(forget().await, 1, "what did not arrive whole has failed");
    assert_eq!(bed.number("SELECT COUNT(*) FROM jobs").await, 1);
}

#[rstest]
#[tokio::test]
async fn what_arrived_in_vain_is_taken_away_and_what_was_begun_is_not(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    for id in ["job_1", "job_2"] {
        let new = new(id, "count");
        bed.write(move |tx| {
            Box::pin(async move {
                jobs::begin_job(tx, &new, true).await?;
                jobs::add_inputs(tx, &new.id, &vec!["{}".to_owned(); 120]).await
            })
        })
        .await;
    }
    let begun = bed.write(|tx| Box::pin(jobs::queue_job(tx, "job_2", "{}", Some(120)))).await;
    assert!(begun);
    let mut rounds = 0;
    while bed.write(|tx| Box::pin(jobs::drop_received(tx, "job_1", 50))).await {
        rounds += 1;
    }
    assert_eq!(rounds, 3);
    assert!(!bed.write(|tx| Box::pin(jobs::drop_received(tx, "job_2", 50))).await);
    assert_eq!(bed.number("SELECT COUNT(*) FROM job_inputs").await, 120);
    assert_eq!(bed.number("SELECT COUNT(*) FROM jobs").await, 1);
}

#[rstest]
#[tokio::test]
async fn a_job_knows_what_it_met_until_it_is_over(
    #[values(Driver::File, Driver::Memory, Driver::Postgres)] driver: Driver,
) {
    let bed = Bed::new(driver).await;
    begin(&bed, "job_1", "count").await;
    let added = bed.write(|tx| Box::pin(async move { jobs::add_inputs(tx, "job_1", &["{}".to_owned()]).await }));
    added.await;
    let met = bed.write(|tx| Box::pin(jobs::mark(tx, "job_1", &["a", "b", "a"]))).await;
    assert_eq!(met, [true, true, false]);
    let met = bed.write(|tx| Box::pin(jobs::mark(tx, "job_1", &["b", "c"]))).await;
    assert_eq!(met, [false, true]);
    assert_eq!(bed.write(|tx| Box::pin(jobs::mark(tx, "job_2", &["a"]))).await, [true], "each job by itself");
    assert!(!bed.write(|tx| Box::pin(jobs::forget_inputs(tx, 1))).await, "it is not over");
    bed.write(|tx| Box::pin(async move { jobs::cancel_job(tx, "job_1").await })).await.unwrap();
    while bed.write(|tx| Box::pin(jobs::forget_inputs(tx, 1))).await {}
    assert_eq!(bed.number("SELECT COUNT(*) FROM job_marks WHERE job_id = 'job_1'").await, 0);
    assert_eq!(bed.number("SELECT COUNT(*) FROM job_inputs").await, 0);
}
