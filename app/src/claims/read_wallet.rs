//! `GET /v1/customers/{id}/wallet`: what a customer claimed.

use serde::Serialize;
use tessera_store::claims::{self, Tab};

use super::list_claims::with_versions;
use super::view::ClaimView;
use crate::caller::{Caller, Scope};
use crate::page::PageRequest;
use crate::problem::Problem;
use crate::start::App;

/// A page of a wallet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WalletView {
    /// The claims of the tab, the newest first.
    pub data: Vec<ClaimView>,
    /// Where the next page begins; `null` at the end.
    pub next_cursor: Option<String>,
    /// How many there are in each tab.
    pub counts: Counts,
}

/// How many claims there are in each tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// That may be used, or a reservation holds.
    pub available: u64,
    /// That an order has.
    pub used: u64,
    /// That are over and were not used.
    pub expired: u64,
}

impl App {
    /// A page of a customer's wallet, the newest first. Nobody needs to be known to have an empty one. Revoked claims are
    /// in no tab.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `customer_token_missing`, `customer_token_other`; `invalid_cursor`,
    /// `unavailable`.
    pub async fn read_wallet(
        &self,
        caller: &Caller,
        customer_id: &str,
        tab: Tab,
        locale: Option<&str>,
        page: PageRequest,
    ) -> Result<WalletView, Problem> {
        let customer_id = caller.require_for(Scope::Claims, customer_id)?.to_owned();
        let (zone, to) = (self.live().settings.zone(), caller.kind);
        let locale = locale.unwrap_or("en").to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let counts = claims::count_wallet(tx, &customer_id).await?;
                let found = claims::list_wallet(tx, &customer_id, tab, page.limit, page.cursor.as_deref()).await?;
                let mut data = Vec::with_capacity(found.data.len());
                for record in found.data {
                    let found = with_versions(tx, record).await?;
                    data.push(ClaimView::of(&found, tx.now(), &locale, &zone, to)?);
                }
                let counts = Counts { available: counts.available, used: counts.used, expired: counts.expired };
                Ok::<_, Problem>(WalletView { data, next_cursor: found.next_cursor, counts })
            })
        });
        found.await
    }
}
