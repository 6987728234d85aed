//! Moves committed pages from the write-ahead log into the database, off the writer's path. The writer does it itself
//! only when the log has grown so far that work alone would never let it begin anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::connection::SqliteConnection;
use super::failure;

/// Pages in the log that are worth its work: 20 MB. A page that is written again and again is moved once.
const WORTH_IT: i32 = 5_000;

/// Pages in the log from which the writer waits for it: 80 MB.
const TOO_LONG: i32 = 20_000;

const CHECKPOINT: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// The writer's side.
pub(super) struct Checkpoints {
    pages: Arc<AtomicI32>,
    wake: SyncSender<()>,
    /// Pages in the log when the checkpointer was woken last; 0 when it began anew since.
    woken_at: i32,
}

impl Checkpoints {
    /// Watches the log of the writer's connection. The receiver is for [`serve`].
    pub(super) fn watch(writer: &mut rusqlite::Connection) -> rusqlite::Result<(Self, Receiver<()>)> {
        let pages = Arc::new(AtomicI32::new(0));
        let seen = Arc::clone(&pages);
        writer.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
            seen.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let (wake, woken) = sync_channel(1);
        Ok((Self { pages, wake, woken_at: 0 }, woken))
    }

    /// Called by the writer between transactions.
    pub(super) fn after_commit(&mut self, connection: &mut SqliteConnection) {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.woken_at {
            self.woken_at = 0;
        }
        if pages >= TOO_LONG {
            if let Err(error) = connection.control(CHECKPOINT) {
                tracing::warn!(%error, pages, "the write-ahead log grows: its pages cannot be moved into the database");
            }
            self.pages.store(0, Ordering::Relaxed);
        } else if pages - self.woken_at >= WORTH_IT {
            self.woken_at = pages;
            // Full: it is awake already.
            let _ = self.wake.try_send(());
        }
    }
}

/// Works whenever it is woken, until the writer has ended.
pub(super) fn serve(connection: &rusqlite::Connection, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        if let Err(error) = connection.query_row(CHECKPOINT, [], |_| Ok(())) {
            let error = failure::describe(&error);
            tracing::warn!(%error, "pages of the write-ahead log cannot be moved into the database; tried again with the next commit");
        }
    }
}
