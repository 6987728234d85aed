//! The checkout: address, shipping, payment, and the price that is held meanwhile.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::cart::CodeBox;
use super::frame::Frame;
use super::{Reply, go, page, say_refused, trouble};
use crate::api::Refused;
use crate::cart;
use crate::checkout::{self, Held, Placed};
use crate::codes;
use crate::form::Form;
use crate::money;
use crate::priced::{Priced, Says};
use crate::session::{CheckoutForm, Kind, Session};
use crate::state::Shop;
use crate::texts::{Language, Texts};
use crate::times;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "checkout.html")]
struct CheckoutPage {
    f: Frame,
    priced: Priced,
    b: CodeBox,
    form: CheckoutForm,
    countries: Vec<Choice>,
    services: Vec<Choice>,
    payments: Vec<Choice>,
    faults: Vec<(&'static str, &'static str)>,
    held_until: Option<String>,
    /// The hold and how often it was shown: who leaves gives back that one.
    hold: String,
    tax_included: bool,
}

/// One of several things to choose from.
struct Choice {
    value: String,
    name: String,
    /// What it costs, or what it means.
    note: String,
    is_chosen: bool,
}

impl CheckoutPage {
    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&'static str> {
        self.faults.iter().find(|(name, _)| *name == field).map(|(_, words)| *words)
    }
}

/// Where the shop sends to.
const COUNTRIES: [(&str, &str, &str); 10] = [
    ("BE", "Belgium", "Belgique"),
    ("CA", "Canada", "Canada"),
    ("FR", "France", "France"),
    ("DE", "Germany", "Allemagne"),
    ("IT", "Italy", "Italie"),
    ("NL", "Netherlands", "Pays-Bas"),
    ("ES", "Spain", "Espagne"),
    ("CH", "Switzerland", "Suisse"),
    ("GB", "United Kingdom", "Royaume-Uni"),
    ("US", "United States", "États-Unis"),
];

/// How to pay. Nothing is charged: it is a demo.
const PAYMENTS: [&str; 3] = ["card", "transfer", "cash"];

/// A name or a line of an address is kept so far, in characters.
const LONGEST_TEXT: usize = 200;

/// Shows the checkout, and holds what it needs.
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit) -> Reply {
    let mut session = visit.session().await;
    if session.lines.is_empty() {
        return Ok(go("/shop/cart"));
    }
    match checkout_page(&shop, &visit, &mut session).await {
        Ok(Shown::Page(checkout_page)) => Ok(page(&visit, &*checkout_page)),
        Ok(Shown::Order(order_id)) => {
            session.say(Kind::Done, visit.t().thanks);
            Ok(go(&format!("/shop/orders/{order_id}")))
        }
        Ok(Shown::Nothing) => Ok(go("/shop/cart")),
        Err(refused) => {
            drop(session);
            Err(trouble(&shop, &visit, refused).await)
        }
    }
}

/// What is shown of a checkout.
enum Shown {
    Page(Box<CheckoutPage>),
    /// It was placed before.
    Order(String),
    /// An earlier order had what was in the cart.
    Nothing,
}

async fn checkout_page(shop: &Shop, visit: &Visit, session: &mut Session) -> Result<Shown, Refused> {
    fill_in(session);
    let catalogue = shop.catalogue().await?;
    match checkout::hold(shop, visit, session).await? {
        Held::Order(order_id) => return Ok(Shown::Order(order_id)),
        Held::Nothing => return Ok(Shown::Nothing),
        Held::Hold => {}
    }
    let Some(hold) = session.hold.clone() else { return Err(Refused::gone()) };
    let public = shop.public_coupons().await;
    let says = Says { language: visit.language, currency: &shop.options.currency, public: &public };
    let mut priced = says.cart(&catalogue, session, &hold.quote, "/shop/checkout");
    let before = cart::total_without_coupons(shop, visit, session, &hold.quote).await?;
    priced.sums.before = before.map(|total| says.money(total));
    let rules = shop.rules().await;
    let t = visit.t();
    let faults = std::mem::take(&mut session.faults);
    Ok(Shown::Page(Box::new(CheckoutPage {
        priced,
        b: CodeBox::of(shop, visit, session, "/shop/checkout/codes").await?,
        countries: countries(visit.language, &session.form.country),
        services: services(shop, visit, &catalogue, session),
        payments: payments(t, &session.form.payment),
        form: session.form.clone(),
        faults: faults.into_iter().map(|field| (field, fault_words(t, field))).collect(),
        held_until: hold.expires_at.map(|end| times::clock(end, &rules.zone)),
        hold: format!("{}.{}", hold.id, hold.view),
        tax_included: shop.options.prices_include_tax,
        f: Frame::of(shop, visit, session),
    })))
}

/// What is known of the customer need not be typed.
fn fill_in(session: &mut Session) {
    if session.form.payment.is_empty() {
        session.form.payment = PAYMENTS[0].to_owned();
    }
    let Some(customer) = session.customer.clone() else { return };
    let form = &mut session.form;
    let fill = |field: &mut String, known: Option<String>| {
        if field.is_empty() {
            *field = known.unwrap_or_default();
        }
    };
    fill(&mut form.name, Some(customer.name));
    fill(&mut form.email, customer.email);
    let is_served = |country: &String| COUNTRIES.iter().any(|(code, ..)| code == country);
    fill(&mut form.country, customer.country.filter(is_served));
}

fn countries(language: Language, chosen: &str) -> Vec<Choice> {
    let choice = |(code, english, french): &(&str, &str, &str)| Choice {
        value: (*code).to_owned(),
        name: match language {
            Language::English => (*english).to_owned(),
            Language::French => (*french).to_owned(),
        },
        note: String::new(),
        is_chosen: *code == chosen,
    };
    let mut all: Vec<Choice> = COUNTRIES.iter().map(choice).collect();
    all.sort_by(|one, other| one.name.trim_start_matches('É').cmp(other.name.trim_start_matches('É')));
    all
}

fn services(shop: &Shop, visit: &Visit, catalogue: &crate::catalogue::Catalogue, session: &Session) -> Vec<Choice> {
    if !cart::needs_parcel(catalogue, session) {
        return Vec::new();
    }
    let chosen = cart::service(shop, session).map(|service| service.id.clone());
    let choice = |service: &crate::options::Service| Choice {
        value: service.id.clone(),
        name: match visit.language {
            Language::English => service.name.clone(),
            Language::French => service.french_name.clone(),
        },
        note: money::shown(service.amount, &shop.options.currency, visit.language),
        is_chosen: chosen.as_ref() == Some(&service.id),
    };
    shop.options.services.iter().map(choice).collect()
}

fn payments(t: &Texts, chosen: &str) -> Vec<Choice> {
    let words = [(t.pay_card, t.pay_card_note), (t.pay_transfer, t.pay_transfer_note), (t.pay_cash, t.pay_cash_note)];
    let choices = PAYMENTS.iter().zip(words).map(|(value, (name, note))| Choice {
        value: (*value).to_owned(),
        name: name.to_owned(),
        note: note.to_owned(),
        is_chosen: *value == chosen,
    });
    choices.collect()
}

/// Keeps what is typed, whatever is done with it.
fn keep(shop: &Shop, session: &mut Session, form: &Form) {
    let kept = &mut session.form;
    let texts = [
        (&mut kept.name, "name"),
        (&mut kept.email, "email"),
        (&mut kept.street, "street"),
        (&mut kept.postcode, "postcode"),
        (&mut kept.city, "city"),
    ];
    for (field, name) in texts {
        if form.has(name) {
            *field = form.text(name).chars().take(LONGEST_TEXT).collect();
        }
    }
    if form.has("country") {
        let country = form.text("country");
        kept.country = COUNTRIES
            .iter()
            .find(|(code, ..)| *code == country)
            .map_or_else(String::new, |(code, ..)| (*code).to_owned());
    }
    if let Some(service) = form.find("service").filter(|id| shop.options.services.iter().any(|known| known.id == **id))
    {
        kept.service = service.to_owned();
    }
    if let Some(payment) = form.find("payment").filter(|payment| PAYMENTS.contains(payment)) {
        kept.payment = payment.to_owned();
    }
}

/// What is missing before an order can be placed.
fn faults(form: &CheckoutForm) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let texts = [
        ("name", &form.name),
        ("street", &form.street),
        ("postcode", &form.postcode),
        ("city", &form.city),
        ("country", &form.country),
    ];
    faults.extend(texts.into_iter().filter(|(_, text)| text.is_empty()).map(|(name, _)| name));
    if !cart::is_email(&form.email) {
        faults.push("email");
    }
    faults
}

fn fault_words(t: &'static Texts, field: &str) -> &'static str {
    match field {
        "name" => t.fault_name,
        "email" => t.fault_email,
        "street" => t.fault_street,
        "postcode" => t.fault_postcode,
        "city" => t.fault_city,
        _ => t.fault_country,
    }
}

/// Keeps what is typed and shows the price of it. Codes in the field are put in.
pub(crate) async fn update(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    keep(&shop, &mut session, &form);
    if form.find("codes").is_some()
        && !form.has("sync")
        && let Err(refused) = codes::change(&shop, &visit, &mut session, &form).await
    {
        say_refused(&visit, &mut session, &refused);
    }
    go("/shop/checkout")
}

/// Does what a button of the box for codes asks for; what else is typed is kept.
pub(crate) async fn change_codes(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    keep(&shop, &mut session, &form);
    if let Err(refused) = codes::change(&shop, &visit, &mut session, &form).await {
        say_refused(&visit, &mut session, &refused);
    }
    go("/shop/checkout")
}

/// Places the order.
pub(crate) async fn place(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    if session.lines.is_empty() {
        // Sent twice: the order is placed already.
        let last = session.orders.first().map_or_else(|| "/shop/cart".to_owned(), |id| format!("/shop/orders/{id}"));
        return go(&last);
    }
    keep(&shop, &mut session, &form);
    let faults = faults(&session.form);
    let t = visit.t();
    if !faults.is_empty() {
        session.faults = faults;
        session.say(Kind::Refused, t.fields_missing);
        return go("/shop/checkout");
    }
    let Some(expected_total) = form.number::<i64>("expected_total") else {
        return go("/shop/checkout");
    };
    let customer = session.customer.is_some();
    match checkout::place(&shop, &visit, &mut session, expected_total).await {
        Ok(Placed::Order(order_id)) => {
            session.say(Kind::Done, t.thanks);
            tracing::info!(order_id, customer, "an order was placed");
            go(&format!("/shop/orders/{order_id}"))
        }
        Ok(Placed::Told) => go("/shop/checkout"),
        Ok(Placed::Changed) => {
            session.say(Kind::Refused, t.total_changed);
            go("/shop/checkout")
        }
        Err(refused) => {
            say_refused(&visit, &mut session, &refused);
            go("/shop/checkout")
        }
    }
}

/// Gives back what is held, for a page that was left: the browser says so when it closes one. A page that was shown again
/// since keeps its hold.
pub(crate) async fn leave(State(shop): State<Shop>, visit: Visit, body: Bytes) -> Response {
    let form = Form::of(&body);
    let mut session = visit.session().await;
    let is_last = session.hold.as_ref().is_some_and(|hold| format!("{}.{}", hold.id, hold.view) == form.text("hold"));
    if is_last {
        checkout::release(&shop, &mut session).await;
    }
    StatusCode::NO_CONTENT.into_response()
}
