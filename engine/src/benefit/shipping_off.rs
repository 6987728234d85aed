//! `shipping_off`: a percentage or an amount off, or a fixed price for, chosen shipping services.

use serde::ser::SerializeMap;
use serde_json::{Value, json};
use smallvec::smallvec;

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted, most_wanted};
use crate::benefit::free_shipping::miss_service;
use crate::benefit::off::{Choices, Off};
use crate::decode::{Errors, Object, limits};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::ledger::Place;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::Currency;
use crate::runner::shipping_of;
use crate::reason::Reason;
use crate::schema;
use crate::settings::{PercentBase, Rounding};
use crate::stacking::Lane;
use crate::summary::listed;
use crate::target::Selector;

/// A percentage or an amount off, or a fixed price for, chosen shipping services.
#[derive(Clone, Debug, PartialEq)]
pub struct ShippingOff {
    /// What is taken off the shipping.
    pub off: Off,
    /// The services; empty is all.
    pub services: Vec<String>,
}

impl Kind for ShippingOff {
    const NAME: &'static str = "shipping_off";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let off = Off::decode(object, Choices::Three, errors);
        let services = object.optional("services", errors, |node, errors| node.names(limits::LIST, errors));
        Some(Self { off: off?, services: services.unwrap_or_default() })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.off.write(Choices::Three, map)?;
        map.serialize_entry("services", &self.services)
    }

    fn summary(&self, locale: Locale) -> String {
        let services = listed(&self.services, locale.pick("or", "ou"));
        let what = match (locale, self.services.is_empty()) {
            (Locale::En, true) => "shipping".to_owned(),
            (Locale::En, false) => format!("{services} shipping"),
            (Locale::Fr, true) => "la livraison".to_owned(),
            (Locale::Fr, false) => format!("la livraison {services}"),
        };
        self.off.words(&what, locale)
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Shipping reduced",
            "description": "A percentage or an amount off, or a fixed price for, chosen shipping services; the whole \
                shipment, never by product.",
            "required": ["kind"],
            
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "percent": Off::percent_schema(),
                "amount": Off::amount_schema(),
                "fixed_price": Off::price_schema(),
                "services": schema::names_or_null(limits::LIST, "The services, by id; none is all."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "fixed_price": { "USD": 500 }, "services": ["ground"] })
    }

    const MODEL_SECTION: &'static str = "4.9";

    const REASONS: &'static [Reason] = &[Reason::ShippingServiceIneligible, Reason::InformationMissing, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 2000 },
                ],
                "shipping": { "service": "ground", "amount": 800 }
            }
        })
    }
}

/// `docs/MODEL.md` 4.9: on the shipping amount alone.
impl Compute for ShippingOff {
    fn lane(&self) -> Lane {
        Lane::Shipping
    }

    fn ranks(&self) -> Ranks {
        smallvec![self.off.rank()]
    }

    fn is_across(&self, _: Rounding) -> bool {
        true
    }

    fn target(&self) -> Option<&Selector> {
        None
    }

    fn sort_selectors(&mut self) {}

    fn services(&self) -> &[String] {
        &self.services
    }

    fn holds(&self, currency: Currency) -> bool {
        self.off.holds(currency)
    }

    fn miss(&self, request: &Request<'_>, _: &Lines<'_>, _: &[LineIndex]) -> Option<Miss> {
        miss_service(request, &self.services)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        // Another benefit of the coupon may find something where this one does not.
        if miss_service(turn.request, &self.services).is_some() {
            return Wanted::Each;
        }
        let running = turn.ledger.shipping();
        let base = match turn.request.settings.percent_base {
            PercentBase::Original if matches!(self.off, Off::Percent(_)) => shipping_of(turn.request),
            _ => running,
        };
        turn.push(Place::Shipping, base);
        let amount = match &self.off {
            Off::Percent(percent) => return turn.percentage(*percent, None, true),
            Off::Amount(amounts) => turn.amount_of(amounts),
            Off::FixedPrice(price) => (running - turn.amount_of(price)).max(0),
        };
        Wanted::Across { amount, first: 1 }
    }

    /// The more the shipping costs, the more each of the three takes.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let wanted = self.propose(turn);
        most_wanted(turn, wanted).min(turn.ledger.shipping())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::from_json;

    #[test]
    fn exactly_one_of_three() {
        for bad in [r#"{"percent": 10, "amount": {"USD": 1}}"#, r"{}", r#"{"fixed_price": {"USD": 1}, "percent": 5}"#] {
            let body = bad.replacen('{', r#"{"kind": "shipping_off", "#, 1).replace(", }", "}");
            assert!(from_json::<crate::benefit::Benefit>(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn it_is_told_in_words() {
        let price = Off::FixedPrice([(Currency::parse("USD").unwrap(), crate::Money::new(500).unwrap())].into());
        let fixed = ShippingOff { off: price, services: vec!["ground".to_owned(), "boat".to_owned()] };
        assert_eq!(fixed.summary(Locale::En), "ground or boat shipping for 5.00 USD");
        let half = ShippingOff { off: Off::Percent(crate::Percent::parse("50").unwrap()), services: Vec::new() };
        assert_eq!(half.summary(Locale::En), "50% off shipping");
        assert_eq!(half.summary(Locale::Fr).replace('\u{a0}', " "), "50 % sur la livraison");
    }
}
