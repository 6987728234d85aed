//! `DELETE /v1/coupons/{id}?confirm=<name>`: deletes a coupon for good. Its redemptions stay. Decision 0022.

use serde_json::json;
use tessera_store::coupons::{self, REFERENCES_COUNTED, References};

use super::update_coupon::{conflict, find};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// How a coupon is deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeleteCoupon {
    /// The coupon's name, typed by who deletes it.
    pub confirm: String,
    /// Even where orders refer to it.
    pub force: bool,
    /// Whether other coupons may take its codes.
    pub free_codes: bool,
}

impl App {
    /// Deletes an archived coupon: nobody sees it any more, nothing brings it back. What was redeemed is kept.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `not_confirmed`, `coupon_not_archived`, `coupon_in_use`, `version_conflict`,
    /// `unavailable`.
    pub async fn delete_coupon(&self, mutation: Mutation, id: &str, how: DeleteCoupon) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsDelete)?;
        let (id, expected) = (id.to_owned(), mutation.if_match);
        self.mutate("delete_coupon", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let record = find(tx, &id).await?;
                if let Some(expected) = expected.filter(|expected| *expected != record.version) {
                    return Err(conflict(tx, &record, expected).await);
                }
                if how.confirm != record.name {
                    return Err(Problem::of(ErrorCode::NotConfirmed));
                }
                if record.status != "archived" {
                    return Err(Problem::of(ErrorCode::CouponNotArchived));
                }
                let references = coupons::count_references(tx, &id).await?;
                if !how.force && references != References::default() {
                    return Err(in_use(references));
                }
                if !coupons::delete_coupon(tx, &id, how.free_codes).await? {
                    return Err(Problem::of(ErrorCode::CouponNotArchived));
                }
                let told = Change::new("coupon.deleted", &id, &json!({ "id": id, "codes_freed": how.free_codes }));
                Ok(Answer::json(200, &json!({ "id": id, "deleted": true }))?.telling([told]))
            })
        })
        .await
    }
}

/// Says what refers to the coupon, each number up to the bound of counting.
fn in_use(references: References) -> Problem {
    let number = |count: u64| if count >= REFERENCES_COUNTED { format!("{count} or more") } else { count.to_string() };
    let detail = format!(
        "Live reservations: {}; placed orders and their subscriptions: {}; claims in wallets: {}. Orders keep their terms and amounts when the \
         coupon is deleted; send `force=true` to delete it all the same.",
        number(references.held),
        number(references.placed),
        number(references.claimed)
    );
    Problem::new(ErrorCode::CouponInUse, detail)
        .with("held", json!(references.held))
        .with("placed", json!(references.placed))
        .with("claimed", json!(references.claimed))
}
