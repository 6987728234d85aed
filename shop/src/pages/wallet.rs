//! The wallet: a customer's coupons as tickets, a field for codes, and what else can be claimed.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::frame::{Frame, code_notices};
use super::{Reply, go, page, say_refused, trouble};
use crate::api::{Benefit, Claim, Claimable, Counts, Refused, encoded};
use crate::codes;
use crate::form::Form;
use crate::links::parameter;
use crate::money;
use crate::qr::Qr;
use crate::session::{Kind, Session};
use crate::state::Shop;
use crate::texts::{Language, fill};
use crate::times;
use crate::tokens::random_hex;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "wallet.html")]
struct WalletPage {
    f: Frame,
    tab: &'static str,
    counts: Counts,
    tickets: Vec<Ticket>,
    claimable: Vec<Offer>,
    typed: String,
    notices: Vec<String>,
    once: String,
    is_signed_in: bool,
}

/// A coupon of the wallet.
struct Ticket {
    id: String,
    value: String,
    title: String,
    summary: String,
    description: Option<String>,
    countdown: Option<String>,
    /// Whether it came since yesterday.
    is_new: bool,
    /// Why it is not to be used now, or what became of it.
    note: Option<String>,
    order: Option<String>,
    code: Option<String>,
    /// What is shown where somebody else keys it in: the code, of a coupon without one its own number; and its picture.
    counter: Option<(String, Qr)>,
    is_usable: bool,
    is_taken: bool,
}

/// A coupon that can be claimed.
struct Offer {
    id: String,
    title: String,
    summary: String,
    left: Option<String>,
    state: &'static str,
    can_claim: bool,
}

const TABS: [&str; 3] = ["available", "used", "expired"];

/// Shows a tab of the wallet.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit, uri: Uri) -> Reply {
    let asked = parameter(&uri, "tab").unwrap_or_default();
    let tab = TABS.into_iter().find(|tab| *tab == asked).unwrap_or(TABS[0]);
    let mut session = visit.session().await;
    match wallet_page(&shop, &visit, &mut session, tab).await {
        Ok(wallet_page) => Ok(page(&visit, &wallet_page)),
        Err(refused) => {
            drop(session);
            Err(trouble(&shop, &visit, refused).await)
        }
    }
}

async fn wallet_page(
    shop: &Shop,
    visit: &Visit,
    session: &mut Session,
    tab: &'static str,
) -> Result<WalletPage, Refused> {
    let (mut tickets, mut counts) = (Vec::new(), Counts::default());
    let locale = visit.language.tag();
    let id = session.customer.as_ref().map(|customer| customer.id.clone());
    if let Some(id) = &id {
        let wallet = shop.api.wallet(id, tab, locale).await?;
        let mut claims = wallet.data;
        counts = wallet.counts;
        // What ends first stands first; of what ends alike, what is worth more.
        claims.sort_by_key(|claim| (claim.ends_at.is_none(), claim.ends_at, std::cmp::Reverse(worth(claim))));
        let public = public_codes(shop).await;
        let zone = shop.rules().await.zone.clone();
        tickets = claims.into_iter().map(|claim| ticket(shop, visit, session, &zone, &public, claim)).collect();
    }
    let claimable = shop.claimable(id.as_deref(), locale).await?;
    Ok(WalletPage {
        tab,
        counts,
        tickets,
        claimable: claimable.into_iter().map(|one| offer(visit, one, id.is_some())).collect(),
        typed: session.typed.clone(),
        notices: code_notices(session),
        once: random_hex::<16>(),
        is_signed_in: id.is_some(),
        f: Frame::of(shop, visit, session),
    })
}

/// The codes that the shop advertises, by their coupons, where everybody may know them.
async fn public_codes(shop: &Shop) -> Vec<(String, String)> {
    let public = shop.public_coupons().await;
    let cart = serde_json::json!({ "currency": shop.options.currency, "line_items": [] });
    let Ok(quotes) = shop.api.quote_each(&cart, &shop.options.advertised_codes, None).await else { return Vec::new() };
    let of = |(code, quote): (&String, Option<crate::api::Quote>)| {
        let quote = quote?;
        let applied = quote.discounts.applied.iter().find(|one| one.code.is_some()).map(|one| one.coupon_id.clone());
        let id = applied.or_else(|| quote.discounts.rejected.first()?.coupon_id.clone())?;
        public.contains(&id).then(|| (id, code.clone()))
    };
    shop.options.advertised_codes.iter().zip(quotes).filter_map(of).collect()
}

/// What a ticket is worth, for the order of tickets.
fn worth(claim: &Claim) -> i64 {
    let of = |benefit: &Benefit| {
        let percent = benefit.percent.as_ref().and_then(serde_json::Number::as_i64).unwrap_or_default() * 100;
        benefit.amount.iter().flat_map(|amounts| amounts.values()).copied().max().unwrap_or(percent)
    };
    claim.coupon.benefits.iter().map(of).max().unwrap_or_default()
}

/// What stands big on a ticket.
fn value(claim: &Claim, currency: &str, language: Language) -> String {
    let t = language.texts();
    let Some(benefit) = claim.coupon.benefits.first() else { return String::new() };
    let amount = benefit.amount.as_ref().and_then(|amounts| amounts.get(currency));
    match (benefit.kind.as_str(), &benefit.percent, amount) {
        ("free_shipping", ..) => t.value_free_shipping.to_owned(),
        ("free_product" | "buy_x_get_y", None, _) => t.value_gift.to_owned(),
        ("fixed_price" | "bundle_price", _, Some(amount)) => money::short(*amount, currency, language),
        (_, Some(percent), _) => match language {
            Language::English => format!("−{percent}%"),
            Language::French => format!("−{percent}\u{a0}%").replace('.', ","),
        },
        (_, None, Some(amount)) => money::short(-amount, currency, language),
        ("tiered", ..) => t.value_tiered.to_owned(),
        _ => t.value_other.to_owned(),
    }
}

/// Whether a coupon can be of use where somebody pays in person: not one for parcels, nor for one way to shop.
fn is_for_counter(claim: &Claim) -> bool {
    let is_for_parcels = |benefit: &Benefit| matches!(benefit.kind.as_str(), "free_shipping" | "shipping_off");
    let elsewhere = ["channel", "device", "shipping_service"];
    !claim.coupon.benefits.iter().all(is_for_parcels) && !asks(&claim.coupon.conditions, &elsewhere)
}

/// Whether a tree of conditions has a leaf of one of some kinds.
fn asks(conditions: &Value, kinds: &[&str]) -> bool {
    match conditions {
        Value::Object(members) => {
            let is_one = conditions["kind"].as_str().is_some_and(|kind| kinds.contains(&kind));
            is_one || members.values().any(|child| asks(child, kinds))
        }
        Value::Array(children) => children.iter().any(|child| asks(child, kinds)),
        _ => false,
    }
}

fn ticket(
    shop: &Shop,
    visit: &Visit,
    session: &Session,
    zone: &jiff::tz::TimeZone,
    public: &[(String, String)],
    claim: Claim,
) -> Ticket {
    let (t, now) = (visit.t(), Timestamp::now());
    let is_early = claim.starts_at.is_some_and(|start| start > now);
    let day = |at| times::day(at, zone, visit.language);
    let note = match claim.state.as_str() {
        "held" => Some(t.ticket_held.to_owned()),
        "used" => Some(t.ticket_used.to_owned()),
        "expired" => claim.ends_at.map(|end| fill(t.ticket_expired, &[&day(end)])),
        _ if is_early => claim.starts_at.map(|start| fill(t.ticket_early, &[&day(start)])),
        _ => None,
    };
    let is_open = claim.state == "available";
    let end = claim.ends_at.filter(|_| is_open);
    let is_usable = is_open && !is_early;
    let code = public.iter().find(|(id, _)| *id == claim.coupon_id).map(|(_, code)| code.clone());
    let shown = code.clone().unwrap_or_else(|| claim.id.clone());
    let is_for_counter = is_usable && is_for_counter(&claim);
    Ticket {
        value: value(&claim, &shop.options.currency, visit.language),
        countdown: end.and_then(|end| times::countdown(end, now, t)),
        is_new: is_open && claim.claimed_at.is_some_and(|at| now.duration_since(at) < SignedDuration::from_hours(24)),
        counter: Qr::of(&shown).filter(|_| is_for_counter).map(|qr| (shown, qr)),
        code,
        is_usable,
        is_taken: session.claims.contains(&claim.id),
        order: claim.order_id.filter(|_| claim.state == "used"),
        note,
        title: claim.coupon.title,
        summary: claim.coupon.summary,
        description: claim.coupon.description.filter(|words| !words.is_empty()),
        id: claim.id,
    }
}

fn offer(visit: &Visit, claimable: Claimable, is_signed_in: bool) -> Offer {
    let t = visit.t();
    let (state, can_claim) = match claimable.state.as_str() {
        "claimed" => (t.claimed, false),
        "sold_out" => (t.sold_out_claim, false),
        _ => (t.claim, is_signed_in),
    };
    Offer {
        left: claimable.left.map(|left| fill(t.claims_left, &[&left.to_string()])),
        id: claimable.coupon_id,
        title: claimable.title,
        summary: claimable.summary,
        state,
        can_claim,
    }
}

fn customer_id(session: &Session) -> Option<String> {
    session.customer.as_ref().map(|customer| customer.id.clone())
}

const TO_SIGN_IN: &str = "/shop/account?next=/shop/wallet";

/// Claims with codes.
pub(crate) async fn add_code(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let t = visit.t();
    let mut session = visit.session().await;
    let Some(customer_id) = customer_id(&session) else { return go(TO_SIGN_IN) };
    session.typed.clear();
    let (mut failed, mut is_told) = (Vec::new(), false);
    let typed = codes::typed(form.text("codes")).take(10).collect::<Vec<_>>();
    if typed.is_empty() {
        session.say(Kind::Code, t.no_code_typed);
    }
    for code in typed {
        if !shop.guesses.take(&visit, &mut session, &code) {
            if !std::mem::replace(&mut is_told, true) {
                session.say(Kind::Code, t.too_many_codes);
            }
            failed.push(code);
            continue;
        }
        match shop.api.claim_code(&random_hex::<16>(), &code, &customer_id, visit.language.tag()).await {
            Ok(claim) => {
                shop.guesses.give_back(&visit, &mut session, &code);
                session.say(Kind::Done, fill(t.in_wallet, &[&claim.coupon.title]));
            }
            Err(refused) => {
                if refused.code != "code_unknown" {
                    shop.guesses.give_back(&visit, &mut session, &code);
                }
                say_refused(&visit, &mut session, &refused);
                if let Some(last) = session.notices.last_mut() {
                    (last.kind, last.text) = (Kind::Code, format!("{code}: {}", last.text));
                }
                failed.push(code);
            }
        }
    }
    session.typed = failed.join(", ");
    go("/shop/wallet")
}

/// Claims a coupon.
pub(crate) async fn claim(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let t = visit.t();
    let mut session = visit.session().await;
    let Some(customer_id) = customer_id(&session) else { return go(TO_SIGN_IN) };
    // The form has the key, so that two taps are one claim. The coupon is part of it: a page has several buttons.
    let coupon_id = form.text("coupon");
    let once = form.find("once").filter(|once| once.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let once = once.map_or_else(random_hex::<16>, |once| format!("{once}-{coupon_id}"));
    match shop.api.claim(&once, coupon_id, &customer_id, visit.language.tag()).await {
        Ok(claim) => session.say(Kind::Done, fill(t.in_wallet, &[&claim.coupon.title])),
        Err(refused) => say_refused(&visit, &mut session, &refused),
    }
    go("/shop/wallet")
}

/// Takes a coupon of the wallet for the cart, and goes where it can be used.
pub(crate) async fn use_now(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    let Some(customer_id) = customer_id(&session) else { return go(TO_SIGN_IN) };
    let id = form.text("claim");
    let wallet = match shop.api.wallet(&customer_id, "available", visit.language.tag()).await {
        Ok(wallet) => wallet,
        Err(refused) => {
            say_refused(&visit, &mut session, &refused);
            return go("/shop/wallet");
        }
    };
    let Some(claim) = wallet.data.into_iter().find(|claim| claim.id == id) else {
        session.say(Kind::Refused, visit.t().not_in_wallet);
        return go("/shop/wallet");
    };
    codes::take_claim(&mut session, &claim.id);
    session.say(Kind::Done, fill(visit.t().claim_waits, &[&claim.coupon.title]));
    if session.lines.is_empty() { go(&where_usable(&claim)) } else { go("/shop/cart") }
}

/// Where there are things that a coupon is for.
fn where_usable(claim: &Claim) -> String {
    let targets = claim.coupon.benefits.iter().filter_map(|benefit| benefit.target.as_ref());
    for target in targets {
        let first = |names: &Option<Vec<String>>| names.as_ref().and_then(|names| names.first()).cloned();
        if let Some(category) = first(&target.categories) {
            return format!("/shop?category={}", encoded(&category));
        }
        if let Some(product) = first(&target.products) {
            return format!("/shop/products/{}", encoded(&product));
        }
        if let Some(brand) = first(&target.brands) {
            return format!("/shop?q={}", encoded(&brand));
        }
    }
    "/shop".to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn claim(benefit: Value) -> Claim {
        let coupon = json!({ "title": "T", "summary": "S", "benefits": [benefit] });
        serde_json::from_value(json!({ "id": "clm_1", "coupon_id": "cpn_1", "state": "available", "coupon": coupon }))
            .unwrap()
    }

    #[test]
    fn a_ticket_says_its_value_big() {
        let big = |benefit: Value, language| value(&claim(benefit), "USD", language);
        assert_eq!(big(json!({ "kind": "percent_off", "percent": 12.5 }), Language::English), "−12.5%");
        assert_eq!(big(json!({ "kind": "percent_off", "percent": 12.5 }), Language::French), "−12,5\u{a0}%");
        assert_eq!(big(json!({ "kind": "amount_off", "amount": { "USD": 1000 } }), Language::English), "−$10");
        assert_eq!(big(json!({ "kind": "free_shipping" }), Language::English), "Free shipping");
    }

    #[test]
    fn a_coupon_for_parcels_or_for_the_web_alone_is_not_shown_at_a_counter() {
        let percent = json!({ "kind": "percent_off", "percent": 5 });
        assert!(is_for_counter(&claim(percent.clone())));
        assert!(!is_for_counter(&claim(json!({ "kind": "free_shipping" }))));
        let with = |conditions: Value| {
            let mut claim = claim(percent.clone());
            claim.coupon.conditions = conditions;
            is_for_counter(&claim)
        };
        assert!(with(json!({ "all": [{ "kind": "order_amount", "min": { "USD": 1000 } }] })));
        assert!(!with(json!({ "all": [{ "any": [{ "kind": "channel", "channels": ["web"] }] }] })));
    }

    #[test]
    fn use_now_leads_to_what_the_coupon_is_for() {
        let to = |target: Value| where_usable(&claim(json!({ "kind": "percent_off", "percent": 5, "target": target })));
        assert_eq!(to(json!({ "categories": ["knit wear"] })), "/shop?category=knit%20wear");
        assert_eq!(to(json!({ "products": ["a"] })), "/shop/products/a");
        assert_eq!(to(json!({ "brands": ["Fjell"] })), "/shop?q=Fjell");
        assert_eq!(where_usable(&claim(json!({ "kind": "free_shipping" }))), "/shop");
    }
}
