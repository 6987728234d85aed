//! Which variables a message may use, what they hold, and the usual words with them.

use serde_json::Value;

use super::Said;
use crate::locale::{Locale, amount_for_shopper};
use crate::reason::{Reason, joined, moment_in, money_in, names_in, needed, services_in};

/// A variable of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name, as it stands in braces.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
}

/// The variables of one message with the usual words, in English and French, that use them.
struct Row(Reason, &'static [Variable], &'static str, &'static str);

const fn variable(name: &'static str, meaning: &'static str) -> Variable {
    Variable { name, meaning }
}

const MISSING_AMOUNT: Variable = variable("missing", "The amount that is missing, such as $12.50.");
const SAVING: Variable = variable("saving", "What the coupon would save, such as $10.00.");
const OTHER_CODES: Variable = variable("codes", "The codes it conflicts with, or would replace.");

/// Messages with variables; the others have none.
const ROWS: &[Row] = &[
    Row(
        Reason::NotStarted,
        &[variable("starts_at", "Its start in the store's time zone, such as 3 June 2026 at 10:00 (UTC+02:00).")],
        "This code is valid from {starts_at}.",
        "Ce code est valable à partir du {starts_at}.",
    ),
    Row(
        Reason::Expired,
        &[variable(
            "ended_at",
            "Its end in the store's time zone, such as 1 June 2026 at 18:00 (UTC+02:00), or 1 June 2026 where it is the beginning of a day.",
        )],
        "This code expired on {ended_at}.",
        "Ce code a expiré le {ended_at}.",
    ),
    Row(
        Reason::CustomerLimitReached,
        &[variable("limit", "Uses for one customer.")],
        "You have already used this code {limit} times, the most there is.",
        "Vous avez déjà utilisé ce code {limit} fois, le maximum.",
    ),
    Row(
        Reason::MinimumNotMet,
        &[
            MISSING_AMOUNT,
            variable("minimum", "The amount that is needed."),
            variable("actual", "The amount there is."),
        ],
        "Spend {missing} more to use this code.",
        "Ajoutez {missing} d'achats pour utiliser ce code.",
    ),
    Row(
        Reason::MaximumExceeded,
        &[variable("maximum", "The largest amount."), variable("actual", "The amount there is.")],
        "This code is for orders of {maximum} at most.",
        "Ce code est réservé aux commandes de {maximum} au plus.",
    ),
    Row(
        Reason::QuantityOutOfRange,
        &[
            variable("missing", "How many units are missing; known when there are too few."),
            variable("maximum", "How many units there may be; known where the coupon says so."),
            variable("actual", "How many units there are."),
        ],
        "Add {missing} more items to use this code.",
        "Ajoutez {missing} articles pour utiliser ce code.",
    ),
    Row(
        Reason::WeightOutOfRange,
        &[
            variable("actual", "The weight of the order in grams."),
            variable("minimum", "The least weight in grams, where there is one."),
            variable("maximum", "The greatest weight in grams, where there is one."),
        ],
        "The order weighs {actual} g; this code is for {maximum} g at most.",
        "La commande pèse {actual} g ; ce code vaut jusqu'à {maximum} g.",
    ),
    Row(
        Reason::RequiredItemsMissing,
        &[variable("items", "What is missing, in words.")],
        "Add {items} to use this code.",
        "Ajoutez {items} pour utiliser ce code.",
    ),
    Row(
        Reason::ChannelIneligible,
        &[variable("channels", "The channels it is for.")],
        "This code can be used in another channel only: {channels}.",
        "Ce code n'est utilisable que sur un autre canal : {channels}.",
    ),
    Row(
        Reason::DeviceIneligible,
        &[variable("devices", "The devices it is for.")],
        "This code can be used on another device only: {devices}.",
        "Ce code n'est utilisable que sur un autre appareil : {devices}.",
    ),
    Row(
        Reason::ShippingServiceIneligible,
        &[variable("services", "The shipping services it is for.")],
        "This code is for another shipping service: {services}.",
        "Ce code vaut pour un autre mode de livraison : {services}.",
    ),
    Row(
        Reason::OutsideSchedule,
        &[variable("when", "When it can be used, in words.")],
        "This code can be used {when}.",
        "Ce code est utilisable {when}.",
    ),
    Row(Reason::InformationMissing, &[SAVING], "", ""),
    Row(Reason::CombinationDisallowed, &[OTHER_CODES, SAVING], "", ""),
    Row(
        Reason::TooManyCodes,
        &[variable("limit", "Codes on one order at most."), OTHER_CODES, SAVING],
        "This order takes {limit} codes at most. Remove one to use this one.",
        "Cette commande accepte {limit} codes au plus. Retirez-en un pour utiliser celui-ci.",
    ),
];

/// Hints, with the usual words.
const HINT_ROWS: &[Row] = &[
    Row(
        Reason::MinimumNotMet,
        &[MISSING_AMOUNT, SAVING],
        "Spend {missing} more to get {saving} off.",
        "Ajoutez {missing} d'achats pour obtenir {saving} de remise.",
    ),
    Row(
        Reason::QuantityOutOfRange,
        &[variable("missing", "How many units are missing."), SAVING],
        "Add {missing} more items to get {saving} off.",
        "Ajoutez {missing} articles pour obtenir {saving} de remise.",
    ),
    Row(
        Reason::RequiredItemsMissing,
        &[variable("items", "What is missing, in words."), SAVING],
        "Add {items} to get {saving} off.",
        "Ajoutez {items} pour obtenir {saving} de remise.",
    ),
    Row(
        Reason::ShippingServiceIneligible,
        &[variable("service", "The shipping service to choose."), SAVING],
        "Choose {service} shipping to get {saving} off.",
        "Choisissez la livraison {service} pour obtenir {saving} de remise.",
    ),
];

/// The reasons that are hinted at.
pub const HINTED: [Reason; 4] = [
    Reason::MinimumNotMet,
    Reason::QuantityOutOfRange,
    Reason::RequiredItemsMissing,
    Reason::ShippingServiceIneligible,
];

fn row(rows: &'static [Row], reason: Reason) -> Option<&'static Row> {
    rows.iter().find(|row| row.0 == reason)
}

/// The variables a message may use.
#[must_use]
pub fn variables(reason: Reason) -> &'static [Variable] {
    row(ROWS, reason).map_or(&[], |row| row.1)
}

/// The variables a hint may use.
#[must_use]
pub fn hint_variables(reason: Reason) -> &'static [Variable] {
    row(HINT_ROWS, reason).map_or(&[], |row| row.1)
}

/// The usual words of a message where the numbers behind it are known, with its variables in braces.
#[must_use]
pub fn default_text(reason: Reason, locale: Locale) -> String {
    match row(ROWS, reason).map(|row| locale.pick(row.2, row.3)).filter(|text| !text.is_empty()) {
        Some(text) => text.to_owned(),
        None => reason.in_plain_words(locale).to_owned(),
    }
}

/// The usual words of a hint, with its variables in braces; empty for a reason that is not hinted at.
#[must_use]
pub fn default_hint(reason: Reason, locale: Locale) -> &'static str {
    row(HINT_ROWS, reason).map_or("", |row| locale.pick(row.2, row.3))
}

/// What a variable of a message holds; `None` where `details` do not say.
pub(super) fn value(said: Said<'_>, name: &str, details: &Value) -> Option<String> {
    let Said { reason, locale, currency, time_zone } = said;
    let number = |value: Option<&Value>| value.and_then(Value::as_u64).map(|number| number.to_string());
    let amount = |member: &str| money_in(details, member, locale, currency);
    let within = |member: &str, name: &str| details.get(member).and_then(|member| member.get(name));
    match (reason, name) {
        (Reason::NotStarted | Reason::Expired, at) => moment_in(details, at, time_zone, locale),
        (Reason::CustomerLimitReached | Reason::TooManyCodes, "limit") => number(details.get("limit")),
        (Reason::MinimumNotMet, "missing") => amount("missing"),
        (Reason::MinimumNotMet, "minimum") | (Reason::MaximumExceeded, "maximum") => amount("needed"),
        (Reason::MinimumNotMet | Reason::MaximumExceeded, "actual") => amount("actual"),
        (Reason::QuantityOutOfRange, "missing") => number(within("missing", "quantity")),
        (Reason::QuantityOutOfRange, "maximum") => number(within("needed", "max")),
        (Reason::QuantityOutOfRange, "actual") => number(within("actual", "quantity")),
        (Reason::WeightOutOfRange, "actual") => number(within("actual", "grams")),
        (Reason::WeightOutOfRange, "minimum") => number(within("needed", "min_grams")),
        (Reason::WeightOutOfRange, "maximum") => number(within("needed", "max_grams")),
        (Reason::RequiredItemsMissing, _) => items(details.get("missing")?, locale),
        (Reason::ChannelIneligible | Reason::DeviceIneligible, names) => names_in(needed(details, names), locale),
        (Reason::ShippingServiceIneligible, _) => services_in(details, locale),
        (Reason::OutsideSchedule, _) => needed(details, "words").and_then(Value::as_str).map(str::to_owned),
        (_, "codes") => other_codes(details, locale),
        (Reason::InformationMissing, "saving") => money(details.get("saving"), said),
        (_, "saving") => money(within("if_switched", "saving"), said),
        _ => None,
    }
}

/// What a variable of a hint holds.
pub(super) fn hint_value(said: Said<'_>, name: &str, missing: &Value, saving: i64) -> Option<String> {
    match (said.reason, name) {
        (_, "saving") => (saving > 0).then(|| amount_for_shopper(saving, said.currency, said.locale)),
        (Reason::MinimumNotMet, _) => money(missing.get("amount"), said),
        (Reason::QuantityOutOfRange, _) => Some(missing.get("quantity")?.as_u64()?.to_string()),
        (Reason::RequiredItemsMissing, _) => items(missing, said.locale),
        (Reason::ShippingServiceIneligible, _) => missing.get("service")?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// An amount above zero.
fn money(minor: Option<&Value>, said: Said<'_>) -> Option<String> {
    let minor = minor?.as_i64().filter(|minor| *minor > 0)?;
    Some(amount_for_shopper(minor, said.currency, said.locale))
}

/// What is missing from the cart: all of a list, or any of it.
fn items(missing: &Value, locale: Locale) -> Option<String> {
    let all = missing.get("items").and_then(|items| joined(items, locale.pick("and", "et")));
    all.or_else(|| joined(missing.get("any_of")?, locale.pick("or", "ou")))
}

/// The codes among those it conflicts with; `None` when it conflicts with an automatic coupon too.
fn other_codes(details: &Value, locale: Locale) -> Option<String> {
    let conflicts = details.get("conflicts_with")?.as_array()?;
    let codes: Option<Vec<&Value>> = conflicts.iter().map(|conflict| conflict.get("code")).collect();
    joined(&Value::from(codes?.into_iter().cloned().collect::<Vec<_>>()), locale.pick("and", "et"))
}
