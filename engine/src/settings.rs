//! The store's settings that change a price. `docs/MODEL.md` sections 2, 3, 6 and 7.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::messages::Messages;
use crate::money::Percent;
use crate::words::words;

/// Settings that change a price; [`Default`] is what a new store has.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How the best set is chosen.
    pub selection: Selection,
    /// How many sets are priced at most.
    pub max_evaluations: u32,
    /// How many steps (one benefit on one line) are made at most.
    pub max_work: u64,
    /// What a percentage works on.
    pub percent_base: PercentBase,
    /// Codes and claims on one order at most.
    pub max_codes_per_order: u32,
    /// Item and order lanes together give at most this share of the merchandise.
    pub max_discount_percent: Option<Percent>,
    /// Margin that stays on every line whose unit cost is known.
    pub min_margin_percent: Option<Percent>,
    /// What happens to a discount that breaks the margin.
    pub margin_policy: MarginPolicy,
    /// How amounts are rounded and split.
    pub rounding: Rounding,
    /// IANA name of the store's time zone.
    pub time_zone: String,
    /// What shoppers are told they are near to.
    pub hints: HintSettings,
    /// The merchant's own words for messages; `None` for a store that replaced none. No member of the document: it is
    /// kept beside it.
    pub messages: Option<Arc<Messages>>,
}

/// What shoppers are told they are near to. HTTP contract section 2, `hints`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HintSettings {
    /// Percent of a threshold from which it is hinted at, 0 to 100.
    pub reach: u32,
}

impl Default for HintSettings {
    fn default() -> Self {
        Self { reach: 60 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            selection: Selection::BestForCustomer,
            max_evaluations: 20_000,
            max_work: 5_000_000,
            percent_base: PercentBase::Running,
            max_codes_per_order: 5,
            max_discount_percent: None,
            min_margin_percent: None,
            margin_policy: MarginPolicy::Trim,
            rounding: Rounding::default(),
            time_zone: "UTC".to_owned(),
            hints: HintSettings::default(),
            messages: None,
        }
    }
}

/// How the best set is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// The legal set that saves the most.
    #[default]
    BestForCustomer,
    /// Greedy by priority.
    Priority,
}

/// What a percentage works on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PercentBase {
    /// What earlier coupons left.
    #[default]
    Running,
    /// The undiscounted amounts, never more than is left.
    Original,
}

/// What happens to a discount that breaks the margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarginPolicy {
    /// It is cut.
    #[default]
    Trim,
    /// It is given and reported.
    Warn,
}

/// How amounts are rounded and split. `docs/MODEL.md` section 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounding {
    /// Which way a fraction goes.
    pub mode: RoundingMode,
    /// What is rounded.
    pub scope: RoundingScope,
    /// Where left-over units go.
    pub remainder: Remainder,
}

/// Which way a fraction of a minor unit goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundingMode {
    /// Halves up.
    #[default]
    HalfUp,
    /// Halves to the even neighbour.
    HalfEven,
    /// Down.
    Down,
}

/// What a percentage is rounded on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundingScope {
    /// Once for the benefit, then split.
    #[default]
    Coupon,
    /// Each line by itself.
    Line,
    /// Each unit by itself, times the quantity.
    Unit,
}

/// Where left-over minor units of a split go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Remainder {
    /// To the largest remainders.
    #[default]
    Largest,
    /// One each from the smallest line id.
    First,
    /// One each from the largest line id.
    Last,
}

words! {
    Selection { BestForCustomer = "best_for_customer", Priority = "priority" }
    PercentBase { Running = "running", Original = "original" }
    MarginPolicy { Trim = "trim", Warn = "warn" }
    RoundingMode { HalfUp = "half_up", HalfEven = "half_even", Down = "down" }
    RoundingScope { Coupon = "coupon", Line = "line", Unit = "unit" }
    Remainder { Largest = "largest", First = "first", Last = "last" }
}

impl Settings {
    /// Reads the settings that are there over those of a new store; other members are left to the caller.
    pub fn decode_members(object: &mut Object<'_>, errors: &mut Errors) -> Self {
        let mut settings = Self::default();
        fn over<T>(slot: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *slot = value;
            }
        }
        let bounded = |most: i64| move |node: &Node<'_>, errors: &mut Errors| node.integer(1..=most, errors);
        over(&mut settings.selection, object.optional("selection", errors, Selection::decode));
        let evaluations = object.optional("max_evaluations", errors, bounded(1_000_000));
        over(&mut settings.max_evaluations, evaluations.and_then(|number| u32::try_from(number).ok()));
        let work = object.optional("max_work", errors, bounded(1_000_000_000));
        over(&mut settings.max_work, work.and_then(|number| u64::try_from(number).ok()));
        over(&mut settings.percent_base, object.optional("percent_base", errors, PercentBase::decode));
        let codes = object.optional("max_codes_per_order", errors, |node, errors| node.integer(0..=100, errors));
        over(&mut settings.max_codes_per_order, codes.and_then(|number| u32::try_from(number).ok()));
        settings.max_discount_percent = object.optional("max_discount_percent", errors, hundred);
        settings.min_margin_percent = object.optional("min_margin_percent", errors, margin);
        over(&mut settings.margin_policy, object.optional("margin_policy", errors, MarginPolicy::decode));
        over(&mut settings.rounding, object.optional("rounding", errors, Rounding::decode));
        over(&mut settings.time_zone, object.optional("time_zone", errors, time_zone));
        over(&mut settings.hints, object.optional("hints", errors, HintSettings::decode));
        settings
    }
}

fn hundred(node: &Node<'_>, errors: &mut Errors) -> Option<Percent> {
    node.percent(Percent::HUNDRED, errors)
}

/// A margin of 100 % would need a price without end.
fn margin(node: &Node<'_>, errors: &mut Errors) -> Option<Percent> {
    let percent = hundred(node, errors)?;
    if percent == Percent::HUNDRED {
        return node.fault(errors, codes::OUT_OF_RANGE, "must be below 100 percent");
    }
    Some(percent)
}

fn time_zone(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let name = node.name(errors)?;
    if TimeZone::get(&name).is_ok() {
        return Some(name);
    }
    node.fault(errors, codes::INVALID_VALUE, "must be a time zone of the IANA list, such as Europe/Paris")
}

impl Decode for Settings {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let settings = Self::decode_members(&mut object, errors);
        object.finish(errors);
        Some(settings)
    }
}

impl Decode for Rounding {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let rounding = Self {
            mode: object.optional("mode", errors, RoundingMode::decode).unwrap_or_default(),
            scope: object.optional("scope", errors, RoundingScope::decode).unwrap_or_default(),
            remainder: object.optional("remainder", errors, Remainder::decode).unwrap_or_default(),
        };
        object.finish(errors);
        Some(rounding)
    }
}

impl Decode for HintSettings {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let reach = object.optional("reach", errors, |node, errors| node.integer(0..=100, errors));
        object.finish(errors);
        Some(reach.and_then(|reach| u32::try_from(reach).ok()).map_or_else(Self::default, |reach| Self { reach }))
    }
}

impl Serialize for HintSettings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("HintSettings", 1)?;
        object.serialize_field("reach", &self.reach)?;
        object.end()
    }
}

impl Serialize for Rounding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Rounding", 3)?;
        object.serialize_field("mode", &self.mode)?;
        object.serialize_field("scope", &self.scope)?;
        object.serialize_field("remainder", &self.remainder)?;
        object.end()
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Settings", 11)?;
        object.serialize_field("selection", &self.selection)?;
        object.serialize_field("max_evaluations", &self.max_evaluations)?;
        object.serialize_field("max_work", &self.max_work)?;
        object.serialize_field("percent_base", &self.percent_base)?;
        object.serialize_field("max_codes_per_order", &self.max_codes_per_order)?;
        object.serialize_field("max_discount_percent", &self.max_discount_percent)?;
        object.serialize_field("min_margin_percent", &self.min_margin_percent)?;
        object.serialize_field("margin_policy", &self.margin_policy)?;
        object.serialize_field("rounding", &self.rounding)?;
        object.serialize_field("time_zone", &self.time_zone)?;
        object.serialize_field("hints", &self.hints)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DecodeError, from_json};

    #[test]
    fn what_is_left_out_is_as_in_a_new_store() {
        assert_eq!(from_json::<Settings>(b"{}").unwrap(), Settings::default());
        let body = br#"{
            "selection": "priority", "max_codes_per_order": 1, "max_discount_percent": 40.5,
            "rounding": {"scope": "unit"}, "time_zone": "Europe/Paris", "margin_policy": null, "hints": {"reach": 80}
        }"#;
        let settings: Settings = from_json(body).unwrap();
        assert_eq!(settings.selection, Selection::Priority);
        assert_eq!((settings.hints.reach, Settings::default().hints.reach), (80, 60));
        assert_eq!(settings.rounding, Rounding { scope: RoundingScope::Unit, ..Rounding::default() });
        let written = serde_json::to_string(&settings).unwrap();
        assert_eq!(from_json::<Settings>(written.as_bytes()).unwrap(), settings);
    }

    #[test]
    fn faults_name_the_member() {
        let body = br#"{"max_work": 0, "min_margin_percent": 100, "time_zone": "Mars", "rounding": {"mode": "up"},
            "hints": {"reach": 101, "most": 1}}"#;
        let Err(DecodeError::Fields(errors)) = from_json::<Settings>(body) else { panic!() };
        let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        let faulty =
            ["/max_work", "/min_margin_percent", "/rounding/mode", "/time_zone", "/hints/reach", "/hints/most"];
        assert_eq!(pointers, faulty);
    }
}
