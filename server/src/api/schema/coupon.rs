//! A coupon as answers show it: what the merchant wrote, described by the engine, and what is derived.

use std::borrow::Cow;

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::api::description::convert;

/// A coupon.
pub(crate) struct Coupon;

impl PartialSchema for Coupon {
    fn schema() -> RefOr<Schema> {
        let mut schema = tessera_engine::schema::coupon_terms();
        let derived = json!({
            "id": { "type": "string", "description": "`cpn_...`", "examples": ["cpn_0197c2a4e7f17c3e9d51"] },
            "version": { "type": "integer", "minimum": 1, "description": "Rises by one with every edit; the `ETag` is `\"v<version>\"`." },
            "state": {
                "type": "string", "enum": ["draft", "scheduled", "active", "paused", "used_up", "expired", "archived"],
                "description": "Derived from what is set, the dates and the limits."
            },
            "uses": { "type": "integer", "minimum": 0, "description": "Redemptions that count against the total limit." },
            "run": { "type": "integer", "minimum": 1, "description": "Which run of the coupon it is." },
            "previous_run_id": { "type": ["string", "null"], "description": "The coupon that was the run before." },
            "claims": {
                "type": ["object", "null"], "required": ["issued", "left"],
                "description": "The stock of claims; `null` where `limits.claims_total` is.",
                "properties": {
                    "issued": { "type": "integer", "minimum": 0, "description": "Claims made so far, revoked ones included." },
                    "left": { "type": "integer", "minimum": 0, "description": "Claims that can still be made." }
                }
            },
            "template_id": { "type": ["string", "null"], "description": "The template it was made from." },
            "created_at": { "type": "string", "format": "date-time", "description": "When it was made." },
            "updated_at": { "type": "string", "format": "date-time", "description": "When it was last changed." },
            "seq": {
                "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 },
                "description": "Sequence number of what a change touched; only in the answer to a change."
            },
        });
        if let (Some(members), Value::Object(derived)) = (schema["properties"].as_object_mut(), derived) {
            members.extend(derived);
        }
        schema["description"] = "A coupon: everything the merchant wrote, and what is derived from it.".into();
        schema["required"] = json!(["id", "version", "state", "name", "uses", "run", "created_at", "updated_at"]);
        // An answer may gain members.
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("additionalProperties");
        }
        convert("Coupon", schema)
    }
}

impl ToSchema for Coupon {
    fn name() -> Cow<'static, str> {
        "Coupon".into()
    }
}

/// A page of coupons.
#[derive(ToSchema)]
pub(crate) struct CouponPage {
    /// The coupons.
    data: Vec<Coupon>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// One version of a coupon.
#[derive(ToSchema)]
pub(crate) struct CouponVersion {
    /// The coupon.
    coupon_id: String,
    /// The version.
    #[schema(minimum = 1)]
    version: u64,
    /// When it was made.
    #[schema(format = DateTime)]
    at: String,
    /// The key that made it.
    actor: String,
    /// What was done: `created`, `edited`, `enabled`, `paused`, `archived`, `restored`, `version_restored`.
    change: String,
    /// What differs from the version before; empty for the first.
    changes: Vec<FieldChange>,
    /// What it means for the claims made before: `keep`, they have the terms they had; `better`, they have these as well,
    /// whichever give more; `all`, they have these.
    apply_to_claims: String,
    /// Everything the merchant wrote, as of this version.
    terms: CouponTerms,
}

/// One field that an edit changed.
#[derive(ToSchema)]
pub(crate) struct FieldChange {
    /// JSON pointer to the field in the terms; lists are compared whole.
    #[schema(example = "/limits/total")]
    pointer: String,
    /// What it was; `null` where it was not there.
    from: Value,
    /// What it is; `null` where it is not there any more.
    to: Value,
}

/// How a coupon is archived.
#[derive(ToSchema)]
pub(crate) struct ArchiveCoupon {
    /// Whether its first code is voided, so that another coupon can have it.
    #[schema(default = false)]
    free_code: Option<bool>,
}

/// A coupon in plain words.
#[derive(ToSchema)]
pub(crate) struct CouponSummary {
    /// `cpn_...`.
    id: String,
    /// The version the words are of.
    #[schema(minimum = 1)]
    version: u64,
    /// `en` or `fr`.
    locale: String,
    /// What it gives, how, how often and until when.
    #[schema(example = "20% off the order. With the code SUMMER20. Once per customer. Until 30 June 2026.")]
    summary: String,
}

/// A coupon that was deleted.
#[derive(ToSchema)]
pub(crate) struct DeletedCoupon {
    /// `cpn_...`.
    id: String,
    /// Always true.
    deleted: bool,
}

/// A page of versions.
#[derive(ToSchema)]
pub(crate) struct CouponVersionPage {
    /// The versions, newest first.
    data: Vec<CouponVersion>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// What the merchant wrote, as the engine describes it.
pub(crate) struct CouponTerms;

impl PartialSchema for CouponTerms {
    fn schema() -> RefOr<Schema> {
        convert("CouponTerms", tessera_engine::schema::coupon_terms())
    }
}

impl ToSchema for CouponTerms {
    fn name() -> Cow<'static, str> {
        "CouponTerms".into()
    }
}
