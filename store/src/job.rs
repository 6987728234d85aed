//! Work on its way to a connection and its answer on the way back.

use futures::future::BoxFuture;
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

use crate::error::StoreError;
use crate::tx::Tx;

/// Whether what a job wrote stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The work ended with `Ok`.
    Keep,
    /// It ended with `Err`, or was refused what it asked for.
    Undo,
}

/// Whether a job that is undone may be run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It may, where it is a unit of work. Its work is cloned.
    MayRepeat,
    /// It will not.
    Last,
}

/// Work with its result, of whatever type.
pub(crate) trait Job: Send {
    /// Does the work and keeps its result back. Work that was done as [`Turn::Last`] is not done again.
    fn run<'t>(&'t mut self, tx: &'t mut Tx<'_>, turn: Turn) -> BoxFuture<'t, Verdict>;
    /// Replaces the result.
    fn fail(&mut self, error: StoreError);
    /// Whether it can still be run.
    fn is_repeatable(&self) -> bool;
    /// Hands the result over. Called when the transaction has ended.
    fn answer(self: Box<Self>);
}

/// The one implementation of [`Job`].
pub(crate) struct Unit<W, T, E> {
    work: Option<W>,
    /// How work that may be done again is cloned.
    clone: Option<fn(&W) -> W>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    span: Span,
}

impl<W, T, E> Unit<W, T, E> {
    /// Work and where its answer will arrive.
    pub(crate) fn new(work: W) -> (Box<Self>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { work: Some(work), clone: None, result: None, reply, span: Span::current() }), answer)
    }

    /// The same for work that may be done again when the database undid it.
    pub(crate) fn new_repeatable(work: W) -> (Box<Self>, oneshot::Receiver<Result<T, E>>)
    where
        W: Clone,
    {
        let (mut unit, answer) = Self::new(work);
        unit.clone = Some(W::clone);
        (unit, answer)
    }
}

impl<W, T, E> Job for Unit<W, T, E>
where
    W: for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx<'_>, turn: Turn) -> BoxFuture<'t, Verdict> {
        let span = self.span.clone();
        let work = async move {
            let work = match (turn, self.clone, &self.work) {
                (Turn::MayRepeat, Some(clone), Some(work)) => Some(clone(work)),
                _ => self.work.take(),
            };
            let Some(work) = work else { return Verdict::Undo };
            let result = work(&mut *tx).await;
            let verdict = if result.is_ok() && !tx.is_undone() { Verdict::Keep } else { Verdict::Undo };
            self.result = Some(result);
            verdict
        };
        Box::pin(work.instrument(span))
    }

    fn fail(&mut self, error: StoreError) {
        self.result = Some(Err(error.into()));
    }

    fn is_repeatable(&self) -> bool {
        self.work.is_some()
    }

    fn answer(self: Box<Self>) {
        let result = self
            .result
            .unwrap_or_else(|| Err(StoreError::Internal("a unit of work ended without a result".to_owned()).into()));
        // The caller may have gone away; what was committed stays committed.
        let _ = self.reply.send(result);
    }
}
