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
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    coupons::list_coupon_versions(tx, &wanted, page.limit, page.cursor.as_deref())
                        .await
                        .map_err(Problem::from)
                })
            })
            .await?;
        if found.data.is_empty() && is_first {
            return Err(not_found(id));
        }
        let data = found.data.into_iter().map(CouponVersionView::of).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor: found.next_cursor })
    }
}
