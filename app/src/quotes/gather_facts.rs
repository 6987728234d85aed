//! Gathers history as facts, and only what a candidate asks for: a cart without limited coupons asks the store nothing.

use tessera_engine::cart::Cart;
use tessera_engine::facts::{Facts, Uses};
use tessera_store::{customers, redemptions};

use super::create_quote::Purpose;
use super::present::Candidates;
use crate::identity::identities;
use crate::problem::Problem;
use crate::settings::StoreSettings;
use crate::start::App;

impl App {
    /// Uses of the limited candidates; fills in what the store knows of the customer when a limit or a condition may ask.
    pub(crate) async fn gather_facts(
        &self,
        settings: &StoreSettings,
        candidates: &Candidates,
        cart: &mut Cart,
        purpose: Purpose,
    ) -> Result<Facts, Problem> {
        // Uses are counted by identity even before a limit asks for them, so that one that comes later finds them.
        let looks_at_customer = candidates
            .coupons()
            .any(|coupon| coupon.terms.limits.per_customer.is_some() || coupon.terms.conditions.is_some());
        if purpose == Purpose::Order || (purpose == Purpose::Quote && looks_at_customer) {
            self.fill_customer(cart).await?;
        }
        let mut limited: Vec<String> = candidates
            .coupons()
            .filter(|coupon| coupon.terms.limits.total.is_some() || coupon.terms.limits.per_customer.is_some())
            .map(|coupon| coupon.id.clone())
            .collect();
        limited.sort_unstable();
        limited.dedup();
        if limited.is_empty() {
            return Ok(Facts::default());
        }
        let identities = match purpose {
            Purpose::QuoteInBrowser => Vec::new(),
            Purpose::Quote | Purpose::Order => identities(cart.customer.as_ref(), settings.normalise_email),
        };
        let known = !identities.is_empty();
        let uses = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move { redemptions::read_uses(tx, &limited, &identities).await.map_err(Problem::from) })
            })
            .await?;
        let uses = uses
            .into_iter()
            .map(|(coupon_id, total, customer)| {
                (coupon_id, Uses { total, customer: known.then_some(customer), today: 0 })
            })
            .collect();
        Ok(Facts { uses, ..Facts::default() })
    }

    /// What the store knows of the customer fills what the cart leaves out; what the cart says wins.
    pub(crate) async fn fill_customer(&self, cart: &mut Cart) -> Result<(), Problem> {
        let Some(customer) = cart.customer.as_mut() else { return Ok(()) };
        let Some(id) = customer.id.clone() else { return Ok(()) };
        let record = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { customers::read_customer(tx, &id).await.map_err(Problem::from) }))
            .await?;
        if let Some(record) = record {
            customer.email = customer.email.take().or(record.email);
            customer.country = customer.country.take().or(record.country);
            customer.region = customer.region.take().or(record.region);
            let known = || serde_json::from_str::<Vec<String>>(&record.segments).ok();
            customer.segments = customer.segments.take().or_else(known);
        }
        Ok(())
    }
}
