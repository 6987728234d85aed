//! What a message looks like to a shopper, with numbers that are made up: for whoever writes the words.

use serde_json::{Value, json};

use super::{LocaleMessages, Messages, Said, hint_message, message};
use crate::locale::Locale;
use crate::reason::Reason;

/// A message as a shopper could read it: the merchant's own words where there are any, else the usual ones.
#[must_use]
pub fn example(own: &LocaleMessages, said: Said<'_>) -> String {
    let messages = Messages::of([(said.locale, own.clone())]);
    message(messages.as_ref(), said, &sample(said.reason, said.locale))
}

/// The same for a hint; `None` for a reason that is not hinted at.
#[must_use]
pub fn example_hint(own: &LocaleMessages, said: Said<'_>) -> Option<String> {
    let messages = Messages::of([(said.locale, own.clone())]);
    let missing = match said.reason {
        Reason::MinimumNotMet => json!({ "amount": 1250 }),
        Reason::QuantityOutOfRange => json!({ "quantity": 2 }),
        Reason::RequiredItemsMissing => json!({ "items": ["mug"] }),
        Reason::ShippingServiceIneligible => json!({ "service": "ground" }),
        _ => return None,
    };
    hint_message(messages.as_ref(), said, &missing, 1000)
}

/// Details as the engine writes them, with every variable of the message.
pub(super) fn sample(reason: Reason, locale: Locale) -> Value {
    match reason {
        Reason::NotStarted => json!({ "starts_at": "2026-06-03T10:00:00Z" }),
        Reason::Expired => json!({ "ended_at": "2026-06-01T00:00:00Z" }),
        Reason::CustomerLimitReached => json!({ "limit": 3 }),
        Reason::MinimumNotMet | Reason::MaximumExceeded => {
            json!({ "missing": { "amount": 1250 }, "needed": { "amount": 5000 }, "actual": { "amount": 3750 } })
        }
        Reason::QuantityOutOfRange => {
            json!({ "missing": { "quantity": 2 }, "needed": { "min": 3, "max": 9 }, "actual": { "quantity": 1 } })
        }
        Reason::WeightOutOfRange => {
            json!({ "actual": { "grams": 5010 }, "needed": { "min_grams": 2000, "max_grams": 5000 } })
        }
        Reason::RequiredItemsMissing => json!({ "missing": { "items": ["mug", "shirt"] } }),
        Reason::ChannelIneligible => json!({ "needed": { "channels": ["app"] } }),
        Reason::DeviceIneligible => json!({ "needed": { "devices": ["mobile", "tablet"] } }),
        Reason::ShippingServiceIneligible => json!({ "services": ["ground"] }),
        Reason::OutsideSchedule => json!({ "needed": { "words": locale.pick("on Friday", "le vendredi") } }),
        Reason::InformationMissing => json!({ "saving": 900 }),
        Reason::CombinationDisallowed | Reason::TooManyCodes => json!({
            "limit": 2, "conflicts_with": [{ "coupon_id": "cpn_1", "code": "A" }], "if_switched": { "saving": 700 }
        }),
        _ => json!({}),
    }
}
