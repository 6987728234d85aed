//! Why a coupon was tried in vain, the most frequent cause first.

use jiff::{SignedDuration, Timestamp};
use tessera_store::coupons;

use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// The longest stretch that is asked for, in days.
const MOST_DAYS: u32 = 400;

/// So many attempts failed for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedAttempt {
    /// The stable name of the reason, `discount_code_...`.
    pub reason: String,
    /// How many.
    pub attempts: u64,
    /// Of all failed attempts, in whole percent.
    pub share: u64,
}

impl App {
    /// The failed attempts at a coupon on the last days, today included, by cause.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn list_failed_attempts(
        &self,
        caller: &Caller,
        coupon_id: &str,
        days: u32,
    ) -> Result<Vec<FailedAttempt>, Problem> {
        caller.require(Scope::CouponsRead)?;
        // What cannot be written now is written later: a page that reads does not fail for it.
        if let Err(problem) = self.write_failed_attempts().await {
            tracing::warn!(detail = %problem.detail, "failed attempts could not be written; trying again");
        }
        let before = SignedDuration::from_hours(24 * i64::from(days.clamp(1, MOST_DAYS) - 1));
        let from = self.day_of(self.now().checked_sub(before).unwrap_or(Timestamp::UNIX_EPOCH));
        let wanted = coupon_id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if coupons::read_coupon(tx, &wanted).await?.is_none() {
                    return Ok::<_, Problem>(None);
                }
                Ok(Some(coupons::sum_failed_attempts(tx, &wanted, &from).await?))
            })
        });
        let missing = || Problem::new(ErrorCode::NotFound, format!("There is no coupon `{coupon_id}`."));
        Ok(ranked(found.await?.ok_or_else(missing)?))
    }
}

/// Counts with their shares.
fn ranked(counts: Vec<(String, u64)>) -> Vec<FailedAttempt> {
    let all: u64 = counts.iter().map(|(_, attempts)| attempts).sum();
    let share = |attempts: u64| (attempts * 100 + all / 2).checked_div(all).unwrap_or_default();
    let of = |(reason, attempts): (String, u64)| FailedAttempt { reason, attempts, share: share(attempts) };
    counts.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_all_that_failed() {
        let ranked = ranked(vec![("a".to_owned(), 61), ("b".to_owned(), 38), ("c".to_owned(), 1)]);
        assert_eq!(ranked.iter().map(|one| one.share).collect::<Vec<_>>(), [61, 38, 1]);
        assert_eq!(super::ranked(Vec::new()), []);
    }
}
