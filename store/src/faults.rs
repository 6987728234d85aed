//! Faults on demand, for the simulation of several nodes in one process (`app/tests/it/simulation`).
//!
//! Whoever holds the [`Faults`] of a node is asked before each of its transactions, may let it wait, and says what
//! becomes of it. The feature `faults` builds this in; no release has it, which a tidy test holds.

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::error::StoreError;

/// A transaction that is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A snapshot.
    Read,
    /// A unit of work.
    Write,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It is done and undone: the connection broke before its commit. Of a read: it fails.
    BeforeCommit,
    /// It is done and stays, and its answer is lost. Of a read: it fails.
    AfterCommit,
}

/// Is asked before each transaction of a node.
pub type Faults = Arc<dyn Fn(Access) -> BoxFuture<'static, Fault> + Send + Sync>;

/// The faults of a node, and whether it says of its database that others serve it too.
#[derive(Clone)]
pub(crate) struct Simulated {
    pub(crate) faults: Faults,
    pub(crate) is_shared: bool,
}

/// What the caller is told, as of a line that broke.
pub(crate) fn broken() -> StoreError {
    StoreError::Unavailable("a fault on demand".to_owned())
}
