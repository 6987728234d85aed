//! What the leaves about the customer share: who is signed in, and what an absent fact comes to.
//! `docs/MODEL.md` 5.2, 5.4 and 11.3.

use super::judge::{Finding, Outcome, Scene};
use crate::cart::Customer;
use crate::reason::Reason;

impl Scene<'_> {
    /// Who is shopping, as far as known.
    pub(crate) fn customer(&self) -> Option<&Customer> {
        self.request.cart.customer.as_ref()
    }

    /// Whether somebody is signed in: the cart has a customer and does not say otherwise.
    pub(crate) fn is_signed_in(&self) -> bool {
        self.customer().is_some_and(|customer| customer.logged_in != Some(false))
    }

    /// What a leaf that needs an account comes to when its fact is absent: signing in would bring it.
    pub(crate) fn judge_absent(&self) -> Outcome {
        if self.is_signed_in() { Outcome::Unknown } else { Outcome::Fail }
    }

    /// Why a leaf that needs an account does not pass when its fact is absent.
    pub(crate) fn find_absent(&self, fact: &'static str) -> Finding {
        match self.judge_absent() {
            Outcome::Unknown => Finding::unknown([fact]),
            Outcome::Pass | Outcome::Fail => Finding::failed(Reason::UserNotLoggedIn).kept_private(),
        }
    }

    /// Why a leaf does not name this customer: neutral to who is signed in, an invitation to who is not.
    pub(crate) fn find_unnamed(&self) -> Finding {
        let reason = if self.is_signed_in() { Reason::Invalid } else { Reason::UserNotLoggedIn };
        Finding::failed(reason).kept_private()
    }

    /// Earlier orders that were not cancelled: the larger of what the cart says and what is recorded.
    pub(crate) fn orders_count(&self) -> Option<u64> {
        let told = self.customer().and_then(|customer| customer.orders_count);
        told.max(self.request.facts.orders_count)
    }
}
