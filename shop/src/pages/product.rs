//! A product: its price, and what works with it.

use askama::Template;
use axum::extract::{Path, State};
use serde_json::json;

use super::frame::Frame;
use super::{Reply, lost, page, trouble};
use crate::api::{Product, Refused};
use crate::cart;
use crate::money;
use crate::session::{Line, Session};
use crate::state::Shop;
use crate::texts::fill;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "product.html")]
struct ProductPage {
    f: Frame,
    id: String,
    name: String,
    brand: Option<String>,
    art: &'static str,
    price: String,
    old: Option<String>,
    tax_note: &'static str,
    setup_fee: Option<String>,
    period: Option<&'static str>,
    is_sold_out: bool,
    few_left: Option<String>,
    automatic: Vec<Offered>,
    works_with: Vec<Offered>,
}

/// A coupon that gives something on the product.
struct Offered {
    title: String,
    code: String,
    saves: String,
    is_taken: bool,
}

/// Fewer units than this are said.
const FEW: i64 = 20;

/// Shows a product.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, Path(id): Path<String>) -> Reply {
    let catalogue = match shop.catalogue().await {
        Ok(catalogue) => catalogue,
        Err(refused) => return Err(trouble(&shop, &visit, refused).await),
    };
    let Some(product) = catalogue.product(&id) else { return Ok(lost::not_there(&shop, &visit).await) };
    let mut session = visit.session().await;
    // A page without its coupons is better than none.
    let (automatic, works_with) = offered(&shop, &visit, &session, product).await.unwrap_or_default();
    let t = visit.t();
    let shown = |minor| money::shown(minor, &shop.options.currency, visit.language);
    Ok(page(
        &visit,
        &ProductPage {
            id: product.id.clone(),
            name: product.name().to_owned(),
            brand: product.brand.clone(),
            art: catalogue.art(product),
            price: shown(product.price()),
            old: product.old_price().map(shown),
            tax_note: if shop.options.prices_include_tax { t.tax_included } else { t.tax_excluded },
            setup_fee: product.setup_fee.filter(|fee| *fee > 0).map(|fee| fill(t.setup_fee_of, &[&shown(fee)])),
            period: product.billing_period.as_deref().map(|period| match period {
                "monthly" => t.monthly,
                "quarterly" => t.quarterly,
                "semiannual" => t.semiannual,
                "annual" => t.annual,
                "biennial" => t.biennial,
                _ => t.triennial,
            }),
            is_sold_out: product.is_sold_out(),
            few_left: product
                .stock
                .filter(|stock| (1..FEW).contains(stock))
                .map(|stock| fill(t.few_left, &[&stock.to_string()])),
            automatic,
            works_with,
            f: Frame::of(&shop, &visit, &mut session),
        },
    ))
}

/// What one unit of a product gets by itself, and with which of the advertised codes. A code is advertised as long as the API
/// counts its coupon among those that everybody may know.
async fn offered(
    shop: &Shop,
    visit: &Visit,
    session: &Session,
    product: &Product,
) -> Result<(Vec<Offered>, Vec<Offered>), Refused> {
    let catalogue = shop.catalogue().await?;
    let alone = Session {
        lines: vec![Line { product_id: product.id.clone(), quantity: 1 }],
        customer: session.customer.clone(),
        channel: session.channel.clone(),
        ..Session::default()
    };
    let one = cart::for_server(shop, visit, &catalogue, &alone);
    let public = shop.public_coupons().await;
    let nothing = json!({});
    let without = shop.api.quote(&one, &nothing, None);
    let (without, with) = tokio::try_join!(without, shop.api.quote_each(&one, &shop.options.advertised_codes, None))?;
    let saves = |minor| fill(visit.t().saves, &[&money::shown(minor, &shop.options.currency, visit.language)]);
    let automatic = without.discounts.applied.iter().filter(|one| one.automatic).map(|one| Offered {
        title: one.title.clone(),
        code: String::new(),
        saves: saves(one.amount),
        is_taken: true,
    });
    let works_with = shop.options.advertised_codes.iter().zip(with).filter_map(|(code, quote)| {
        let applied = quote?.discounts.applied.into_iter().find(|one| one.code.is_some())?;
        public.contains(&applied.coupon_id).then(|| Offered {
            title: applied.title,
            code: code.clone(),
            saves: saves(applied.amount),
            is_taken: session.codes.iter().any(|known| crate::codes::same(known, code)),
        })
    });
    Ok((automatic.collect(), works_with.collect()))
}
