//! Templates: drafts of coupons in one call.

mod apply;
mod create;
mod delete;
mod duplicate;
mod list;
mod read;
mod update;

use tessera_app::App;
use tessera_app::templates::Shown;
use tessera_engine::Currency;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::Query;
use crate::problem::Refusal;

/// The operations on templates.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create_template, list::list_templates))
        .routes(routes!(read::read_template, update::update_template, delete::delete_template))
        .routes(routes!(duplicate::duplicate_template))
        .routes(routes!(apply::use_template))
}

/// `locale` and `currency` of a query.
fn shown(query: &mut Query) -> Result<Shown, Refusal> {
    let default = Shown::default();
    let locale = query.locale()?;
    let currency = query.parsed("currency", "must be a currency of ISO 4217 such as `USD`", Currency::parse)?;
    Ok(Shown { locale, currency: currency.unwrap_or(default.currency) })
}
