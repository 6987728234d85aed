//! `GET /v1/redemptions`: redemptions, newest first.

use jiff::Timestamp;
use tessera_store::redemptions;

use super::view::RedemptionView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// Which redemptions are asked for; all members must fit.
#[derive(Clone, Debug, Default)]
pub struct RedemptionFilter {
    /// Of this coupon.
    pub coupon_id: Option<String>,
    /// Of this code.
    pub code_id: Option<String>,
    /// By this account.
    pub customer_id: Option<String>,
    /// On this order.
    pub order_id: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// Placed at or after.
    pub from: Option<Timestamp>,
    /// Placed before.
    pub to: Option<Timestamp>,
}

impl App {
    /// A page of redemptions, newest first.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_cursor`, `unavailable`.
    pub async fn list_redemptions(
        &self,
        caller: &Caller,
        filter: RedemptionFilter,
        page: PageRequest,
    ) -> Result<Page<RedemptionView>, Problem> {
        caller.require(Scope::Redemptions)?;
        let filter = redemptions::RedemptionFilter {
            coupon_id: filter.coupon_id,
            code_id: filter.code_id,
            customer_id: filter.customer_id,
            order_id: filter.order_id,
            state: filter.state,
            from: filter.from,
            to: filter.to,
        };
        let found = self
            .inner
            .store
            .read(move |tx| {
                Box::pin(async move {
                    redemptions::list_redemptions(tx, &filter, page.limit, page.cursor.as_deref())
                        .await
                        .map_err(Problem::from)
                })
            })
            .await?;
        Ok(Page { data: found.data.into_iter().map(RedemptionView::from).collect(), next_cursor: found.next_cursor })
    }
}
