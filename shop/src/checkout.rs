//! The way of an order: what it needs is held while its checkout is shown, placing it commits the hold, leaving releases
//! it. Nothing is placed at a total that the shopper did not see.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::api::{Quote, Refused, Reservation};
use crate::cart;
use crate::money;
use crate::priced::reason_of;
use crate::session::{Digest, Hold, Kind, Seen, Session};
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
    /// The order is placed already, and nobody had heard of it.
    Order(String),
}

/// What became of placing an order.
pub(crate) enum Placed {
    /// It is placed.
    Order(String),
    /// Something changed: the shopper sees it and agrees, or not. What changed stands in the notices.
    Changed,
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
        if reserved.as_ref().is_err_and(is_placed) {
            if let Some(order_id) = placed_unheard(visit, session, &asked) {
                return Ok(Held::Order(order_id));
            }
            asked = self::asked(shop, visit, session).await?;
            reserved = reserve(shop, &asked, None).await;
        }
        keep(session, &asked, reserved?);
    }
    if let Some(quote) = session.hold.as_ref().map(|hold| hold.quote.clone()) {
        tell_what_is_lost(visit, &shop.options.currency, session, &asked.cart, &quote);
        saw(session, &asked.cart, &quote);
        shop.guesses.note_quote(visit, session, &quote);
    }
    Ok(Held::Hold)
}

async fn reserve(shop: &Shop, asked: &Asked, expected_total: Option<i64>) -> Result<Reservation, Refused> {
    let once = random_hex::<16>();
    shop.api.reserve(&once, &asked.order_id, &asked.cart, &asked.discounts, expected_total).await
}

/// Whether the order is placed already.
fn is_placed(refused: &Refused) -> bool {
    refused.code == "order_already_committed"
}

/// An order that was placed although no answer said so. Where the cart is still what was bought, that is the order. Else the
/// shopper went on: they are told of it, and what is in the cart now becomes an order of its own.
fn placed_unheard(visit: &Visit, session: &mut Session, asked: &Asked) -> Option<String> {
    let bought = session.placing.take();
    if bought == Some(goods_of(&asked.cart)) {
        session.ordered(asked.order_id.clone());
        return Some(asked.order_id.clone());
    }
    if bought.is_some() {
        session.remember_order(asked.order_id.clone());
        session.say(Kind::Note, fill(visit.t().placed_before, &[&asked.order_id]));
    }
    (session.hold, session.order_id) = (None, None);
    None
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
    let asked = asked(shop, visit, session).await?;
    let held =
        session.hold.clone().filter(|hold| hold.asked == asked.digest && hold.quote.totals.total == expected_total);
    if let Some(hold) = held {
        session.placing = Some(goods_of(&asked.cart));
        match shop.api.commit(&hold.id, expected_total).await {
            Ok(_) => return Ok(ordered(session, asked.order_id)),
            Err(refused) if is_over(&refused) => {}
            Err(refused) => return changed_or(visit, session, &asked, refused),
        }
    }
    // There is no hold of just this, or it ran out. What is taken now is taken at that total or not at all.
    let reservation = match reserve(shop, &asked, Some(expected_total)).await {
        Ok(reservation) => reservation,
        Err(refused) => return changed_or(visit, session, &asked, refused),
    };
    let id = reservation.id.clone();
    keep(session, &asked, reservation);
    session.placing = Some(goods_of(&asked.cart));
    match shop.api.commit(&id, expected_total).await {
        Ok(_) => Ok(ordered(session, asked.order_id)),
        Err(refused) => changed_or(visit, session, &asked, refused),
    }
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
fn changed_or(visit: &Visit, session: &mut Session, asked: &Asked, refused: Refused) -> Result<Placed, Refused> {
    if !refused.is_passing() && !is_placed(&refused) {
        session.placing = None;
    }
    let is_change = matches!(refused.code.as_str(), "total_changed" | "discount_not_available");
    if is_change || is_over(&refused) {
        session.hold = None;
        return Ok(Placed::Changed);
    }
    if is_placed(&refused) {
        return Ok(placed_unheard(visit, session, asked).map_or(Placed::Changed, Placed::Order));
    }
    Err(refused)
}

/// Gives back what is held: the shopper went on shopping.
pub(crate) async fn release(shop: &Shop, session: &mut Session) {
    let Some(hold) = session.hold.take() else { return };
    if let Err(refused) = shop.api.release(&hold.id).await {
        // It ends by itself.
        tracing::debug!(code = refused.code, "a hold could not be given back");
    }
}
