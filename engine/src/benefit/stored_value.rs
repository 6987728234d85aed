//! `stored_value`: a balance in one currency, spent over several orders.
//!
//! It is a means of payment and no discount: it has no turn among the benefits. What it pays is worked out in
//! [`balances`](mod@crate::balances) when everything has run.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted};
use crate::decode::{Errors, Object};
use crate::evaluate::Request;
use crate::kind::{Kind, Manual};
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::Currency;
use crate::reason::Reason;
use crate::schema;
use crate::settings::Rounding;
use crate::stacking::Lane;
use crate::target::Selector;

/// A balance, which stands with the code or the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredValue;

impl Kind for StoredValue {
    const NAME: &'static str = "stored_value";

    fn decode(_: &mut Object<'_>, _: &mut Errors) -> Option<Self> {
        Some(Self)
    }

    fn write<M: SerializeMap>(&self, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }

    fn summary(&self, locale: Locale) -> String {
        locale.pick("pays from a balance", "paie avec un solde").to_owned()
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Stored value",
            "description": "A balance in one currency, spent over several orders: a means of payment, not a discount. \
                            The coupon holds no other benefit; the balance stands with each code or claim.",
            "required": ["kind"],
            "additionalProperties": false,
            "properties": { "kind": schema::kind(Self::NAME) }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME })
    }

    const MODEL_SECTION: &'static str = "4.8";

    const REASONS: &'static [Reason] =
        &[Reason::BalanceExhausted, Reason::CurrencyMismatch, Reason::InformationMissing, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirt", "product_id": "shirt", "quantity": 2, "unit_price": 4000, "tax_rate": 20 }],
                "shipping": { "service": "ground", "amount": 800 }
            },
            "facts": { "balances": { (Manual::CODE): { "amount": 5000, "currency": "USD" } } }
        })
    }
}

/// `docs/MODEL.md` 4.8: outside lanes, thresholds, caps and selection, so it has no turn and takes nothing.
impl Compute for StoredValue {
    fn lane(&self) -> Lane {
        Lane::Order
    }

    fn ranks(&self) -> Ranks {
        Ranks::new()
    }

    fn is_across(&self, _: Rounding) -> bool {
        true
    }

    fn target(&self) -> Option<&Selector> {
        None
    }

    fn sort_selectors(&mut self) {}

    fn holds(&self, _: Currency) -> bool {
        true
    }

    fn miss(&self, _: &Request<'_>, _: &Lines<'_>, _: &[LineIndex]) -> Option<Miss> {
        None
    }

    fn propose(&self, _: &mut Turn<'_>) -> Wanted {
        Wanted::Each
    }

    fn ceiling(&self, _: &mut Turn<'_>) -> i64 {
        0
    }
}
