//! The one thread that writes. What waits is done together: one commit with one flush for all, and only then the answers.
//!
//! Most units are kept. So they are done one after the other without more ado; only when one of them turns out to be
//! undone after it wrote something, all of them are done again with a savepoint for each, and so are the next batches.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::sync::mpsc;

use super::checkpointer::Checkpoints;
use super::connection::SqliteConnection;
use super::{Message, thread};
use crate::error::StoreError;
use crate::job::{Job, Turn, Verdict};
use crate::planted;
use crate::store::Clock;

/// Most units in one commit.
const BATCH: usize = 64;

/// Batches that are done with savepoints after one that had to be done again: where one unit is refused, others are.
const CAREFUL: u32 = 16;

/// The writer's connection with what it needs.
pub(super) struct Writer {
    pub(super) connection: SqliteConnection,
    pub(super) clock: Option<Clock>,
    /// Commits that were made.
    pub(super) commits: Arc<AtomicI64>,
    /// `None` for a memory database.
    pub(super) checkpoints: Option<Checkpoints>,
    /// Batches that are still to be done with savepoints.
    pub(super) careful: u32,
}

/// How a batch ended that was done without savepoints.
enum Swift {
    /// It is to be committed.
    Whole,
    /// Nothing is to be kept of it.
    Nothing,
    /// Part of it is to be undone.
    Mixed,
}

impl Writer {
    /// Works until the queue is closed and empty.
    pub(super) fn serve(mut self, mut queue: mpsc::Receiver<Message>) {
        let mut messages = Vec::with_capacity(BATCH);
        while queue.blocking_recv_many(&mut messages, BATCH) > 0 {
            let (mut units, mut reads) = (Vec::with_capacity(messages.len()), Vec::new());
            for message in messages.drain(..) {
                match message {
                    Message::Write(job) => units.push(job),
                    Message::Read(job) => reads.push(job),
                    Message::Stop => queue.close(),
                }
            }
            let is_durable = units.is_empty() || self.commit(units);
            for job in reads {
                super::reader::run_read(job, &mut self.connection, self.clock.as_ref());
            }
            if let Some(checkpoints) = &mut self.checkpoints {
                checkpoints.after_commit(&mut self.connection, !is_durable);
            }
        }
    }

    /// Runs units in one transaction and answers them when it is durable. When it is not, none is acknowledged, not
    /// even a refusal: it may rest on what another unit of the batch wrote. Answers whether it is.
    fn commit(&mut self, mut units: Vec<Box<dyn Job>>) -> bool {
        let ran = self.run_batch(&mut units);
        let is_durable = ran.is_ok();
        match ran {
            Ok(()) => {
                self.commits.fetch_add(1, Ordering::AcqRel);
            }
            Err(error) => {
                tracing::error!(%error, units = units.len(), "a commit failed; nothing of it is acknowledged");
                self.roll_back();
                for unit in &mut units {
                    thread::fail(unit.as_mut(), &error);
                }
            }
        }
        for unit in units {
            thread::answer(unit);
        }
        is_durable
    }

    fn run_batch(&mut self, units: &mut Vec<Box<dyn Job>>) -> Result<(), StoreError> {
        if self.connection.is_stopped() {
            let reason =
                "writing stopped after a failed flush or a damaged page; restart the program and check the disk";
            return Err(StoreError::Unavailable(reason.to_owned()));
        }
        let is_repeatable = units.iter().all(|unit| unit.is_repeatable());
        if self.careful == 0 && (is_repeatable || units.len() == 1) {
            match self.run_swiftly(units)? {
                Swift::Whole => return self.finish(units),
                Swift::Nothing => return self.connection.control("ROLLBACK"),
                Swift::Mixed => self.connection.control("ROLLBACK")?,
            }
            self.careful = CAREFUL;
        }
        self.careful = self.careful.saturating_sub(1);
        self.run_carefully(units)?;
        self.finish(units)
    }

    fn finish(&mut self, units: &mut Vec<Box<dyn Job>>) -> Result<(), StoreError> {
        if planted::answer_before_commit() {
            units.drain(..).for_each(thread::answer);
        }
        self.connection.control("COMMIT")
    }

    fn run_swiftly(&mut self, units: &mut [Box<dyn Job>]) -> Result<Swift, StoreError> {
        self.connection.control("BEGIN IMMEDIATE")?;
        let (is_alone, turn) = match units.len() {
            1 => (true, Turn::Last),
            _ => (false, Turn::MayRepeat),
        };
        for unit in units {
            let before = self.connection.written();
            if self.run_unit(unit.as_mut(), turn)? == Verdict::Undo && self.connection.written() != before {
                return Ok(if is_alone { Swift::Nothing } else { Swift::Mixed });
            }
        }
        Ok(Swift::Whole)
    }

    fn run_carefully(&mut self, units: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        self.connection.control("BEGIN IMMEDIATE")?;
        for unit in units {
            self.connection.control("SAVEPOINT unit")?;
            if self.run_unit(unit.as_mut(), Turn::Last)? == Verdict::Undo {
                self.connection.control("ROLLBACK TO SAVEPOINT unit")?;
            }
            self.connection.control("RELEASE SAVEPOINT unit")?;
        }
        Ok(())
    }

    fn run_unit(&mut self, unit: &mut dyn Job, turn: Turn) -> Result<Verdict, StoreError> {
        let verdict = thread::run(unit, &mut self.connection, self.clock.as_ref(), turn);
        // SQLite ends the whole transaction by itself after some errors, and the batch with it.
        if !self.connection.in_transaction() || self.connection.is_stopped() {
            return Err(StoreError::Unavailable("the database gave up the transaction".to_owned()));
        }
        Ok(verdict)
    }

    fn roll_back(&mut self) {
        if self.connection.in_transaction()
            && let Err(error) = self.connection.control("ROLLBACK")
        {
            tracing::error!(%error, "a failed transaction cannot be rolled back");
        }
    }
}
