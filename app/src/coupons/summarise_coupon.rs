//! `GET /v1/coupons/{id}/summary`: a coupon in plain words.

use serde::Serialize;
use tessera_engine::Locale;
use tessera_engine::summary::summarise;
use tessera_store::coupons;

use super::update_coupon::not_found;
use super::view::stored_terms;
use crate::caller::{Caller, Scope};
use crate::problem::Problem;
use crate::start::App;

/// A coupon in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CouponSummary {
    /// `cpn_...`.
    pub id: String,
    /// The version the words are of.
    pub version: u64,
    /// `en` or `fr`.
    pub locale: &'static str,
    /// What it gives, how, how often and until when, in whole sentences.
    pub summary: String,
}

impl App {
    /// A coupon in plain words; days and times are those of the store's zone. Where its campaign begins later or ends
    /// earlier, that is its time.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn summarise_coupon(&self, caller: &Caller, id: &str, locale: Locale) -> Result<CouponSummary, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let read = self.inner.store.read(move |tx| Box::pin(async move { coupons::read_coupon(tx, &wanted).await }));
        let record = read.await?.ok_or_else(|| not_found(id))?;
        let mut terms = stored_terms(id, &record.terms)?;
        if let Some(campaign) = self.campaign_of(terms.campaign_id.clone()).await? {
            let validity = &mut terms.validity;
            validity.starts_at = validity.starts_at.max(campaign.starts_at);
            validity.ends_at = [validity.ends_at, campaign.ends_at].into_iter().flatten().min();
        }
        let zone = self.live().settings.zone();
        let summary = summarise(&terms, locale, &zone);
        Ok(CouponSummary { id: record.id, version: record.version, locale: locale.as_str(), summary })
    }
}
