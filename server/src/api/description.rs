//! The head of the description, and what every operation has in common: said once, added to each.

use axum::http::Method;
use serde_json::Value;
use tessera_app::ErrorCode;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Content, Info, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Paths, Ref, RefOr, Required, Response,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use super::schema::problem::{FieldError, Problem};
use crate::cors::FOR_BROWSERS;

const ABOUT: &str = "Self-hosted coupons: price carts, place orders with their discounts, manage coupons.

Amounts are integers in minor units of the cart's currency. Times are RFC 3339 with offset. Unknown members of a body are \
refused and named, and so is every other fault, all at once. Answers may gain members.

**Keys.** Send `Authorization: Bearer <key>`. The scope each call needs stands with its security; \
`tessera keys create` makes keys.

**Browsers.** A publishable key may stand in a page: it prices carts and lists what can be claimed. With a customer token, \
signed by your server and sent as `Tessera-Customer`, it reaches that customer's wallet and claims as well, and with a cart \
token your server vouches for the prices. Pages of other sites may call from the origins in the setting `storefront_origins`.

**Once only.** Send an `Idempotency-Key` with a change: sent again with the same key and the same JSON value it gets the same \
status and body, with `Idempotency-Replayed: true`.

**Problems.** Every refusal is `application/problem+json` with a stable `code`; [all of them](/docs/errors) with the way out.";

/// The tags, in the order they are shown.
const TAGS: [(&str, &str); 20] = [
    ("Quotes", "What a cart costs. Nothing is changed by asking."),
    ("Reservations", "What an order will use, held while the shopper pays."),
    ("Redemptions", "Orders placed with their discounts."),
    ("Orders", "What was placed and what became of it: read, refund, cancel, amend."),
    ("Coupons", "What is given, when, how often and together with what."),
    ("Codes", "What unlocks coupons, and the money on them."),
    ("Claims", "Coupons that customers keep in their wallets until they use them."),
    ("Campaigns", "Coupons that share a budget."),
    ("Templates", "Drafts of coupons in one call, built in and your own."),
    ("Views", "Views of lists, kept for you or for all."),
    ("Baskets", "Carts to try coupons on, kept and priced again."),
    ("Products", "What the store knows of what is sold fills what a cart leaves out."),
    ("Categories", "The tree that selectors on categories follow."),
    ("Customers", "What the store knows of who shops."),
    ("Segments", "Groups of customers that coupons may be for."),
    ("Settings", "What holds for the whole shop, and the words its shoppers read."),
    ("Jobs", "Work that takes longer than a call: how far it came and what came of it."),
    ("Events", "What happened, for programs that follow along."),
    ("Audit", "Who did what, in a chain that shows whether it was altered."),
    ("Operations", "What a supervisor and a scraper ask. No key is needed."),
];

/// Bodies described in this crate: an unknown member is refused.
const CLOSED: [&str; 51] = [
    "ClaimContext",
    "ClaimBody",
    "ClaimCodeBody",
    "WalletCart",
    "BacktestBody",
    "DraftBacktestBody",
    "PastOrders",
    "PastOrder",
    "SegmentBody",
    "SegmentPatch",
    "MembersBody",
    "ProductsBulk",
    "CustomersBulk",
    "CategoriesBulk",
    "StockBody",
    "CampaignBody",
    "CampaignPatch",
    "TemplateBody",
    "TemplatePatch",
    "TemplateUse",
    "TemplateCopy",
    "TemplateInput",
    "ViewBody",
    "ViewPatch",
    "BasketBody",
    "BasketPatch",
    "CodeBody",
    "Generate",
    "CodeLookup",
    "Reassignment",
    "BatchVoid",
    "FirstBalance",
    "BalanceChange",
    "WebhookBody",
    "WebhookPatch",
    "Replay",
    "ReservationRequest",
    "UpdateRequest",
    "ExtendRequest",
    "CommitRequest",
    "AmendRequest",
    "RefundRequest",
    "Reason",
    "RedemptionRequest",
    "QuoteBatch",
    "SettingsPatch",
    "MessagesBody",
    "ProductBody",
    "CategoryBody",
    "CustomerBody",
    "Nothing",
];

/// The description before the operations are added.
pub(super) fn base() -> OpenApi {
    let tags = TAGS.map(|(name, words)| TagBuilder::new().name(name).description(Some(words)).build());
    OpenApiBuilder::new().info(info()).paths(Paths::new()).tags(Some(tags)).build()
}

fn info() -> Info {
    InfoBuilder::new()
        .title("Tessera")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .build()
}

/// Adds what the operations have in common: the schemas of what goes in, the key, the headers of a change and the problems.
pub(crate) fn complete(mut description: OpenApi) -> OpenApi {
    let mut components = description.components.take().unwrap_or_default();
    for (name, schema) in tessera_engine::schema::components() {
        components.schemas.insert(name.clone(), convert(&name, schema));
    }
    for name in CLOSED {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(name) {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    components.schemas.insert(FieldError::name().into_owned(), FieldError::schema());
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A secret key `sk_...` with the scopes the call names, or where it says so a publishable key `pk_...`.",
        ))
        .build();
    components.add_security_scheme("key", SecurityScheme::Http(key));
    description.components = Some(components);
    for (path, item) in &mut description.paths.paths {
        for (of, operation) in operations(item) {
            let is_change = of != Method::GET;
            let asks_only = !is_change
                || path.starts_with("/v1/quotes")
                || path.starts_with("/v1/calculator")
                || path == "/v1/coupons/lint"
                || path == "/v1/codes/lookup"
                || path == "/v1/baskets/{id}/quote"
                || path == "/v1/messages/{locale}/preview"
                || path.ends_with("/wallet/best");
            if !asks_only {
                describe_change(operation, key_is_required(path));
            }
            let is_for_browsers = FOR_BROWSERS.iter().any(|(method, known)| *known == path && *method == of);
            if is_for_browsers {
                describe_token(operation);
            }
            if path.starts_with("/v1/") {
                describe_problems(operation, path, !asks_only, is_for_browsers);
            }
        }
    }
    describe_itself(&mut description);
    description
}

/// A schema the engine wrote.
pub(super) fn convert(name: &str, schema: Value) -> RefOr<Schema> {
    match serde_json::from_value(schema) {
        Ok(schema) => schema,
        Err(error) => unreachable!("the schema {name} is none of OpenAPI 3.1: {error}"),
    }
}

/// The operations of a path with their methods, the one that asks first.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let PathItem { get, post, put, patch, delete, .. } = item;
    [(Method::GET, get), (Method::POST, post), (Method::PUT, put), (Method::PATCH, patch), (Method::DELETE, delete)]
        .into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

/// The token that goes with a publishable key, and how it is refused.
fn describe_token(operation: &mut Operation) {
    let parameter = ParameterBuilder::new()
        .name("Tessera-Customer")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "With a publishable key: a JWT with HS256 that your server signs with the store's token secret, `{\"aud\": \"tessera\", \"exp\", \"sub\"?, \"email\"?, \"verified\"?, \"segments\"?, \"order_id\"?, \"cart_sha256\"?}`, `exp` at most 24 hours ahead. What a reservation of `order_id` holds is free to the quotes of this token. `cart_sha256` is the SHA-256, in lower-case hexadecimal, of the member `cart` as it stands in the body.",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build();
    operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
}

/// Whether a change of this path moves uses or money, so that it must not be done twice by a repeat.
fn key_is_required(path: &str) -> bool {
    ["/v1/redemptions", "/v1/reservations", "/v1/orders", "/v1/claims"].iter().any(|start| path.starts_with(start))
        || ["/v1/codes/{id}/balance", "/v1/coupons/{id}/claims"].contains(&path)
}

/// The headers every change takes and answers with.
fn describe_change(operation: &mut Operation, key_is_required: bool) {
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    let parameter = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(if key_is_required { Required::True } else { Required::False })
        .description(Some("New for each intent; the same again gets the same answer for at least 7 days."))
        .schema(Some(key))
        .build();
    operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
    for (status, response) in &mut operation.responses.responses {
        if let (true, RefOr::T(response)) = (status.starts_with('2'), response) {
            let replayed = HeaderBuilder::new()
                .schema(Some(ObjectBuilder::new().schema_type(Type::Boolean)))
                .description(Some("`true` when this is the kept answer of an earlier request."))
                .build();
            response.headers.insert("Idempotency-Replayed".to_owned(), RefOr::T(replayed));
        }
    }
}

/// The problems an operation can answer with, beside those it names itself.
fn describe_problems(operation: &mut Operation, path: &str, is_change: bool, is_for_browsers: bool) {
    use ErrorCode as E;
    let has_body = operation.request_body.is_some();
    let has_id = path.contains('{');
    let mut codes = vec![E::InvalidQuery, E::KeyMissing, E::KeyUnknown, E::ScopeMissing, E::PublishableKey];
    if is_for_browsers {
        codes.extend([E::CustomerTokenInvalid, E::CustomerTokenExpired]);
        if path != "/v1/quotes" {
            codes.extend([E::CustomerTokenMissing, E::CustomerTokenOther]);
        }
        if path.starts_with("/v1/quotes") || path.ends_with("/wallet/best") {
            codes.push(E::CartTokenMismatch);
        }
        if ["/v1/quotes", "/v1/claims"].contains(&path) {
            codes.push(E::RateLimited);
        }
    }
    if has_body {
        codes.extend([E::MalformedJson, E::DuplicateMember, E::BodyTooLarge, E::MediaTypeUnsupported, E::InvalidBody]);
    }
    if has_id {
        codes.push(E::InvalidPath);
    }
    // What is put need not be there before.
    if has_id && !operation.responses.responses.contains_key("201") {
        codes.push(E::NotFound);
    }
    if is_change {
        codes.extend([E::IdempotencyKeyInvalid, E::IdempotencyKeyReused]);
    }
    if is_change && key_is_required(path) {
        codes.push(E::IdempotencyKeyMissing);
    }
    if operation.operation_id.as_deref().is_some_and(|id| id.starts_with("list_")) {
        codes.push(E::InvalidCursor);
    }
    if matches!(path, "/v1/quotes" | "/v1/redemptions")
        || path == "/v1/templates/{id}/use"
        || (path.starts_with("/v1/coupons") || path.starts_with("/v1/campaigns")) && has_body
    {
        codes.push(E::NotInThisRelease);
    }
    codes.extend([E::Internal, E::Unavailable, E::TimedOut]);
    let responses = &mut operation.responses.responses;
    for (status, response) in responses.iter_mut() {
        if let (false, RefOr::T(response)) = (status.starts_with('2'), response) {
            describe_problem(response);
        }
    }
    for status in [400, 401, 403, 404, 413, 415, 422, 429, 500, 503] {
        let names: Vec<_> =
            codes.iter().filter(|code| code.status() == status).map(|code| format!("`{}`", code.code())).collect();
        if !names.is_empty() {
            let mut response = ResponseBuilder::new().description(format!("{}.", names.join(", "))).build();
            describe_problem(&mut response);
            if status == 429 {
                describe_wait(&mut response);
            }
            responses.entry(status.to_string()).or_insert(RefOr::T(response));
        }
    }
}

/// When somebody who has to wait may ask again.
fn describe_wait(response: &mut Response) {
    let seconds = HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1))))
        .description(Some("Seconds to wait."))
        .build();
    response.headers.insert("Retry-After".to_owned(), RefOr::T(seconds));
}

fn describe_problem(response: &mut Response) {
    let schema = Ref::from_schema_name(Problem::name().into_owned());
    response.content.insert("application/problem+json".to_owned(), RefOr::T(Content::new(Some(schema))));
}

/// The routes that no use case stands behind.
fn describe_itself(description: &mut OpenApi) {
    #[derive(utoipa::OpenApi)]
    #[openapi(paths(crate::health::read_metrics, crate::pages::openapi::read_openapi))]
    struct Itself;
    let itself = <Itself as utoipa::OpenApi>::openapi();
    description.paths.paths.extend(itself.paths.paths);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_schema_of_the_engine_loses_anything_on_the_way() {
        for (name, schema) in tessera_engine::schema::components() {
            let there = serde_json::to_value(convert(&name, schema.clone())).unwrap();
            assert_eq!(there, schema, "{name}");
        }
    }
}
