//! `order_amount`: how much the merchandise is worth.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::condition::judge::{Finding, Judge, Outcome, Scene, bound};
use crate::decode::{Decode, Errors, Form, Node, Object, codes};
use crate::kind::Kind;
use crate::lines::LineIndex;
use crate::locale::Locale;
use crate::money::Amounts;
use crate::reason::Reason;
use crate::schema;
use crate::summary::amounts_words;
use crate::target::Selector;
use crate::words::words;

/// Bounds on the worth of the merchandise, both inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderAmount {
    /// At least this much, by currency.
    pub min: Option<Amounts>,
    /// At most this much, by currency.
    pub max: Option<Amounts>,
    /// Before or after discounts; `None`: after for a coupon that is only in the shipping lane, else before.
    pub basis: Option<Basis>,
    /// Which lines count.
    pub scope: Scope,
}

/// Before or after discounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Unit price times quantity.
    BeforeDiscounts,
    /// The running amounts at the coupon's turn.
    AfterDiscounts,
}

/// Which lines count.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scope {
    /// Every line but gift cards.
    #[default]
    Cart,
    /// The union of the coupon's benefit targets.
    Eligible,
    /// What a selector matches.
    Selector(Box<Selector>),
}

words! {
    Basis { BeforeDiscounts = "before_discounts", AfterDiscounts = "after_discounts" }
}

impl Decode for Scope {
    /// `"cart"`, `"eligible"` or a selector.
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        if node.form() == Form::Object {
            return Selector::decode(node, errors).map(|selector| Self::Selector(Box::new(selector)));
        }
        if node.form() != Form::String {
            return node.fault(errors, codes::WRONG_TYPE, "must be `cart`, `eligible` or a selector");
        }
        let eligible = node.word(&[("cart", false), ("eligible", true)], errors)?;
        Some(if eligible { Self::Eligible } else { Self::Cart })
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Cart => serializer.serialize_str("cart"),
            Self::Eligible => serializer.serialize_str("eligible"),
            Self::Selector(selector) => selector.serialize(serializer),
        }
    }
}

impl Kind for OrderAmount {
    const NAME: &'static str = "order_amount";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let (min, max) = decode_bounds(object, errors);
        let basis = object.optional("basis", errors, Basis::decode);
        let scope = object.optional("scope", errors, Scope::decode).unwrap_or_default();
        Some(Self { min, max, basis, scope })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("min", &self.min)?;
        map.serialize_entry("max", &self.max)?;
        map.serialize_entry("basis", &self.basis)?;
        map.serialize_entry("scope", &self.scope)
    }

    fn summary(&self, locale: Locale) -> String {
        let words = |amounts: &Option<Amounts>| amounts.as_ref().map(|amounts| amounts_words(amounts, locale));
        let bounds = match (locale, words(&self.min), words(&self.max)) {
            (Locale::En, Some(min), None) => format!("from {min}"),
            (Locale::En, Some(min), Some(max)) => format!("from {min} to {max}"),
            (Locale::En, None, Some(max)) => format!("up to {max}"),
            (Locale::Fr, Some(min), None) => format!("dès {min}"),
            (Locale::Fr, Some(min), Some(max)) => format!("de {min} à {max}"),
            (Locale::Fr, None, Some(max)) => format!("jusqu'à {max}"),
            (_, None, None) => String::new(),
        };
        let scope = match (locale, &self.scope) {
            (_, Scope::Cart) => String::new(),
            (Locale::En, Scope::Eligible) => " of the discounted items".to_owned(),
            (Locale::Fr, Scope::Eligible) => " d'articles remisés".to_owned(),
            (Locale::En, Scope::Selector(selector)) => format!(" of {}", selector.summary_or_order(locale)),
            (Locale::Fr, Scope::Selector(selector)) => format!(" pour {}", selector.summary_or_order(locale)),
        };
        let basis = match self.basis {
            Some(Basis::AfterDiscounts) => locale.pick(" after other discounts", " après les autres remises"),
            Some(Basis::BeforeDiscounts) | None => "",
        };
        format!("{} {bounds}{scope}{basis}", locale.pick("for orders", "pour les commandes"))
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Order amount",
            "description": "Bounds on the worth of the merchandise, both inclusive; without setup fees, shipping, fees.",
            "required": ["kind"],
            "minProperties": 2,
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "min": schema::amounts_or_null("At least this much, by currency."),
                "max": schema::amounts_or_null("At most this much, by currency."),
                "basis": {
                    "type": ["string", "null"], "enum": ["before_discounts", "after_discounts", null],
                    "description": "Unit price times quantity, or the running amounts at the coupon's turn. \
                        Absent: after discounts for a coupon that is only in the shipping lane, else before."
                },
                "scope": {
                    "oneOf": [
                        { "type": "string", "enum": ["cart", "eligible"] },
                        schema::reference("Selector"),
                        { "type": "null" }
                    ],
                    "default": "cart",
                    "description": "Which lines count: every line but gift cards, those the benefits are for, \
                        or what a selector matches."
                },
            }
        })
    }

    fn example() -> Value {
        json!({ "kind": Self::NAME, "min": { "USD": 5000 }, "basis": "before_discounts", "scope": "cart" })
    }

    const MODEL_SECTION: &'static str = "3.5";

    const REASONS: &'static [Reason] = &[Reason::MinimumNotMet, Reason::MaximumExceeded, Reason::CurrencyMismatch];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [{ "id": "shirts", "product_id": "shirt", "quantity": 2, "unit_price": 3000 }]
            }
        })
    }
}

/// `docs/MODEL.md` 3.5 and 5.2.
impl Judge for OrderAmount {
    fn judge(&self, scene: &Scene<'_>) -> Outcome {
        let (Ok(min), Ok(max)) = (bound(self.min.as_ref(), scene), bound(self.max.as_ref(), scene)) else {
            return Outcome::Unknown;
        };
        let worth = self.worth(scene);
        if min.is_some_and(|min| worth < min) || max.is_some_and(|max| worth > max) {
            return Outcome::Fail;
        }
        Outcome::Pass
    }

    fn finding(&self, scene: &Scene<'_>) -> Finding {
        let worth = self.worth(scene);
        let min = bound(self.min.as_ref(), scene).ok().flatten();
        let max = bound(self.max.as_ref(), scene).ok().flatten();
        let below = min.filter(|min| worth < *min);
        let reason = if below.is_some() { Reason::MinimumNotMet } else { Reason::MaximumExceeded };
        // A threshold without the cart's currency makes the leaf unknown without naming a fact (5.2).
        Finding::failed(reason)
            .because(json!({ "amount": worth }), json!({ "amount": below.or(max).or(min) }))
            .missing(below.map(|min| json!({ "amount": min - worth })))
    }

    fn depends_on_set(&self, only_shipping: bool) -> bool {
        self.basis_of(only_shipping) == Basis::AfterDiscounts
    }

    fn sort_selectors(&mut self) {
        if let Scope::Selector(selector) = &mut self.scope {
            selector.sort();
        }
    }
}

impl OrderAmount {
    fn basis_of(&self, only_shipping: bool) -> Basis {
        self.basis.unwrap_or(if only_shipping { Basis::AfterDiscounts } else { Basis::BeforeDiscounts })
    }

    /// What the merchandise is worth, and the lower bound that it is below; `None` if it is not.
    pub(crate) fn shortfall(&self, scene: &Scene<'_>) -> Option<(i64, i64)> {
        let worth = self.worth(scene);
        let min = bound(self.min.as_ref(), scene).ok().flatten()?;
        (worth < min).then_some((worth, min))
    }

    /// Merchandise at sale prices, without setup fees, shipping and fees.
    fn worth(&self, scene: &Scene<'_>) -> i64 {
        let basis = self.basis_of(scene.coupon.only_shipping());
        let counts = |line: &LineIndex| match &self.scope {
            Scope::Cart => !scene.lines.at(*line).line.gift_card.unwrap_or(false),
            Scope::Eligible => scene.is_eligible(*line),
            Scope::Selector(selector) => selector.means(scene.lines.at(*line)),
        };
        let amount = |line: LineIndex| match basis {
            Basis::BeforeDiscounts => scene.lines.at(line).subtotal,
            Basis::AfterDiscounts => scene.ledger.goods(line),
        };
        scene.lines.indices().filter(counts).map(amount).sum()
    }
}

/// Two bounds on an amount, `min` and `max`, of which one is there at least.
pub(crate) fn decode_bounds(object: &mut Object<'_>, errors: &mut Errors) -> (Option<Amounts>, Option<Amounts>) {
    if !object.has("min") && !object.has("max") {
        errors.push(object.pointer(), codes::REQUIRED, "name `min`, `max` or both");
    }
    let min = object.optional("min", errors, Node::amounts);
    let max = object.optional("max", errors, Node::amounts);
    if let (Some(min), Some(max)) = (&min, &max) {
        for (currency, most) in max {
            if min.get(currency).is_some_and(|least| least > most) {
                let pointer = format!("{}/{currency}", object.pointer_to("max"));
                errors.push(pointer, codes::OUT_OF_RANGE, "must not be below `min`");
            }
        }
    }
    (min, max)
}
