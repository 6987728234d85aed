//! Prices a cart with a code and says how its coupon stands: what support asks when a code does not work.

use tessera_engine::Quote;
use tessera_engine::cart::QuoteRequest;

use super::create_quote::{PriceFor, Purpose};
use super::held::Held;
use super::standing::Standing;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// A cart priced with a code.
#[derive(Clone, Debug, PartialEq)]
pub struct ExaminedCode {
    /// The price, with every candidate explained.
    pub quote: Quote,
    /// How the code's coupon stands; `None` when the code is no code for this customer.
    pub standing: Option<Standing>,
}

impl App {
    /// Prices a cart with the live coupons and looks at the first of its codes. Changes nothing.
    ///
    /// # Errors
    /// `publishable_key`, `scope_missing`; `unavailable` when history cannot be read.
    pub async fn examine_code(&self, caller: &Caller, request: QuoteRequest) -> Result<ExaminedCode, Problem> {
        caller.require(Scope::Quotes)?;
        let now = self.this_moment();
        let moment = match request.as_of {
            Some(at) => self.moment(&now, at).await?,
            None => now,
        };
        let what_for = PriceFor { purpose: Purpose::Quote, explain: true, ..PriceFor::order(None) };
        let priced = self.price_order(&moment, request.cart, &request.discounts, &Held::default(), what_for).await?;
        let first = priced.candidates.presented.first().and_then(|presented| presented.coupon.as_ref());
        let standing = first.map(|coupon| Standing::of(coupon, &priced));
        Ok(ExaminedCode { quote: priced.quote, standing })
    }
}
