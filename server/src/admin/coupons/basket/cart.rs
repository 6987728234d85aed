//! The cart that a test basket stands for.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use tessera_engine::cart::{Cart, QuoteRequest};
use tessera_engine::facts::Balance;
use tessera_engine::{Currency, DecodeError, Money, Percent, from_json};

use super::fields::{BasketFields, NEW_CUSTOMER};
use crate::admin::fields::Faults;
use crate::admin::money::read_amount;
use crate::admin::texts::{Texts, fill};

/// The hour of a day that is given without a time.
const NOON: Time = Time::constant(12, 0, 0, 0);

/// A cart with what is presented for it, and the instant.
#[derive(Clone, Debug)]
pub(in crate::admin) struct Asked {
    /// `cart` and `discounts`, as the body of a quote has them.
    pub(in crate::admin) body: Value,
    /// When, if not now.
    pub(in crate::admin) at: Option<Timestamp>,
    /// What is on the code, where it holds money.
    pub(in crate::admin) balance: Option<Balance>,
}

impl Asked {
    /// What is priced, with its reasons in a language.
    pub(in crate::admin) fn request(&self, lang: &str) -> Result<QuoteRequest, DecodeError> {
        let mut body = self.body.clone();
        body["cart"]["context"]["locale"] = lang.into();
        let request = QuoteRequest::from_json(body.to_string().as_bytes())?;
        Ok(QuoteRequest { as_of: self.at, ..request })
    }
}

impl BasketFields {
    /// The cart of the fields.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(in crate::admin) fn asked(
        &self,
        currency: Option<Currency>,
        zone: &TimeZone,
        t: &Texts,
    ) -> Result<Asked, Faults> {
        let mut faults = Faults::default();
        let Some(currency) = currency else { return Err(Faults::one("basket_currency", t.fault_currency)) };
        let lines = self.line_items(currency, &mut faults, t);
        let mut amount = |field: &'static str, text: &str| {
            let minor = Some(text).filter(|text| !text.is_empty()).map(|text| read_amount(text, currency));
            if minor == Some(None) {
                faults.add(field, t.fault_amount);
            }
            minor.flatten()
        };
        let shipping = amount("basket_shipping", &self.shipping);
        let balance = amount("basket_balance", &self.balance).and_then(Money::new);
        let at = self.instant(zone, &mut faults, t);
        let mut cart = json!({ "currency": currency, "prices_include_tax": self.with_tax, "line_items": lines });
        if shipping.is_some() || !self.service.is_empty() {
            cart["shipping"] = json!({ "amount": shipping.unwrap_or_default(), "service": some(&self.service) });
        }
        cart["customer"] = self.customer_of(&mut faults, t);
        cart["context"] = json!({ "payment_method": some(&self.payment), "channel": some(&self.channel) });
        let codes = self.codes.split([',', ';', ' ']).map(str::trim).filter(|code| !code.is_empty());
        let body = json!({ "cart": cart, "discounts": { "codes": codes.collect::<Vec<_>>() } });
        let balance = balance.map(|amount| Balance { amount, currency });
        let asked = Asked { body: without_nulls(body), at, balance };
        if faults.is_empty() && asked.request("en").is_err() {
            faults.add("", t.error_fields);
        }
        if faults.is_empty() { Ok(asked) } else { Err(faults) }
    }

    fn line_items(&self, currency: Currency, faults: &mut Faults, t: &Texts) -> Vec<Value> {
        let rate = rate(&self.tax);
        if rate.is_none() {
            faults.add("basket_tax", t.fault_percent);
        }
        let lines = self.lines.iter().enumerate().map(|(at, line)| {
            let number = at + 1;
            let quantity = line.quantity.parse::<u32>().ok().filter(|quantity| (1..=Cart::MILLION).contains(quantity));
            let price = read_amount(&line.price, currency);
            if quantity.is_none() || price.is_none() {
                let name = if line.name.is_empty() { number.to_string() } else { line.name.clone() };
                faults.add("basket_lines", fill(t.fault_basket_line, &[&name]));
            }
            let product = if line.product.is_empty() { format!("line-{number}") } else { line.product.clone() };
            json!({
                "id": number.to_string(), "product_id": product, "title": some(&line.name),
                "quantity": quantity.unwrap_or(1), "unit_price": price.unwrap_or_default(),
                "tax_rate": rate.clone().flatten(),
            })
        });
        lines.collect()
    }

    /// Who shops. What a known one is besides, the store knows.
    fn customer_of(&self, faults: &mut Faults, t: &Texts) -> Value {
        let country = some(&self.country);
        if self.country.len() != 2 && !self.country.is_empty() {
            faults.add("basket_country", t.fault_country);
        }
        match self.who.as_str() {
            "new" => json!({
                "id": NEW_CUSTOMER, "logged_in": true, "orders_count": 0, "total_spent": 0, "country": country,
            }),
            "known" => {
                if self.customer.is_empty() {
                    faults.add("basket_customer", t.fault_customer);
                }
                let is_email = self.customer.contains('@');
                if is_email && from_json::<Email>(json!(self.customer).to_string().as_bytes()).is_err() {
                    faults.add("basket_customer", t.fault_email);
                }
                let name = if is_email { "email" } else { "id" };
                json!({ name: self.customer, "logged_in": !is_email, "country": country })
            }
            _ => json!({ "logged_in": false, "country": country }),
        }
    }

    fn instant(&self, zone: &TimeZone, faults: &mut Faults, t: &Texts) -> Option<Timestamp> {
        if self.date.is_empty() {
            if !self.time.is_empty() {
                faults.add("basket_date", t.fault_time_alone);
            }
            return None;
        }
        let Ok(date) = self.date.parse::<Date>() else {
            faults.add("basket_date", t.fault_date);
            return None;
        };
        let time = if self.time.is_empty() { Ok(NOON) } else { self.time.parse::<Time>() };
        let Ok(time) = time else {
            faults.add("basket_time", t.fault_time);
            return None;
        };
        let zoned = date.to_datetime(time).to_zoned(zone.clone());
        if zoned.is_err() {
            faults.add("basket_date", t.fault_date);
        }
        zoned.ok().map(|zoned| zoned.timestamp())
    }
}

/// An e-mail address, by the rules of a cart.
struct Email;

impl tessera_engine::decode::Decode for Email {
    fn decode(node: &tessera_engine::decode::Node<'_>, errors: &mut tessera_engine::decode::Errors) -> Option<Self> {
        tessera_engine::cart::decode_email(node, errors).map(|_| Self)
    }
}

/// A rate as it was typed: nothing of what is none, `Some(None)` of an empty field.
fn rate(text: &str) -> Option<Option<Value>> {
    if text.is_empty() {
        return Some(None);
    }
    let digits = text.trim_end_matches('%').trim().replace(',', ".");
    let percent = Percent::parse(&digits).ok().filter(|percent| *percent <= Percent::HUNDRED)?;
    Some(serde_json::to_value(percent).ok())
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// What is not said is left out: a member that is there counts as known.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, without_nulls(value))).collect::<Map<_, _>>())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::coupons::basket::fields::Line;
    use crate::admin::texts::EN;

    fn line(price: &str, quantity: &str) -> Line {
        Line { product: "hat".into(), name: "Hat".into(), price: price.into(), quantity: quantity.into() }
    }

    #[test]
    fn the_cart_is_what_was_typed() {
        let fields = BasketFields {
            lines: vec![line("12,50", "2")],
            who: "known".to_owned(),
            customer: "ana@shop.example".to_owned(),
            shipping: "5".to_owned(),
            tax: "20 %".to_owned(),
            codes: "ONE, two".to_owned(),
            date: "2026-06-30".to_owned(),
            ..BasketFields::default()
        };
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let asked = fields.asked(Currency::parse("EUR"), &paris, &EN).unwrap();
        assert_eq!(asked.at.map(|at| at.to_string()).as_deref(), Some("2026-06-30T10:00:00Z"));
        let request = asked.request("fr").unwrap();
        assert_eq!(request.cart.line_items[0].unit_price.minor(), 1_250);
        assert_eq!(request.cart.line_items[0].tax_rate.unwrap().to_string(), "20");
        let customer = request.cart.customer.unwrap();
        assert_eq!((customer.email.as_deref(), customer.logged_in), (Some("ana@shop.example"), Some(false)));
        assert_eq!((request.discounts.codes.len(), request.cart.context.locale.as_deref()), (2, Some("fr")));
    }

    #[test]
    fn every_fault_is_named_with_its_field() {
        let fields = BasketFields {
            lines: vec![line("x", "1")],
            who: "known".to_owned(),
            shipping: "-".to_owned(),
            tax: "much".to_owned(),
            date: "30/6".to_owned(),
            country: "FRA".to_owned(),
            ..BasketFields::default()
        };
        let faults = fields.asked(Currency::parse("EUR"), &TimeZone::UTC, &EN).unwrap_err();
        let fields: Vec<_> = faults.all().iter().map(|(field, _)| field.as_ref()).collect();
        for field in
            ["basket_lines", "basket_shipping", "basket_tax", "basket_date", "basket_country", "basket_customer"]
        {
            assert!(fields.contains(&field), "{field} is not in {fields:?}");
        }
    }
}
