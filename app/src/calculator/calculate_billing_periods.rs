//! `POST /v1/calculator/billing-periods`: prices, discounts and savings for each billing period.

use tessera_engine::Locale;
use tessera_engine::calculator::{Calculation, Proposal};

use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Proposes discounts for billing periods; the rules are the engine's.
    ///
    /// # Errors
    /// `publishable_key`, `scope_missing`.
    pub fn calculate_billing_periods(
        &self,
        caller: &Caller,
        asked: &Calculation,
        locale: Locale,
    ) -> Result<Proposal, Problem> {
        caller.require(Scope::CouponsRead)?;
        Ok(asked.propose(locale))
    }
}
