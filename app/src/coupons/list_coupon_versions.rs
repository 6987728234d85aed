//! `GET /v1/coupons/{id}/versions`: every version of a coupon.

use tessera_store::coupons;

use super::update_coupon::not_found;
use super::view::CouponVersionView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// A page of a coupon's versions, newest first.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_cursor`, `unavailable`.
    pub async fn list_coupon_versions(
        &self,
        caller: &Caller,
        id: &str,
        page: PageRequest,
    ) -> Result<Page<CouponVersionView>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let is_first = page.cursor.is_none();
        let (found, before) = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    if coupons::read_coupon(tx, &wanted).await?.is_none() {
                        return Ok::<_, Problem>((tessera_store::Page { data: Vec::new(), next_cursor: None }, None));
                    }
                    let found = coupons::list_coupon_versions(tx, &wanted, page.limit, page.cursor.as_deref()).await?;
                    let last = found.data.last().map_or(0, |last| last.version.saturating_sub(1));
                    Ok((found, coupons::read_coupon_version(tx, &wanted, last).await?))
                })
            })
            .await?;
        if found.data.is_empty() && is_first {
            return Err(not_found(id));
        }
        let earlier: Vec<_> = found.data.iter().skip(1).cloned().map(Some).chain([before]).collect();
        let views = found.data.into_iter().zip(&earlier);
        let data =
            views.map(|(record, before)| CouponVersionView::of(record, before.as_ref())).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
