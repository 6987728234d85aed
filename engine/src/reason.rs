//! Why a coupon or code gave nothing: a stable reason and its words. `docs/MODEL.md` section 11.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::locale::{Locale, amount_for_shopper, moment_of};
use crate::messages::Said;
use crate::money::Currency;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// Why a coupon or code gave nothing. The order is the order in which they are reported:
        /// of several that hold, the first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name, `discount_code_...`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("discount_code_", $name),)+
                }
            }
        }
    };
}

reasons! {
    /// Unknown, malformed, someone else's or blocked: one neutral answer.
    Invalid = "invalid",
    /// Another code of the same coupon, or the same code, came before.
    AlreadyApplied = "already_applied",
    /// Its start is to come.
    NotStarted = "not_started",
    /// Its end has passed.
    Expired = "expired",
    /// Stopped, being written or put away.
    Paused = "paused",
    /// It needs an account and the shopper is not signed in.
    UserNotLoggedIn = "user_not_logged_in",
    /// Its total limit is reached.
    UsageLimitReached = "usage_limit_reached",
    /// This customer has had all the uses there are for one.
    CustomerLimitReached = "customer_limit_reached",
    /// Today's uses are taken.
    DailyLimitReached = "daily_limit_reached",
    /// Its money is spent.
    BudgetExhausted = "budget_exhausted",
    /// Its balance is spent.
    BalanceExhausted = "balance_exhausted",
    /// It does not cover this renewal: it has no renewals left, or the first order had nothing of it.
    RenewalNotCovered = "renewal_not_covered",
    /// The order is worth too little.
    MinimumNotMet = "minimum_not_met",
    /// The order is worth too much.
    MaximumExceeded = "maximum_exceeded",
    /// Too few or too many units.
    QuantityOutOfRange = "quantity_out_of_range",
    /// Too light or too heavy.
    WeightOutOfRange = "weight_out_of_range",
    /// Products it needs are not in the cart.
    RequiredItemsMissing = "required_items_missing",
    /// Products it forbids are in the cart.
    ExcludedItemsPresent = "excluded_items_present",
    /// The customer is not one of those it is for.
    UserIneligible = "user_ineligible",
    /// The customer has ordered before.
    FirstOrderOnly = "first_order_only",
    /// Not for this country or region.
    RegionIneligible = "region_ineligible",
    /// Not for this channel.
    ChannelIneligible = "channel_ineligible",
    /// Not for this device.
    DeviceIneligible = "device_ineligible",
    /// Not with this payment method.
    PaymentMethodIneligible = "payment_method_ineligible",
    /// Not with this shipping service.
    ShippingServiceIneligible = "shipping_service_ineligible",
    /// Not at this time.
    OutsideSchedule = "outside_schedule",
    /// The shop must verify the customer first.
    VerificationRequired = "verification_required",
    /// An expression or a negation failed.
    ConditionNotMet = "condition_not_met",
    /// A fact it needs is not known yet.
    InformationMissing = "information_missing",
    /// It names no amount in the cart's currency.
    CurrencyMismatch = "currency_mismatch",
    /// Nothing in the cart is what it is for.
    ItemsIneligible = "items_ineligible",
    /// It does not combine with another that was taken.
    CombinationDisallowed = "combination_disallowed",
    /// The order holds as many codes as the store allows.
    TooManyCodes = "too_many_codes",
    /// It would give nothing here.
    NoEffect = "no_effect",
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Reason {
    /// A reason by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.as_str() == name)
    }

    /// The reason in words, without numbers.
    #[must_use]
    pub fn in_plain_words(self, locale: Locale) -> &'static str {
        let (en, fr) = plain(self);
        locale.pick(en, fr)
    }
}

/// A reason in words, with the numbers behind it.
///
/// Read from `details`, each only where it is there: `ended_at` and `starts_at` (RFC 3339; shown in the zone of the
/// store, which is named), `missing` (minor units, or `{"amount": ...}`, `{"quantity": ...}`, `{"items": [...]}`), `actual`,
/// `needed`, `services` (names).
/// Without them the words hold no number.
#[must_use]
pub fn message(said: Said<'_>, details: &Value) -> String {
    let Said { reason, locale, currency, time_zone } = said;
    let (en, fr) = plain(reason);
    let more = match reason {
        Reason::Expired => moment_in(details, "ended_at", time_zone, locale).map(|at| match locale {
            Locale::En => format!("This code expired on {at}."),
            Locale::Fr => format!("Ce code a expiré le {at}."),
        }),
        Reason::NotStarted => moment_in(details, "starts_at", time_zone, locale).map(|at| match locale {
            Locale::En => format!("This code is valid from {at}."),
            Locale::Fr => format!("Ce code est valable à partir du {at}."),
        }),
        Reason::RenewalNotCovered => renewal_words(details, locale),
        Reason::MinimumNotMet => money_in(details, "missing", locale, currency).map(|amount| match locale {
            Locale::En => format!("Spend {amount} more to use this code."),
            Locale::Fr => format!("Ajoutez {amount} d'achats pour utiliser ce code."),
        }),
        Reason::MaximumExceeded => money_in(details, "needed", locale, currency).map(|amount| match locale {
            Locale::En => format!("This code is for orders of {amount} at most."),
            Locale::Fr => format!("Ce code est réservé aux commandes de {amount} au plus."),
        }),
        Reason::QuantityOutOfRange => quantity_words(details, locale),
        Reason::WeightOutOfRange => weight_words(details, locale),
        Reason::RequiredItemsMissing => items_words(details, locale),
        Reason::OutsideSchedule => needed(details, "words").and_then(Value::as_str).map(|when| match locale {
            Locale::En => format!("This code can be used {when}."),
            Locale::Fr => format!("Ce code est utilisable {when}."),
        }),
        Reason::ChannelIneligible => names_in(needed(details, "channels"), locale).map(|names| match locale {
            Locale::En => format!("This code can be used in another channel only: {names}."),
            Locale::Fr => format!("Ce code n'est utilisable que sur un autre canal : {names}."),
        }),
        Reason::DeviceIneligible => names_in(needed(details, "devices"), locale).map(|names| match locale {
            Locale::En => format!("This code can be used on another device only: {names}."),
            Locale::Fr => format!("Ce code n'est utilisable que sur un autre appareil : {names}."),
        }),
        Reason::ShippingServiceIneligible => services_in(details, locale).map(|services| match locale {
            Locale::En => format!("This code is for another shipping service: {services}."),
            Locale::Fr => format!("Ce code vaut pour un autre mode de livraison : {services}."),
        }),
        Reason::CustomerLimitReached => {
            details.get("limit").and_then(Value::as_u64).filter(|limit| *limit > 1).map(|limit| match locale {
                Locale::En => format!("You have already used this code {limit} times, the most there is."),
                Locale::Fr => format!("Vous avez déjà utilisé ce code {limit} fois, le maximum."),
            })
        }
        Reason::TooManyCodes => details.get("limit").and_then(Value::as_u64).map(|limit| match (locale, limit) {
            (Locale::En, 1) => "This order takes one code only. Remove the other to use this one.".to_owned(),
            (Locale::En, _) => format!("This order takes {limit} codes at most. Remove one to use this one."),
            (Locale::Fr, 1) => {
                "Cette commande n'accepte qu'un code. Retirez l'autre pour utiliser celui-ci.".to_owned()
            }
            (Locale::Fr, _) => {
                format!("Cette commande accepte {limit} codes au plus. Retirez-en un pour utiliser celui-ci.")
            }
        }),
        _ => None,
    };
    more.unwrap_or_else(|| locale.pick(en, fr).to_owned())
}

/// What a shopper can do to have a coupon, in words: `Spend $60.00 more to get $10.00 off.`
///
/// Reads `amount` (minor units), `quantity`, `items` or `service` from `missing`. `None` where there is no short sentence for the reason.
#[must_use]
pub fn hint_message(
    reason: Reason,
    locale: Locale,
    missing: &Value,
    saving: i64,
    currency: Currency,
) -> Option<String> {
    if !matches!(
        reason,
        Reason::MinimumNotMet
            | Reason::QuantityOutOfRange
            | Reason::RequiredItemsMissing
            | Reason::ShippingServiceIneligible
    ) {
        return None;
    }
    let of = missing.get("of").and_then(Value::as_str);
    let steps: Vec<String> = [
        money_in(missing, "amount", locale, currency).map(|amount| match (locale, of) {
            (Locale::En, None) => format!("spend {amount} more"),
            (Locale::Fr, None) => format!("ajoutez {amount} d'achats"),
            (Locale::En, Some(of)) => format!("spend {amount} more on {of}"),
            (Locale::Fr, Some(of)) => format!("ajoutez {amount} d'achats parmi {of}"),
        }),
        what_to_add(missing, locale),
        missing.get("service").and_then(Value::as_str).map(|service| match locale {
            Locale::En => format!("choose {service} shipping"),
            Locale::Fr => format!("choisissez la livraison {service}"),
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let steps = capitalised(&steps.join(locale.pick(" and ", " et ")))?;
    let off = amount_for_shopper(saving, currency, locale);
    Some(match (locale, saving > 0) {
        (Locale::En, true) => format!("{steps} to get {off} off."),
        (Locale::Fr, true) => format!("{steps} pour obtenir {off} de remise."),
        (Locale::En, false) => format!("{steps} to use this discount."),
        (Locale::Fr, false) => format!("{steps} pour profiter de cette remise."),
    })
}

/// Units, products, or units of a product.
fn what_to_add(missing: &Value, locale: Locale) -> Option<String> {
    let units = missing.get("quantity").and_then(Value::as_u64);
    let of = missing.get("of").and_then(Value::as_str).map(str::to_owned).filter(|_| units.is_some());
    let items = of.or_else(|| missing.get("items").and_then(|items| joined(items, locale.pick("and", "et"))));
    Some(match (units, items, locale) {
        (None, None, _) => return None,
        (None, Some(items), Locale::En) => format!("add {items}"),
        (None, Some(items), Locale::Fr) => format!("ajoutez {items}"),
        (Some(units), Some(items), Locale::En) => format!("add {units} more of {items}"),
        (Some(units), Some(items), Locale::Fr) => format!("ajoutez {units} de plus de {items}"),
        (Some(1), None, Locale::En) => "add 1 more item".to_owned(),
        (Some(1), None, Locale::Fr) => "ajoutez 1 article".to_owned(),
        (Some(units), None, Locale::En) => format!("add {units} more items"),
        (Some(units), None, Locale::Fr) => format!("ajoutez {units} articles"),
    })
}

/// With a capital first letter; `None` of nothing.
fn capitalised(words: &str) -> Option<String> {
    let mut letters = words.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

pub(crate) fn moment_in(details: &Value, member: &str, time_zone: &str, locale: Locale) -> Option<String> {
    moment_of(details.get(member)?.as_str()?, time_zone, locale)
}

pub(crate) fn money_in(details: &Value, member: &str, locale: Locale, currency: Currency) -> Option<String> {
    let value = details.get(member)?;
    let minor = value.as_i64().or_else(|| value.get("amount")?.as_i64())?;
    Some(amount_for_shopper(minor, currency, locale))
}

pub(crate) fn services_in(details: &Value, locale: Locale) -> Option<String> {
    names_in(details.get("services").or_else(|| needed(details, "services")), locale)
}

pub(crate) fn needed<'v>(details: &'v Value, member: &str) -> Option<&'v Value> {
    details.get("needed")?.get(member)
}

/// Why a renewal has nothing of a coupon: how many it covers, or what the first order lacks.
fn renewal_words(details: &Value, locale: Locale) -> Option<String> {
    let number = details.get("renewal_number").and_then(Value::as_u64);
    let covered = details.get("renewals").and_then(Value::as_u64);
    Some(match (covered.zip(number), locale) {
        (Some((0, _)), Locale::En) => "This code is for the first payment, not for renewals.".to_owned(),
        (Some((0, _)), Locale::Fr) => "Ce code vaut pour le premier paiement, pas pour les renouvellements.".to_owned(),
        (Some((1, number)), Locale::En) => format!("This code covers the first renewal; this is renewal {number}."),
        (Some((1, number)), Locale::Fr) => {
            format!("Ce code couvre le premier renouvellement ; celui-ci porte le numéro {number}.")
        }
        (Some((covered, number)), Locale::En) => {
            format!("This code covers the first {covered} renewals; this is renewal {number}.")
        }
        (Some((covered, number)), Locale::Fr) => {
            format!("Ce code couvre les {covered} premiers renouvellements ; celui-ci porte le numéro {number}.")
        }
        (None, _) => {
            details.get("first_order_id")?;
            match (details.get("first_line_ids").is_some(), locale) {
                (false, Locale::En) => "The first order of this subscription did not use this code.",
                (false, Locale::Fr) => "La première commande de cet abonnement n'a pas utilisé ce code.",
                (true, Locale::En) => "On the first order this code gave nothing on the items of this subscription.",
                (true, Locale::Fr) => {
                    "À la première commande, ce code n'a rien donné sur les articles de cet abonnement."
                }
            }
            .to_owned()
        }
    })
}

/// How many units are missing, or how many there may be at most.
fn quantity_words(details: &Value, locale: Locale) -> Option<String> {
    let missing = details.get("missing").and_then(|missing| missing.get("quantity")).and_then(Value::as_u64);
    let most = || needed(details, "max").and_then(Value::as_u64);
    match (missing, locale) {
        (Some(1), Locale::En) => Some("Add 1 more item to use this code.".to_owned()),
        (Some(units), Locale::En) => Some(format!("Add {units} more items to use this code.")),
        (Some(1), Locale::Fr) => Some("Ajoutez 1 article pour utiliser ce code.".to_owned()),
        (Some(units), Locale::Fr) => Some(format!("Ajoutez {units} articles pour utiliser ce code.")),
        (None, Locale::En) => most().map(|most| format!("This code is for {most} items at most.")),
        (None, Locale::Fr) => most().map(|most| format!("Ce code vaut pour {most} articles au plus.")),
    }
}

fn weight_words(details: &Value, locale: Locale) -> Option<String> {
    let grams = details.get("actual")?.get("grams")?.as_u64()?;
    let bound = |member: &str| needed(details, member).and_then(Value::as_u64);
    Some(match (locale, bound("min_grams").filter(|min| grams < *min), bound("max_grams")) {
        (Locale::En, Some(min), _) => format!("The order weighs {grams} g; this code is for {min} g or more."),
        (Locale::Fr, Some(min), _) => format!("La commande pèse {grams} g ; ce code vaut à partir de {min} g."),
        (Locale::En, None, Some(max)) => format!("The order weighs {grams} g; this code is for {max} g at most."),
        (Locale::Fr, None, Some(max)) => format!("La commande pèse {grams} g ; ce code vaut jusqu'à {max} g."),
        (_, None, None) => return None,
    })
}

/// What is missing from the cart, in words.
fn items_words(details: &Value, locale: Locale) -> Option<String> {
    let missing = details.get("missing")?;
    if let Some(products) = missing.get("products").and_then(Value::as_u64) {
        return Some(match locale {
            Locale::En => format!("Different products to add to use this code: {products}."),
            Locale::Fr => format!("Produits différents à ajouter pour utiliser ce code : {products}."),
        });
    }
    let items = missing.get("items").map(|items| joined(items, locale.pick("and", "et")));
    let items =
        items.or_else(|| missing.get("any_of").map(|items| joined(items, locale.pick("or", "ou")))).flatten()?;
    Some(match locale {
        Locale::En => format!("Add {items} to use this code."),
        Locale::Fr => format!("Ajoutez {items} pour utiliser ce code."),
    })
}

pub(crate) fn names_in(names: Option<&Value>, locale: Locale) -> Option<String> {
    joined(names?, locale.pick("or", "ou"))
}

pub(crate) fn joined(names: &Value, word: &str) -> Option<String> {
    let services: Vec<&str> = names.as_array()?.iter().filter_map(Value::as_str).collect();
    let (last, others) = services.split_last()?;
    if others.is_empty() {
        return Some((*last).to_owned());
    }
    Some(format!("{} {word} {last}", others.join(", ")))
}

/// The words without numbers, in English and French.
const fn plain(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::Invalid => ("This code is not valid.", "Ce code n'est pas valable."),
        Reason::AlreadyApplied => ("This code is already applied.", "Ce code est déjà appliqué."),
        Reason::NotStarted => ("This code is not valid yet.", "Ce code n'est pas encore valable."),
        Reason::Expired => ("This code has expired.", "Ce code a expiré."),
        Reason::Paused => ("This code is not available.", "Ce code n'est pas disponible."),
        Reason::UserNotLoggedIn => ("Sign in to use this code.", "Connectez-vous pour utiliser ce code."),
        Reason::UsageLimitReached => ("This code is fully used.", "Ce code est épuisé."),
        Reason::CustomerLimitReached => ("You have already used this code.", "Vous avez déjà utilisé ce code."),
        Reason::DailyLimitReached => (
            "Today's quota of this code is reached. Try again tomorrow.",
            "Le quota du jour est atteint. Réessayez demain.",
        ),
        Reason::BudgetExhausted => ("The budget of this code is spent.", "Le budget de ce code est épuisé."),
        Reason::RenewalNotCovered => {
            ("This code does not cover this renewal.", "Ce code ne couvre pas ce renouvellement.")
        }
        Reason::BalanceExhausted => ("There is nothing left on this code.", "Il ne reste rien sur ce code."),
        Reason::MinimumNotMet => {
            ("The order does not reach the minimum of this code.", "La commande n'atteint pas le minimum de ce code.")
        }
        Reason::MaximumExceeded => {
            ("The order is above the maximum of this code.", "La commande dépasse le maximum de ce code.")
        }
        Reason::QuantityOutOfRange => {
            ("The number of items does not fit this code.", "Le nombre d'articles ne convient pas à ce code.")
        }
        Reason::WeightOutOfRange => {
            ("The weight of the order does not fit this code.", "Le poids de la commande ne convient pas à ce code.")
        }
        Reason::RequiredItemsMissing => {
            ("Items this code needs are not in the cart.", "Il manque au panier des articles exigés par ce code.")
        }
        Reason::ExcludedItemsPresent => (
            "The cart holds items this code cannot be used with.",
            "Le panier contient des articles incompatibles avec ce code.",
        ),
        Reason::UserIneligible => {
            ("This code is not available for your account.", "Ce code n'est pas disponible pour votre compte.")
        }
        Reason::FirstOrderOnly => ("This code is for a first order.", "Ce code est réservé à une première commande."),
        Reason::RegionIneligible => {
            ("This code is not available in your region.", "Ce code n'est pas disponible dans votre région.")
        }
        Reason::ChannelIneligible => ("This code cannot be used here.", "Ce code n'est pas utilisable ici."),
        Reason::DeviceIneligible => {
            ("This code cannot be used on this device.", "Ce code n'est pas utilisable sur cet appareil.")
        }
        Reason::PaymentMethodIneligible => (
            "This code cannot be used with this payment method.",
            "Ce code n'est pas utilisable avec ce moyen de paiement.",
        ),
        Reason::ShippingServiceIneligible => (
            "This code cannot be used with this shipping service.",
            "Ce code n'est pas utilisable avec ce mode de livraison.",
        ),
        Reason::OutsideSchedule => {
            ("This code cannot be used at this time.", "Ce code n'est pas utilisable en ce moment.")
        }
        Reason::VerificationRequired => {
            ("Verify your account to use this code.", "Faites vérifier votre compte pour utiliser ce code.")
        }
        Reason::ConditionNotMet => {
            ("The conditions of this code are not met.", "Les conditions de ce code ne sont pas remplies.")
        }
        Reason::InformationMissing => {
            ("This code is checked at checkout.", "Ce code sera vérifié au moment de la commande.")
        }
        Reason::CurrencyMismatch => {
            ("This code cannot be used in this currency.", "Ce code n'est pas utilisable dans cette devise.")
        }
        Reason::ItemsIneligible => {
            ("This code does not apply to the items in the cart.", "Ce code ne s'applique pas aux articles du panier.")
        }
        Reason::CombinationDisallowed => (
            "This code cannot be combined with another discount of the order.",
            "Ce code n'est pas cumulable avec une autre remise de la commande.",
        ),
        Reason::TooManyCodes => {
            ("This order takes no more codes.", "Cette commande n'accepte pas de code supplémentaire.")
        }
        Reason::NoEffect => ("This code gives nothing on this order.", "Ce code n'apporte rien à cette commande."),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn usd() -> Currency {
        Currency::parse("USD").unwrap()
    }

    fn said(reason: Reason, locale: Locale) -> Said<'static> {
        Said { reason, locale, currency: usd(), time_zone: "Europe/Paris" }
    }

    #[test]
    fn names_are_unique_and_read_back() {
        assert_eq!(Reason::ALL.len(), 34);
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.as_str()), Some(*reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), json!(reason.as_str()));
        }
        assert_eq!(Reason::Invalid.as_str(), "discount_code_invalid");
        assert_eq!(Reason::parse("discount_code_unheard_of"), None);
    }

    #[test]
    fn every_reason_has_words_in_every_language() {
        for reason in Reason::ALL {
            let en = message(said(*reason, Locale::En), &Value::Null);
            let fr = message(said(*reason, Locale::Fr), &Value::Null);
            assert!(en.ends_with('.') && fr.ends_with('.') && en != fr, "{reason:?}: {en} / {fr}");
        }
    }

    #[test]
    fn r009_an_expired_code_says_so_in_french() {
        let details = json!({ "ended_at": "2026-05-31T22:00:00Z" });
        assert_eq!(message(said(Reason::Expired, Locale::En), &details), "This code expired on 1 June 2026.");
        assert_eq!(message(said(Reason::Expired, Locale::Fr), &details), "Ce code a expiré le 1er juin 2026.");
    }

    #[test]
    fn numbers_are_named_in_the_words() {
        let say = |reason: Reason, details: Value| message(said(reason, Locale::En), &details);
        assert_eq!(say(Reason::MinimumNotMet, json!({"missing": 1250})), "Spend $12.50 more to use this code.");
        assert_eq!(
            say(Reason::MinimumNotMet, json!({"missing": {"amount": 1250}})),
            "Spend $12.50 more to use this code."
        );
        assert_eq!(
            say(Reason::ShippingServiceIneligible, json!({"services": ["ground", "boat", "air"]})),
            "This code is for another shipping service: ground, boat or air."
        );
        assert_eq!(
            say(Reason::TooManyCodes, json!({"limit": 1})),
            "This order takes one code only. Remove the other to use this one."
        );
        assert_eq!(
            say(Reason::NotStarted, json!({"starts_at": "2026-06-03T10:00:00+02:00"})),
            "This code is valid from 3 June 2026 at 10:00 (UTC+02:00)."
        );
    }

    #[test]
    fn a_hint_names_what_is_missing_and_what_it_brings() {
        let missing = json!({"amount": 6000});
        let say = |locale| hint_message(Reason::MinimumNotMet, locale, &missing, 1000, usd());
        assert_eq!(say(Locale::En).unwrap(), "Spend $60.00 more to get $10.00 off.");
        assert_eq!(say(Locale::Fr).unwrap(), "Ajoutez 60,00\u{a0}$ d'achats pour obtenir 10,00\u{a0}$ de remise.");
        assert_eq!(hint_message(Reason::Paused, Locale::En, &missing, 1000, usd()), None);
    }
}
