//! Moves committed pages from the write-ahead log into the database, off the writer's path. The log begins anew when all
//! of it is moved at the moment a transaction begins, which never comes while there is work: when the log is long, the
//! writer moves the last of it by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::connection::SqliteConnection;
use super::failure;

/// Pages that are worth the checkpointer's work: 20 MB. A page that is written again and again is moved once.
const WORTH_IT: i32 = 5_000;

/// Pages in the log from which it is to begin anew: 60 MB.
const LONG: i32 = 15_000;

/// Pages that the writer moves by itself when the log is long.
const FEW: i32 = 500;

/// Pages in the log from which the writer moves them, however many there are: 240 MB.
const TOO_LONG: i32 = 60_000;

const CHECKPOINT: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// How far the log and the moving of it are.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Pages in it.
    pages: AtomicI32,
    /// Those of them that are in the database too.
    moved: AtomicI32,
    /// Whether the checkpointer is at work.
    is_moving: AtomicBool,
}

impl Log {
    /// Pages that are not moved yet. What was moved of a log that has begun anew counts no more.
    fn rest(&self) -> i32 {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.moved.load(Ordering::Relaxed) {
            self.moved.store(0, Ordering::Relaxed);
        }
        pages - self.moved.load(Ordering::Relaxed)
    }
}

/// The writer's side.
pub(super) struct Checkpoints {
    log: Arc<Log>,
    wake: SyncSender<()>,
}

impl Checkpoints {
    /// Watches the log of the writer's connection. The rest is for [`serve`].
    pub(super) fn watch(writer: &mut rusqlite::Connection) -> rusqlite::Result<(Self, Arc<Log>, Receiver<()>)> {
        let log = Arc::new(Log::default());
        let seen = Arc::clone(&log);
        writer.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
            seen.pages.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let (wake, woken) = sync_channel(1);
        Ok((Self { log: Arc::clone(&log), wake }, log, woken))
    }

    /// Called by the writer between transactions; with `failed` when the last one could not be made durable: room that
    /// the log has already is then room for the next.
    pub(super) fn after_commit(&mut self, connection: &mut SqliteConnection, failed: bool) {
        let (pages, rest) = (self.log.pages.load(Ordering::Relaxed), self.log.rest());
        let is_long = pages >= LONG;
        if pages >= TOO_LONG || (is_long && rest <= FEW) {
            if pages >= TOO_LONG {
                tracing::warn!(
                    pages,
                    rest,
                    "the write-ahead log has grown: a long read or a slow disk keeps its pages"
                );
            }
            if let Err(error) = connection.control(CHECKPOINT) {
                tracing::warn!(%error, pages, "the write-ahead log grows: its pages cannot be moved into the database");
            }
            // The next commit tells anew how long it is.
            self.log.pages.store(0, Ordering::Relaxed);
        } else if (failed || is_long || rest >= WORTH_IT) && !self.log.is_moving.load(Ordering::Relaxed) {
            // Full: it is awake already.
            let _ = self.wake.try_send(());
        }
    }
}

/// Works whenever it is woken, until the writer has ended.
pub(super) fn serve(connection: &rusqlite::Connection, log: &Log, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        log.is_moving.store(true, Ordering::Relaxed);
        // Whether someone was in the way, pages in the log, pages moved.
        match connection.query_row(CHECKPOINT, [], |row| row.get(2)) {
            Ok(moved) => log.moved.store(moved, Ordering::Relaxed),
            Err(error) => {
                let error = failure::describe(&error);
                tracing::warn!(%error, "pages of the write-ahead log cannot be moved into the database; tried again with the next commit");
            }
        }
        log.is_moving.store(false, Ordering::Relaxed);
    }
}
