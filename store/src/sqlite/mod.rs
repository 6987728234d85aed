//! The SQLite driver: one writer thread with group commit, a few readers, one file, one process.

mod backup;
mod catalogue;
mod check;
mod checkpointer;
mod connection;
mod failure;
mod lock;
mod open;
mod reader;
mod thread;
mod writer;

use std::path::PathBuf;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, ThreadId};

use tokio::sync::{mpsc, oneshot};

pub(crate) use backup::back_up;
pub(crate) use catalogue::{COLUMNS, REFERENCES};
pub(crate) use check::{check_reading, check_writing};
use open::OLDEST_LIBRARY;
pub(crate) use open::open;

use crate::error::StoreError;
use crate::job::Job;
use crate::store::closed;

/// Jobs that may wait for one queue; beyond that the store is busy.
const QUEUE_LENGTH: usize = 1_024;

/// What stands in a queue.
enum Message {
    /// A unit of work.
    Write(Box<dyn Job>),
    /// A read; in the writer's queue for memory databases alone.
    Read(Box<dyn Job>),
    /// Take nothing more, finish what waits, end.
    Stop,
}

/// An open SQLite database.
pub(crate) struct Sqlite {
    /// `None` only while it is dropped.
    writer: Option<mpsc::Sender<Message>>,
    /// `None` for a memory database, whose reads go through the writer.
    readers: Option<mpsc::Sender<Message>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    thread_ids: Vec<ThreadId>,
    data_version: Mutex<Option<DataVersion>>,
    path: Option<PathBuf>,
    /// Last, so that the file is free only when nobody writes to it.
    lock: Mutex<Option<lock::ProcessLock>>,
}

/// Where the number that rises with commits comes from.
enum DataVersion {
    /// A connection kept for nothing else.
    File(rusqlite::Connection),
    /// Commits of this process: nobody else can see a memory database.
    Memory(Arc<AtomicI64>),
}

impl Sqlite {
    /// The database file; `None` in memory.
    pub(crate) fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// Queues a unit of work.
    pub(crate) fn write(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        send(self.writer.as_ref(), Message::Write(job))
    }

    /// Queues a read.
    pub(crate) fn read(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        send(self.readers.as_ref().or(self.writer.as_ref()), Message::Read(job))
    }

    /// A number that changes with every commit to the file, whoever made it.
    pub(crate) fn data_version(&self) -> Result<i64, StoreError> {
        let source = self.data_version.lock().unwrap_or_else(PoisonError::into_inner);
        match source.as_ref() {
            None => Err(closed()),
            Some(DataVersion::Memory(commits)) => Ok(commits.load(std::sync::atomic::Ordering::Acquire)),
            Some(DataVersion::File(connection)) => {
                let read = || connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0));
                read().map_err(|error| failure::describe(&error))
            }
        }
    }

    /// Finishes what waits and closes the file, whoever else holds this.
    pub(crate) async fn close(&self) {
        for queue in [&self.writer, &self.readers].into_iter().flatten() {
            // An error means that it was closed before.
            let _ = queue.send(Message::Stop).await;
        }
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let (done, all_done) = oneshot::channel();
        let joiner = std::thread::Builder::new().name("tessera-close".to_owned()).spawn(move || {
            for thread in threads {
                let _ = thread.join();
            }
            let _ = done.send(());
        });
        if joiner.is_ok() {
            let _ = all_done.await;
        }
        self.data_version.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.writer.take();
        self.readers.take();
        // The last handle may have been in a job: a thread cannot wait for itself.
        if self.thread_ids.contains(&std::thread::current().id()) {
            return;
        }
        for thread in std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner)) {
            let _ = thread.join();
        }
    }
}

fn send(queue: Option<&mpsc::Sender<Message>>, message: Message) -> Result<(), StoreError> {
    let queue = queue.ok_or_else(closed)?;
    queue.try_send(message).map_err(|error| match error {
        mpsc::error::TrySendError::Full(_) => StoreError::Busy,
        mpsc::error::TrySendError::Closed(_) => closed(),
    })
}
