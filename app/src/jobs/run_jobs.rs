//! Does the steps of jobs: one after the other in a process, the job that waits longest first.

use std::time::Duration;

use jiff::SignedDuration;
use tessera_store::jobs::{self, JobRecord, StepNote};

use super::changes::job_changed;
use super::kinds;
use super::work::{Outcome, Step, Work};
use crate::change::By;
use crate::orders::to_text;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// How often it is looked for jobs that another process made or left behind.
const LOOK: Duration = Duration::from_secs(1);

/// How long a process has a job without a sign of life. A step that takes longer is done by another process as well, and
/// one of the two comes to nothing.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// Steps of one job before it is another one's turn.
const STEPS_AT_ONCE: u32 = 16;

/// Seconds until a step is tried again; after the last the job has failed.
const AGAIN_AFTER: [i64; 5] = [1, 5, 30, 120, 300];

/// What became of a step.
enum Stepped {
    /// There is another one.
    More(Box<JobRecord>),
    /// It was the last, or another process has the job now.
    Over,
}

impl App {
    /// Does jobs until the task that holds it ends.
    pub async fn run_jobs(&self) {
        if !self.inner.store.is_shared() {
            self.take_over_leases().await;
        }
        loop {
            match self.run_next_job().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(problem) => tracing::warn!(detail = %problem.detail, "jobs could not be done; trying again"),
            }
            tokio::select! {
                () = self.inner.job_made.notified() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Does what is due now, and ends when that is done.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn run_due_jobs(&self) -> Result<(), Problem> {
        while self.run_next_job().await? {}
        Ok(())
    }

    /// What a process before this one had in hand on a database of its own is free at once.
    async fn take_over_leases(&self) {
        let freed = self
            .inner
            .store
            .unit_of_work(|tx| Box::pin(async move { jobs::free_leases(tx).await.map_err(Problem::from) }));
        if let Err(problem) = freed.await {
            tracing::warn!(detail = %problem.detail, "jobs of a process before this one are taken over later");
        }
    }

    /// Does some steps of the job that waits longest; `false` when none is due.
    async fn run_next_job(&self) -> Result<bool, Problem> {
        let due =
            self.inner.store.read(|tx| Box::pin(async move { jobs::list_due(tx, 1).await.map_err(Problem::from) }));
        let Some(id) = due.await?.into_iter().next() else { return Ok(false) };
        let node = self.inner.node.clone();
        let wanted = id.clone();
        let leased = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let until = tx.now() + LEASE;
                jobs::lease_job(tx, &wanted, &node, until).await.map_err(Problem::from)
            })
        });
        let Some(job) = leased.await? else { return Ok(true) };
        // In a task of its own: a panic is a failure of this job and of no other.
        let (app, attempts) = (self.clone(), job.attempts);
        let done = tokio::spawn(async move { app.run_steps(job).await }).await.unwrap_or_else(|error| {
            tracing::error!(%error, job_id = %id, "a step of a job panicked; its unit of work was undone");
            Err(Problem::of(ErrorCode::Internal))
        });
        if let Err(problem) = done {
            self.note_failed_step(&id, attempts, problem).await?;
        }
        Ok(true)
    }

    /// Does some steps of a job.
    async fn run_steps(&self, mut job: JobRecord) -> Result<(), Problem> {
        let Some(work) = kinds::find(&job.kind) else {
            // A newer program made it; that one does it.
            return Err(Problem::new(ErrorCode::Unavailable, format!("This program knows no jobs `{}`.", job.kind)));
        };
        for number in 1..=STEPS_AT_ONCE {
            match self.run_step(work, &job, number == STEPS_AT_ONCE).await? {
                Stepped::More(next) => job = *next,
                Stepped::Over => break,
            }
        }
        Ok(())
    }

    async fn run_step(&self, work: &'static dyn Work, job: &JobRecord, is_last: bool) -> Result<Stepped, Problem> {
        let effect = work.prepare(self, job).await?;
        let (id, number, node) = (job.id.clone(), job.step, self.inner.node.clone());
        let recorder = self.inner.recorder.clone();
        let written = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let Some(job) = jobs::lock_leased_job(tx, &id, &node, number).await? else { return Ok(None) };
                let step = effect.run(tx).await?;
                if tx.is_undone() {
                    tracing::error!(job_id = %id, "a refusal was passed over; the step is undone");
                    return Err(Problem::of(ErrorCode::Internal));
                }
                let by = By { actor: job.key_id.as_str().into(), action: work.kind(), request_id: id };
                let after = step.after.clone();
                let mut changes = step.changes.clone();
                let leased_until = if is_last { tx.now() } else { tx.now() + LEASE };
                let note = note(&job, step, leased_until);
                let job = jobs::note_step(tx, job, note).await?;
                if job.state == "failed" {
                    changes.push(job_changed("job.failed", &job));
                    changes.extend(work.stopped(tx, &job).await?);
                }
                recorder.record(tx, &by, changes, None).await?;
                Ok(Some((job, after)))
            })
        });
        let Some((job, after)) = written.await? else { return Ok(Stepped::Over) };
        self.follow_up(after).await;
        if job.has_ended() {
            tracing::info!(job_id = %job.id, kind = %job.kind, state = %job.state, done = job.done, "a job ended");
            return Ok(Stepped::Over);
        }
        Ok(Stepped::More(Box::new(job)))
    }

    /// Has a step done again later, or gives the job up. What is not available now says nothing against the job.
    async fn note_failed_step(&self, id: &str, attempts: u64, problem: Problem) -> Result<(), Problem> {
        let passing = problem.error == ErrorCode::Unavailable;
        let attempt = usize::try_from(attempts).unwrap_or(usize::MAX);
        let again_after = match AGAIN_AFTER.get(attempt) {
            Some(seconds) => *seconds,
            None if passing => AGAIN_AFTER[AGAIN_AFTER.len() - 1],
            None => return self.give_up_job(id, &problem).await,
        };
        tracing::warn!(job_id = %id, detail = %problem.detail, again_after, "a step of a job came to nothing; trying again");
        let (id, node) = (id.to_owned(), self.inner.node.clone());
        let noted = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let again_at = tx.now() + SignedDuration::from_secs(again_after);
                jobs::note_failure(tx, &id, &node, again_at).await.map_err(Problem::from)
            })
        });
        noted.await
    }

    async fn give_up_job(&self, id: &str, problem: &Problem) -> Result<(), Problem> {
        tracing::error!(job_id = %id, detail = %problem.detail, "a job failed");
        let (id, why) = (id.to_owned(), problem.detail.clone());
        let recorder = self.inner.recorder.clone();
        let failed = self.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let Some(job) = jobs::fail_job(tx, &id, &why).await? else { return Ok(()) };
                let mut changes = vec![job_changed("job.failed", &job)];
                if let Some(work) = kinds::find(&job.kind) {
                    changes.extend(work.stopped(tx, &job).await?);
                }
                recorder.record(tx, &By::program("run_jobs"), changes, None).await?;
                Ok::<_, Problem>(())
            })
        });
        failed.await
    }
}

/// What is kept of a step.
fn note(job: &JobRecord, step: Step, leased_until: jiff::Timestamp) -> StepNote {
    let (state, result, failure) = match step.outcome {
        Outcome::More => ("running", None, None),
        Outcome::Done(result) => ("done", Some(to_text(&result)), None),
        Outcome::Failed(why) => ("failed", None, Some(why)),
    };
    let checkpoint = match state {
        "running" => Some(to_text(&step.checkpoint)),
        _ => job.checkpoint.clone(),
    };
    StepNote {
        state,
        checkpoint,
        done: step.done,
        total: step.total.or(job.total),
        errors: step.errors,
        result,
        failure,
        leased_until,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use futures::FutureExt;
    use futures::future::BoxFuture;
    use serde_json::json;
    use tessera_store::{OpenOptions, Store};

    use super::super::begin_job::{Asked, begin_job};
    use super::super::list_jobs::JobFilter;
    use super::super::work::Effect;
    use super::*;
    use crate::caller::{Caller, Scope, Scopes};
    use crate::mutation::{After, Mutation};
    use crate::page::PageRequest;
    use crate::start::StartOptions;

    /// Counts to its total, one a step. Its request says at which number it stumbles, falls or gives up.
    pub(in crate::jobs) struct Counting;

    impl Work for Counting {
        fn kind(&self) -> &'static str {
            "count"
        }

        fn scope(&self) -> Scope {
            Scope::CodesWrite
        }

        fn prepare<'a>(&'a self, _: &'a App, job: &'a JobRecord) -> BoxFuture<'a, Result<Effect, Problem>> {
            let request: serde_json::Value = serde_json::from_str(&job.request).unwrap();
            let (done, total) = (job.done, job.total.unwrap_or_default());
            assert_ne!(request["panics_at"], json!(done), "on purpose");
            let effect = Effect::new(move |_| {
                async move {
                    if request["fails_at"] == json!(done) {
                        return Err(Problem::new(ErrorCode::Internal, "It cannot count so far."));
                    }
                    if request["gives_up_at"] == json!(done) {
                        return Ok(Step::failed(done, "There are no more numbers."));
                    }
                    let wrong = JobError { row: Some(done + 1), code: "odd".into(), detail: "is odd".into() };
                    let errors = if done % 2 == 0 { vec![wrong] } else { Vec::new() };
                    let step = if done + 1 == total {
                        Step::last(total, json!({ "counted": total }))
                    } else {
                        Step::more(done + 1, json!({ "after": done + 1 }))
                    };
                    Ok(step.with_errors(errors))
                }
                .boxed()
            });
            async move { Ok(effect) }.boxed()
        }
    }

    use tessera_store::jobs::JobError;

    async fn app() -> App {
        let store = Store::open("sqlite::memory:", OpenOptions::default()).await.unwrap();
        store.migrate().await.unwrap();
        App::start(store, StartOptions::default()).await.unwrap()
    }

    async fn begin(app: &App, total: u64, request: serde_json::Value) -> String {
        let id = app.new_id(crate::ids::IdKind::Job);
        let made = id.clone();
        let answer = app.mutate("begin_count", Mutation::program("/count"), After::BeginJobs, move |tx| {
            Box::pin(async move {
                let asked = Asked {
                    id: made,
                    kind: "count",
                    subject: None,
                    request: &request,
                    total: Some(total),
                    inputs: &[],
                    key_id: "key_1",
                };
                begin_job(tx, asked).await
            })
        });
        assert_eq!(answer.await.unwrap().status, 202);
        id
    }

    #[tokio::test]
    async fn a_job_is_done_step_by_step_and_says_how_far_it_came() {
        let app = app().await;
        let (one, two) = (begin(&app, 40, json!({})).await, begin(&app, 3, json!({})).await);
        app.run_due_jobs().await.unwrap();
        let caller = Caller::program();
        let job = app.read_job(&caller, &one).await.unwrap();
        assert_eq!((job.state.as_str(), job.done, job.total), ("done", 40, Some(40)));
        assert_eq!(job.result, Some(json!({ "counted": 40 })));
        assert_eq!((job.error_count, job.errors.len()), (20, 20));
        assert_eq!((job.errors[1].row, job.errors[1].code.as_str()), (Some(3), "odd"));
        assert!(job.ended_at.is_some());
        let list = app.list_jobs(&caller, JobFilter::default(), PageRequest::default()).await.unwrap();
        // Both may be of one millisecond: then chance says which is newer.
        let listed: std::collections::BTreeSet<_> = list.data.iter().map(|job| job.id.clone()).collect();
        assert_eq!(listed, [one, two].into_iter().collect());
    }

    #[tokio::test]
    async fn who_may_not_do_what_a_job_does_does_not_see_it() {
        let app = app().await;
        let id = begin(&app, 1, json!({})).await;
        let other = Caller { scopes: [Scope::Quotes].into_iter().collect(), ..Caller::program() };
        assert_eq!(app.read_job(&other, &id).await.unwrap_err().error, ErrorCode::ScopeMissing);
        let list = app.list_jobs(&other, JobFilter::default(), PageRequest::default()).await;
        assert_eq!(list.unwrap_err().error, ErrorCode::ScopeMissing);
        let all = Caller { scopes: Scopes::all(), ..other };
        assert_eq!(app.read_job(&all, "job_none").await.unwrap_err().error, ErrorCode::NotFound);
        assert!(app.read_job(&all, &id).await.is_ok());
    }

    #[tokio::test]
    async fn a_cancelled_job_goes_no_further() {
        let app = app().await;
        let id = begin(&app, 1_000, json!({})).await;
        assert!(app.run_next_job().await.unwrap());
        for _ in 0..2 {
            let cancelled = app.cancel_job(Mutation::program("/cancel"), &id).await.unwrap();
            assert!(String::from_utf8(cancelled.body).unwrap().contains("\"state\":\"cancelled\""));
        }
        app.run_due_jobs().await.unwrap();
        let job = app.read_job(&Caller::program(), &id).await.unwrap();
        assert_eq!((job.state.as_str(), job.done), ("cancelled", u64::from(STEPS_AT_ONCE)));
        let done = begin(&app, 1, json!({})).await;
        app.run_due_jobs().await.unwrap();
        let refused = app.cancel_job(Mutation::program("/cancel"), &done).await.unwrap_err();
        assert_eq!(refused.error, ErrorCode::JobEnded);
    }

    #[tokio::test]
    async fn a_step_that_fails_or_panics_is_tried_again_later() {
        let app = app().await;
        for request in [json!({ "fails_at": 2 }), json!({ "panics_at": 2 })] {
            let id = begin(&app, 5, request).await;
            app.run_due_jobs().await.unwrap();
            let job = app.read_job(&Caller::program(), &id).await.unwrap();
            assert_eq!((job.state.as_str(), job.done, job.failure), ("running", 2, None));
        }
    }

    #[tokio::test]
    async fn a_job_that_fails_again_and_again_is_given_up() {
        let app = app().await;
        let id = begin(&app, 5, json!({})).await;
        let problem = || Problem::new(ErrorCode::Internal, "It cannot count so far.");
        let (node, wanted) = (app.inner.node.clone(), id.clone());
        let leased = app.inner.store.unit_of_work(move |tx| {
            Box::pin(async move { jobs::lease_job(tx, &wanted, &node, tx.now()).await.map_err(Problem::from) })
        });
        assert!(leased.await.unwrap().is_some());
        let most = u64::try_from(AGAIN_AFTER.len()).unwrap();
        for attempts in 0..most {
            app.note_failed_step(&id, attempts, problem()).await.unwrap();
            assert_eq!(app.read_job(&Caller::program(), &id).await.unwrap().state, "running");
        }
        app.note_failed_step(&id, most, Problem::of(ErrorCode::Unavailable)).await.unwrap();
        assert_eq!(app.read_job(&Caller::program(), &id).await.unwrap().state, "running");
        app.note_failed_step(&id, most, problem()).await.unwrap();
        let job = app.read_job(&Caller::program(), &id).await.unwrap();
        assert_eq!((job.state.as_str(), job.failure.as_deref()), ("failed", Some("It cannot count so far.")));
    }

    #[tokio::test]
    async fn a_job_that_cannot_go_on_says_why() {
        let app = app().await;
        let id = begin(&app, 5, json!({ "gives_up_at": 3 })).await;
        app.run_due_jobs().await.unwrap();
        let job = app.read_job(&Caller::program(), &id).await.unwrap();
        assert_eq!((job.state.as_str(), job.done), ("failed", 3));
        assert_eq!(job.failure.as_deref(), Some("There are no more numbers."));
    }

    #[tokio::test]
    async fn a_step_that_was_prepared_before_another_process_took_the_job_writes_nothing() {
        let app = app().await;
        let id = begin(&app, 5, json!({})).await;
        let lease = |node: &'static str| {
            let id = id.clone();
            app.inner.store.unit_of_work(move |tx| {
                Box::pin(async move { jobs::lease_job(tx, &id, node, tx.now()).await.map_err(Problem::from) })
            })
        };
        let job = lease("another").await.unwrap().unwrap();
        assert!(matches!(app.run_step(&Counting, &job, false).await.unwrap(), Stepped::Over));
        assert_eq!(app.read_job(&Caller::program(), &id).await.unwrap().done, 0);
        app.run_due_jobs().await.unwrap();
        assert_eq!(app.read_job(&Caller::program(), &id).await.unwrap().done, 5);
    }

    #[tokio::test]
    async fn what_ended_is_forgotten_and_its_inputs_before_it() {
        let app = app().await;
        let id = begin(&app, 1, json!({})).await;
        let given = id.clone();
        let added = app.inner.store.unit_of_work(move |tx| {
            Box::pin(async move {
                let documents = vec!["{}".to_owned(); 120];
                jobs::add_inputs(tx, &given, &documents).await.map_err(Problem::from)
            })
        });
        added.await.unwrap();
        app.run_due_jobs().await.unwrap();
        app.forget_old_jobs().await.unwrap();
        let wanted = id.clone();
        let left = app
            .inner
            .store
            .read(move |tx| Box::pin(async move { jobs::read_inputs(tx, &wanted, 0, 1).await.map_err(Problem::from) }));
        assert!(left.await.unwrap().is_empty());
        assert_eq!(app.read_job(&Caller::program(), &id).await.unwrap().state, "done");
    }
}
