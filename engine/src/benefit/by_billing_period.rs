//! `by_billing_period`: for each billing period its own discount on the price and on the setup fee.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde_json::{Map, Value, json};
use smallvec::SmallVec;

use crate::allocation::{Part, split_by_weight};
use crate::arithmetic::percent_of;
use crate::benefit::compute::{Compute, Miss, Ranks, Source, Turn, Wanted, own_percentage};
use crate::benefit::off::{Choices, Off};
use crate::cart::BillingPeriod;
use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::evaluate::Request;
use crate::kind::Kind;
use crate::ledger::Place;
use crate::lines::{LineIndex, LineView, Lines};
use crate::locale::Locale;
use crate::money::{Currency, Money, Percent};
use crate::reason::Reason;
use crate::schema;
use crate::settings::{Rounding, RoundingScope};
use crate::stacking::Lane;
use crate::summary::listed;
use crate::target::Selector;
use crate::words::words;

/// A table of discounts by billing period.
#[derive(Clone, Debug, PartialEq)]
pub struct ByBillingPeriod {
    /// What each period gives; at least one.
    pub periods: BTreeMap<BillingPeriod, Entry>,
    /// What an amount is for.
    pub per: PeriodPer,
    /// Which lines.
    pub target: Selector,
}

/// What a period gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Off the price; never a fixed price.
    pub price: Option<Off>,
    /// Off the setup fee; never a fixed price.
    pub setup_fee: Option<Off>,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeriodPer {
    /// Each line.
    #[default]
    Line,
    /// Each unit.
    Unit,
}

words! {
    PeriodPer { Line = "line", Unit = "unit" }
}

/// The turns: percentages before amounts, each first on prices, then on setup fees.
const TURNS: [(u8, Source); 4] =
    [(5, Source::Goods), (5, Source::SetupFees), (6, Source::Goods), (6, Source::SetupFees)];

impl Entry {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        if !object.has("price") && !object.has("setup_fee") {
            errors.push(object.pointer(), codes::REQUIRED, "name `price`, `setup_fee` or both");
        }
        let price = object.optional("price", errors, off);
        let setup_fee = object.optional("setup_fee", errors, off);
        object.finish(errors);
        Some(Self { price, setup_fee })
    }

    fn off(&self, source: Source) -> Option<&Off> {
        if source == Source::Goods { self.price.as_ref() } else { self.setup_fee.as_ref() }
    }
}

fn off(node: &Node<'_>, errors: &mut Errors) -> Option<Off> {
    let mut object = node.object(errors)?;
    let off = Off::decode(&mut object, Choices::Two, errors);
    object.finish(errors);
    off
}

impl serde::Serialize for Entry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Written<'o>(&'o Off);
        impl serde::Serialize for Written<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                self.0.write(Choices::Two, &mut map)?;
                map.end()
            }
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("price", &self.price.as_ref().map(Written))?;
        map.serialize_entry("setup_fee", &self.setup_fee.as_ref().map(Written))?;
        map.end()
    }
}

impl Kind for ByBillingPeriod {
    const NAME: &'static str = "by_billing_period";

    fn decode(object: &mut Object<'_>, errors: &mut Errors) -> Option<Self> {
        let periods = object.required("periods", errors, periods);
        let per = object.optional("per", errors, PeriodPer::decode).unwrap_or_default();
        let target = object.optional("target", errors, Selector::decode).unwrap_or_default();
        Some(Self { periods: periods?, per, target })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let periods: BTreeMap<&str, &Entry> =
            self.periods.iter().map(|(period, entry)| (period.as_str(), entry)).collect();
        map.serialize_entry("periods", &periods)?;
        map.serialize_entry("per", &self.per)?;
        map.serialize_entry("target", &self.target.or_null())
    }

    fn summary(&self, locale: Locale) -> String {
        let mut parts = Vec::new();
        for (period, entry) in &self.periods {
            let (price, fee) =
                locale.pick_pair(("the price", "the setup fee"), ("le prix", "les frais d'installation"));
            let both = [(&entry.price, price), (&entry.setup_fee, fee)];
            let told: Vec<String> =
                both.iter().filter_map(|(off, what)| off.as_ref().map(|off| off.words(what, locale))).collect();
            parts.push(format!("{}: {}", period_words(*period, locale), listed(&told, locale.pick("and", "et"))));
        }
        let per = match self.per {
            PeriodPer::Line => "",
            PeriodPer::Unit => locale.pick(", amounts per unit", ", montants par unité"),
        };
        let target = self
            .target
            .or_null()
            .map_or_else(String::new, |target| format!(" ({}{per})", target.summary_or_order(locale)));
        let target = if target.is_empty() { per.to_owned() } else { target };
        format!("{}{target}", parts.join("; "))
    }

    fn schema() -> Value {
        let off = json!({
            "type": ["object", "null"],  "additionalProperties": false,
            "properties": { "percent": Off::percent_schema(), "amount": Off::amount_schema() },
        });
        let entry = json!({
            "type": ["object", "null"], "additionalProperties": false,
            "properties": { "price": off.clone(), "setup_fee": off },
        });
        let periods: Map<String, Value> =
            BillingPeriod::WORDS.iter().map(|(word, _)| ((*word).to_owned(), entry.clone())).collect();
        json!({
            "type": "object",
            "title": "By billing period",
            "description": "For each billing period its own discount on the price and on the setup fee.",
            "required": ["kind", "periods"],
            "additionalProperties": false,
            "properties": {
                "kind": schema::kind(Self::NAME),
                "periods": {
                    "type": "object", "description": "What each period gives; a period that is not there gives nothing.",
                    "minProperties": 1, "additionalProperties": false, "properties": periods
                },
                "per": {
                    "type": ["string", "null"], "enum": ["line", "unit", null], "default": "line",
                    "description": "What an amount is for."
                },
                "target": schema::selector_or_null(),
            }
        })
    }

    fn example() -> Value {
        json!({
            "kind": Self::NAME,
            "periods": {
                "monthly": { "price": { "percent": 10 } },
                "annual": { "price": { "percent": 20 }, "setup_fee": { "percent": 100 } }
            }
        })
    }

    const MODEL_SECTION: &'static str = "4.7";

    const REASONS: &'static [Reason] = &[Reason::ItemsIneligible, Reason::CurrencyMismatch, Reason::BudgetExhausted, Reason::NoEffect];

    fn worked_request() -> Value {
        json!({
            "cart": {
                "currency": "USD",
                "line_items": [
                    { "id": "server", "product_id": "vps", "quantity": 1, "unit_price": 20000, "setup_fee": 2000, "billing_period": "annual" },
                    { "id": "backup", "product_id": "backup", "quantity": 1, "unit_price": 500, "billing_period": "monthly" },
                    { "id": "domain", "product_id": "domain", "quantity": 1, "unit_price": 1500 },
                ]
            }
        })
    }
}

fn periods(node: &Node<'_>, errors: &mut Errors) -> Option<BTreeMap<BillingPeriod, Entry>> {
    let mut object = node.object(errors)?;
    let mut periods = BTreeMap::new();
    for (word, period) in BillingPeriod::WORDS {
        if let Some(entry) = object.optional(word, errors, Entry::decode) {
            periods.insert(*period, entry);
        }
    }
    if BillingPeriod::WORDS.iter().all(|(word, _)| !object.has(word)) {
        errors.push(object.pointer(), codes::REQUIRED, "name at least one period, such as `monthly`");
    }
    object.finish(errors);
    Some(periods)
}

fn period_words(period: BillingPeriod, locale: Locale) -> &'static str {
    match period {
        BillingPeriod::OneTime => locale.pick("paid once", "paiement unique"),
        BillingPeriod::Weekly => locale.pick("weekly", "par semaine"),
        BillingPeriod::Monthly => locale.pick("monthly", "par mois"),
        BillingPeriod::Quarterly => locale.pick("quarterly", "par trimestre"),
        BillingPeriod::Semiannual => locale.pick("every six months", "par semestre"),
        BillingPeriod::Annual => locale.pick("yearly", "par an"),
        BillingPeriod::Biennial => locale.pick("every two years", "tous les deux ans"),
        BillingPeriod::Triennial => locale.pick("every three years", "tous les trois ans"),
    }
}

/// `docs/MODEL.md` 4.7 and 3.2.
impl Compute for ByBillingPeriod {
    fn lane(&self) -> Lane {
        Lane::Item
    }

    fn ranks(&self) -> Ranks {
        self.turns().into_iter().map(|(rank, _)| rank).collect()
    }

    fn source(&self, pass: usize) -> Source {
        self.turns()[pass].1
    }

    fn is_across(&self, _: Rounding) -> bool {
        false
    }

    fn target(&self) -> Option<&Selector> {
        Some(&self.target)
    }

    fn pass_over(&self, line: &LineView<'_>) -> Option<&'static str> {
        self.entry(line).is_none().then_some("billing_period_not_covered")
    }

    fn sort_selectors(&mut self) {
        self.target.sort();
    }

    fn holds(&self, currency: Currency) -> bool {
        let offs = self.periods.values().flat_map(|entry| [&entry.price, &entry.setup_fee]);
        offs.flatten().all(|off| off.holds(currency))
    }

    fn miss(&self, _: &Request<'_>, lines: &Lines<'_>, eligible: &[LineIndex]) -> Option<Miss> {
        let covered = eligible.iter().any(|line| self.entry(lines.at(*line)).is_some());
        (!covered).then_some(Miss::Items)
    }

    fn propose(&self, turn: &mut Turn<'_>) -> Wanted {
        let (rank, source) = self.turns()[turn.pass];
        // By part: its rate in the turn of percentages.
        let mut rates: Vec<Percent> = Vec::new();
        for line in turn.eligible {
            let off = self.entry(turn.lines.at(*line)).and_then(|entry| entry.off(source));
            match off {
                Some(Off::Percent(percent)) if rank == 5 => {
                    push(turn, source, *line);
                    rates.push(*percent);
                }
                Some(Off::Amount(amounts)) if rank == 6 => {
                    let amount = turn.amount_of(amounts);
                    let units = if self.per == PeriodPer::Unit { turn.eligible_units(*line) } else { 1 };
                    push(turn, source, *line);
                    if let Some(part) = turn.parts.last_mut() {
                        part.share = amount.saturating_mul(units).min(Money::MAX_MINOR);
                    }
                }
                _ => {}
            }
        }
        share_by_rate(turn, &rates);
        Wanted::Each
    }

    /// Percentages and amounts take most where nobody has taken before; what a line cannot take is not given.
    fn ceiling(&self, turn: &mut Turn<'_>) -> i64 {
        self.propose(turn);
        turn.parts.iter().map(|part| part.share.min(part.room + part.held)).sum()
    }

    fn is_separable(&self, eligible: usize, rounding: Rounding) -> bool {
        eligible <= 1 && rounding.scope != RoundingScope::Unit
    }
}

impl ByBillingPeriod {
    /// The turns in which it has something to give: a table of amounts only begins at the rank of amounts (3.2).
    fn turns(&self) -> SmallVec<[(u8, Source); 4]> {
        let gives = |(rank, source): &(u8, Source)| {
            let mut offs = self.periods.values().filter_map(|entry| entry.off(*source));
            offs.any(|off| off.rank() == *rank)
        };
        TURNS.into_iter().filter(gives).collect()
    }

    /// The entry of a line's period; a line without one is paid once.
    fn entry(&self, view: &LineView<'_>) -> Option<&Entry> {
        self.periods.get(&view.line.billing_period.unwrap_or(BillingPeriod::OneTime))
    }
}

fn push(turn: &mut Turn<'_>, source: Source, line: LineIndex) {
    if source == Source::SetupFees {
        return turn.push_setup_fee(line);
    }
    let base = turn.percent_base(line);
    turn.push(Place::Goods(line), base);
}

/// The parts of each rate make one percentage, split over them (4.7, 2.5).
fn share_by_rate(turn: &mut Turn<'_>, rates: &[Percent]) {
    let rounding = turn.request.settings.rounding;
    let mut distinct: Vec<Percent> = rates.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    for rate in distinct {
        let of_rate = |(index, _): &(usize, &mut Part)| rates[*index] == rate;
        let mut parts: Vec<(usize, Part)> =
            turn.parts.iter_mut().enumerate().filter(of_rate).map(|(index, part)| (index, *part)).collect();
        if rounding.scope == RoundingScope::Coupon {
            let mut group: Vec<Part> = parts.iter().map(|(_, part)| *part).collect();
            let base = group.iter().map(|part| part.weight).sum();
            split_by_weight(percent_of(base, rate, rounding.mode).min(base), &mut group, rounding.remainder);
            parts.iter_mut().zip(group).for_each(|((_, part), split)| part.share = split.share);
        } else {
            parts.iter_mut().for_each(|(_, part)| part.share = own_percentage(part, rate, rounding));
        }
        parts.into_iter().for_each(|(index, part)| turn.parts[index].share = part.share);
    }
}
