//! The cart: lines, codes, sums, and what is missing for more. Whoever is here does not hold anything.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, code_notices};
use super::{Reply, go, next_of, page, say_refused, trouble};
use crate::api::Refused;
use crate::cart;
use crate::checkout::{self, Heard};
use crate::codes;
use crate::form::Form;
use crate::priced::{Choice, Priced, Says, choices, in_page};
use crate::session::{Kind, Session};
use crate::state::Shop;
use crate::texts::fill;
use crate::tokens::{self, Customer};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "cart.html")]
struct CartPage {
    f: Frame,
    priced: Priced,
    b: CodeBox,
    tax_included: bool,
}

/// The box for codes, with what the page's own script wants to know.
pub(super) struct CodeBox {
    /// Where its buttons send the form.
    pub(super) action: &'static str,
    /// Whether there is a field for codes.
    pub(super) is_shown: bool,
    /// Whether it is open at once: the shopper has a code, or a coupon that can be used.
    pub(super) is_open: bool,
    /// What was typed and not taken.
    pub(super) typed: String,
    /// What is wrong with it.
    pub(super) notices: Vec<String>,
    /// The wallet of who is signed in, best first.
    pub(super) choices: Vec<Choice>,
    /// For the script: where the API is, the key, the token, the cart as it is signed, the codes.
    pub(super) api: String,
    pub(super) key: String,
    pub(super) token: String,
    pub(super) cart: String,
    pub(super) codes: String,
    pub(super) is_signed_in: bool,
    /// What a shopper can do here about a code that waits.
    pub(super) steps: String,
    /// Whether the embedded box may stand there: it begins with codes, not with coupons of the wallet that were chosen, nor
    /// with automatic ones that were taken off. The plain form shows those.
    pub(super) is_embedded: bool,
}

impl CodeBox {
    pub(super) async fn of(
        shop: &Shop,
        visit: &Visit,
        session: &mut Session,
        action: &'static str,
    ) -> Result<Self, Refused> {
        let catalogue = shop.catalogue().await?;
        let rules = shop.rules().await;
        let says = Says { language: visit.language, currency: &shop.options.currency, public: &[] };
        let choices = match &session.customer {
            Some(customer) => {
                let cart = cart::for_server(shop, visit, &catalogue, session);
                choices(&says, session, shop.api.best_claims(&customer.id, &cart, session.held_order()).await?)
            }
            None => Vec::new(),
        };
        let cart = in_page(&cart::for_browser(shop, visit, &catalogue, session));
        let customer = Customer {
            id: session.customer.as_ref().map(|one| one.id.clone()),
            email: cart::email(session).map(str::to_owned),
        };
        let now = jiff::Timestamp::now().as_second();
        let held = session.held_order().map(str::to_owned);
        let notices = code_notices(session);
        Ok(Self {
            action,
            is_shown: rules.shows_code_field,
            is_open: !notices.is_empty() || !session.codes.is_empty() || choices.iter().any(|one| one.saving.is_some()),
            typed: session.typed.clone(),
            notices,
            choices,
            api: visit.browser_api(shop),
            key: shop.options.publishable_key.clone(),
            token: tokens::sign(&shop.options.token_secret, &customer, held.as_deref(), &cart, now),
            cart,
            codes: session.codes.join(","),
            is_signed_in: session.customer.is_some(),
            steps: steps(session.customer.is_some(), cart::needs_parcel(&catalogue, session)),
            is_embedded: session.claims.is_empty() && session.declined.is_empty(),
        })
    }
}

/// The steps that lead somewhere: one who is signed in need not do so again, and goods without a parcel are sent in one way.
fn steps(is_signed_in: bool, needs_parcel: bool) -> String {
    let all =
        [("sign-in", !is_signed_in), ("items", true), ("address", true), ("shipping", needs_parcel), ("payment", true)];
    all.into_iter().filter(|(_, leads)| *leads).map(|(step, _)| step).collect::<Vec<_>>().join(" ")
}

/// Shows the cart.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit) -> Reply {
    let mut session = visit.session().await;
    // Where that is not known now, the checkout asks again.
    if let Ok(Heard::Order(order_id)) = checkout::hear(&shop, &visit, &mut session, None).await {
        session.say(Kind::Done, visit.t().thanks);
        return Ok(go(&format!("/shop/orders/{order_id}")));
    }
    // Back from the checkout: what was held is free for others.
    checkout::release(&shop, &mut session).await;
    match cart_page(&shop, &visit, &mut session).await {
        Ok(cart_page) => Ok(page(&visit, &cart_page)),
        Err(refused) => {
            drop(session);
            Err(trouble(&shop, &visit, refused).await)
        }
    }
}

async fn cart_page(shop: &Shop, visit: &Visit, session: &mut Session) -> Result<CartPage, Refused> {
    let catalogue = shop.catalogue().await?;
    // What is not sold any more leaves the cart, and it is said.
    let before = session.lines.len();
    session.lines.retain(|line| catalogue.product(&line.product_id).is_some());
    if session.lines.len() < before {
        session.say(Kind::Note, visit.t().line_gone);
    }
    let quote = cart::quote(shop, visit, session).await?;
    let cart = cart::for_server(shop, visit, &catalogue, session);
    if !session.lines.is_empty() {
        checkout::saw(session, &cart, &quote);
    }
    let public = shop.public_coupons().await;
    let says = Says { language: visit.language, currency: &shop.options.currency, public: &public };
    let mut priced = says.cart(&catalogue, session, &quote, "/shop/cart");
    let before = cart::total_without_coupons(shop, visit, session, &quote).await?;
    priced.sums.before = before.map(|total| says.money(total));
    let b = CodeBox::of(shop, visit, session, "/shop/cart/codes").await?;
    Ok(CartPage { priced, b, tax_included: shop.options.prices_include_tax, f: Frame::of(shop, visit, session) })
}

/// Puts a product into the cart.
pub(crate) async fn add(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Reply {
    let form = Form::of(&body);
    let catalogue = match shop.catalogue().await {
        Ok(catalogue) => catalogue,
        Err(refused) => return Err(trouble(&shop, &visit, refused).await),
    };
    let mut session = visit.session().await;
    match catalogue.product(form.text("product")) {
        Some(product) if !product.is_sold_out() => {
            let quantity = form.number::<u32>("quantity").unwrap_or(1).clamp(1, cart::MOST_UNITS);
            cart::add(&mut session, &product.id, quantity);
            session.say(Kind::Done, fill(visit.t().added, &[product.name()]));
        }
        _ => session.say(Kind::Refused, visit.t().cannot_be_bought),
    }
    Ok(go("/shop/cart"))
}

/// Changes quantities, or takes a line out.
pub(crate) async fn change(visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    for (product_id, quantity) in form.below("quantity-") {
        match quantity.parse::<u32>() {
            Ok(quantity) => cart::set(&mut session, product_id, quantity),
            Err(_) => session.say(Kind::Refused, visit.t().no_quantity),
        }
    }
    if let Some(product_id) = form.find("take") {
        cart::set(&mut session, product_id, 0);
    }
    go("/shop/cart")
}

/// Does what a button of the box for codes asks for.
pub(crate) async fn change_codes(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    if let Err(refused) = codes::change(&shop, &visit, &mut session, &form).await {
        say_refused(&visit, &mut session, &refused);
    }
    go(next_of(&form, "/shop/cart"))
}
