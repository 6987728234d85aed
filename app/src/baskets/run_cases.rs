//! Runs the test cases of coupons: each basket is priced and what came is held against what was expected.

use tessera_engine::coupon::Limits;
use tessera_engine::quote::Quote;
use tessera_engine::{Locale, Terms};

use super::basket::{Basket, CASE, Expected};
use crate::caller::{Caller, Scope};
use crate::page::PageRequest;
use crate::problem::Problem;
use crate::quotes::DraftCoupon;
use crate::saved::{SavedView, list};
use crate::start::App;

/// What came of a test case.
#[derive(Clone, Debug)]
pub struct CaseOutcome {
    /// `bsk_...`.
    pub basket_id: String,
    /// What the team calls it.
    pub name: String,
    /// What was expected.
    pub expected: Expected,
    /// What the coupon gave.
    pub given: i64,
    /// The currency of both.
    pub currency: tessera_engine::Currency,
    /// Why it gave nothing, in words.
    pub message: Option<String>,
}

impl CaseOutcome {
    /// Whether it gave what was expected.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.given == self.expected.discount
    }
}

impl App {
    /// Runs the first test cases of a coupon against terms it may have: what they give, whatever uses are left.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn run_cases_of(
        &self,
        caller: &Caller,
        draft: &DraftCoupon,
        locale: Locale,
        most: u32,
    ) -> Result<Vec<CaseOutcome>, Problem> {
        caller.require(Scope::Quotes)?;
        let Some(coupon_id) = draft.id.clone() else { return Ok(Vec::new()) };
        let mut outcomes = Vec::new();
        for case in self.list_cases(caller, coupon_id, most).await? {
            outcomes.extend(self.run_case(caller, case, draft, locale).await?);
        }
        Ok(outcomes)
    }

    /// Runs the first test cases of all coupons that are not archived, each at the terms of now.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn run_all_cases(&self, caller: &Caller, locale: Locale, most: u32) -> Result<Vec<CaseOutcome>, Problem> {
        caller.require(Scope::Quotes)?;
        let live = self.live();
        let mut outcomes = Vec::new();
        for case in self.list_cases(caller, CASE.to_owned(), most).await? {
            let Some(coupon) = case.body.expected().and_then(|expected| live.catalogue.get(&expected.coupon_id)) else {
                continue;
            };
            let draft = DraftCoupon { id: Some(coupon.id.clone()), terms: coupon.terms.clone(), balance: None };
            outcomes.extend(self.run_case(caller, case, &draft, locale).await?);
        }
        Ok(outcomes)
    }

    async fn list_cases(&self, caller: &Caller, facet: String, most: u32) -> Result<Vec<SavedView<Basket>>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let (caller, page) = (caller.clone(), PageRequest { limit: most, cursor: None });
        let found = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { list::<Basket>(tx, &caller, Some(facet), &page).await }));
        Ok(found.await?.data)
    }

    /// A case is about terms: uses so far, which every order changes, are left out.
    async fn run_case(
        &self,
        caller: &Caller,
        case: SavedView<Basket>,
        draft: &DraftCoupon,
        locale: Locale,
    ) -> Result<Option<CaseOutcome>, Problem> {
        let Some(expected) = case.body.expected().cloned() else { return Ok(None) };
        let mut request = case.body.request()?;
        request.as_of = expected.at;
        request.cart.context.locale = Some(if locale == Locale::Fr { "fr" } else { "en" }.to_owned());
        let terms = Terms { limits: Limits::default(), ..draft.terms.clone() };
        let draft = DraftCoupon { terms, ..draft.clone() };
        let priced = self.quote_draft(caller, request, &draft).await?;
        let (given, message) = given_by(&priced.quote, &expected.coupon_id);
        let name = case.body.name().to_owned();
        let currency = priced.quote.currency;
        Ok(Some(CaseOutcome { basket_id: case.id, name, expected, given, currency, message }))
    }
}

/// What a coupon gave or paid, or why it did not.
fn given_by(quote: &Quote, coupon_id: &str) -> (i64, Option<String>) {
    let discount = quote.discounts.applied.iter().find(|applied| &*applied.coupon_id == coupon_id);
    let paid = quote.totals.balances.iter().filter(|used| &*used.coupon_id == coupon_id).map(|used| used.amount);
    let given = discount.map_or(0, |applied| applied.amount) + paid.sum::<i64>();
    let explained = quote.explain.as_ref().and_then(serde_json::Value::as_array).into_iter().flatten();
    let mut own = explained.filter(|entry| entry["coupon_id"] == coupon_id);
    let message = own.next().and_then(|entry| entry["message"].as_str()).map(str::to_owned);
    (given, message.filter(|_| given == 0))
}
