//! The cart as the API takes it.

use serde_json::{Value, json};

use crate::api::{Quote, Refused};
use crate::catalogue::Catalogue;
use crate::options::Service;
use crate::session::{Line, MOST_LINES, Session};
use crate::state::Shop;
use crate::visit::Visit;

/// Units of a line at most.
pub(crate) const MOST_UNITS: u32 = 999;
/// The service of a cart that needs no parcel.
pub(crate) const NO_PARCEL: &str = "download";

/// Whether something of the cart goes into a parcel.
pub(crate) fn needs_parcel(catalogue: &Catalogue, session: &Session) -> bool {
    let mut products = session.lines.iter().filter_map(|line| catalogue.product(&line.product_id));
    products.any(|product| product.is_sent())
}

/// How the cart is sent: as chosen, else the first way there is.
pub(crate) fn service<'a>(shop: &'a Shop, session: &Session) -> Option<&'a Service> {
    let services = &shop.options.services;
    services.iter().find(|service| service.id == session.form.service).or_else(|| services.first())
}

/// The cart of the shop's server: it may say who is signed in.
pub(crate) fn for_server(shop: &Shop, visit: &Visit, catalogue: &Catalogue, session: &Session) -> Value {
    let mut cart = for_browser(shop, visit, catalogue, session);
    if let Some(signed_in) = &session.customer {
        cart["customer"]["id"] = signed_in.id.clone().into();
        cart["customer"]["logged_in"] = true.into();
    }
    if let Some(email) = email(session) {
        cart["customer"]["email"] = email.into();
    }
    cart
}

/// The e-mail that an order is placed with: that of the account, else what is typed at the checkout.
pub(crate) fn email(session: &Session) -> Option<&str> {
    let known = session.customer.as_ref().and_then(|signed_in| signed_in.email.as_deref());
    known.or_else(|| typed_email(session))
}

fn typed_email(session: &Session) -> Option<&str> {
    Some(session.form.email.as_str()).filter(|email| is_email(email))
}

/// The cart that stands in a page: nothing that only the shop's server may say. Who the customer is says the token. All else is
/// as the server says it, so that the embedded box and the page beside it come to the same sums.
pub(crate) fn for_browser(shop: &Shop, visit: &Visit, catalogue: &Catalogue, session: &Session) -> Value {
    let lines: Vec<Value> = session.lines.iter().filter_map(|line| as_line(catalogue, line)).collect();
    let mut cart = json!({
        "currency": shop.options.currency,
        "prices_include_tax": shop.options.prices_include_tax,
        "line_items": lines,
        "context": {
            "channel": session.channel.as_deref().unwrap_or("web"),
            "device": visit.device,
            "locale": visit.language.tag(),
        },
    });
    if !needs_parcel(catalogue, session) {
        cart["shipping"] = json!({ "service": NO_PARCEL, "amount": 0 });
    } else if let Some(service) = service(shop, session) {
        let Service { id, amount, tax_rate, .. } = service;
        cart["shipping"] = json!({ "service": id, "amount": amount, "tax_rate": tax_rate });
    }
    let mut customer = where_to(session);
    // Of whoever is signed in the token says it.
    if let Some(email) = typed_email(session).filter(|_| session.customer.is_none()) {
        customer.insert("email".to_owned(), email.into());
    }
    if !customer.is_empty() {
        cart["customer"] = customer.into();
    }
    if !session.form.payment.is_empty() {
        cart["context"]["payment_method"] = session.form.payment.as_str().into();
    }
    cart
}

fn as_line(catalogue: &Catalogue, line: &Line) -> Option<Value> {
    let product = catalogue.product(&line.product_id)?;
    // What the store knows of its product fills the rest: tax, weight, categories.
    Some(json!({
        "id": product.id, "product_id": product.id, "title": product.name(), "quantity": line.quantity,
        "unit_price": product.price(),
    }))
}

/// Country and region, as far as they are known.
fn where_to(session: &Session) -> serde_json::Map<String, Value> {
    let mut customer = serde_json::Map::new();
    let signed_in = session.customer.as_ref();
    let known = signed_in.and_then(|signed_in| signed_in.country.as_deref()).unwrap_or_default();
    let country = if session.form.country.is_empty() { known } else { &session.form.country };
    if !country.is_empty() {
        customer.insert("country".to_owned(), country.into());
    }
    if country == known
        && let Some(region) = signed_in.and_then(|signed_in| signed_in.region.as_deref())
    {
        customer.insert("region".to_owned(), region.into());
    }
    customer
}

/// Whether a text can be an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_graphic() && !"\"(),:;<>@[\\]".contains(character);
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name.chars().all(is_plain)
            && host.contains('.')
            && host.split('.').all(|label| !label.is_empty())
            && host.chars().all(|one| one.is_ascii_alphanumeric() || one == '.' || one == '-')
    })
}

/// Codes, claims, and the automatic coupons that were taken off.
pub(crate) fn discounts(session: &Session) -> Value {
    json!({ "codes": session.codes, "claims": session.claims, "declined": session.declined })
}

/// What the cart costs now. Changes nothing.
pub(crate) async fn quote(shop: &Shop, visit: &Visit, session: &Session) -> Result<Quote, Refused> {
    let catalogue = shop.catalogue().await?;
    let cart = for_server(shop, visit, &catalogue, session);
    shop.api.quote(&cart, &discounts(session), session.held_order()).await
}

/// What the cart would cost without any coupon, where that is more than it costs.
pub(crate) async fn total_without_coupons(
    shop: &Shop,
    visit: &Visit,
    session: &Session,
    quote: &Quote,
) -> Result<Option<i64>, Refused> {
    if quote.totals.savings == 0 {
        return Ok(None);
    }
    let catalogue = shop.catalogue().await?;
    let automatic = quote.discounts.applied.iter().filter(|applied| applied.automatic);
    let declined: Vec<&str> = automatic
        .map(|applied| applied.coupon_id.as_str())
        .chain(session.declined.iter().map(String::as_str))
        .collect();
    let cart = for_server(shop, visit, &catalogue, session);
    let without = shop.api.quote(&cart, &json!({ "declined": declined }), None).await?.totals.total;
    Ok(Some(without).filter(|without| *without > quote.totals.total))
}

/// Puts units of a product into the cart.
pub(crate) fn add(session: &mut Session, product_id: &str, quantity: u32) {
    if let Some(line) = session.lines.iter_mut().find(|line| line.product_id == product_id) {
        line.quantity = line.quantity.saturating_add(quantity).min(MOST_UNITS);
    } else if session.lines.len() < MOST_LINES && quantity > 0 {
        session.lines.push(Line { product_id: product_id.to_owned(), quantity: quantity.min(MOST_UNITS) });
    }
}

/// Changes how many units a line has; none: it goes.
pub(crate) fn set(session: &mut Session, product_id: &str, quantity: u32) {
    for line in session.lines.iter_mut().filter(|line| line.product_id == product_id) {
        line.quantity = quantity.min(MOST_UNITS);
    }
    session.lines.retain(|line| line.quantity > 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_up_and_taken_away() {
        let mut session = Session::default();
        add(&mut session, "shirt", 2);
        add(&mut session, "shirt", 5_000);
        add(&mut session, "mug", 1);
        assert_eq!(session.units(), MOST_UNITS + 1);
        set(&mut session, "shirt", 3);
        set(&mut session, "mug", 0);
        set(&mut session, "hat", 4);
        assert_eq!(session.lines, [Line { product_id: "shirt".to_owned(), quantity: 3 }]);
    }

    #[test]
    fn an_address_of_mail_is_told_from_other_words() {
        for good in ["ana@shop.example", "o'neil+x@mail.shop.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["", "ana", "ana@", "@shop.example", "ana@shop", "a b@shop.example", "ana@shop..example", "a@b@c.example"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
