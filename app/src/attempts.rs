//! Pricing again what another change outran: one rule for every use case that prices first and takes then.

use tessera_store::StoreError;
use tessera_store::redemptions::{LimitReached, Refusal};

use crate::answer::Answer;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// How often one request is attempted at most.
const MOST: u32 = 8;

/// Why an attempt came to nothing.
#[derive(Debug)]
pub(crate) enum Attempt {
    /// Something that was read for it changed before it was written: read and price again.
    Outrun,
    /// Another order holds the customer's first order: price again with that known.
    FirstOrderTaken,
    /// The caller is told.
    Refused(Problem),
}

impl Attempt {
    /// What refusals of the store mean for the next attempt.
    pub(crate) fn of(refusals: &[Refusal]) -> Self {
        let has = |reason: LimitReached| refusals.iter().any(|refusal| refusal.reason == reason);
        if has(LimitReached::Holds) {
            return Self::Refused(Problem::of(ErrorCode::TooManyHolds));
        }
        if has(LimitReached::FirstOrder) { Self::FirstOrderTaken } else { Self::Outrun }
    }
}

impl From<Problem> for Attempt {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<StoreError> for Attempt {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

/// The attempts of one request.
pub(crate) struct Attempts<'a> {
    app: &'a App,
    action: &'static str,
    id: &'a str,
    made: u32,
    is_first_order_taken: bool,
}

impl App {
    /// The attempts at a use case, `action`, on the order or reservation `id`; both stand in the log.
    pub(crate) const fn attempts<'a>(&'a self, action: &'static str, id: &'a str) -> Attempts<'a> {
        Attempts { app: self, action, id, made: 0, is_first_order_taken: false }
    }
}

impl Attempts<'_> {
    /// Whether another order was found to hold the customer's first order.
    pub(crate) const fn is_first_order_taken(&self) -> bool {
        self.is_first_order_taken
    }

    /// The answer of an attempt; `None` when there is to be another, with what this process knows brought in step.
    ///
    /// # Errors
    /// What the caller is to be told; `unavailable` after too many attempts.
    pub(crate) async fn judge(&mut self, attempt: Result<Answer, Attempt>) -> Result<Option<Answer>, Problem> {
        match attempt {
            Ok(answer) => return Ok(Some(answer)),
            Err(Attempt::Refused(problem)) => return Err(problem),
            Err(Attempt::Outrun) => self.app.refresh_live().await?,
            Err(Attempt::FirstOrderTaken) => self.is_first_order_taken = true,
        }
        self.made += 1;
        if self.made < MOST {
            return Ok(None);
        }
        tracing::warn!(action = self.action, id = self.id, "outrun by other changes too often");
        Err(Problem::of(ErrorCode::Unavailable))
    }
}
