//! `GET /v1/coupons/{id}/codes`: the codes of a coupon with what is left on them.

use tessera_engine::code::canonical;
use tessera_store::{balances, codes, coupons};

use super::create_code::not_found;
use super::view::CodeView;
use crate::caller::{Caller, Scope};
use crate::page::{Page, PageRequest};
use crate::problem::Problem;
use crate::start::App;

/// Which codes are asked for; all members must fit.
#[derive(Clone, Debug, Default)]
pub struct CodeFilter {
    /// `live`, `used`, `expired` or `void`.
    pub state: Option<&'static str>,
    /// How the code begins, in any spelling.
    pub q: Option<String>,
    /// Made by this job.
    pub batch_id: Option<String>,
    /// For this account alone.
    pub customer_id: Option<String>,
}

impl App {
    /// A page of a coupon's codes: those that end first first, of those that end together the oldest; by their text where
    /// its start is asked for.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_cursor`, `unavailable`.
    pub async fn list_codes(
        &self,
        caller: &Caller,
        coupon_id: &str,
        filter: CodeFilter,
        page: PageRequest,
    ) -> Result<Page<CodeView>, Problem> {
        caller.require(Scope::CodesRead)?;
        let prefix = filter.q.as_deref().map(canonical);
        let filter = codes::CodeFilter {
            state: filter.state.map(str::to_owned),
            prefix,
            batch_id: filter.batch_id,
            customer_id: filter.customer_id,
        };
        let coupon_id = coupon_id.to_owned();
        let storefront = self.storefront();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if coupons::read_coupon(tx, &coupon_id).await?.is_none() {
                    return Err(not_found("coupon", &coupon_id));
                }
                let found = codes::list_codes(tx, &coupon_id, &filter, page.limit, page.cursor.as_deref()).await?;
                let mut data = Vec::with_capacity(found.data.len());
                for found in found.data {
                    let balance = balances::read_balance(tx, &found.code.id).await?;
                    data.push(CodeView::used(found, balance, tx.now(), &storefront));
                }
                Ok(Page { data, next_cursor: found.next_cursor })
            })
        });
        found.await
    }
}
