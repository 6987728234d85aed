//! The judge: reads a whole history and says what of the product's promises did not hold, and which calls show it.
//!
//! Each promise is one file with a function from the record to a [`Verdict`]. None of them may raise a false alarm:
//! what is not certain from outside is taken in favour of the product.

mod audit;
mod bounded;
mod edits;
mod effects;
mod events;
mod flushes;
mod holds;
mod justified;
mod limits;
mod once;
mod paused;
mod prices;
mod reads;
mod recoveries;
mod refunds;
mod sequence;
mod storms;
mod takes;
mod unknowns;

use std::fmt;

use crate::history::{Call, Disturbance, Recovery};
use crate::probe::Seen;
use crate::shop::Coupon;

pub use audit::AuditEntry;
pub use events::Event;
pub use flushes::{Step, read_trace};

/// The promises that only some runs try.
pub(crate) const HOLDS: &str = "a hold ends once";
pub(crate) const REFUNDS: &str = "refunds never exceed what was paid";
pub(crate) const STORMS: &str = "of a rush exactly as many win as there are uses";
pub(crate) const FLUSHES: &str = "nothing is acknowledged before it is flushed (traced on SQLite)";

/// Calls of one violation that are written out.
const MOST_OPS: usize = 12;

/// Everything that is known of a run.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// All coupons, with the limits they were created with.
    pub coupons: Vec<Coupon>,
    /// All calls, by number.
    pub calls: Vec<Call>,
    /// What was done to processes and connections.
    pub disturbances: Vec<Disturbance>,
    /// How long things took to work again.
    pub recoveries: Vec<Recovery>,
    /// All redemptions at the end, as the product lists them.
    pub ledger: Vec<Entry>,
    /// What the snapshot probe saw.
    pub seen: Seen,
    /// All events, as the feed tells them from its beginning to its end.
    pub events: Vec<Event>,
    /// The audit trail, in its order.
    pub audit: Vec<AuditEntry>,
    /// What one process asked of the system, where that was traced.
    pub trace: Vec<Step>,
    /// Coupons of which an exact number of uses had to be granted.
    pub exact: Vec<(String, i64)>,
}

/// A redemption as it stands at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `rdm_...`.
    pub id: String,
    /// The merchant's.
    pub order_id: String,
    /// `cpn_...`.
    pub coupon_id: String,
    /// `held`, `committed`, `released`, `expired`, `cancelled` or `refunded`.
    pub state: String,
}

impl Entry {
    /// Whether it stands for a use.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.state == "held" || self.state == "committed"
    }
}

/// A promise that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What was seen.
    pub what: String,
    /// The calls that show it, by number in the history.
    pub ops: Vec<u64>,
}

impl Violation {
    /// Seen in these calls.
    pub(crate) fn new(what: impl Into<String>, ops: impl IntoIterator<Item = u64>) -> Self {
        Self { what: what.into(), ops: ops.into_iter().collect() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.what)?;
        let shown = &self.ops[..self.ops.len().min(MOST_OPS)];
        match self.ops.len() - shown.len() {
            _ if shown.is_empty() => {}
            0 => write!(to, " (operations {shown:?})")?,
            more => write!(to, " (operations {shown:?} and {more} more)")?,
        }
        Ok(())
    }
}

/// What came of one check.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The promise.
    pub promise: &'static str,
    /// How many things were looked at. None looked at is no evidence.
    pub looked_at: u64,
    /// What did not hold.
    pub violations: Vec<Violation>,
}

impl Verdict {
    pub(crate) fn new(promise: &'static str) -> Self {
        Self { promise, ..Self::default() }
    }

    /// One more thing was looked at.
    pub(crate) fn look(&mut self) {
        self.looked_at += 1;
    }

    /// Something did not hold.
    pub(crate) fn find(&mut self, what: impl Into<String>, ops: impl IntoIterator<Item = u64>) {
        self.violations.push(Violation::new(what, ops));
    }
}

/// Every check, in the order of the report.
#[must_use]
pub fn check(record: &Record) -> Vec<Verdict> {
    let takes = takes::takes(record);
    vec![
        effects::check(record),
        events::check(record),
        audit::check(record),
        once::check(record),
        limits::check(record, &takes),
        snapshots(record),
        storms::check(record),
        justified::check(record, &takes),
        holds::check(record),
        refunds::check(record),
        prices::check(record),
        sequence::check(record),
        reads::check(record),
        paused::check(record, &takes),
        bounded::check(record),
        bounded::check_answers(record),
        unknowns::check(record),
        recoveries::check(record),
        flushes::check(record),
    ]
}

fn snapshots(record: &Record) -> Verdict {
    let mut verdict = Verdict::new("limits, budgets and ledger agree in every snapshot");
    verdict.looked_at = record.seen.snapshots;
    for wrong in &record.seen.wrong {
        verdict.find(wrong.clone(), []);
    }
    let is_blind = record.seen.unread > 0 && record.seen.unread * 10 > record.seen.snapshots;
    if is_blind {
        let reason = record.seen.reason.clone().unwrap_or_default();
        verdict.find(format!("{} snapshots could not be read, the last time: {reason}", record.seen.unread), []);
    }
    verdict
}
