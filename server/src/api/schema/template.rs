//! Templates: what goes in and what comes out.

use std::collections::BTreeMap;

use utoipa::{IntoParams, ToSchema};

use super::coupon::CouponTerms;

/// In what a template is shown.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShownIn {
    /// The language of texts and proposed codes of built-in templates: `en` (default) or `fr`.
    locale: Option<String>,
    /// The currency of amounts of built-in templates; `USD` unless you say.
    currency: Option<String>,
}

/// A template to be: with `terms`, or with `coupon_id` to take those of a coupon.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Weekend", "description": "For a slow weekend.", "goals": ["conversion"], "days": 2,
    "terms": { "name": "Weekend", "benefits": [{ "kind": "percent_off", "percent": 15 }], "limits": { "per_customer": 1 } },
    "locked": ["/limits/per_customer"],
    "inputs": [{ "pointer": "/code", "label": { "en": "Code", "fr": "Code" }, "kind": "code", "required": true }]
}))]
pub(crate) struct TemplateBody {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What it is for.
    #[schema(max_length = 5000)]
    description: Option<String>,
    /// What its coupons are to bring about.
    #[schema(required = false)]
    goals: Vec<Goal>,
    /// Days that its coupons last, beginning with the day they are made in the store's zone; absent: as the terms say.
    #[schema(minimum = 1, maximum = 36500)]
    days: Option<u32>,
    /// The draft.
    #[schema(required = false)]
    terms: CouponTerms,
    /// The coupon whose terms to take.
    coupon_id: Option<String>,
    /// Members of the terms that stay as they are, as JSON pointers; `/code` and `/status` cannot be locked.
    #[schema(required = false, max_items = 50)]
    locked: Vec<String>,
    /// Members of the terms that are asked for.
    #[schema(required = false, max_items = 50)]
    inputs: Vec<TemplateInput>,
}

/// What to change of a template.
#[derive(ToSchema)]
#[schema(example = json!({ "locked": ["/limits/per_customer"], "terms": { "limits": { "per_customer": 2 } } }))]
pub(crate) struct TemplatePatch {
    /// What you call it.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// What it is for.
    #[schema(max_length = 5000)]
    description: Option<String>,
    /// What its coupons are to bring about.
    goals: Option<Vec<Goal>>,
    /// Days that its coupons last; `null`: as the terms say.
    #[schema(minimum = 1, maximum = 36500)]
    days: Option<u32>,
    /// A merge patch of the draft.
    #[schema(value_type = Option<Object>)]
    terms: Option<BTreeMap<String, String>>,
    /// Members of the terms that stay as they are.
    #[schema(max_items = 50)]
    locked: Option<Vec<String>>,
    /// Members of the terms that are asked for.
    #[schema(max_items = 50)]
    inputs: Option<Vec<TemplateInput>>,
}

/// How a template is used.
#[derive(ToSchema)]
#[schema(example = json!({ "patch": { "code": "HELLO10", "validity": { "ends_at": "2027-01-01T00:00:00Z" } }, "locale": "en" }))]
pub(crate) struct TemplateUse {
    /// A merge patch of the terms.
    #[schema(value_type = Option<Object>)]
    patch: Option<BTreeMap<String, String>>,
    /// The language of texts and of the proposed code of a built-in template: `en` (default) or `fr`.
    locale: Option<String>,
    /// The currency of its amounts; `USD` unless you say.
    currency: Option<String>,
}

/// How a template is copied.
#[derive(ToSchema)]
#[schema(example = json!({ "name": "Welcome, ours", "locale": "fr", "currency": "EUR" }))]
pub(crate) struct TemplateCopy {
    /// What you call the copy; absent: as the original, marked as a copy.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// The language of texts and of the proposed code of a built-in template: `en` (default) or `fr`.
    locale: Option<String>,
    /// The currency of its amounts; `USD` unless you say.
    currency: Option<String>,
}

/// What a coupon is to bring about.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub(crate) enum Goal {
    /// Customers come again.
    Loyalty,
    /// New customers come.
    NewCustomers,
    /// What lies in stock is sold.
    ClearStock,
    /// First buyers are thanked.
    RewardFirstBuyers,
    /// A cart becomes an order.
    Conversion,
}

/// A member of the terms that is asked for.
#[derive(ToSchema)]
pub(crate) struct TemplateInput {
    /// Which member, as a JSON pointer into the terms.
    #[schema(min_length = 1, max_length = 255)]
    pointer: String,
    /// What to ask: a text, or texts by locale such as `{"en": "..."}`.
    #[schema(value_type = serde_json::Value)]
    label: String,
    /// What is asked for, for your form, such as `products`.
    #[schema(min_length = 1, max_length = 255)]
    kind: String,
    /// Whether the coupon cannot be enabled while it is empty.
    #[schema(required = false, default = false)]
    required: bool,
}

/// A member of the terms that is asked for, in one language.
#[derive(ToSchema)]
pub(crate) struct ShownInput {
    /// Which member, as a JSON pointer into the terms.
    pointer: String,
    /// What to ask.
    label: String,
    /// What is asked for, for your form: built-in templates have `amounts`, `code`, `count`, `customers`, `dates`,
    /// `email_domains`, `products`, `segments`, `shipping_services` and `tiers`.
    kind: String,
    /// Whether the coupon cannot be enabled while it is empty.
    required: bool,
}

/// A template.
#[derive(ToSchema)]
pub(crate) struct Template {
    /// `tpl_...`.
    id: String,
    /// Rises by one with every edit; the `ETag` is `"v<version>"`. A built-in template stays at 1.
    #[schema(minimum = 1)]
    version: u64,
    /// Whether it came with the product: it is used and copied, not changed.
    built_in: bool,
    /// What it is called.
    name: String,
    /// What it is recommended for.
    description: Option<String>,
    /// What its coupons are to bring about.
    goals: Vec<Goal>,
    /// Days that its coupons last; `null`: as the terms say.
    days: Option<u32>,
    /// Members of the terms that stay as they are, as JSON pointers.
    locked: Vec<String>,
    /// Members of the terms that are asked for.
    inputs: Vec<ShownInput>,
    /// The draft that it would make now.
    terms: CouponTerms,
    /// When it was made; `null` for a built-in one.
    #[schema(format = DateTime)]
    created_at: Option<String>,
    /// When it was last changed; `null` for a built-in one.
    #[schema(format = DateTime)]
    updated_at: Option<String>,
}

/// A page of templates.
#[derive(ToSchema)]
pub(crate) struct TemplatePage {
    /// The templates.
    data: Vec<Template>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}
