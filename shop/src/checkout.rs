//! The way of an order: what it needs is held while its checkout is shown, placing it commits the hold, leaving releases
//! it. Nothing is placed at a total that the shopper did not see.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::api::{Quote, Refused, Reservation};
use crate::cart;
use crate::money;
use crate::priced::reason_of;
use crate::session::{Digest, Hold, Kind, Placing, Seen, Session};
use crate::state::Shop;
use crate::texts::fill;
use crate::tokens::random_hex;
use crate::visit::Visit;

/// A hold with less than this left is made anew when the checkout is shown, in seconds.
const SHORT: i64 = 60;

/// What the checkout has to show.
pub(crate) enum Held {
    /// What is held stands in the session.
    Hold,
    /// Nothing: an earlier order had what was in the cart. The notices say so.
    Nothing,
    /// The order is placed already, and nobody had heard of it.
    Order(String),
}

/// What became of placing an order.
pub(crate) enum Placed {
    /// It is placed.
    Order(String),
    /// Something changed: the shopper sees it and agrees, or not. What changed stands in the notices.
    Changed,
    /// An earlier order was placed after all; the notices say so.
    Told,
}

/// What became of an order whose answer was lost.
pub(crate) enum Heard {
    /// There is none, or it is not placed so far.
    Nothing,
    /// It is placed, and it is what the cart holds.
    Order(String),
    /// It is placed, and the shopper went on since: the notices say so.
    Another,
}

/// What is asked for.
struct Asked {
    cart: Value,
    discounts: Value,
    order_id: String,
    /// What tells whether a hold is for just this.
    digest: Digest,
}

async fn asked(shop: &Shop, visit: &Visit, session: &mut Session) -> Result<Asked, Refused> {
    let catalogue = shop.catalogue().await?;
    let cart = cart::for_server(shop, visit, &catalogue, session);
    let discounts = cart::discounts(session);
    let order_id = session.order_id.get_or_insert_with(new_order_id).clone();
    let digest = digest(&json!([cart, discounts, order_id]));
    Ok(Asked { cart, discounts, order_id, digest })
}

fn digest(of: &Value) -> Digest {
    Sha256::digest(of.to_string().as_bytes()).into()
}

/// An id that people can read to each other.
fn new_order_id() -> String {
    format!("W-{}", random_hex::<5>().to_uppercase())
}

/// Holds what the cart needs, and tells of what was lost since the shopper last saw the price. Codes that give nothing now
/// are left out of the hold; they stay in the box with their reason.
pub(crate) async fn hold(shop: &Shop, visit: &Visit, session: &mut Session) -> Result<Held, Refused> {
    match hear(shop, visit, session, None).await? {
        Heard::Order(order_id) => return Ok(Held::Order(order_id)),
        Heard::Another if session.lines.is_empty() => return Ok(Held::Nothing),
        Heard::Another | Heard::Nothing => {}
    }
    let mut asked = asked(shop, visit, session).await?;
    let now = Timestamp::now();
    let is_good = |hold: &Hold| {
        let has_time = hold.expires_at.is_none_or(|end| end.as_second() - now.as_second() > SHORT);
        hold.asked == asked.digest && has_time
    };
    if let Some(hold) = session.hold.as_mut().filter(|hold| is_good(hold)) {
        hold.view += 1;
    } else {
        let mut reserved = reserve(shop, &asked, None).await;
        if is_placed(&reserved) {
            match hear_of(shop, visit, session, &asked.order_id).await? {
                Heard::Order(order_id) => return Ok(Held::Order(order_id)),
                Heard::Another if session.lines.is_empty() => return Ok(Held::Nothing),
                Heard::Another | Heard::Nothing => {}
            }
            asked = self::asked(shop, visit, session).await?;
            reserved = reserve(shop, &asked, None).await;
        }
        keep(session, &asked, reserved?);
    }
    if let Some(quote) = session.hold.as_ref().map(|hold| hold.quote.clone()) {
        tell_what_is_lost(visit, &shop.options.currency, session, &asked.cart, &quote);
        saw(session, &asked.cart, &quote);
    }
    Ok(Held::Hold)
}

/// Asks what became of the order whose answer was lost. While that is not known its id is not given up: whatever is placed
/// under it is placed once. `arriving` is whoever signs in with this: what they placed before they signed out is theirs.
pub(crate) async fn hear(
    shop: &Shop,
    visit: &Visit,
    session: &mut Session,
    arriving: Option<&str>,
) -> Result<Heard, Refused> {
    let Some(placing) = session.placing.clone() else { return Ok(Heard::Nothing) };
    match shop.api.order(&placing.order_id).await {
        Ok(_) => {}
        // Not yet, or not at all.
        Err(refused) if refused.is_not_found() => return Ok(Heard::Nothing),
        Err(refused) => return Err(refused),
    }
    let is_same = match &placing.bought {
        Some(before) => *before == bought(session),
        None => placing.goods == goods(session),
    };
    let who = customer_id(session);
    let is_theirs =
        placing.customer_id == who || who.is_none() && arriving.is_some() && placing.customer_id.as_deref() == arriving;
    if is_same && is_theirs {
        session.ordered(placing.order_id.clone());
        return Ok(Heard::Order(placing.order_id));
    }
    if is_theirs {
        session.remember_order(placing.order_id.clone());
    }
    // What was bought is not bought again.
    let words = if is_same {
        session.lines.clear();
        visit.t().placed_and_left
    } else {
        visit.t().placed_before
    };
    session.say(Kind::Note, fill(words, &[&placing.order_id]));
    (session.hold, session.order_id, session.placing) = (None, None, None);
    Ok(Heard::Another)
}

/// What a session buys.
fn bought(session: &Session) -> Digest {
    let goods = goods(session);
    digest(&json!([goods, session.form.service, session.codes, session.claims, session.declined]))
}

fn goods(session: &Session) -> Digest {
    let lines: Vec<Value> = session.lines.iter().map(|line| json!([line.product_id, line.quantity])).collect();
    digest(&json!(lines))
}

fn customer_id(session: &Session) -> Option<String> {
    session.customer.as_ref().map(|customer| customer.id.clone())
}

/// Notes that an order is sent to be placed.
fn note_placing(session: &mut Session, order_id: &str) {
    let (bought, goods, customer_id) = (Some(bought(session)), goods(session), customer_id(session));
    session.placing = Some(Placing { order_id: order_id.to_owned(), bought, goods, customer_id });
}

/// The API says that an order is placed. One that was never sent from here is somebody else's: the next has another id.
async fn hear_of(shop: &Shop, visit: &Visit, session: &mut Session, order_id: &str) -> Result<Heard, Refused> {
    if session.placing.as_ref().is_some_and(|placing| placing.order_id == order_id) {
        return hear(shop, visit, session, None).await;
    }
    (session.hold, session.order_id) = (None, None);
    Ok(Heard::Nothing)
}

async fn reserve(shop: &Shop, asked: &Asked, expected_total: Option<i64>) -> Result<Reservation, Refused> {
    let once = random_hex::<16>();
    shop.api.reserve(&once, &asked.order_id, &asked.cart, &asked.discounts, expected_total).await
}

/// Whether the order is placed already: with something else, as it is, or so long ago that it ended.
fn is_placed(reserved: &Result<Reservation, Refused>) -> bool {
    match reserved {
        Ok(reservation) => reservation.state == "committed",
        Err(refused) => matches!(refused.code.as_str(), "order_already_committed" | "order_ended"),
    }
}

fn keep(session: &mut Session, asked: &Asked, reservation: Reservation) {
    let view = session.hold.as_ref().map_or(0, |hold| hold.view) + 1;
    session.hold = Some(Hold {
        id: reservation.id,
        expires_at: reservation.expires_at,
        asked: asked.digest,
        quote: reservation.quote,
        view,
    });
}

/// Notes the price that the shopper is shown.
pub(crate) fn saw(session: &mut Session, cart: &Value, quote: &Quote) {
    let applied = &quote.discounts.applied;
    session.seen = Some(Seen {
        cart: goods_of(cart),
        total: quote.totals.total,
        applied: applied.iter().map(|one| (one.coupon_id.clone(), one.title.clone())).collect(),
    });
}

/// What of a cart is bought.
fn goods_of(cart: &Value) -> Digest {
    digest(&json!([cart["line_items"], cart["shipping"]]))
}

/// Says which coupons were lost since the price was last shown for the same goods, and what the order costs without them.
fn tell_what_is_lost(visit: &Visit, currency: &str, session: &mut Session, cart: &Value, quote: &Quote) {
    let Some(seen) = session.seen.take() else { return };
    if seen.cart != goods_of(cart) || quote.totals.total <= seen.total {
        return;
    }
    let t = visit.t();
    let is_gone = |id: &str| !quote.discounts.applied.iter().any(|applied| applied.coupon_id == id);
    let lost: Vec<&str> = seen.applied.iter().filter(|(id, _)| is_gone(id)).map(|(_, title)| title.as_str()).collect();
    if lost.is_empty() {
        return;
    }
    for rejected in &quote.discounts.rejected {
        let who = rejected.code.as_deref().unwrap_or(t.from_wallet);
        session.say(Kind::Refused, format!("{who}: {}", reason_of(rejected, t)));
    }
    let money = |minor| money::shown(minor, currency, visit.language);
    let words = fill(t.lost_since, &[&lost.join(", "), &money(quote.totals.total), &money(seen.total)]);
    session.say(Kind::Note, words);
}

/// Places the order at the total that the shopper saw.
pub(crate) async fn place(
    shop: &Shop,
    visit: &Visit,
    session: &mut Session,
    expected_total: i64,
) -> Result<Placed, Refused> {
    match hear(shop, visit, session, None).await? {
        Heard::Nothing => {}
        Heard::Order(order_id) => return Ok(Placed::Order(order_id)),
        Heard::Another => return Ok(Placed::Told),
    }
    let asked = asked(shop, visit, session).await?;
    let held =
        session.hold.clone().filter(|hold| hold.asked == asked.digest && hold.quote.totals.total == expected_total);
    if let Some(hold) = held {
        note_placing(session, &asked.order_id);
        match shop.api.commit(&hold.id, expected_total).await {
            Ok(_) => return Ok(ordered(session, asked.order_id)),
            Err(refused) if is_over(&refused) => {}
            Err(refused) => return changed_or(shop, visit, session, &asked, refused).await,
        }
    }
    // There is no hold of just this, or it ran out. What is taken now is taken at that total or not at all.
    let reserved = reserve(shop, &asked, Some(expected_total)).await;
    if is_placed(&reserved) {
        return placed_before(shop, visit, session, &asked).await;
    }
    let reservation = match reserved {
        Ok(reservation) => reservation,
        Err(refused) => return changed_or(shop, visit, session, &asked, refused).await,
    };
    let id = reservation.id.clone();
    keep(session, &asked, reservation);
    note_placing(session, &asked.order_id);
    match shop.api.commit(&id, expected_total).await {
        Ok(_) => Ok(ordered(session, asked.order_id)),
        Err(refused) => changed_or(shop, visit, session, &asked, refused).await,
    }
}

/// The API says that the order is placed.
async fn placed_before(shop: &Shop, visit: &Visit, session: &mut Session, asked: &Asked) -> Result<Placed, Refused> {
    Ok(match hear_of(shop, visit, session, &asked.order_id).await? {
        Heard::Order(order_id) => Placed::Order(order_id),
        Heard::Another => Placed::Told,
        Heard::Nothing => Placed::Changed,
    })
}

fn ordered(session: &mut Session, order_id: String) -> Placed {
    session.ordered(order_id.clone());
    Placed::Order(order_id)
}

/// Whether a hold is over: it ran out, or was given back on the way.
fn is_over(refused: &Refused) -> bool {
    matches!(refused.code.as_str(), "reservation_expired" | "reservation_released" | "not_found")
}

/// Another total is for the shopper to see; all else is told.
async fn changed_or(
    shop: &Shop,
    visit: &Visit,
    session: &mut Session,
    asked: &Asked,
    refused: Refused,
) -> Result<Placed, Refused> {
    let is_change = matches!(refused.code.as_str(), "total_changed" | "discount_not_available");
    if is_change || is_over(&refused) {
        session.hold = None;
        return Ok(Placed::Changed);
    }
    let refused = Err(refused);
    if is_placed(&refused) {
        return placed_before(shop, visit, session, asked).await;
    }
    refused.map(|_| Placed::Changed)
}

/// Gives back what is held: the shopper went on shopping.
pub(crate) async fn release(shop: &Shop, session: &mut Session) {
    let Some(hold) = session.hold.take() else { return };
    if let Err(refused) = shop.api.release(&hold.id).await {
        // It ends by itself.
        tracing::debug!(code = refused.code, "a hold could not be given back");
    }
}
