//! An order: what was bought, what it cost, what was saved, what went back.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};

use super::frame::Frame;
use super::{Reply, go, lost, page, say_refused, trouble};
use crate::api::{Order, OrderedLine, Refused};
use crate::catalogue::Catalogue;
use crate::form::Form;
use crate::money;
use crate::priced::{Says, Sums};
use crate::session::{Kind, Session};
use crate::state::Shop;
use crate::texts::{Texts, fill};
use crate::times;
use crate::tokens::random_hex;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "order.html")]
struct OrderPage {
    f: Frame,
    id: String,
    placed_at: String,
    state: &'static str,
    lines: Vec<Row>,
    service: Option<String>,
    sums: Option<Sums>,
    total: String,
    refunded: Option<String>,
    /// Whether something can go back still.
    can_return: bool,
    /// Sent along, so that a request that is sent twice is one.
    once: String,
    tax_included: bool,
}

/// A line of an order.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) quantity: u64,
    /// Units that did not come back.
    pub(super) left: u64,
    pub(super) old: Option<String>,
    pub(super) total: String,
}

/// An order that the visitor may see: placed in this session, or by the customer who is signed in.
pub(super) async fn find(shop: &Shop, session: &Session, id: &str) -> Result<Option<Order>, Refused> {
    let order = match shop.api.order(id).await {
        Ok(order) => order,
        Err(refused) if refused.is_not_found() => return Ok(None),
        Err(refused) => return Err(refused),
    };
    let customer = session.customer.as_ref().map(|customer| customer.id.as_str());
    let is_theirs = session.orders.iter().any(|known| known == id)
        || (customer.is_some() && customer == order.customer_id.as_deref());
    Ok(is_theirs.then_some(order))
}

/// The lines of an order, with what they cost.
pub(super) fn rows(says: &Says<'_>, catalogue: &Catalogue, order: &Order) -> Vec<Row> {
    let row = |(index, line): (usize, &OrderedLine)| {
        let id = line.id.clone().unwrap_or_else(|| (index + 1).to_string());
        let priced = order.quote.as_ref().and_then(|quote| quote.line_items.iter().find(|priced| priced.id == id));
        let returned = order.refunds.iter().flat_map(|refund| &refund.lines).filter(|back| back.line_id == id);
        let returned: u64 = returned.map(|back| back.quantity).sum();
        let title = line.title.clone().or_else(|| Some(catalogue.product(&line.product_id)?.name().to_owned()));
        Row {
            title: title.unwrap_or_else(|| line.product_id.clone()),
            quantity: line.quantity,
            left: line.quantity.saturating_sub(returned),
            old: priced.filter(|line| line.total < line.subtotal).map(|line| says.money(line.subtotal)),
            total: priced.map(|line| says.money(line.total)).unwrap_or_default(),
            id,
        }
    };
    order.cart.line_items.iter().enumerate().map(row).collect()
}

pub(super) fn state_words(t: &'static Texts, state: &str) -> &'static str {
    match state {
        "refunded" => t.state_refunded,
        "cancelled" => t.state_cancelled,
        "partially_refunded" => t.state_partially_refunded,
        _ => t.state_placed,
    }
}

/// Shows an order.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, Path(id): Path<String>) -> Reply {
    let mut session = visit.session().await;
    let found = match (find(&shop, &session, &id).await, shop.catalogue().await) {
        (Ok(Some(order)), Ok(catalogue)) => Ok(Some((order, catalogue))),
        (Ok(None), _) => Ok(None),
        (Err(refused), _) | (_, Err(refused)) => Err(refused),
    };
    let (order, catalogue) = match found {
        Ok(Some(found)) => found,
        Ok(None) => {
            drop(session);
            return Ok(lost::not_there(&shop, &visit).await);
        }
        Err(refused) => {
            drop(session);
            return Err(trouble(&shop, &visit, refused).await);
        }
    };
    let public = shop.public_coupons().await;
    let says = Says { language: visit.language, currency: &order.currency, public: &public };
    let rules = shop.rules().await;
    let lines = rows(&says, &catalogue, &order);
    let t = visit.t();
    let is_open = !matches!(order.state.as_str(), "cancelled" | "refunded");
    Ok(page(
        &visit,
        &OrderPage {
            placed_at: times::day(order.placed_at, &rules.zone, visit.language),
            state: if is_open && order.refunded > 0 {
                t.state_partially_refunded
            } else {
                state_words(t, &order.state)
            },
            can_return: is_open && lines.iter().any(|line| line.left > 0),
            lines,
            service: service_name(&shop, &visit, &order),
            sums: order.quote.as_ref().map(|quote| says.sums(quote)),
            total: says.money(order.total),
            refunded: (order.refunded > 0).then(|| says.money(order.refunded)),
            once: random_hex::<16>(),
            tax_included: order.cart.prices_include_tax,
            id: order.order_id,
            f: Frame::of(&shop, &visit, &mut session),
        },
    ))
}

/// How an order is sent, in words.
pub(super) fn service_name(shop: &Shop, visit: &Visit, order: &Order) -> Option<String> {
    let id = order.cart.shipping.as_ref()?.service.as_deref()?;
    let service = shop.options.services.iter().find(|service| service.id == id)?;
    Some(match visit.language {
        crate::texts::Language::English => service.name.clone(),
        crate::texts::Language::French => service.french_name.clone(),
    })
}

/// Pays back what is sent back.
pub(crate) async fn refund(State(shop): State<Shop>, visit: Visit, Path(id): Path<String>, body: Bytes) -> Reply {
    let form = Form::of(&body);
    let t = visit.t();
    let mut session = visit.session().await;
    let order = match find(&shop, &session, &id).await {
        Ok(Some(order)) => order,
        Ok(None) => {
            drop(session);
            return Ok(lost::not_there(&shop, &visit).await);
        }
        Err(refused) => {
            drop(session);
            return Err(trouble(&shop, &visit, refused).await);
        }
    };
    let back = go(&format!("/shop/orders/{id}"));
    let lines: Vec<(String, u64)> = form
        .below("units-")
        .filter_map(|(line, units)| Some((line.to_owned(), units.parse::<u64>().ok().filter(|units| *units > 0)?)))
        .collect();
    if lines.is_empty() && !form.has("full") {
        session.say(Kind::Refused, t.nothing_chosen);
        return Ok(back);
    }
    let lines = if form.has("full") { Vec::new() } else { lines };
    let once = form.find("once").filter(|once| once.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let once = once.map_or_else(random_hex::<16>, str::to_owned);
    let reason = form.find("reason").unwrap_or(t.no_reason_given);
    match shop.api.refund(&once, &id, &lines, reason).await {
        Ok(refund) => {
            let amount = money::shown(refund.amount, &order.currency, visit.language);
            session.say(Kind::Done, fill(t.paid_back, &[&amount]));
        }
        Err(refused) if refused.is_passing() => say_refused(&visit, &mut session, &refused),
        Err(refused) => {
            tracing::info!(code = refused.code, "a refund was refused");
            session.say(Kind::Refused, t.refund_refused);
        }
    }
    Ok(back)
}
