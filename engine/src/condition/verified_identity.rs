//! `verified_identity`: the shop has verified who the customer is.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene};
use crate::decode::{Errors, Object};
use crate::kind::Kind;
use crate::locale::Locale;
use crate::reason::Reason;
use crate::schema;

/// The shop has verified who the customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedIdentity;

impl Kind for VerifiedIdentity {
    const NAME: &'static str = "verified_identity";

    fn decode(_: &mut Object<'_>, _: &mut Errors) -> Option<Self> {
        Some(Self)
    }

    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }

    fn summary(&self, locale: Locale) -> String {
        locale.pick("for verified customers", "pour les clients vérifiés").to_owned()
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Verified identity",
            "description": "The shop has verified who the customer is.",
            "required": ["kind"],
            "additionalProperties": false,
            "properties": { "kind": schema::kind(Self::NAME) }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME })
    }

    const MODEL_SECTION: &'static str = "5.3";

    const REASONS: &'static [Reason] = &[Reason::VerificationRequired, Reason::UserNotLoggedIn, Reason::InformationMissing];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }],
                "customer": { "id": "ana", "verified": true }
            }
        })
    }
}

/// `docs/MODEL.md` 5.3, 11.3. It needs an account.
impl Judge for VerifiedIdentity {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        verified(scene).map_or_else(|| scene.judge_absent(), Outcome::of)
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        match verified(scene) {
            None => scene.find_absent("customer.verified"),
            Some(verified) => Finding::failed(Reason::VerificationRequired)
                .because(json!({ "verified": verified }), json!({ "verified": true })),
        }
    }
}

/// What is known of who is signed in.
fn verified(scene: &Scene<'_>) -> Option<bool> {
    scene.customer().filter(|_| scene.is_signed_in()).and_then(|customer| customer.verified)
}
