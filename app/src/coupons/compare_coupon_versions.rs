//! What differs between any two versions of a coupon.

use tessera_store::coupons;

use super::update_coupon::not_found;
use crate::caller::{Caller, Scope};
use crate::difference::{FieldChange, field_changes};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// The fields in which version `to` of a coupon differs from version `from`, whichever is the older.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn compare_coupon_versions(
        &self,
        caller: &Caller,
        id: &str,
        from: u64,
        to: u64,
    ) -> Result<Vec<FieldChange>, Problem> {
        caller.require(Scope::CouponsRead)?;
        let wanted = id.to_owned();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                if coupons::read_coupon(tx, &wanted).await?.is_none() {
                    return Ok::<_, Problem>(None);
                }
                let before = coupons::read_coupon_version(tx, &wanted, from).await?;
                let after = coupons::read_coupon_version(tx, &wanted, to).await?;
                Ok(before.zip(after))
            })
        });
        let (before, after) = found.await?.ok_or_else(|| not_found(id))?;
        Ok(field_changes(&before.terms, &after.terms))
    }
}
