//! Benefits: what a coupon gives. One kind is one file here plus one line in the `kinds!` list below.
//! `docs/MODEL.md` section 4.

pub(crate) mod compute;

use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::kind::kinds;

kinds! {
    /// One benefit of a coupon.
    Benefit {
        percent_off::PercentOff => PercentOff,
        amount_off::AmountOff => AmountOff,
        free_shipping::FreeShipping => FreeShipping,
    }
    planned: [
        "fixed_price", "bundle_price", "tiered", "buy_x_get_y", "free_product", "shipping_off", "setup_fee_off",
        "by_billing_period", "stored_value",
    ]
    computed: compute::Compute
}

impl Decode for Benefit {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        Self::decode_kind(node, errors)
    }
}

/// Refuses a parameter that this release does not compute yet.
pub(crate) fn not_yet(object: &mut Object<'_>, name: &'static str, errors: &mut Errors) {
    object.optional(name, errors, |node, errors| {
        let detail = format!("This release cannot do `{name}` yet; leave it out.");
        node.fault::<()>(errors, codes::KIND_NOT_SUPPORTED, detail)
    });
}

/// Refuses every word of a parameter but the one that this release computes.
pub(crate) fn only<T: Copy + PartialEq>(
    object: &mut Object<'_>,
    name: &'static str,
    words: &[(&'static str, T)],
    able: T,
    errors: &mut Errors,
) {
    object.optional(name, errors, |node, errors| {
        let chosen = node.word(words, errors)?;
        if chosen == able {
            return Some(chosen);
        }
        let word = |value| words.iter().find(|(_, other)| *other == value).map_or("", |(word, _)| *word);
        let detail = format!("This release cannot do `{name}: {}` yet; use `{}`.", word(chosen), word(able));
        node.fault(errors, codes::KIND_NOT_SUPPORTED, detail)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DecodeError, from_json};

    fn fault(body: &str) -> (String, &'static str, String) {
        match from_json::<Benefit>(body.as_bytes()) {
            Err(DecodeError::Fields(mut errors)) => {
                assert_eq!(errors.len(), 1, "{errors:?}");
                let error = errors.remove(0);
                (error.pointer, error.code, error.detail)
            }
            other => panic!("{body}: {other:?}"),
        }
    }

    #[test]
    fn every_example_reads_and_is_written_back() {
        for (name, example) in Benefit::examples() {
            let read: Benefit = from_json(example.to_string().as_bytes()).unwrap();
            assert_eq!(read.name(), name);
            let written = serde_json::to_string(&read).unwrap();
            assert_eq!(from_json::<Benefit>(written.as_bytes()).unwrap(), read);
        }
    }

    #[test]
    fn every_schema_names_what_is_written() {
        for ((name, schema), (_, example)) in Benefit::schemas().into_iter().zip(Benefit::examples()) {
            let read: Benefit = from_json(example.to_string().as_bytes()).unwrap();
            let written = serde_json::to_value(&read).unwrap();
            let written: Vec<&String> = written.as_object().unwrap().keys().collect();
            let described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
            assert_eq!(written, described, "{name}");
            assert_eq!(schema["additionalProperties"], false);
            assert_eq!(schema["properties"]["kind"]["enum"], serde_json::json!([name]));
        }
    }

    #[test]
    fn kinds_of_later_releases_are_refused_by_name() {
        for kind in Benefit::PLANNED {
            let (pointer, code, detail) = fault(&format!(r#"{{"kind": "{kind}", "anything": 1}}"#));
            assert_eq!((pointer.as_str(), code), ("/kind", codes::KIND_NOT_SUPPORTED));
            assert!(detail.contains(&format!("cannot do `{kind}` yet; it can do: `percent_off`")), "{detail}");
        }
        let (_, code, detail) = fault(r#"{"kind": "percent-of"}"#);
        assert_eq!(code, codes::KIND_UNKNOWN);
        assert!(detail.contains("did you mean `percent_off`?"), "{detail}");
    }

    #[test]
    fn parameters_of_later_releases_are_refused_by_name() {
        for (body, pointer) in [
            (r#"{"kind": "percent_off", "percent": 10, "max_units": 2}"#, "/max_units"),
            (r#"{"kind": "percent_off", "percent": 10, "units": "cheapest"}"#, "/units"),
            (r#"{"kind": "amount_off", "amount": {"USD": 1}, "per": "unit"}"#, "/per"),
            (r#"{"kind": "amount_off", "amount": {"USD": 1}, "per": "line"}"#, "/per"),
            (r#"{"kind": "amount_off", "amount": {"USD": 1}, "overflow": "spill_to_order"}"#, "/overflow"),
        ] {
            let (at, code, _) = fault(body);
            assert_eq!((at.as_str(), code), (pointer, codes::KIND_NOT_SUPPORTED), "{body}");
        }
    }

    #[test]
    fn parameters_are_checked() {
        assert_eq!(fault(r#"{"kind": "percent_off"}"#).1, codes::REQUIRED);
        assert_eq!(fault(r#"{"kind": "percent_off", "percent": 101}"#).1, codes::OUT_OF_RANGE);
        assert_eq!(fault(r#"{"kind": "percent_off", "percent": "20"}"#).1, codes::WRONG_TYPE);
        assert_eq!(fault(r#"{"kind": "amount_off", "amount": 1000}"#).1, codes::WRONG_TYPE);
        assert_eq!(fault(r#"{"kind": "free_shipping", "service": "ground"}"#).1, codes::UNKNOWN_FIELD);
        assert_eq!(fault(r#"{"percent": 20}"#).1, codes::REQUIRED);
    }
}
