//! The pages of the test basket: beside the form of a coupon that is being written, and as a part of a coupon's page. Each
//! button of it answers with the basket as it is then, and with what comes of it.

use askama::Template;
use axum::extract::State;
use tessera_app::products::Product;
use tessera_app::quotes::DraftCoupon;
use tessera_app::{App, ErrorCode, PageRequest, Scope};
use tessera_engine::benefit::Benefit;
use tessera_engine::{Currency, Terms};

use super::fields::{BasketFields, Line, currency_of};
use super::keep::keep;
use super::outcome::Outcome;
use crate::admin::coupons::cases::{CaseRow, run_cases};
use crate::admin::coupons::drafted::{Drafted, InTheWay};
use crate::admin::coupons::header::Header;
use crate::admin::fields::Faults;
use crate::admin::form::Form;
use crate::admin::money::written_amount;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::extract::PathId;
use crate::problem::Refusal;

/// Products that a search shows.
const FOUND: usize = 8;
/// Products of a page of the store.
const PER_PAGE: u32 = 200;
/// Pages of products that are looked through.
const PAGES: u32 = 10;
/// Saved baskets to choose from.
const SAVED: u32 = 100;
/// What is on a code that holds money, unless it is said, in major units.
const USUAL_BALANCE: i64 = 50;

/// The test basket as it is shown.
pub(super) struct View {
    b: BasketFields,
    faults: Faults,
    /// Where its buttons send it.
    action: String,
    /// What a search found; `None`: nothing was searched.
    found: Option<Vec<Found>>,
    /// Whether the shop has products that can be searched.
    has_products: bool,
    /// Saved baskets: id and name.
    saved: Vec<(String, String)>,
    /// What was just done.
    notice: Option<&'static str>,
    /// The currency of its amounts.
    currency: String,
    /// Whether the coupon holds money.
    holds_money: bool,
    may_keep: bool,
    /// Whether it is kept as a test case of a coupon.
    is_case: bool,
    /// What is wrong with the coupon itself, by field.
    coupon_faults: InTheWay,
    outcome: Option<Outcome>,
}

impl View {
    /// Whether something is said in what is folded away.
    fn has_more(&self) -> bool {
        let b = &self.b;
        let texts = [&b.shipping, &b.service, &b.payment, &b.channel, &b.country, &b.currency, &b.tax, &b.codes];
        b.with_tax || texts.iter().any(|text| !text.is_empty())
    }
}

/// A product that was found.
struct Found {
    id: String,
    title: String,
    price: String,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/basket_part.html")]
struct BasketPart {
    s: Shell,
    p: View,
    /// The test cases, where one was just kept.
    cases: Vec<CaseRow>,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/result.html")]
struct ResultPart {
    s: Shell,
    p: View,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/basket_page.html")]
struct DraftedPage {
    s: Shell,
    p: View,
    /// The fields of the coupon's form, to go back with.
    carried: Vec<(String, String)>,
    /// Where they go.
    editor: String,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/basket_of_coupon.html")]
struct StoredPage {
    s: Shell,
    h: Header,
    p: View,
    cases: Vec<CaseRow>,
}

/// Tries the coupon that is being written.
pub(in crate::admin::coupons) async fn try_drafted(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let drafted = Drafted::of_form(&app, &admin, &form).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let p = work(&app, &admin, &form, &drafted, "/admin/coupons/basket".to_owned(), &s).await?;
    if admin.visit.is_part {
        return if form.text("basket_part") == "result" {
            page(&ResultPart { s, p })
        } else {
            basket_part(&app, &admin, &drafted, s, p).await
        };
    }
    let mut carried = form.others("basket_");
    carried.push(("basket_of".to_owned(), form.text("basket_of").to_owned()));
    page(&DraftedPage { s, p, carried, editor: drafted.editor() })
}

/// Shows the test basket of a coupon with its test cases.
pub(in crate::admin::coupons) async fn show_basket(State(app): State<App>, admin: Admin, PathId(id): PathId) -> Reply {
    stored_page(&app, &admin, &id, &Form::default()).await
}

/// Tries a coupon as it is stored.
pub(in crate::admin::coupons) async fn try_stored(
    State(app): State<App>,
    admin: Admin,
    PathId(id): PathId,
    form: Form,
) -> Reply {
    stored_page(&app, &admin, &id, &form).await
}

/// The basket for htmx; with the test cases where one was just kept.
async fn basket_part(app: &App, admin: &Admin, drafted: &Drafted, s: Shell, p: View) -> Reply {
    let is_new_case = p.is_case && p.notice.is_some();
    let cases = if is_new_case { run_cases(app, admin, drafted, &s).await? } else { Vec::new() };
    page(&BasketPart { s, p, cases })
}

async fn stored_page(app: &App, admin: &Admin, id: &str, form: &Form) -> Reply {
    if !admin.may(Scope::Quotes) {
        return Err(Refusal::of(ErrorCode::ScopeMissing));
    }
    let drafted = Drafted::stored(app, admin, id).await?;
    let s = Shell::of(app, &admin.visit, Place::Coupons);
    let p = work(app, admin, form, &drafted, format!("/admin/coupons/{id}/basket"), &s).await?;
    if admin.visit.is_part {
        return basket_part(app, admin, &drafted, s, p).await;
    }
    let cases = run_cases(app, admin, &drafted, &s).await?;
    let Some(view) = &drafted.view else { return Err(Refusal::of(ErrorCode::NotFound)) };
    let h = Header::of(view, app, admin, &s, "basket");
    page(&StoredPage { s, h, p, cases })
}

/// Does what the button says and tries the coupon on what is in the basket then.
async fn work(
    app: &App,
    admin: &Admin,
    form: &Form,
    drafted: &Drafted,
    action: String,
    s: &Shell,
) -> Result<View, Refusal> {
    let mut b = BasketFields::of_form(form);
    let terms = drafted.terms.as_ref().ok();
    let currency = |b: &BasketFields| currency_of(&b.currency, app.live().settings().currency, terms);
    let money = currency(&b);
    let sought = change(app, admin, form, &mut b, money, s).await?;
    let money = currency(&b);
    let holds_money = terms.is_some_and(holds_money);
    if let Some(money) = money.filter(|_| holds_money && b.balance.is_empty()) {
        b.balance = written_amount(USUAL_BALANCE * 10_i64.pow(money.exponent()), money, s.locale());
    }
    let products = admin.may(Scope::Catalogue);
    let mut view = View {
        faults: Faults::default(),
        action,
        found: match &sought {
            Some(sought) if products => Some(find(app, admin, sought, money, s).await?),
            _ => None,
        },
        has_products: products && !first_products(app, admin, 1, None).await?.0.is_empty(),
        saved: saved(app, admin).await?,
        notice: None,
        currency: money.map(|money| money.to_string()).unwrap_or_default(),
        holds_money,
        may_keep: s.may_edit,
        // What is on a code is not part of a case: of a coupon that holds money there is none.
        is_case: drafted.view.is_some() && !holds_money,
        coupon_faults: drafted.told_faults(),
        outcome: None,
        b,
    };
    price(app, admin, form, drafted, money, &mut view, s).await?;
    Ok(view)
}

/// Tries it, and keeps it where that is asked.
async fn price(
    app: &App,
    admin: &Admin,
    form: &Form,
    drafted: &Drafted,
    money: Option<Currency>,
    view: &mut View,
    s: &Shell,
) -> Result<(), Refusal> {
    let Ok(terms) = &drafted.terms else { return Ok(()) };
    let wants_keeping = form.text("basket_do") == "keep";
    if view.b.lines.is_empty() {
        if wants_keeping {
            view.faults.add("basket_lines", s.t.basket_empty);
        }
        return Ok(());
    }
    let asked = match view.b.asked(money, &s.zone, s.t) {
        Ok(asked) => asked,
        Err(faults) => {
            view.faults = faults;
            return Ok(());
        }
    };
    let balance = asked.balance.filter(|_| view.holds_money);
    let draft = DraftCoupon { id: drafted.id(), terms: terms.clone(), balance };
    if wants_keeping {
        match keep(app, admin, (&view.b, &asked), Some(&draft).filter(|_| view.is_case)).await? {
            Ok(is_case) => {
                view.notice = Some(if is_case { s.t.case_kept } else { s.t.basket_kept });
                (view.b.name, view.b.expected) = (String::new(), String::new());
                view.saved = saved(app, admin).await?;
            }
            Err(faults) => view.faults = faults,
        }
    }
    let priced = app.quote_draft(admin.caller(), asked.request(s.lang)?, &draft).await?;
    view.outcome = Some(Outcome::of(&priced, terms, &view.b.lines, s));
    Ok(())
}

/// What a button changes of the basket; answers what is searched for.
async fn change(
    app: &App,
    admin: &Admin,
    form: &Form,
    b: &mut BasketFields,
    money: Option<Currency>,
    s: &Shell,
) -> Result<Option<String>, Refusal> {
    let button = form.text("basket_do");
    let (verb, what) = button.split_once(':').unwrap_or((button, ""));
    match verb {
        "find" => return Ok(Some(b.find.clone())),
        "add" => {
            let product = app.read_product(admin.caller(), what).await?;
            b.put(line_of(&product, money, s));
        }
        "remove" => {
            if let Some(at) = what.parse::<usize>().ok().filter(|at| *at < b.lines.len()) {
                b.lines.remove(at);
            }
        }
        "sample" => {
            if let Some(money) = money {
                let words = [s.t.sample_shirt, s.t.sample_mug, s.t.sample_coat];
                b.sample(what.parse().unwrap_or_default(), money, words, s.locale());
            }
        }
        "saved" if !b.saved.is_empty() => {
            let basket = app.read_basket(admin.caller(), &b.saved).await?;
            b.of_saved(&basket.body, s.locale());
        }
        _ => {}
    }
    if let Some(line) = b.take_typed() {
        b.put(line);
    }
    Ok(None)
}

fn line_of(product: &Product, money: Option<Currency>, s: &Shell) -> Line {
    let price = product.unit_price.zip(money).map(|(price, money)| written_amount(price.minor(), money, s.locale()));
    Line {
        product: product.id.clone(),
        name: product.title.clone().unwrap_or_else(|| product.id.clone()),
        price: price.unwrap_or_default(),
        quantity: "1".to_owned(),
    }
}

/// The first products whose name, number or id has the words in it.
async fn find(
    app: &App,
    admin: &Admin,
    sought: &str,
    money: Option<Currency>,
    s: &Shell,
) -> Result<Vec<Found>, Refusal> {
    let sought = sought.to_lowercase();
    let fits = |product: &Product| {
        let words = [Some(&product.id), product.title.as_ref(), product.sku.as_ref(), product.brand.as_ref()];
        words.into_iter().flatten().any(|words| words.to_lowercase().contains(&sought))
    };
    let (mut found, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES {
        let (products, next) = first_products(app, admin, PER_PAGE, cursor).await?;
        let fitting = products.iter().filter(|product| fits(product)).take(FOUND - found.len());
        found.extend(fitting.map(|product| {
            let Line { product: id, name: title, price, .. } = line_of(product, money, s);
            Found { id, title, price }
        }));
        cursor = next;
        if found.len() >= FOUND || cursor.is_none() {
            break;
        }
    }
    Ok(found)
}

async fn first_products(
    app: &App,
    admin: &Admin,
    limit: u32,
    cursor: Option<String>,
) -> Result<(Vec<Product>, Option<String>), Refusal> {
    let found = app.list_products(admin.caller(), PageRequest { limit, cursor }).await?;
    Ok((found.data, found.next_cursor))
}

async fn saved(app: &App, admin: &Admin) -> Result<Vec<(String, String)>, Refusal> {
    let found = app.list_baskets(admin.caller(), PageRequest { limit: SAVED, cursor: None }).await?;
    Ok(found.data.into_iter().map(|basket| (basket.id, basket.body.name().to_owned())).collect())
}

/// Whether a coupon pays from a balance.
fn holds_money(terms: &Terms) -> bool {
    terms.benefits.iter().any(|benefit| matches!(benefit, Benefit::StoredValue(_)))
}
