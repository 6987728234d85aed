//! The threads that read: one consistent snapshot for each job, none of them can write.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc;

use super::connection::SqliteConnection;
use super::{Message, thread};
use crate::error::StoreError;
use crate::job::{Job, Turn};
use crate::store::Clock;

/// The readers' common queue.
pub(super) type Queue = Arc<Mutex<mpsc::Receiver<Message>>>;

/// Works until the queue is closed and empty.
pub(super) fn serve(queue: &Queue, mut connection: SqliteConnection, clock: Option<&Clock>) {
    loop {
        let job = {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            match queue.blocking_recv() {
                Some(Message::Read(job) | Message::Write(job)) => job,
                Some(Message::Stop) => {
                    queue.close();
                    continue;
                }
                None => return,
            }
        };
        run_read(job, &mut connection, clock);
    }
}

/// Runs a job on a snapshot of its own and throws away whatever it may have done.
pub(super) fn run_read(mut job: Box<dyn Job>, connection: &mut SqliteConnection, clock: Option<&Clock>) {
    match begin(connection) {
        Ok(()) => {
            thread::run(job.as_mut(), connection, clock, Turn::Last);
        }
        Err(error) => thread::fail(job.as_mut(), &error),
    }
    if connection.in_transaction()
        && let Err(error) = connection.control("ROLLBACK")
    {
        tracing::error!(%error, "a read cannot be ended");
    }
    thread::answer(job);
}

fn begin(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    connection.control("BEGIN DEFERRED")
}
