//! `GET /v1/coupons/{id}/claims`: who has a coupon in the wallet.

use tessera_store::claims::{self, ClaimRecord, ClaimState};
use tessera_store::{Tx, coupons, redemptions};

use super::view::{ClaimView, end_of};
use crate::caller::{Caller, KeyKind, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::FoundClaim;
use crate::start::App;

impl App {
    /// A page of a coupon's claims, the newest first.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_cursor`, `unavailable`.
    pub async fn list_claims(
        &self,
        caller: &Caller,
        coupon_id: &str,
        state: Option<ClaimState>,
        page: PageRequest,
    ) -> Result<Page<ClaimView>, Problem> {
        caller.require(Scope::Claims)?;
        let (coupon_id, zone) = (coupon_id.to_owned(), self.live().settings.zone());
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if coupons::read_coupon(tx, &coupon_id).await?.is_none() {
                    return Err(Problem::new(ErrorCode::NotFound, format!("There is no coupon `{coupon_id}`.")));
                }
                let found = claims::list_claims(tx, &coupon_id, state, page.limit, page.cursor.as_deref()).await?;
                let mut data = Vec::with_capacity(found.data.len());
                for record in found.data {
                    let found = with_versions(tx, record).await?;
                    data.push(ClaimView::of(&found, tx.now(), "en", &zone, KeyKind::Secret)?);
                }
                Ok(Page { data, next_cursor: found.next_cursor })
            })
        });
        found.await
    }
}

/// Whether a claim could not be used any more if it were given back; one there is not could not.
pub(crate) async fn is_over(tx: &mut Tx<'_>, id: &str) -> Result<bool, Problem> {
    let Some(record) = claims::read_claim(tx, id).await? else { return Ok(true) };
    let found = with_versions(tx, record).await?;
    Ok(end_of(&found)?.is_some_and(|end| tx.now() >= end))
}

/// A claim with the versions it has and the order that has it.
pub(super) async fn with_versions(tx: &mut Tx<'_>, record: ClaimRecord) -> Result<FoundClaim, Problem> {
    let versions = claims::read_versions(tx, &record).await?;
    let order_id = match &record.redemption_id {
        Some(id) => redemptions::read_redemption(tx, id).await?.map(|redemption| redemption.order_id),
        None => None,
    };
    Ok(FoundClaim { record, versions, order_id })
}
