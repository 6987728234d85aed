//! Everything that was asked and answered, in memory for the checker and as JSON lines for a reader.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use serde_json::{Value, json};

/// Nanoseconds since the run began, on a clock that only goes forward.
pub type Nanos = u64;

/// What is never reached: the end of something that did not end.
pub const NEVER: Nanos = Nanos::MAX;

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the call of its name in the HTTP contract")]
pub enum Kind {
    Redeem,
    Reserve,
    Extend,
    Reprice,
    Commit,
    Release,
    CancelRedemption,
    Refund,
    CancelOrder,
    Amend,
    CreateCoupon,
    EditCoupon,
    Pause,
    Enable,
    /// A coupon put into a wallet.
    Claim,
    /// A batch of codes.
    GenerateCodes,
    /// The redemptions of an order, read back.
    Read,
    /// A key that was used, sent with another body.
    KeyReuse,
}

/// How a call stands in the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// No faults are applied: nothing may be unknown.
    Steady,
    /// A thousand at once; no faults, and long queues.
    Storm,
    /// Faults are applied.
    #[default]
    Faults,
}

/// One request with everything that was heard of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// What came of it, read once: only a history that is over is asked for it.
    pub read: OnceLock<Option<(u16, Value)>>,
    /// Its number.
    pub op: u64,
    /// What it is for.
    pub kind: Kind,
    /// HTTP method.
    pub method: &'static str,
    /// Path and query.
    pub path: String,
    /// `Idempotency-Key`; empty for a read.
    pub key: String,
    /// What was sent.
    pub body: Value,
    /// When it was first sent.
    pub phase: Phase,
    /// Every time it was sent.
    pub attempts: Vec<Attempt>,
}

/// One time that a request was sent.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// To which node.
    pub node: usize,
    /// When it was about to be sent.
    pub from: Nanos,
    /// When its end was known; [`NEVER`] while it runs.
    pub to: Nanos,
    /// What was heard.
    pub outcome: Outcome,
}

/// What was heard of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answer {
        /// HTTP status.
        status: u16,
        /// Whether it says that it is a replay.
        replayed: bool,
        /// As sent.
        body: String,
    },
    /// No answer; it may have taken effect.
    Unknown {
        /// What was seen instead.
        reason: String,
    },
}

impl Outcome {
    /// Whether a repeat must get the same. A body that makes no sense is refused for good, and not kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        match self {
            Self::Answer { status: 422, body, .. } => !body.contains("\"errors\":[") && self.is_final(),
            _ => self.is_final(),
        }
    }

    /// Whether asking again is of no use: a success, or a refusal.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Answer { status, body, .. } => match status {
                200..=299 | 404 | 412 => true,
                409 | 422 => !body.contains("\"request_in_progress\""),
                _ => false,
            },
            Self::Unknown { .. } => false,
        }
    }
}

impl Call {
    /// The attempt that says what came of the call: the first kept answer, else the first final one.
    fn decisive(&self) -> Option<&Attempt> {
        let finals = self.attempts.iter().filter(|attempt| attempt.outcome.is_final());
        finals.min_by_key(|attempt| (!attempt.outcome.is_kept(), attempt.to))
    }

    /// What came of it: status and JSON.
    #[must_use]
    pub fn answer(&self) -> Option<(u16, &Value)> {
        let read = self.read.get_or_init(|| match &self.decisive()?.outcome {
            Outcome::Answer { status, body, .. } => Some((*status, serde_json::from_str(body).unwrap_or_default())),
            Outcome::Unknown { .. } => None,
        });
        read.as_ref().map(|(status, body)| (*status, body))
    }

    /// The answer, if it is a success.
    #[must_use]
    pub fn success(&self) -> Option<&Value> {
        self.answer().filter(|(status, _)| (200..300).contains(status)).map(|(_, body)| body)
    }

    /// Whether a refusal is the final answer.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.answer().is_some_and(|(status, _)| status >= 300)
    }

    /// When it was first sent: no effect is earlier.
    #[must_use]
    pub fn asked(&self) -> Nanos {
        self.attempts.iter().map(|attempt| attempt.from).min().unwrap_or_default()
    }

    /// When it was heard what came of it: the effect is not later. [`NEVER`] without one.
    #[must_use]
    pub fn told(&self) -> Nanos {
        self.decisive().map_or(NEVER, |attempt| attempt.to)
    }
}

/// Something that was done to a process or a connection on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disturbance {
    /// What.
    pub name: String,
    /// To which node; `None` is all of them, as when the database is away.
    pub node: Option<usize>,
    /// Whether it excuses an answer that comes late. A stalled database does not: the node has to say so in time.
    pub hides_answers: bool,
    /// Its beginning.
    pub from: Nanos,
    /// Its end.
    pub to: Nanos,
}

/// How long something took to work again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// After what.
    pub name: String,
    /// Measured.
    pub millis: u64,
    /// The most it may take.
    pub bound_millis: u64,
}

/// The parts of a history that grow while the run goes on.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// In the order of their numbers.
    pub calls: Vec<Call>,
    /// In the order of their beginning.
    pub disturbances: Vec<Disturbance>,
    /// In the order of their end.
    pub recoveries: Vec<Recovery>,
}

/// The history of a run.
#[derive(Debug)]
pub struct History {
    began: Instant,
    phase: Mutex<Phase>,
    events: Mutex<Events>,
    file: Mutex<BufWriter<File>>,
}

impl History {
    /// An empty history that is written to this file.
    ///
    /// # Errors
    /// The file cannot be created.
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let file = Mutex::new(BufWriter::new(File::create(path)?));
        Ok(Self { began: Instant::now(), phase: Mutex::default(), events: Mutex::default(), file })
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Nanos {
        Nanos::try_from(self.began.elapsed().as_nanos()).unwrap_or(NEVER)
    }

    /// What stands for the calls that come.
    pub fn set_phase(&self, phase: Phase) {
        *lock(&self.phase) = phase;
    }

    /// Notes a request before it is sent; answers with its number.
    pub fn begin(&self, kind: Kind, method: &'static str, path: &str, key: &str, body: &Value) -> u64 {
        let phase = *lock(&self.phase);
        let mut events = lock(&self.events);
        let op = u64::try_from(events.calls.len()).unwrap_or(u64::MAX);
        self.write(&json!({"event": "request", "op": op, "kind": format!("{kind:?}"), "method": method, "path": path,
                           "key": key, "body": body}));
        let (path, key, body) = (path.to_owned(), key.to_owned(), body.clone());
        let (read, attempts) = (OnceLock::new(), Vec::new());
        events.calls.push(Call { read, op, kind, method, path, key, body, phase, attempts });
        op
    }

    /// Notes that a request is about to leave; answers with the number of the attempt.
    pub fn invoke(&self, op: u64, node: usize) -> usize {
        let from = self.now();
        let mut events = lock(&self.events);
        let call = &mut events.calls[index(op)];
        let outcome = Outcome::Unknown { reason: "running".to_owned() };
        call.attempts.push(Attempt { node, from, to: NEVER, outcome });
        let attempt = call.attempts.len() - 1;
        self.write(&json!({"event": "invoke", "op": op, "attempt": attempt, "node": node, "at": from}));
        attempt
    }

    /// Notes what was heard of an attempt.
    pub fn complete(&self, op: u64, attempt: usize, outcome: Outcome) {
        let to = self.now();
        let mut line = json!({"event": "complete", "op": op, "attempt": attempt, "at": to});
        match &outcome {
            Outcome::Answer { status, replayed, body } => {
                line["status"] = json!(status);
                line["replayed"] = json!(replayed);
                line["body"] = json!(body);
            }
            Outcome::Unknown { reason } => line["unknown"] = json!(reason),
        }
        let mut events = lock(&self.events);
        self.write(&line);
        let attempt = &mut events.calls[index(op)].attempts[attempt];
        attempt.to = to;
        attempt.outcome = outcome;
    }

    /// Notes a disturbance that begins; answers with its number.
    pub fn disturb(&self, name: &str, node: Option<usize>, hides_answers: bool) -> usize {
        let from = self.now();
        let mut events = lock(&self.events);
        self.write(&json!({"event": "disturbance", "name": name, "node": node, "at": from}));
        events.disturbances.push(Disturbance { name: name.to_owned(), node, hides_answers, from, to: NEVER });
        events.disturbances.len() - 1
    }

    /// Notes that a disturbance has ended.
    pub fn settle(&self, disturbance: usize) {
        let to = self.now();
        let mut events = lock(&self.events);
        let ended = &mut events.disturbances[disturbance];
        ended.to = to;
        let line = json!({"event": "settled", "name": ended.name, "node": ended.node, "at": to});
        self.write(&line);
    }

    /// Notes how long something took to work again.
    pub fn recovered(&self, name: &str, millis: u64, bound_millis: u64) {
        let recovery = Recovery { name: name.to_owned(), millis, bound_millis };
        self.write(&json!({"event": "recovered", "name": name, "millis": millis, "bound": bound_millis}));
        lock(&self.events).recoveries.push(recovery);
    }

    /// Reads what there is so far.
    pub fn read<T>(&self, read: impl FnOnce(&Events) -> T) -> T {
        read(&lock(&self.events))
    }

    /// Takes everything, at the end; what is noted later is in the file alone.
    #[must_use]
    pub fn take(&self) -> Events {
        let _ = lock(&self.file).flush();
        std::mem::take(&mut lock(&self.events))
    }

    fn write(&self, line: &Value) {
        // A full disk costs the file for the reader; the checker has everything in memory.
        let _ = writeln!(lock(&self.file), "{line}");
    }
}

fn index(op: u64) -> usize {
    usize::try_from(op).unwrap_or(usize::MAX)
}

/// A panic elsewhere ends the run, not the history.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
