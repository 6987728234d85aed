//! What shoppers see of a coupon, in each language of the shop: on a cart's line, as a card of the wallet, as a banner.

use askama::Template;
use axum::extract::State;
use tessera_app::App;
use tessera_engine::coupon::Activation;
use tessera_engine::{Locale, Terms};

use super::drafted::{Drafted, InTheWay};
use crate::admin::form::Form;
use crate::admin::instants::last;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::{EN, FR, Texts, fill};
use crate::admin::visit::Admin;
use crate::answer::Reply;

/// A coupon as a shopper of a language sees it.
struct Seen {
    lang: &'static str,
    /// The words of the language.
    t: &'static Texts,
    /// The language's own name.
    language: &'static str,
    title: String,
    /// What it gives.
    value: String,
    condition: Option<String>,
    until: Option<String>,
    /// The coupon's own code, where shoppers type it.
    code: Option<String>,
    banner: String,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/shopper.html")]
struct ShopperPart {
    s: Shell,
    seen: Vec<Seen>,
    coupon_faults: InTheWay,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/shopper_page.html")]
struct ShopperPage {
    s: Shell,
    seen: Vec<Seen>,
    coupon_faults: InTheWay,
    carried: Vec<(String, String)>,
    editor: String,
}

/// Shows what shoppers see of what is typed.
pub(super) async fn show_shopper(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let drafted = Drafted::of_form(&app, &admin, &form).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let coupon_faults = drafted.told_faults();
    let of = |terms: &Terms| [Locale::En, Locale::Fr].map(|locale| Seen::of(terms, locale, &s)).into();
    let seen: Vec<Seen> = drafted.terms.as_ref().map(of).unwrap_or_default();
    if admin.visit.is_part {
        return page(&ShopperPart { s, seen, coupon_faults });
    }
    let mut carried = form.others("basket_");
    carried.push(("basket_of".to_owned(), form.text("basket_of").to_owned()));
    page(&ShopperPage { s, seen, coupon_faults, carried, editor: drafted.editor() })
}

impl Seen {
    fn of(terms: &Terms, locale: Locale, s: &Shell) -> Self {
        let (t, lang, language): (&'static Texts, _, _) = match locale {
            Locale::En => (&EN, "en", "English"),
            Locale::Fr => (&FR, "fr", "Français"),
        };
        let value: Vec<String> = terms.benefits.iter().map(|benefit| benefit.summary(locale)).collect();
        let value = capital(&value.join(" + "));
        let until = terms.validity.ends_at.map(|end| fill(t.validity_until, &[&last(end, &s.zone, locale)]));
        let code = terms.code.as_ref().filter(|_| terms.activation == Activation::Code);
        let code = code.map(|code| code.typed().to_owned());
        let mut banner = vec![value.clone()];
        banner.extend(code.as_ref().map(|code| fill(t.shopper_with_code, &[code])));
        banner.extend(until.clone());
        Self {
            lang,
            t,
            language,
            title: terms.title(lang).to_owned(),
            value,
            condition: terms.conditions.as_ref().map(|conditions| capital(&conditions.summary(locale))),
            until,
            code,
            banner: banner.join(" · "),
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
