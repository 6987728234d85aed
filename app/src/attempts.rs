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
    /// There is not enough left of what these coupons or campaigns give: price again, unless that finds the same.
    Short(Vec<String>),
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
        if has(LimitReached::Renewed) {
            return Self::Refused(Problem::of(ErrorCode::RenewalRecorded));
        }
        if has(LimitReached::CustomerClaims) {
            return Self::Refused(Problem::of(ErrorCode::ClaimLimitReached));
        }
        if has(LimitReached::Claims) {
            return Self::Refused(Problem::of(ErrorCode::ClaimsExhausted));
        }
        if has(LimitReached::FirstOrder) {
            return Self::FirstOrderTaken;
        }
        let is_passing = |reason: LimitReached| {
            matches!(
                reason,
                LimitReached::StaleVersion
                    | LimitReached::StaleCode
                    | LimitReached::StaleHistory
                    | LimitReached::NotLive
            )
        };
        let short = refusals.iter().filter(|refusal| !is_passing(refusal.reason)).map(|refusal| refusal.owner.clone());
        match short.collect::<Vec<String>>() {
            short if short.is_empty() => Self::Outrun,
            short => Self::Short(short),
        }
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
    /// What the last attempt found too little of.
    short: Vec<String>,
}

impl App {
    /// The attempts at a use case, `action`, on the order or reservation `id`; both stand in the log.
    pub(crate) const fn attempts<'a>(&'a self, action: &'static str, id: &'a str) -> Attempts<'a> {
        Attempts { app: self, action, id, made: 0, is_first_order_taken: false, short: Vec::new() }
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
            Err(Attempt::Outrun) => {
                self.short.clear();
                self.app.refresh_live().await?;
            }
            Err(Attempt::Short(of)) => {
                self.short = of;
                self.app.refresh_live().await?;
            }
            Err(Attempt::FirstOrderTaken) => self.is_first_order_taken = true,
        }
        self.made += 1;
        if self.made < MOST {
            return Ok(None);
        }
        if !self.short.is_empty() {
            let detail = format!("There is not enough left of {} for this order.", self.short.join(", "));
            return Err(Problem::new(ErrorCode::DiscountNotAvailable, detail));
        }
        tracing::warn!(action = self.action, id = self.id, "outrun by other changes too often");
        Err(Problem::of(ErrorCode::Unavailable))
    }
}
