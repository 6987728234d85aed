//! `free_shipping`: chosen shipping services cost nothing.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use smallvec::smallvec;

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted};
use crate::decode::{Errors, Node, Object, limits};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::ledger::Place;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::{Amounts, Currency};
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::summary::{at_most, listed};
use crate::target::Selector;

/// Chosen shipping services cost nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeShipping {
    /// The services; empty is all.
    pub services: Vec<String>,
    /// The most it gives, by currency.
    pub max_amount: Option<Amounts>,
}

impl Kind for FreeShipping {
    const NAME: &'static str = "free_shipping";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let services = object.optional("services", errors, |node, errors| node.names(limits::LIST, errors));
        let max_amount = object.optional("max_amount", errors, Node::amounts);
        Some(Self { services: services.unwrap_or_default(), max_amount })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("services", &self.services)?;
        map.serialize_entry("max_amount", &self.max_amount)
    }

    fn summary(&self, locale: Locale) -> String {
        let cap = at_most(self.max_amount.as_ref(), locale);
        let services = listed(&self.services, locale.pick("or", "ou"));
        match (locale, self.services.is_empty()) {
            (Locale::En, true) => format!("free shipping{cap}"),
            (Locale::En, false) => format!("free {services} shipping{cap}"),
            (Locale::Fr, true) => format!("livraison offerte{cap}"),
            (Locale::Fr, false) => format!("livraison {services} offerte{cap}"),
        }
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Free shipping",
            "description": "Chosen shipping services cost nothing; the whole shipment, never by product.",
            "required": ["kind"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "services": schema::names_or_null(limits::LIST, "The services, by id; none is all."),
                "max_amount": schema::amounts_or_null("The most it gives, by currency."),
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "services": ["ground"] })
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

/// `docs/MODEL.md` 4.9: the whole shipment, never by product.
impl Compute for FreeShipping {
    fn lane(&self) -> Lane {
        Lane::Shipping
    }

    fn ranks(&self) -> Ranks {
        smallvec![5]
    }

    fn is_across(&self, _: Rounding) -> bool {
        true
    }

    fn target(&self) -> Option<&Selector> {
        None
    }

    fn sort_selectors(&mut self) {}

    fn holds(&self, currency: Currency) -> bool {
        self.max_amount.as_ref().is_none_or(|cap| cap.contains_key(&currency))
    }

    fn miss(&self, request: &Request<'_>, _: &Lines<'_>, _: &[LineIndex]) -> Option<Miss> {
        miss_service(request, &self.services)
    }

    fn services(&self) -> &[String] {
        &self.services
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        // Another benefit of the coupon may find something where this one does not.
        if miss_service(turn.request, &self.services).is_some() {
            return Wanted::Each;
        }
        let shipping = turn.ledger.shipping();
        turn.push(Place::Shipping, shipping);
        let amount = turn.cap(shipping, self.max_amount.as_ref());
        Wanted::Across { amount, first: 1 }
    }

    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        match self.propose(turn) {
            Wanted::Across { amount, .. } => amount,
            Wanted::Each => turn.ledger.shipping(),
        }
    }
}

/// Why a benefit on these shipping services (none: all) finds no shipping to take from (4.9).
pub(super) fn miss_service(request: &Request<'_>, services: &[String]) -> Option<Miss> {
    let Some(shipping) = &request.cart.shipping else { return Some(Miss::ShippingUnknown) };
    match &shipping.service {
        _ if services.is_empty() => None,
        None => Some(Miss::ShippingUnknown),
        Some(service) => (!services.contains(service)).then_some(Miss::Service),
    }
}
