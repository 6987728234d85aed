//! `GET /v1/claimable`: what a customer may claim now.

use serde::Serialize;
use tessera_engine::cart::Context;
use tessera_engine::coupon::Visibility;
use tessera_engine::summary::summarise_for_shoppers;
use tessera_engine::{CompiledCoupon, Coupon, Locale, Terms};
use tessera_store::coupons::CouponRecord;
use tessera_store::{claims, coupons};

use super::eligibility::refuse_unclaimable;
use crate::caller::{Caller, KeyKind, Scope};
use crate::coupons::stored_terms;
use crate::identity::identities;
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// A coupon that can be claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimableView {
    /// `cpn_...`.
    pub coupon_id: String,
    /// `claimable`; `claimed` as often as one customer may; `sold_out`.
    pub state: &'static str,
    /// What shoppers read.
    pub title: String,
    /// The longer explanation.
    pub description: Option<String>,
    /// What it gives, when and until when, in words.
    pub summary: String,
    /// From when on it cannot be used any more; `null`: never.
    pub ends_at: Option<jiff::Timestamp>,
    /// A claim ends this many times 24 hours after it was made.
    pub days_after_claim: Option<u32>,
    /// How many can still be claimed; `null` where that is not limited or the coupon is not public.
    pub left: Option<u64>,
    /// How many of it the customer claimed.
    pub claimed: u64,
}

impl App {
    /// A page of the coupons in force that are not private and are for the customer, with a publishable key the one of its
    /// token; without a customer all of them, with a publishable key those that are for no customers in particular. A page
    /// may have fewer entries than were asked for, and another may follow.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key that names a customer `customer_token_missing`, `customer_token_other`;
    /// `invalid_cursor`, `unavailable`.
    pub async fn list_claimable(
        &self,
        caller: &Caller,
        customer_id: Option<&str>,
        locale: Option<&str>,
        page: PageRequest,
    ) -> Result<Page<ClaimableView>, Problem> {
        let is_shopper = caller.kind == KeyKind::Publishable;
        let customer_id = match customer_id {
            Some(id) => Some(caller.require_for(Scope::Claims, id)?),
            None if is_shopper => caller.customer_token().and_then(|token| token.customer_id.as_deref()),
            None => {
                caller.require(Scope::Claims)?;
                None
            }
        };
        let moment = self.this_moment();
        let context = Context { locale: locale.map(str::to_owned), ..Context::default() };
        let customer = match customer_id {
            Some(id) => Some(self.claimant(caller, id, &context).await?),
            None => None,
        };
        let who = customer.as_ref().and_then(|cart| cart.customer.as_ref());
        let who = identities(who, moment.live.settings.normalise_email);
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let found = coupons::list_claimable(tx, page.limit, page.cursor.as_deref()).await?;
                let mut data = Vec::with_capacity(found.data.len());
                for record in found.data {
                    let claimed = claims::count_claims_of(tx, &record.id, &who).await?;
                    data.push((record, claimed));
                }
                Ok::<_, Problem>(coupons_page(data, found.next_cursor))
            })
        });
        let found = found.await?;
        let mut data = Vec::with_capacity(found.data.len());
        for (record, claimed) in found.data {
            let terms = stored_terms(&record.id, &record.terms)?;
            // What is for some customers alone names them: who is not known learns nothing of it.
            let is_for_some = || terms.conditions.as_ref().is_some_and(|asked| asked.about_customer().is_some());
            if is_shopper && customer.is_none() && is_for_some() {
                continue;
            }
            let coupon = CompiledCoupon::new(Coupon { id: record.id.clone(), version: record.version, terms });
            if refuse_unclaimable(&coupon).is_err() {
                continue;
            }
            if let Some(cart) = &customer
                && self.judge_claim(&moment, cart, &coupon).await?.is_some()
            {
                continue;
            }
            let (settings, locale) = (&moment.live.settings, locale.unwrap_or("en"));
            let mut terms = coupon.terms.clone();
            if is_shopper {
                terms.conditions = terms.conditions.and_then(|conditions| conditions.about_cart());
            }
            data.push(view(&record, &terms, claimed, locale, &settings.zone()));
        }
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}

fn coupons_page(data: Vec<(CouponRecord, u64)>, next_cursor: Option<String>) -> Page<(CouponRecord, u64)> {
    Page { data, next_cursor }
}

fn view(record: &CouponRecord, terms: &Terms, claimed: u64, locale: &str, zone: &jiff::tz::TimeZone) -> ClaimableView {
    let left = terms.limits.claims_total.map(|total| total.saturating_sub(record.claims.unwrap_or(0)));
    let has_all = terms.limits.claims_per_customer.is_some_and(|most| claimed >= most);
    ClaimableView {
        coupon_id: record.id.clone(),
        state: match left {
            _ if has_all => "claimed",
            Some(0) => "sold_out",
            _ => "claimable",
        },
        title: terms.title(locale).to_owned(),
        description: terms.description.clone(),
        summary: summarise_for_shoppers(terms, Locale::parse(locale), zone),
        ends_at: terms.validity.ends_at,
        days_after_claim: terms.validity.days_after_claim,
        left: left.filter(|_| terms.visibility == Visibility::Public),
        claimed,
    }
}
