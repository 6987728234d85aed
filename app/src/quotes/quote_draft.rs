//! Prices a cart with a coupon as it is being written, among the coupons of the shop: what a test basket asks.

use std::sync::Arc;

use tessera_engine::cart::QuoteRequest;
use tessera_engine::code::canonical;
use tessera_engine::coupon::{Activation, Status};
use tessera_engine::facts::Balance;
use tessera_engine::quote::Totals;
use tessera_engine::{CompiledCoupon, Coupon, Presented, Quote, Terms};

use super::create_quote::{PriceFor, Purpose};
use super::held::Held;
use super::moment::Moment;
use super::present::Candidates;
use super::standing::Standing;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// What stands for the id of a coupon that has none, and for its code and its claim.
const DRAFT: &str = "draft";

/// A coupon as it is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftCoupon {
    /// The coupon that it is to become a version of; `None`: a new one.
    pub id: Option<String>,
    /// What it is to be.
    pub terms: Terms,
    /// What is on its code, where it holds money.
    pub balance: Option<Balance>,
}

/// A cart priced with it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftQuote {
    /// The price, with every candidate explained.
    pub quote: Quote,
    /// The sums of the same cart without the coupon.
    pub without: Totals,
    /// How the coupon stands.
    pub standing: Standing,
}

impl DraftCoupon {
    /// The coupon as if it were in force: a draft, or one that is paused, is tested for what it will do.
    fn compiled(&self) -> Arc<CompiledCoupon> {
        let terms = Terms { status: Status::Enabled, ..self.terms.clone() };
        let id = self.id.clone().unwrap_or_else(|| DRAFT.to_owned());
        Arc::new(CompiledCoupon::new(Coupon { id, version: 1, terms }))
    }

    fn code(&self) -> &str {
        self.terms.code.as_ref().map_or(DRAFT, |code| code.typed())
    }
}

impl Candidates {
    /// The same without a coupon: it is tested in another shape.
    fn without(mut self, coupon_id: &str) -> Self {
        let others = |coupon: &Arc<CompiledCoupon>| coupon.id != coupon_id;
        self.automatic.retain(others);
        self.offered.retain(others);
        let presented = std::mem::take(&mut self.presented).into_iter().zip(std::mem::take(&mut self.presented_codes));
        let kept = presented.filter(|(presented, _)| presented.coupon.as_ref().is_none_or(others));
        (self.presented, self.presented_codes) = kept.unzip();
        self
    }

    /// The same with a draft: it comes as it would come.
    fn with(mut self, draft: &DraftCoupon, coupon: &Arc<CompiledCoupon>) -> Self {
        let presented = Presented { coupon: Some(Arc::clone(coupon)), balance: draft.balance, ..Presented::default() };
        let presented = match draft.terms.activation {
            Activation::Automatic => {
                self.automatic.push(Arc::clone(coupon));
                return self;
            }
            Activation::Code => Presented { code: Some(draft.code().to_owned()), ..presented },
            Activation::Claim => Presented { claim_id: Some(DRAFT.to_owned()), ..presented },
        };
        self.presented.insert(0, presented);
        self.presented_codes.insert(0, None);
        self
    }
}

impl App {
    /// Prices a cart with a coupon as it is being written and the shop's coupons of now, whatever the instant: with the
    /// products, customers and uses of the store. Changes nothing.
    ///
    /// # Errors
    /// `publishable_key`, `scope_missing`; `unavailable` when history cannot be read.
    pub async fn quote_draft(
        &self,
        caller: &Caller,
        request: QuoteRequest,
        draft: &DraftCoupon,
    ) -> Result<DraftQuote, Problem> {
        caller.require(Scope::Quotes)?;
        let now = self.this_moment();
        let moment = Moment { at: request.as_of.unwrap_or(now.at), ..now };
        let (mut cart, mut discounts) = (request.cart, request.discounts);
        let own = canonical(draft.code());
        discounts.codes.retain(|code| canonical(code) != own);
        let (coupon, held) = (draft.compiled(), Held::default());
        let what_for = PriceFor { purpose: Purpose::Quote, explain: true, ..PriceFor::order(None) };
        self.fill_cart(&mut cart).await?;
        let others = self.find_candidates(&moment, &cart, &discounts, what_for, &held).await?.without(&coupon.id);
        let with = others.clone().with(draft, &coupon);
        let plain = PriceFor { explain: false, ..what_for };
        let without =
            self.price_candidates(&moment, cart.clone(), &discounts.declined, others, &held, plain).await?.quote.totals;
        let priced = self.price_candidates(&moment, cart, &discounts.declined, with, &held, what_for).await?;
        let standing = Standing::of(&coupon, &priced);
        Ok(DraftQuote { quote: priced.quote, without, standing })
    }
}
