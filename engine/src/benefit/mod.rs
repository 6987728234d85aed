//! Benefits: what a coupon gives. One kind is one file here plus one line in the `kinds!` list below.
//! `docs/MODEL.md` section 4.

pub(crate) mod compute;
pub mod off;

use crate::decode::{Decode, Errors, Node};
use crate::kind::kinds;

kinds! {
    /// One benefit of a coupon.
    Benefit {
        percent_off::PercentOff => PercentOff,
        amount_off::AmountOff => AmountOff,
        fixed_price::FixedPrice => FixedPrice,
        bundle_price::BundlePrice => BundlePrice,
        tiered::Tiered => Tiered,
        buy_x_get_y::BuyXGetY => BuyXGetY,
        free_product::FreeProduct => FreeProduct,
        free_shipping::FreeShipping => FreeShipping,
        shipping_off::ShippingOff => ShippingOff,
        setup_fee_off::SetupFeeOff => SetupFeeOff,
        by_billing_period::ByBillingPeriod => ByBillingPeriod,
        stored_value::StoredValue => StoredValue,
    }
    planned: []
    computed: compute::Compute,
    in_coupon: |example| serde_json::json!({ "benefits": [example] })
}

impl Decode for Benefit {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        Self::decode_kind(node, errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DecodeError, codes, from_json};

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
    fn an_unknown_kind_names_the_nearest() {
        let (_, code, detail) = fault(r#"{"kind": "percent-of"}"#);
        assert_eq!(code, codes::KIND_UNKNOWN);
        assert!(detail.contains("did you mean `percent_off`?"), "{detail}");
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
