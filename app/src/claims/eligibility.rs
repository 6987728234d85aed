//! Whether a customer may claim a coupon now: whether it is in force, and what its conditions say of the customer. What
//! they say of a cart is asked at checkout. The same engine judges as in a quote.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};
use tessera_engine::cart::{Cart, Context};
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::coupon::{Limits, Stacking, Status, Validity};
use tessera_engine::{Coupon, Currency, Presented, Reason, Request, Terms, evaluate, from_json};

use crate::caller::Caller;
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{Candidates, Moment, PriceFor, Purpose, admit_customer};
use crate::start::App;

/// Why a customer may not claim a coupon now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Refused {
    /// As quotes name it.
    pub(super) reason: Reason,
    /// In words.
    pub(super) message: String,
    /// The numbers behind it.
    pub(super) details: Value,
}

impl Refused {
    /// As a problem.
    pub(super) fn problem(self) -> Problem {
        let detail = self.message.clone();
        Problem::new(ErrorCode::NotEligible, detail).with("reasons", json!([self]))
    }
}

/// The currency of a customer's past where no condition names one.
const ANY: &str = "USD";

impl App {
    /// A cart of a customer with nothing in it, with what a token says and the store knows filled in.
    pub(super) async fn claimant(
        &self,
        caller: &Caller,
        customer_id: &str,
        context: &Context,
    ) -> Result<Cart, Problem> {
        let cart = json!({ "currency": ANY, "line_items": [], "customer": { "id": customer_id } }).to_string();
        let mut cart: Cart = from_json(cart.as_bytes())?;
        cart.context = context.clone();
        admit_customer(&mut cart, caller);
        self.fill_customer(&mut cart).await?;
        Ok(cart)
    }

    /// Why the customer of a cart may not claim a coupon now; `None`: may.
    pub(super) async fn judge_claim(
        &self,
        moment: &Moment,
        cart: &Cart,
        coupon: &CompiledCoupon,
    ) -> Result<Option<Refused>, Problem> {
        let asked = as_asked(coupon);
        let mut cart = cart.clone();
        let spent_in = asked.terms.conditions.as_ref().and_then(|conditions| conditions.spent_currency());
        cart.currency = spent_in.or_else(|| Currency::parse(ANY)).unwrap_or(cart.currency);
        let presented = Presented { claim_id: Some(String::new()), coupon: Some(asked), ..Presented::default() };
        let mut candidates = Candidates { presented: vec![presented], ..Candidates::default() };
        candidates.presented_codes.push(None);
        let settings = &moment.live.settings;
        let what_for = PriceFor { purpose: Purpose::Quote, ..PriceFor::order(None) };
        let facts = self.gather_facts(&moment.live, &mut candidates, &mut cart, what_for, moment.at).await?;
        let quote = evaluate(&Request {
            cart: &cart,
            now: moment.at,
            settings: &settings.pricing,
            automatic: &[],
            presented: &candidates.presented,
            declined: &[],
            facts: &facts,
            categories: &moment.live.categories,
            explain: false,
            first_order: None,
        });
        let rejected = quote.discounts.rejected.into_iter().next();
        Ok(rejected.filter(|rejected| is_told(rejected.reason)).map(|rejected| Refused {
            reason: rejected.reason,
            message: rejected.message,
            details: rejected.details,
        }))
    }
}

/// The coupon as far as it is asked: in force, within its limits of use, for this customer. What it gives is for a cart
/// to say.
fn as_asked(coupon: &CompiledCoupon) -> Arc<CompiledCoupon> {
    let terms = &coupon.terms;
    let limits = &terms.limits;
    let asked = Terms {
        conditions: terms.conditions.as_ref().and_then(|conditions| conditions.about_customer()),
        validity: Validity { days_after_claim: None, ..terms.validity.clone() },
        limits: Limits { total: limits.total, per_customer: limits.per_customer, ..Limits::default() },
        stacking: Stacking::default(),
        ..terms.clone()
    };
    Arc::new(CompiledCoupon::new(Coupon { id: coupon.id.clone(), version: coupon.version, terms: asked }))
}

/// Whether a reason stands whatever is in the cart. What is not known of the customer is asked at checkout.
const fn is_told(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Invalid
            | Reason::NotStarted
            | Reason::Expired
            | Reason::Paused
            | Reason::UserNotLoggedIn
            | Reason::UsageLimitReached
            | Reason::CustomerLimitReached
            | Reason::UserIneligible
            | Reason::FirstOrderOnly
            | Reason::RegionIneligible
            | Reason::VerificationRequired
            | Reason::ConditionNotMet
    )
}

/// Refuses what nobody can claim, whoever it is.
pub(super) fn refuse_unclaimable(coupon: &CompiledCoupon) -> Result<(), Problem> {
    use tessera_engine::coupon::Activation;
    if coupon.terms.status == Status::Draft {
        return Err(not_in_force("The coupon is a draft. Enable it first."));
    }
    if coupon.terms.activation == Activation::Automatic {
        return Err(not_in_force("The coupon applies by itself: nobody needs to claim it."));
    }
    if coupon.is_stored_value() {
        let detail = "A coupon that holds money is not claimed in this release. Give the customer a code.";
        return Err(Problem::new(ErrorCode::NotInThisRelease, detail));
    }
    Ok(())
}

fn not_in_force(detail: &str) -> Problem {
    let reason = json!([{ "reason": Reason::Invalid, "message": detail, "details": {} }]);
    Problem::new(ErrorCode::NotEligible, detail).with("reasons", reason)
}
