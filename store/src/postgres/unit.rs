//! Runs one job: a connection, a transaction, the work, its end. What the database undid because it came into
//! another's way is done again here, so that nobody outside meets it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use futures::FutureExt as _;
use jiff::Timestamp;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_postgres::SimpleQueryMessage;

use super::connection::PgConnection;
use super::failure::{self, Failure, Kind};
use super::{LONGEST, Shared, dialect};
use crate::error::StoreError;
use crate::job::{Job, Turn, Verdict};
use crate::planted;
use crate::store::{Patience, read_clock};
use crate::tx::Tx;

/// How often a unit is done at most.
const MOST_TURNS: u32 = 6;

/// Connections of the pool that may turn out to be broken before a call gives up: more than it has.
const MOST_BROKEN: u32 = 40;

/// The wait before a second turn; it doubles with each further one, and up to as much again is added by chance.
const FIRST_PAUSE: Duration = Duration::from_millis(4);

/// What a call may still take to undo what it began.
const TO_UNDO: Duration = Duration::from_millis(500);

/// What kind of transaction a job needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// One snapshot, nothing written.
    Read(Patience),
    /// A unit of work.
    Write(Patience),
}

impl Mode {
    fn begin(self) -> &'static str {
        match self {
            Self::Read(Patience::OfACall) => dialect::BEGIN_READ,
            Self::Read(Patience::Endless) => dialect::BEGIN_LONG_READ,
            Self::Write(Patience::OfACall) => dialect::BEGIN_WRITE,
            Self::Write(Patience::Endless) => dialect::BEGIN_LONG,
        }
    }

    const fn is_read(self) -> bool {
        matches!(self, Self::Read(_))
    }

    fn longest(self) -> Duration {
        match self {
            Self::Read(Patience::Endless) | Self::Write(Patience::Endless) => Duration::from_secs(365 * 24 * 3_600),
            Self::Read(Patience::OfACall) | Self::Write(Patience::OfACall) => LONGEST,
        }
    }
}

/// How a turn ended.
enum End {
    /// The job's own result stands.
    Done,
    /// It is replaced by an error.
    Failed(StoreError),
    /// Nothing of it was kept, for a reason that passes.
    Again(StoreError),
}

/// Runs a job to its answer. The caller may be gone by then.
pub(super) async fn run(shared: &Shared, mut job: Box<dyn Job>, mode: Mode) {
    let deadline = Instant::now() + mode.longest();
    let mut turn = 1;
    loop {
        let may_repeat = if turn < MOST_TURNS { Turn::MayRepeat } else { Turn::Last };
        match take_turn(shared, job.as_mut(), mode, may_repeat, deadline).await {
            End::Done => break,
            End::Failed(error) => {
                job.fail(error);
                break;
            }
            End::Again(error) => {
                let pause = pause_after(turn);
                if !job.is_repeatable() || turn == MOST_TURNS || Instant::now() + pause >= deadline {
                    tracing::warn!(turn, %error, "a unit of work was given up");
                    job.fail(error);
                    break;
                }
                tracing::debug!(turn, "a unit of work came into another's way and is done again");
                turn += 1;
                sleep(pause).await;
            }
        }
    }
    job.answer();
}

/// Doubles with each turn, and by chance differs from that of whoever it met.
fn pause_after(turn: u32) -> Duration {
    let pause = FIRST_PAUSE * 2_u32.pow(turn.min(8));
    // A hasher of its own begins at random.
    let chance = RandomState::new().build_hasher().finish() % 1_024;
    pause + pause * u32::try_from(chance).unwrap_or(0) / 1_024
}

async fn take_turn(shared: &Shared, job: &mut dyn Job, mode: Mode, turn: Turn, deadline: Instant) -> End {
    let (mut connection, now) = match timeout_at(deadline, begin(shared, mode)).await {
        Ok(Ok(begun)) => begun,
        Ok(Err(error)) => return End::Failed(error),
        Err(_) => return End::Failed(failure::took_too_long()),
    };
    // Whichever way this returns without `give_back`, the connection is closed and the database undoes the rest.
    let worked = timeout_at(deadline, work(&mut connection, job, now, turn)).await;
    let failure = match (connection.take_broken(), worked) {
        (Some(Failure { error, kind: Kind::Lost | Kind::Unread | Kind::Repeat }), _) => {
            undo(connection).await;
            return End::Again(error);
        }
        // The work has met it and answers something of its own.
        (Some(failure), Ok(Worked::Ended(Verdict::Undo))) => {
            tracing::warn!(error = %failure.error, "the database failed under a unit of work");
            undo(connection).await;
            return End::Done;
        }
        (Some(failure), _) => failure.error,
        (None, Err(_)) => failure::took_too_long(),
        (None, Ok(Worked::Failed(error))) => error,
        (None, Ok(Worked::Panicked)) => StoreError::Internal("a unit of work panicked".to_owned()),
        (None, Ok(Worked::Waits)) => {
            StoreError::Internal("a unit of work waited for something outside the store".to_owned())
        }
        (None, Ok(Worked::Ended(Verdict::Keep))) if connection.has_failed() => {
            StoreError::Internal("a unit of work passed over a statement that failed".to_owned())
        }
        (None, Ok(Worked::Ended(Verdict::Keep))) if !mode.is_read() => return commit(connection, deadline).await,
        (None, Ok(Worked::Ended(_))) => {
            undo(connection).await;
            return End::Done;
        }
    };
    tracing::error!(error = %failure, "a unit of work was undone");
    undo(connection).await;
    End::Failed(failure)
}

/// Takes a connection and begins. One that turns out to be broken is thrown away for another: nothing was done on it.
async fn begin<'s>(shared: &'s Shared, mode: Mode) -> Result<(PgConnection<'s>, Timestamp), StoreError> {
    let pool = if mode.is_read() { &shared.readers } else { &shared.writers };
    let mut broken = 0;
    loop {
        // Whoever gives up here closes the connection: the database may be about to begin.
        let connection = PgConnection::new(take(pool).await?, shared);
        // A test's clock is read instead of the database's.
        let asked = match shared.clock {
            Some(_) => mode.begin().to_owned(),
            None => format!("{}; {}", mode.begin(), dialect::CLOCK),
        };
        let asked_at = Instant::now();
        let failure = match connection.ask(&asked).await {
            Ok(answers) => {
                let now = match &shared.clock {
                    Some(clock) => Some(read_clock(Some(clock))),
                    None => read_instant(&answers).inspect(|now| shared.time.note(*now, asked_at.elapsed())),
                };
                let wrong = || StoreError::Corrupt("the database's clock cannot be read".to_owned());
                return now.map(|now| (connection, now)).ok_or_else(wrong);
            }
            Err(failure) => failure,
        };
        drop(connection);
        broken += 1;
        if !matches!(failure.kind, Kind::Lost | Kind::Unread) || broken == MOST_BROKEN {
            return Err(failure.error);
        }
    }
}

async fn take(pool: &Pool) -> Result<Object, StoreError> {
    pool.get().await.map_err(|error| {
        let error = failure::describe_pool(&error);
        tracing::warn!(%error, "there is no connection to the database");
        error
    })
}

/// The microseconds that [`dialect::CLOCK`] answered.
fn read_instant(answers: &[SimpleQueryMessage]) -> Option<Timestamp> {
    let row = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    })?;
    Timestamp::from_microsecond(row.get(0)?.parse().ok()?).ok()
}

/// How the work itself ended.
enum Worked {
    Ended(Verdict),
    /// It answered well, and then a statement failed that it had not waited for.
    Failed(StoreError),
    Panicked,
    /// It waits, and no statement is on its way.
    Waits,
}

async fn work(connection: &mut PgConnection<'_>, job: &mut dyn Job, now: Timestamp, turn: Turn) -> Worked {
    let in_statement = connection.in_statement();
    let worked = {
        let mut tx = Tx::new(&mut *connection, now);
        until_it_ends(job, &mut tx, turn, &in_statement).await
    };
    match worked {
        Worked::Ended(Verdict::Keep) => match connection.flush().await {
            Ok(()) => worked,
            Err(error) => Worked::Failed(error),
        },
        other => other,
    }
}

async fn until_it_ends(job: &mut dyn Job, tx: &mut Tx<'_>, turn: Turn, in_statement: &AtomicBool) -> Worked {
    let mut running = AssertUnwindSafe(job.run(tx, turn)).catch_unwind();
    std::future::poll_fn(|context| match running.poll_unpin(context) {
        Poll::Ready(Ok(verdict)) => Poll::Ready(Worked::Ended(verdict)),
        Poll::Ready(Err(_)) => Poll::Ready(Worked::Panicked),
        Poll::Pending if in_statement.load(Ordering::Acquire) => Poll::Pending,
        Poll::Pending => Poll::Ready(Worked::Waits),
    })
    .await
}

/// Makes a unit durable. When the line breaks meanwhile nobody can tell whether it is: that is neither a success nor a
/// refusal, and it is not done again.
async fn commit(mut connection: PgConnection<'_>, deadline: Instant) -> End {
    // What was never sent is not in doubt.
    if connection.is_closed() {
        return End::Again(failure::lost());
    }
    match timeout_at(deadline, connection.control(dialect::COMMIT)).await {
        Ok(Ok(())) => {
            connection.give_back();
            End::Done
        }
        Ok(Err(Failure { error, kind: Kind::Repeat | Kind::Unread })) => End::Again(error),
        Ok(Err(Failure { kind: Kind::Lost, .. })) | Err(_) if planted::lost_commit_is_done() => End::Done,
        Ok(Err(Failure { kind: Kind::Lost, .. })) | Err(_) if planted::lost_commit_is_refused() => {
            End::Failed(StoreError::Constraint { what: "a commit failed".to_owned() })
        }
        Ok(Err(Failure { kind: Kind::Lost, .. })) | Err(_) => {
            tracing::error!("a commit was not answered: whether it stands is not known");
            End::Failed(failure::unknown_outcome())
        }
        Ok(Err(failure)) => End::Failed(failure.error),
    }
}

/// Ends a transaction that is not to be kept. Where that does not work at once the connection is closed.
async fn undo(mut connection: PgConnection<'_>) {
    // A statement that is on its way would have to be waited for.
    if connection.in_statement().load(Ordering::Acquire) {
        return;
    }
    if let Ok(Ok(())) = tokio::time::timeout(TO_UNDO, connection.control(dialect::ROLLBACK)).await {
        connection.give_back();
    }
}
