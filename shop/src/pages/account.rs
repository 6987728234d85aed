//! The account: signing in by a name, without a password, for it is a demo; the orders.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};

use super::frame::Frame;
use super::{Reply, go, next_of, order, page, say_refused, trouble};
use crate::api::{Counts, Refused};
use crate::checkout::{self, Heard};
use crate::form::Form;
use crate::gate;
use crate::money;
use crate::session::{CheckoutForm, Kind, Placing, Session, SignedIn};
use crate::state::Shop;
use crate::texts::fill;
use crate::times;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    f: Frame,
    next: String,
    people: Vec<Person>,
    email: Option<String>,
    orders: Vec<OrderRow>,
    counts: Counts,
}

/// Somebody who can be signed in as.
struct Person {
    id: String,
    name: String,
    email: String,
}

/// An order in the list.
struct OrderRow {
    id: String,
    placed_at: String,
    total: String,
    savings: Option<String>,
    state: &'static str,
}

/// Orders that are shown.
const SHOWN: usize = 10;

/// Shows who can sign in, or the account of who is.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, uri: axum::http::Uri) -> Reply {
    let next = crate::links::parameter(&uri, "next").unwrap_or_default();
    let mut session = visit.session().await;
    match account_page(&shop, &visit, &mut session, next).await {
        Ok(account_page) => Ok(page(&visit, &account_page)),
        Err(refused) => {
            drop(session);
            Err(trouble(&shop, &visit, refused).await)
        }
    }
}

async fn account_page(shop: &Shop, visit: &Visit, session: &mut Session, next: String) -> Result<AccountPage, Refused> {
    let t = visit.t();
    let zone = shop.rules().await.zone.clone();
    let mut ids = session.orders.clone();
    let (mut people, mut counts, mut email) = (Vec::new(), Counts::default(), None);
    if let Some(customer) = &session.customer {
        email = customer.email.clone();
        for id in shop.api.orders_with_coupons(&customer.id).await? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        counts = shop.api.wallet(&customer.id, "available", visit.language.tag()).await?.counts;
    } else {
        for id in &shop.options.customers {
            match shop.api.customer(id).await {
                Ok(customer) => people.push(Person {
                    id: id.clone(),
                    name: customer.name.unwrap_or_else(|| id.clone()),
                    email: customer.email.unwrap_or_default(),
                }),
                Err(refused) if refused.is_not_found() => {}
                Err(refused) => return Err(refused),
            }
        }
    }
    let mut orders = Vec::new();
    for id in ids.iter().take(SHOWN) {
        let Some(order) = order::find(shop, session, id).await? else { continue };
        let shown = |minor| money::shown(minor, &order.currency, visit.language);
        let savings = order.quote.as_ref().map(|quote| quote.totals.savings).filter(|savings| *savings > 0);
        let is_part = order.state == "placed" && order.refunded > 0;
        orders.push((
            order.placed_at,
            OrderRow {
                placed_at: times::day(order.placed_at, &zone, visit.language),
                total: shown(order.total),
                savings: savings.map(|savings| fill(t.you_save, &[&shown(savings)])),
                state: if is_part { t.state_partially_refunded } else { order::state_words(t, &order.state) },
                id: order.order_id,
            },
        ));
    }
    orders.sort_by(|(one, _), (other, _)| other.cmp(one));
    let orders = orders.into_iter().map(|(_, row)| row).collect();
    Ok(AccountPage { next, people, email, orders, counts, f: Frame::of(shop, visit, session) })
}

/// Signs in as one of the demo's customers.
pub(crate) async fn sign_in(State(shop): State<Shop>, visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::of(&body);
    let t = visit.t();
    let mut session = visit.session().await;
    let id = form.text("customer");
    if !shop.options.customers.iter().any(|known| known == id) {
        session.say(Kind::Refused, t.nobody_known);
        return go("/shop/account");
    }
    let customer = match shop.api.customer(id).await {
        Ok(customer) => customer,
        Err(refused) => {
            say_refused(&visit, &mut session, &refused);
            return go("/shop/account");
        }
    };
    // An order of which nobody heard is of who was signed in then.
    match checkout::hear(&shop, &visit, &mut session, Some(id)).await {
        Ok(Heard::Order(order_id)) => session.say(Kind::Note, fill(t.placed_before, &[&order_id])),
        Ok(Heard::Nothing | Heard::Another) => {}
        Err(refused) => {
            say_refused(&visit, &mut session, &refused);
            return go("/shop/account");
        }
    }
    checkout::release(&shop, &mut session).await;
    let name = customer.name.unwrap_or_else(|| id.to_owned());
    session.say(Kind::Done, fill(t.hello, &[&name]));
    let is_another = session.customer.as_ref().is_some_and(|before| before.id != id);
    session.customer = Some(SignedIn {
        id: id.to_owned(),
        name,
        email: customer.email,
        country: customer.country,
        region: customer.region,
    });
    let next = next_of(&form, "/shop/account");
    // What another person typed is not theirs. Who comes from the checkout goes on there.
    if is_another || next != "/shop/checkout" {
        session.form = CheckoutForm::default();
    }
    session.form.email.clear();
    session.claims.clear();
    if is_another {
        session.orders.clear();
        session.codes.clear();
        session.declined.clear();
    }
    let mut response = go(next);
    let new = visit.session_id.as_deref().and_then(|old| shop.sessions.renew(old));
    if let Some(cookie) = new.and_then(|new| gate::session_cookie(&new, &headers).parse().ok()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Signs out. The cart stays, what is the customer's goes.
pub(crate) async fn sign_out(State(shop): State<Shop>, visit: Visit) -> Response {
    let mut session = visit.session().await;
    if let Err(refused) = checkout::hear(&shop, &visit, &mut session, None).await {
        tracing::debug!(code = refused.code, "what became of an order is not known yet");
    }
    checkout::release(&shop, &mut session).await;
    // What is not known yet is asked for later; who guessed goes on waiting.
    let Session { lines, order_id, placing, wrong, .. } = std::mem::take(&mut *session);
    let order_id = order_id.filter(|_| placing.is_some());
    let placing = placing.map(|placing| Placing { bought: None, ..placing });
    *session = Session { lines, order_id, placing, wrong, ..Session::default() };
    session.say(Kind::Done, visit.t().signed_out);
    go("/shop").into_response()
}
