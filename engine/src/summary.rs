//! A whole coupon in plain words, in English and French: what it gives, when, to whom, how often, until when.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::condition::Condition;
use crate::coupon::{Activation, Limits, Terms, Validity};
use crate::locale::{Locale, amount_with_code, day_of_month, moment, month};
use crate::money::Amounts;

/// The terms in plain words; days and times are those of `zone`, the store's.
///
/// ```
/// use tessera_engine::{Locale, Terms, from_json, summary::summarise};
///
/// let terms: Terms = from_json(br#"{
///     "name": "Summer", "code": "SUMMER20", "benefits": [{"kind": "percent_off", "percent": 20}],
///     "limits": {"per_customer": 1}, "validity": {"ends_at": "2026-07-01T00:00:00Z"}
/// }"#).unwrap();
/// assert_eq!(
///     summarise(&terms, Locale::En, &jiff::tz::TimeZone::UTC),
///     "20% off the order. With the code SUMMER20. Once per customer. Until 30 June 2026."
/// );
/// ```
#[must_use]
pub fn summarise(terms: &Terms, locale: Locale, zone: &TimeZone) -> String {
    let sentences = [
        Some(gives(terms, terms.conditions.as_ref(), locale)),
        how(terms, locale),
        limits(&terms.limits, locale),
        Some(validity(&terms.validity, locale, zone)),
        renewals(terms.renewals, locale),
    ];
    said(sentences)
}

/// The terms as a shopper who has the coupon, or may have it, reads them: what it gives, when, until when. How it is come by,
/// the team's limits and what is asked of customers, which may name others, are left out.
///
/// ```
/// use tessera_engine::{Locale, Terms, from_json, summary::summarise_for_shoppers};
///
/// let terms: Terms = from_json(br#"{
///     "name": "Summer", "activation": "claim", "benefits": [{"kind": "percent_off", "percent": 20}],
///     "limits": {"total": 500}, "validity": {"ends_at": "2026-07-01T00:00:00Z"}
/// }"#).unwrap();
/// assert_eq!(
///     summarise_for_shoppers(&terms, Locale::En, &jiff::tz::TimeZone::UTC),
///     "20% off the order. Until 30 June 2026."
/// );
/// ```
#[must_use]
pub fn summarise_for_shoppers(terms: &Terms, locale: Locale, zone: &TimeZone) -> String {
    let days = terms.validity.days_after_claim.map(|days| match (locale, days) {
        (Locale::En, 1) => "for a day once claimed".to_owned(),
        (Locale::En, _) => format!("for {days} days once claimed"),
        (Locale::Fr, 1) => "pendant un jour après le retrait".to_owned(),
        (Locale::Fr, _) => format!("pendant {days} jours après le retrait"),
    });
    let conditions = terms.conditions.as_ref().and_then(Condition::about_cart);
    let when = [period(&terms.validity, locale, zone), days].into_iter().flatten().collect::<Vec<_>>().join(", ");
    said([Some(gives(terms, conditions.as_ref(), locale)), Some(when), renewals(terms.renewals, locale)])
}

fn said<const N: usize>(sentences: [Option<String>; N]) -> String {
    let sentences = sentences.into_iter().flatten().filter(|sentence| !sentence.is_empty());
    sentences.map(|sentence| format!("{}.", capital(&sentence))).collect::<Vec<_>>().join(" ")
}

fn gives(terms: &Terms, conditions: Option<&Condition>, locale: Locale) -> String {
    let benefits: Vec<String> = terms.benefits.iter().map(|benefit| benefit.summary(locale)).collect();
    let gives = if benefits.is_empty() {
        locale.pick("nothing yet", "rien pour l'instant").to_owned()
    } else {
        listed(&benefits, locale.pick("and", "et"))
    };
    match conditions.map(|conditions| conditions.summary(locale)) {
        Some(conditions) if !conditions.is_empty() => format!("{gives}, {conditions}"),
        _ => gives,
    }
}

fn how(terms: &Terms, locale: Locale) -> Option<String> {
    match (terms.activation, &terms.code) {
        (Activation::Code, Some(code)) => {
            Some(format!("{} {}", locale.pick("with the code", "avec le code"), code.typed()))
        }
        (Activation::Code, None) => Some(locale.pick("with a code", "avec un code").to_owned()),
        (Activation::Automatic, _) => Some(locale.pick("applied by itself", "appliqué automatiquement").to_owned()),
        (Activation::Claim, _) => {
            Some(locale.pick("from the customer's wallet", "depuis le portefeuille du client").to_owned())
        }
    }
}

fn limits(limits: &Limits, locale: Locale) -> Option<String> {
    let per = |limit: Option<u64>, en: &str, fr: &str| {
        limit.map(|times| format!("{} {}", number_of_times(times, locale), locale.pick(en, fr)))
    };
    let money = |budget: &Option<Amounts>, en: &str, fr: &str| {
        budget.as_ref().map(|amounts| {
            let amounts = amounts_words(amounts, locale);
            match locale {
                Locale::En => format!("at most {amounts} {en}"),
                Locale::Fr => format!("{amounts} au plus {fr}"),
            }
        })
    };
    let total = |limit: Option<u64>, en: &str, fr: &str| limit.map(|uses| format!("{uses} {}", locale.pick(en, fr)));
    let parts: Vec<String> = [
        per(limits.per_customer, "per customer", "par client"),
        per(limits.per_code, "per code", "par code"),
        total(limits.per_day, "per day", "par jour"),
        total(limits.total, "in total", "au total"),
        money(&limits.budget, "in all", "au total"),
        money(&limits.budget_per_customer, "per customer", "par client"),
        money(&limits.budget_per_day, "per day", "par jour"),
        total(limits.claims_total, "claims", "retraits"),
        total(limits.claims_per_customer, "claims per customer", "retraits par client"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn number_of_times(times: u64, locale: Locale) -> String {
    match (locale, times) {
        (Locale::En, 0) => "never".to_owned(),
        (Locale::En, 1) => "once".to_owned(),
        (Locale::En, 2) => "twice".to_owned(),
        (Locale::En, _) => format!("{times} times"),
        (Locale::Fr, 0) => "jamais".to_owned(),
        (Locale::Fr, 1) => "une fois".to_owned(),
        (Locale::Fr, _) => format!("{times} fois"),
    }
}

fn validity(validity: &Validity, locale: Locale, zone: &TimeZone) -> String {
    let no_end = validity.ends_at.is_none().then(|| locale.pick("no end", "sans fin").to_owned());
    let days = validity.days_after_claim.map(|days| match (locale, days) {
        (Locale::En, 1) => "a day after the claim".to_owned(),
        (Locale::En, _) => format!("{days} days after the claim"),
        (Locale::Fr, 1) => "un jour après le retrait".to_owned(),
        (Locale::Fr, _) => format!("{days} jours après le retrait"),
    });
    [period(validity, locale, zone), no_end, days].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// From when to when; `None`: always.
fn period(validity: &Validity, locale: Locale, zone: &TimeZone) -> Option<String> {
    let start = validity.starts_at.map(|start| zone.to_datetime(start));
    let end = validity.ends_at.map(|end| last_moment(end, zone));
    let at = |day_and_time: jiff::civil::DateTime| moment(day_and_time.date(), day_and_time.time(), locale);
    Some(match (start, end) {
        (None, None) => return None,
        (Some(start), None) => match locale {
            Locale::En => format!("from {}", at(start)),
            Locale::Fr => format!("à partir du {}", at(start)),
        },
        (None, Some(end)) => format!("{} {}", locale.pick("until", "jusqu'au"), at(end)),
        (Some(start), Some(end)) => {
            let (from, to) = locale.pick_pair(("from", "to"), ("du", "au"));
            let whole_days = start.time() == Time::midnight() && end.time() == Time::midnight();
            let day = day_of_month(start.date(), locale);
            let start = if !whole_days || start.year() != end.year() {
                at(start)
            } else if start.month() != end.month() {
                format!("{day} {}", month(start.date(), locale))
            } else {
                day
            };
            format!("{from} {start} {to} {}", at(end))
        }
    })
}

/// The end as it is read: an end at midnight is the whole day before.
pub(crate) fn last_moment(end: Timestamp, zone: &TimeZone) -> jiff::civil::DateTime {
    let end = zone.to_datetime(end);
    if end.time() != Time::midnight() {
        return end;
    }
    end.date().yesterday().unwrap_or(end.date()).to_datetime(Time::midnight())
}

fn renewals(renewals: Option<u32>, locale: Locale) -> Option<String> {
    match (renewals, locale) {
        (Some(0), _) => None,
        (None, _) => Some(locale.pick("also on every renewal", "aussi à chaque renouvellement").to_owned()),
        (Some(1), _) => Some(locale.pick("also on the first renewal", "aussi au premier renouvellement").to_owned()),
        (Some(number), Locale::En) => Some(format!("also on the first {number} renewals")),
        (Some(number), Locale::Fr) => Some(format!("aussi aux {number} premiers renouvellements")),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(parts: &[String], last_word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} {last_word} {last}", others.join(", ")),
    }
}

/// `10.00 USD`, `10.00 USD or 9.00 EUR`.
pub(crate) fn amounts_words(amounts: &Amounts, locale: Locale) -> String {
    let parts: Vec<String> =
        amounts.iter().map(|(currency, money)| amount_with_code(money.minor(), *currency, locale)).collect();
    listed(&parts, locale.pick("or", "ou"))
}

/// `, at most 50.00 USD`, or nothing.
pub(crate) fn at_most(cap: Option<&Amounts>, locale: Locale) -> String {
    match (cap.map(|cap| amounts_words(cap, locale)), locale) {
        (None, _) => String::new(),
        (Some(amounts), Locale::En) => format!(", at most {amounts}"),
        (Some(amounts), Locale::Fr) => format!(", {amounts} au plus"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::from_json;

    fn say(body: &str, locale: Locale) -> String {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        summarise(&from_json(body.as_bytes()).unwrap(), locale, &zone)
    }

    const SUMMER: &str = r#"{
        "name": "Summer sale", "status": "enabled", "code": "SUMMER20",
        "benefits": [{"kind": "percent_off", "percent": 20, "max_amount": {"USD": 5000},
                      "target": {"categories": ["clothing"]}}],
        "conditions": {"all": [{"kind": "order_amount", "min": {"USD": 10000}}]},
        "validity": {"starts_at": "2026-06-01T00:00:00+02:00", "ends_at": "2026-07-01T00:00:00+02:00"},
        "limits": {"total": 500, "per_customer": 1}
    }"#;

    #[test]
    fn a_coupon_in_english() {
        assert_eq!(
            say(SUMMER, Locale::En),
            "20% off clothing, at most 50.00 USD, for orders from 100.00 USD. With the code SUMMER20. \
             Once per customer, 500 in total. From 1 to 30 June 2026."
        );
    }

    #[test]
    fn a_coupon_in_french() {
        assert_eq!(
            say(SUMMER, Locale::Fr).replace('\u{a0}', " "),
            "20 % sur clothing, 50,00 USD au plus, pour les commandes dès 100,00 USD. Avec le code SUMMER20. \
             Une fois par client, 500 au total. Du 1er au 30 juin 2026."
        );
    }

    #[test]
    fn a_shopper_reads_nothing_of_the_teams() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let say = |body: &str, locale| summarise_for_shoppers(&from_json(body.as_bytes()).unwrap(), locale, &zone);
        assert_eq!(
            say(SUMMER, Locale::En),
            "20% off clothing, at most 50.00 USD, for orders from 100.00 USD. From 1 to 30 June 2026."
        );
        let gift = r#"{"name": "n", "activation": "claim", "benefits": [{"kind": "percent_off", "percent": 5}],
                       "validity": {"days_after_claim": 14}, "limits": {"budget": {"EUR": 100000}}}"#;
        assert_eq!(say(gift, Locale::En), "5% off the order. For 14 days once claimed.");
        assert_eq!(
            say(gift, Locale::Fr).replace('\u{a0}', " "),
            "5 % sur la commande. Pendant 14 jours après le retrait."
        );
        let always = r#"{"name": "n", "benefits": [{"kind": "percent_off", "percent": 5}], "code": "AA"}"#;
        assert_eq!(say(always, Locale::En), "5% off the order.");
        let from = r#"{"name": "n", "activation": "claim", "benefits": [{"kind": "percent_off", "percent": 5}],
                       "validity": {"starts_at": "2026-06-01T00:00:00+02:00", "days_after_claim": 1}}"#;
        assert_eq!(say(from, Locale::En), "5% off the order. From 1 June 2026, for a day once claimed.");
        for asked in [
            r#"{"kind": "customer_is", "ids": ["ana"]}"#,
            r#"{"kind": "customer_in", "segments": ["vip"]}"#,
            r#"{"kind": "expression", "expression": "customer.orders_count > 2"}"#,
        ] {
            let bound = format!(
                r#"{{"name": "n", "benefits": [{{"kind": "percent_off", "percent": 5}}],
                    "conditions": {{"all": [{asked}, {{"kind": "order_amount", "min": {{"USD": 1000}}}}]}}}}"#
            );
            assert_eq!(say(&bound, Locale::En), "5% off the order, for orders from 10.00 USD.", "{asked}");
        }
    }

    #[test]
    fn amounts_shipping_and_times() {
        let body = r#"{
            "name": "n", "activation": "automatic", "renewals": 2,
            "benefits": [{"kind": "amount_off", "amount": {"USD": 1000, "EUR": 900}},
                         {"kind": "free_shipping", "services": ["ground", "boat"]}],
            "conditions": {"any": [{"kind": "order_amount", "max": {"EUR": 5000}, "basis": "after_discounts"},
                                   {"not": {"kind": "order_amount", "min": {"EUR": 1}, "scope": "eligible"}}]},
            "validity": {"starts_at": "2026-06-05T18:00:00+02:00", "ends_at": "2026-06-05T20:00:00+02:00"},
            "limits": {"per_customer": 2, "per_day": 100, "budget": {"EUR": 100000}}
        }"#;
        assert_eq!(
            say(body, Locale::En),
            "9.00 EUR or 10.00 USD off the order and free ground or boat shipping, for orders up to 50.00 EUR after \
             other discounts or except (for orders from 0.01 EUR of the discounted items). Applied by itself. \
             Twice per customer, 100 per day, at most 1,000.00 EUR in all. \
             From 5 June 2026 at 18:00 to 5 June 2026 at 20:00. Also on the first 2 renewals."
        );
        assert!(say(body, Locale::Fr).contains("Deux fois") || say(body, Locale::Fr).contains("2 fois par client"));
    }

    #[test]
    fn periods_of_more_than_a_month() {
        let body = |start: &str, end: &str| {
            format!(r#"{{"name": "n", "validity": {{"starts_at": "{start}", "ends_at": "{end}"}}}}"#)
        };
        let summer = body("2026-06-01T00:00:00+02:00", "2026-09-01T00:00:00+02:00");
        assert!(say(&summer, Locale::En).ends_with("From 1 June to 31 August 2026."));
        let winter = body("2026-12-01T00:00:00+01:00", "2027-02-01T00:00:00+01:00");
        assert!(say(&winter, Locale::Fr).ends_with("Du 1er décembre 2026 au 31 janvier 2027."));
        assert_eq!(say(r#"{"name": "n"}"#, Locale::En), "Nothing yet. With a code. No end.");
    }
}
