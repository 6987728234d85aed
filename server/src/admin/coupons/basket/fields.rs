//! What is typed in a test basket. Every field begins with `basket_`: it may stand within the form of a coupon.

use tessera_app::App;
use tessera_app::baskets::Basket;
use tessera_engine::cart::Line as CartLine;
use tessera_engine::{Currency, Locale, Terms};

use crate::admin::form::Form;
use crate::admin::money::written_amount;

/// Lines of a basket at most.
const LINES: usize = 50;

/// The fields as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::admin) struct BasketFields {
    pub(in crate::admin) lines: Vec<Line>,
    /// What is looked for among the products.
    pub(in crate::admin) find: String,
    pub(in crate::admin) new_name: String,
    pub(in crate::admin) new_price: String,
    pub(in crate::admin) new_quantity: String,
    /// `guest`, `new` or `known`.
    pub(in crate::admin) who: String,
    /// Id or e-mail of a known customer.
    pub(in crate::admin) customer: String,
    pub(in crate::admin) country: String,
    pub(in crate::admin) shipping: String,
    pub(in crate::admin) service: String,
    pub(in crate::admin) payment: String,
    pub(in crate::admin) channel: String,
    /// The tax rate of typed lines.
    pub(in crate::admin) tax: String,
    /// Whether prices hold their tax.
    pub(in crate::admin) with_tax: bool,
    /// Other codes, separated by commas or spaces.
    pub(in crate::admin) codes: String,
    /// The day and time it is tried at; empty: now.
    pub(in crate::admin) date: String,
    pub(in crate::admin) time: String,
    /// What is on the code, where it holds money.
    pub(in crate::admin) balance: String,
    /// The three letters; empty: the shop's.
    pub(in crate::admin) currency: String,
    /// The saved basket that was chosen.
    pub(in crate::admin) saved: String,
    /// What the basket is kept as.
    pub(in crate::admin) name: String,
    /// What it is to give, where that is said.
    pub(in crate::admin) expected: String,
}

/// A line as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::admin) struct Line {
    /// The merchant's id of the product; what was typed where there is none.
    pub(in crate::admin) product: String,
    pub(in crate::admin) name: String,
    pub(in crate::admin) price: String,
    pub(in crate::admin) quantity: String,
}

impl BasketFields {
    /// The fields of a form that was sent.
    pub(in crate::admin) fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.text(name).to_owned();
        let column = |name: &str| form.all(name).into_iter().map(|text| text.trim().to_owned()).collect::<Vec<_>>();
        let (names, prices) = (column("basket_name"), column("basket_price"));
        let quantities = column("basket_quantity");
        let lines = column("basket_product").into_iter().enumerate().take(LINES).map(|(at, product)| {
            let of = |column: &Vec<String>| column.get(at).cloned().unwrap_or_default();
            Line { product, name: of(&names), price: of(&prices), quantity: of(&quantities) }
        });
        // Whoever is named is one of ours.
        let who = match text("basket_who").as_str() {
            "new" => "new",
            "known" => "known",
            _ if text("basket_customer").is_empty() => "guest",
            _ => "known",
        };
        Self {
            lines: lines.collect(),
            find: text("basket_find"),
            new_name: text("basket_new_name"),
            new_price: text("basket_new_price"),
            new_quantity: text("basket_new_quantity"),
            who: who.to_owned(),
            customer: text("basket_customer"),
            country: text("basket_country").to_uppercase(),
            shipping: text("basket_shipping"),
            service: text("basket_service"),
            payment: text("basket_payment"),
            channel: text("basket_channel"),
            tax: text("basket_tax"),
            with_tax: form.has("basket_with_tax"),
            codes: text("basket_codes"),
            date: text("basket_date"),
            time: text("basket_time"),
            balance: text("basket_balance"),
            currency: text("basket_currency").to_uppercase(),
            saved: text("basket_saved"),
            name: text("basket_keep_name"),
            expected: text("basket_expected"),
        }
    }

    /// The line that was typed, as one of the basket; nothing where nothing was typed.
    pub(super) fn take_typed(&mut self) -> Option<Line> {
        if self.new_name.is_empty() && self.new_price.is_empty() {
            return None;
        }
        let name = std::mem::take(&mut self.new_name);
        let quantity = Some(std::mem::take(&mut self.new_quantity)).filter(|quantity| !quantity.is_empty());
        Some(Line {
            product: name.clone(),
            name,
            price: std::mem::take(&mut self.new_price),
            quantity: quantity.unwrap_or_else(|| "1".to_owned()),
        })
    }

    /// Puts a line in, or one more of what is there.
    pub(super) fn put(&mut self, line: Line) {
        let is_same = |known: &Line| known.product == line.product && known.price == line.price;
        if let Some(same) = self.lines.iter_mut().find(|known| is_same(known))
            && let Ok(quantity) = same.quantity.parse::<u32>()
        {
            same.quantity = quantity.saturating_add(1).to_string();
        } else if self.lines.len() < LINES {
            self.lines.push(line);
        }
    }

    /// The fields of one of the sample carts, for a shop without products.
    pub(super) fn sample(&mut self, number: usize, currency: Currency, words: [&str; 3], locale: Locale) {
        let unit = 10_i64.pow(currency.exponent());
        let line = |which: usize, price: i64, quantity: u32| Line {
            product: format!("sample-{which}"),
            name: words[which].to_owned(),
            price: written_amount(price * unit, currency, locale),
            quantity: quantity.to_string(),
        };
        self.lines = match number {
            0 => vec![line(0, 25, 1)],
            1 => vec![line(0, 25, 2), line(1, 15, 1)],
            _ => vec![line(0, 25, 2), line(1, 15, 2), line(2, 80, 1)],
        };
        if self.shipping.is_empty() {
            self.shipping = written_amount(5 * unit, currency, locale);
        }
    }

    /// The fields of a saved basket. What these fields cannot say of it is left out of the test.
    pub(super) fn of_saved(&mut self, basket: &Basket, locale: Locale) {
        let Ok(request) = basket.request() else { return };
        let cart = request.cart;
        let typed = |minor: i64| written_amount(minor, cart.currency, locale);
        let line = |line: &CartLine| Line {
            product: line.product_id.clone(),
            name: line.title.clone().unwrap_or_else(|| line.product_id.clone()),
            price: typed(line.unit_price.minor()),
            quantity: line.quantity.to_string(),
        };
        self.lines = cart.line_items.iter().take(LINES).map(line).collect();
        self.currency = cart.currency.to_string();
        self.with_tax = cart.prices_include_tax;
        self.shipping = cart.shipping.as_ref().map(|shipping| typed(shipping.amount.minor())).unwrap_or_default();
        self.service = cart.shipping.and_then(|shipping| shipping.service).unwrap_or_default();
        self.payment = cart.context.payment_method.unwrap_or_default();
        self.channel = cart.context.channel.unwrap_or_default();
        self.codes = request.discounts.codes.join(", ");
        let customer = cart.customer.unwrap_or_default();
        self.country = customer.country.unwrap_or_default();
        self.customer = customer.id.or(customer.email).unwrap_or_default();
        self.who = if self.customer.is_empty() { "guest" } else { "known" }.to_owned();
        if self.customer == NEW_CUSTOMER {
            (self.who, self.customer) = ("new".to_owned(), String::new());
        }
    }
}

/// The account that stands for a customer who has never ordered.
pub(super) const NEW_CUSTOMER: &str = "tessera-test-new-customer";

/// The currency of a basket: the one that is said, the shop's, the one that the coupon names amounts in.
pub(super) fn currency_of(typed: &str, shop: Option<Currency>, terms: Option<&Terms>) -> Option<Currency> {
    if !typed.is_empty() {
        return Currency::parse(typed);
    }
    let named = || {
        let terms = terms?;
        let gives = serde_json::to_value(&terms.benefits).unwrap_or_default();
        let asks = serde_json::to_value(&terms.conditions).unwrap_or_default();
        currency_in(&gives).or_else(|| currency_in(&asks))
    };
    shop.or_else(named).or_else(|| Currency::parse("USD"))
}

/// The currency that a basket of a coupon has where none is said.
pub(in crate::admin) fn usual_currency(app: &App, terms: &Terms) -> Option<Currency> {
    currency_of("", app.live().settings().currency, Some(terms))
}

/// The first currency that an amount is named in.
fn currency_in(value: &serde_json::Value) -> Option<Currency> {
    match value {
        serde_json::Value::Object(members) => members.iter().find_map(|(name, value)| {
            let named = Currency::parse(name).filter(|_| value.is_i64() || value.is_u64());
            named.or_else(|| currency_in(value))
        }),
        serde_json::Value::Array(all) => all.iter().find_map(currency_in),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_engine::from_json;

    fn terms(amounts: &str) -> Terms {
        let body = format!(r#"{{"name": "a", "benefits": [{{"kind": "amount_off", "amount": {amounts}}}]}}"#);
        from_json(body.as_bytes()).unwrap()
    }

    #[test]
    fn the_currency_is_what_is_said_or_the_shop_s_or_the_coupon_s() {
        let euro = Currency::parse("EUR");
        assert_eq!(currency_of("GBP", euro, None), Currency::parse("GBP"));
        assert_eq!(currency_of("", euro, Some(&terms(r#"{"SEK": 5}"#))), euro);
        assert_eq!(currency_of("", None, Some(&terms(r#"{"SEK": 5}"#))), Currency::parse("SEK"));
        assert_eq!(currency_of("", None, None), Currency::parse("USD"));
        assert_eq!(currency_of("gold", None, None), None);
    }

    #[test]
    fn lines_keep_together_and_the_same_is_counted_up() {
        let form = Form::parse(b"basket_product=a&basket_name=A&basket_price=1&basket_quantity=2&basket_product=b&basket_name=B&basket_price=3&basket_quantity=1&basket_who=x");
        let mut fields = BasketFields::of_form(&form);
        assert_eq!((fields.lines.len(), fields.lines[1].price.as_str(), fields.who.as_str()), (2, "3", "guest"));
        fields.put(fields.lines[0].clone());
        assert_eq!((fields.lines.len(), fields.lines[0].quantity.as_str()), (2, "3"));
        assert_eq!(fields.take_typed(), None);
        fields.new_name = "C".to_owned();
        let typed = fields.take_typed().unwrap();
        assert_eq!((typed.quantity.as_str(), fields.new_name.as_str()), ("1", ""));
    }
}
