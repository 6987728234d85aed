//! `tiered`: a table of steps on what the target is worth, or on its units, before discounts.

use serde::ser::SerializeMap;
use serde_json::{Value, json};

use crate::benefit::compute::{Compute, Miss, Ranks, Turn, Wanted, percentage_at_most};
use crate::benefit::off::{Choices, Off};
use crate::cart::Cart;
use crate::decode::{Decode, Errors, Form, Node, Object, codes, limits};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::{Amounts, Currency, Money};
use crate::reason::Reason;
use crate::schema;
use crate::settings::{Rounding, RoundingScope};
use crate::stacking::Lane;
use crate::summary::{amounts_words, at_most, listed};
use crate::target::Selector;
use crate::words::words;

/// A table of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiered {
    /// What steps are read from.
    pub basis: TierBasis,
    /// Which steps count, and how often.
    pub mode: TierMode,
    /// The steps; at least one.
    pub tiers: Vec<Tier>,
    /// The most it gives, by currency.
    pub max_amount: Option<Amounts>,
    /// Which lines.
    pub target: Selector,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// Where it begins.
    pub from: From,
    /// What it gives; never a fixed price.
    pub off: Off,
}

/// Where a step begins.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    /// With this worth, by currency.
    Spend(Amounts),
    /// With so many units.
    Quantity(i64),
}

/// What steps are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierBasis {
    /// What the target is worth before discounts.
    Spend,
    /// The units of the target.
    Quantity,
}

/// Which steps count, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierMode {
    /// The whole target gets the highest step reached.
    Highest,
    /// The one step is given as often as it is reached.
    Every,
}

words! {
    TierBasis { Spend = "spend", Quantity = "quantity" }
    TierMode { Highest = "highest", Every = "every" }
}

/// Units at most that a step may begin with: those of a whole cart.
const MOST_UNITS: i64 = Cart::MILLION as i64 * Cart::LINES as i64;

impl Tier {
    fn decode(node: &Node<'_>, basis: Option<TierBasis>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let from = object.required("from", errors, |node, errors| match basis {
            Some(TierBasis::Quantity) => node.integer(0..=MOST_UNITS, errors).map(From::Quantity),
            // Without a known basis either form is good: the basis is the fault.
            None if node.form() != Form::Object => node.integer(0..=MOST_UNITS, errors).map(From::Quantity),
            Some(TierBasis::Spend) | None => node.amounts(errors).map(From::Spend),
        });
        let off = Off::decode(&mut object, Choices::Two, errors);
        object.finish(errors);
        Some(Self { from: from?, off: off? })
    }

    /// Where it begins, in this currency.
    fn begins_at(&self, currency: Currency) -> Option<i64> {
        match &self.from {
            From::Spend(amounts) => amounts.get(&currency).map(|amount| amount.minor()),
            From::Quantity(units) => Some(*units),
        }
    }

    fn is_from_nothing(&self) -> bool {
        match &self.from {
            From::Spend(amounts) => amounts.values().any(|amount| *amount == Money::ZERO),
            From::Quantity(units) => *units == 0,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        match (&self.from, &other.from) {
            (From::Spend(one), From::Spend(other)) => {
                one.iter().any(|(currency, amount)| other.get(currency) == Some(amount))
            }
            (one, other) => one == other,
        }
    }
}

impl serde::Serialize for Tier {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.from {
            From::Spend(amounts) => map.serialize_entry("from", amounts)?,
            From::Quantity(units) => map.serialize_entry("from", units)?,
        }
        self.off.write(Choices::Two, &mut map)?;
        map.end()
    }
}

impl Kind for Tiered {
    const NAME: &'static str = "tiered";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let basis = object.required("basis", errors, TierBasis::decode);
        let mode = object.required("mode", errors, TierMode::decode);
        let at = object.pointer_to("tiers");
        let tiers = object.required("tiers", errors, |node, errors| {
            node.each(limits::LIST, errors, |node, errors| Tier::decode(node, basis, errors))
        });
        if let Some(tiers) = &tiers {
            check(tiers, mode, &at, errors);
        }
        let max_amount = object.optional("max_amount", errors, Node::amounts);
        let target = object.optional("target", errors, Selector::decode).unwrap_or_default();
        Some(Self { basis: basis?, mode: mode?, tiers: tiers?, max_amount, target })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("basis", &self.basis)?;
        map.serialize_entry("mode", &self.mode)?;
        map.serialize_entry("tiers", &self.tiers)?;
        map.serialize_entry("max_amount", &self.max_amount)?;
        map.serialize_entry("target", &self.target.or_null())
    }

    fn summary(&self, locale: Locale) -> String {
        let target = self.target.summary_or_order(locale);
        let from = |tier: &Tier| match &tier.from {
            From::Spend(amounts) => amounts_words(amounts, locale),
            From::Quantity(units) => format!("{units} {}", locale.pick("units", "unités")),
        };
        let steps: Vec<String> = self
            .tiers
            .iter()
            .map(|tier| {
                let off = tier.off.words(&target, locale);
                match (self.mode, locale) {
                    (TierMode::Highest, Locale::En) => format!("{off} from {}", from(tier)),
                    (TierMode::Highest, Locale::Fr) => format!("{off} dès {}", from(tier)),
                    (TierMode::Every, Locale::En) => format!("{off} for every {}", from(tier)),
                    (TierMode::Every, Locale::Fr) => format!("{off} par tranche de {}", from(tier)),
                }
            })
            .collect();
        listed(&steps, locale.pick("or", "ou")) + &at_most(self.max_amount.as_ref(), locale)
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "title": "Steps",
            "description": "A table of steps on what the target is worth, or on its units, before discounts. The whole \
                target gets the highest step reached; or one step is given as often as it is reached.",
            "required": ["kind", "basis", "mode", "tiers"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "basis": { "type": "string", "enum": ["spend", "quantity"], "description": "What steps are read from." },
                "mode": {
                    "type": "string", "enum": ["highest", "every"],
                    "description": "The highest step reached for the whole target, or the one step as often as it is \
                        reached."
                },
                "tiers": {
                    "type": "array", "minItems": 1, "maxItems": limits::LIST, "description": "The steps.",
                    "items": {
                        "type": "object", "required": ["from"], 
                        "additionalProperties": false,
                        "properties": {
                            "from": {
                                "oneOf": [
                                    schema::amounts("With `basis: spend`: the worth it begins with, by currency."),
                                    {
                                        "type": "integer", "minimum": 0, "maximum": MOST_UNITS,
                                        "description": "With `basis: quantity`: the units it begins with."
                                    }
                                ],
                                "description": "Where the step begins."
                            },
                            "percent": Off::percent_schema(),
                            "amount": Off::amount_schema(),
                        }
                    }
                },
                "max_amount": schema::amounts_or_null("The most it gives, by currency."),
                "target": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({
            "kind": Self::NAME, "basis": "spend", "mode": "highest",
            "tiers": [{ "from": { "USD": 5000 }, "percent": 5 }, { "from": { "USD": 10000 }, "percent": 10 }]
        })
    }

    const MODEL_SECTION: &'static str = "4.4";

    const REASONS: &'static [Reason] = &[Reason::MinimumNotMet, Reason::QuantityOutOfRange, Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "shirts", "product_id": "shirt", "quantity": 5, "unit_price": 1500 },
                ]
            }
        })
    }
}

/// A table has a step, no two begin at the same place, and `every` has one step with an amount.
fn check(tiers: &[Tier], mode: Option<TierMode>, at: &str, errors: &mut Errors) {
    if tiers.is_empty() {
        errors.push(at, codes::REQUIRED, "a table has at least one step");
    }
    for (position, tier) in tiers.iter().enumerate() {
        if tiers[..position].iter().any(|earlier| earlier.meets(tier)) {
            errors.push(format!("{at}/{position}/from"), codes::NOT_UNIQUE, "two steps begin at the same place");
        }
    }
    if mode != Some(TierMode::Every) {
        return;
    }
    if tiers.len() > 1 {
        errors.push(format!("{at}/1"), codes::TOO_MANY, "with `mode: every` there is one step");
    }
    for (position, tier) in tiers.iter().enumerate() {
        if matches!(tier.off, Off::Percent(_)) {
            let detail = "with `mode: every` the step gives an amount";
            errors.push(format!("{at}/{position}/percent"), codes::INVALID_VALUE, detail);
        }
        if tier.is_from_nothing() {
            errors.push(format!("{at}/{position}/from"), codes::OUT_OF_RANGE, "with `mode: every` it is above 0");
        }
    }
}

/// `docs/MODEL.md` 4.4.
impl Compute for Tiered {
    fn lane(&self) -> Lane {
        if self.target.names_nothing() { Lane::Order } else { Lane::Item }
    }

    /// A table may hold both percentages and amounts: the step that is reached acts at its own rank.
    fn ranks(&self) -> Ranks {
        let mut ranks: Ranks = self.tiers.iter().map(|tier| tier.off.rank()).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
    }

    fn is_across(&self, rounding: Rounding) -> bool {
        let gives_amounts = self.tiers.iter().all(|tier| matches!(tier.off, Off::Amount(_)));
        gives_amounts || self.percentages_are_across(rounding)
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.target)
    }

    fn sort_selectors(&mut self) {
        self.target.sort();
    }

    fn holds(&self, currency: Currency) -> bool {
        self.max_amount.as_ref().is_none_or(|cap| cap.contains_key(&currency))
            && self.tiers.iter().all(|tier| tier.off.holds(currency) && tier.begins_at(currency).is_some())
    }

    fn miss(&self, request: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        if eligible.is_empty() {
            return Some(Miss::Items);
        }
        let currency = request.cart.currency;
        let needed = self.tiers.iter().filter_map(|tier| tier.begins_at(currency)).min()?;
        let actual = self.held(lines, eligible);
        (actual < needed).then_some(Miss::Tier { is_spend: self.basis == TierBasis::Spend, actual, needed })
    }

    fn next_step(&self, request: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        let actual = self.held(lines, eligible);
        let begins = self.tiers.iter().filter_map(|tier| tier.begins_at(request.cart.currency));
        let needed = match self.mode {
            TierMode::Highest => begins.filter(|from| *from > actual).min()?,
            TierMode::Every => begins.filter(|from| *from > 0).min().map(|from| (actual / from + 1) * from)?,
        };
        Some(Miss::Tier { is_spend: self.basis == TierBasis::Spend, actual, needed })
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        let reached = self.reached(turn);
        let step = self.step(turn, reached).filter(|tier| self.ranks().get(turn.pass) == Some(&tier.off.rank()));
        let Some(step) = step else { return Wanted::Each };
        match &step.off {
            Off::Percent(percent) => {
                turn.take_percent_base();
                let across = self.percentages_are_across(turn.request.settings.rounding);
                turn.percentage(*percent, self.max_amount.as_ref(), across)
            }
            Off::Amount(amounts) | Off::FixedPrice(amounts) => {
                turn.take_eligible();
                let amount = self.times(turn, step, reached).saturating_mul(turn.amount_of(amounts));
                let amount = turn.cap(amount.min(Money::MAX_MINOR), self.max_amount.as_ref());
                Wanted::Across { amount, first: turn.parts.len() }
            }
        }
    }

    /// Gifts of other coupons may take units out of the target and so lead to a lower step: no set gives more than the
    /// best of those that can be reached.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        let reached = self.reached(turn);
        let currency = turn.request.cart.currency;
        let all: i64 = turn.eligible.iter().map(|line| turn.lines.at(*line).subtotal).sum();
        let rounding = turn.request.settings.rounding;
        let within = |tier: &&Tier| {
            let acts = self.ranks().get(turn.pass) == Some(&tier.off.rank());
            acts && tier.begins_at(currency).is_some_and(|from| from <= reached)
        };
        let gives = |tier: &Tier| match &tier.off {
            Off::Percent(percent) => percentage_at_most(all, *percent, turn.eligible.len(), rounding),
            Off::Amount(amounts) | Off::FixedPrice(amounts) => {
                self.times(turn, tier, reached).saturating_mul(turn.amount_of(amounts)).min(all)
            }
        };
        let most = self.tiers.iter().filter(within).map(gives).max().unwrap_or(0);
        turn.cap(most, self.max_amount.as_ref())
    }

    fn is_separable(&self, eligible: usize, rounding: Rounding) -> bool {
        // With one line and no gifts, which are not separable, the step is the same in every set.
        eligible <= 1 && rounding.scope != RoundingScope::Unit
    }
}

impl Tiered {
    fn percentages_are_across(&self, rounding: Rounding) -> bool {
        self.lane() == Lane::Order && rounding.scope == RoundingScope::Coupon
    }

    /// What the steps are read from where no unit is a gift.
    fn held(&self, lines: &Lines<'_>, eligible: &[LineIndex]) -> i64 {
        let views = eligible.iter().map(|line| lines.at(*line));
        match self.basis {
            TierBasis::Spend => views.map(|view| view.subtotal).sum(),
            TierBasis::Quantity => views.map(|view| i64::from(view.line.quantity)).sum(),
        }
    }

    /// What the steps are read from: the target before discounts, without units that are gifts (4.6).
    fn reached(&self, turn: &Turn<'_>) -> i64 {
        let lines = turn.eligible.iter();
        match self.basis {
            TierBasis::Spend => lines.map(|line| turn.eligible_before(*line)).sum(),
            TierBasis::Quantity => lines.map(|line| turn.eligible_units(*line)).sum(),
        }
    }

    /// The highest step reached.
    fn step(&self, turn: &Turn<'_>, reached: i64) -> Option<&Tier> {
        let from = |tier: &Tier| tier.begins_at(turn.request.cart.currency).unwrap_or(i64::MAX);
        self.tiers.iter().filter(|tier| from(tier) <= reached).max_by_key(|tier| from(tier))
    }

    /// How often a step is given.
    fn times(&self, turn: &Turn<'_>, tier: &Tier, reached: i64) -> i64 {
        match (self.mode, tier.begins_at(turn.request.cart.currency)) {
            (TierMode::Every, Some(from)) if from > 0 => reached / from,
            _ => 1,
        }
    }
}
