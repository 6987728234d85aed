//! The operations of the HTTP contract and their description. One endpoint is one file, `<resource>/<verb>.rs`.

mod audit;
mod baskets;
mod calculator;
mod campaigns;
mod categories;
mod claims;
mod codes;
mod coupons;
mod customers;
mod description;
mod events;
mod jobs;
mod messages;
mod orders;
mod products;
mod quotes;
mod redemptions;
mod reservations;
pub(crate) mod schema;
mod segments;
mod settings;
mod templates;
mod views;
mod webhooks;

use tessera_app::App;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use codes::code_table;
pub(crate) use description::complete;

/// Every operation with its description.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(description::base())
        .merge(quotes::routes())
        .merge(reservations::routes())
        .merge(redemptions::routes())
        .merge(orders::routes())
        .merge(coupons::routes())
        .merge(calculator::routes())
        .merge(codes::routes())
        .merge(claims::routes())
        .merge(campaigns::routes())
        .merge(templates::routes())
        .merge(views::routes())
        .merge(baskets::routes())
        .merge(products::routes())
        .merge(categories::routes())
        .merge(customers::routes())
        .merge(segments::routes())
        .merge(settings::routes())
        .merge(messages::routes())
        .merge(jobs::routes())
        .merge(events::routes())
        .merge(webhooks::routes())
        .merge(audit::routes())
        .merge(crate::health::routes())
}

/// The OpenAPI 3.1 description of the whole contract, as served at `/openapi.json`.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    complete(routes().into_openapi())
}
