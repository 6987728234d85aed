//! `DELETE /v1/customers/{id}`: forgets a customer. Redemptions and their counts stay, claims are nobody's.

use serde_json::json;
use tessera_store::{claims, codes, customers};

use super::read_customer::not_found;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::claims::claims_erased;
use crate::coupons::code_voided;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Forgets what the store knows of a customer. What is in the wallet is taken back, codes of theirs alone unlock nothing
    /// any more, and no claim and no code names the customer.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn delete_customer(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let id = id.to_owned();
        self.mutate("delete_customer", mutation, After::FollowCoupons, move |tx| {
            Box::pin(async move {
                // Coupons before claims, as whoever places an order has them.
                let (voided, codes) = codes::erase_codes(tx, &id).await?;
                let (revoked, erased) = claims::erase_claims(tx, &id).await?;
                if !customers::delete_customer(tx, &id).await? && erased == 0 && codes == 0 {
                    return Err(not_found(&id));
                }
                let told = Change::new("customer.deleted", format!("customer:{id}"), &json!({ "id": id }));
                Ok(Answer::json(200, &json!({ "id": id, "deleted": true }))?
                    .telling([told])
                    .telling(voided.iter().map(|(code_id, coupon_id)| code_voided(coupon_id, code_id)))
                    .telling(claims_erased(revoked)))
            })
        })
        .await
    }
}
