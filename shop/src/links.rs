//! Links with a code, `?coupon=CODE`, on any page, and with where they stood, `?channel=popup`.

use axum::http::{Method, Uri};

use crate::cart;
use crate::codes::{self, is_hopeless, same};
use crate::session::{Kind, MOST_CODES};
use crate::state::Shop;
use crate::texts::fill;
use crate::visit::Visit;

/// The longest channel that is recorded.
const LONGEST_CHANNEL: usize = 50;

/// Codes of one link at most.
const MOST_OF_LINK: usize = 5;

/// Somebody who came by such a link.
pub(crate) struct Arrival {
    codes: Vec<String>,
    channel: Option<String>,
    /// The same page without what the link added.
    pub(crate) here: String,
}

impl Arrival {
    /// Whether a request is one.
    pub(crate) fn of(method: &Method, uri: &Uri) -> Option<Self> {
        let query = uri.query().filter(|_| method == Method::GET)?;
        let (mut codes, mut channel) = (Vec::new(), None);
        let mut kept = form_urlencoded::Serializer::new(String::new());
        let mut has_more = false;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "coupon" => codes.extend(codes::typed(&value)),
                "channel" => channel = channel_of(&value).or(channel),
                _ => {
                    has_more = true;
                    kept.append_pair(&name, &value);
                }
            }
        }
        // As often as a link says it, it is one code.
        let mut kinds: Vec<String> = Vec::new();
        codes.retain(|code| {
            let is_new = kinds.len() < MOST_OF_LINK && !kinds.iter().any(|known| same(known, code));
            kinds.extend(is_new.then(|| code.clone()));
            is_new
        });
        if codes.is_empty() && channel.is_none() {
            return None;
        }
        let here = if has_more { format!("{}?{}", uri.path(), kept.finish()) } else { uri.path().to_owned() };
        Some(Self { codes, channel, here })
    }
}

/// A channel as it is recorded: a plain word.
fn channel_of(text: &str) -> Option<String> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    let channel = text.trim().to_ascii_lowercase();
    (!channel.is_empty() && channel.len() <= LONGEST_CHANNEL && channel.chars().all(is_plain)).then_some(channel)
}

/// A parameter of an address.
pub(crate) fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query()?;
    form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

/// Notes what a link brings, and says so. A code that cannot be used yet waits until it can.
pub(crate) async fn arrive(shop: &Shop, visit: &Visit, arrival: Arrival) {
    let mut session = visit.session().await;
    let t = visit.t();
    if arrival.channel.is_some() {
        session.channel = arrival.channel;
    }
    for code in arrival.codes {
        if session.codes.len() >= MOST_CODES {
            return;
        }
        if !session.codes.iter().any(|known| same(known, &code)) {
            if !shop.guesses.take(visit, &mut session, &code) {
                return session.say(Kind::Refused, t.too_many_codes);
            }
            session.codes.push(code.clone());
        }
        let (kind, text) = match cart::quote(shop, visit, &session).await {
            // What cannot be asked now is asked in the cart.
            Err(refused) if refused.is_passing() => (Kind::Note, fill(t.link_waits, &[&code])),
            // What makes the cart unreadable is not kept.
            Err(refused) => {
                session.codes.retain(|known| !same(known, &code));
                (Kind::Refused, fill(t.link_refused, &[&code, &refused.detail]))
            }
            Ok(quote) => {
                codes::give_back(shop, visit, &mut session, &quote, &code);
                let applied =
                    quote.discounts.applied.iter().find(|one| one.code.as_ref().is_some_and(|it| same(it, &code)));
                let rejected =
                    quote.discounts.rejected.iter().find(|one| one.code.as_ref().is_some_and(|it| same(it, &code)));
                match (applied, rejected) {
                    (Some(applied), _) => (Kind::Done, fill(t.link_applied, &[&code, &applied.title])),
                    (None, Some(rejected)) if is_hopeless(&rejected.reason) => {
                        session.codes.retain(|known| !same(known, &code));
                        (Kind::Refused, fill(t.link_refused, &[&code, &rejected.message]))
                    }
                    (None, Some(rejected)) if !session.lines.is_empty() => {
                        (Kind::Note, fill(t.link_waits_because, &[&code, &rejected.message]))
                    }
                    _ => (Kind::Note, fill(t.link_waits, &[&code])),
                }
            }
        };
        session.say(kind, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_adds_is_taken_from_the_address() {
        let of = |uri: &str| Arrival::of(&Method::GET, &uri.parse().unwrap());
        let arrival = of("/shop/products/a?q=x%20y&coupon=SUMMER-20%2Cb&channel=Popup&lang=fr").unwrap();
        assert_eq!(arrival.codes, ["SUMMER-20", "b"]);
        assert_eq!(arrival.channel.as_deref(), Some("popup"));
        assert_eq!(arrival.here, "/shop/products/a?q=x+y&lang=fr");
        assert_eq!(of("/shop?channel=popup").unwrap().here, "/shop");
        assert!(of("/shop?channel=%3Cscript%3E").is_none());
        assert!(of("/shop?q=1").is_none() && of("/shop").is_none());
        assert!(Arrival::of(&Method::POST, &"/shop?coupon=A".parse().unwrap()).is_none());
    }
}
