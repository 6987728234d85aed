//! The engine's documents in the OpenAPI description: the schemas of [`crate::schema`] as components of `utoipa`.

use std::borrow::Cow;

use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::cart::{Cart, Line, PresentedDiscounts, QuoteRequest};
use crate::reason::Reason;
use crate::{benefit::Benefit, condition::Condition, coupon::Terms, schema, target::Selector};

type Component = (String, RefOr<Schema>);

fn read(schema: Value) -> RefOr<Schema> {
    serde_json::from_value(schema).expect("a schema of the engine holds only what utoipa can hold; a test reads each")
}

/// Documents that refer to each other: each brings them all.
macro_rules! components {
    ($($Type:ty = $name:literal from $schema:path;)+) => {
        $(
            impl PartialSchema for $Type {
                fn schema() -> RefOr<Schema> {
                    read($schema())
                }
            }

            impl ToSchema for $Type {
                fn name() -> Cow<'static, str> {
                    Cow::Borrowed($name)
                }

                fn schemas(schemas: &mut Vec<Component>) {
                    schemas.extend(schema::components().into_iter().map(|(name, schema)| (name, read(schema))));
                }
            }
        )+
    };
}

components! {
    Cart = "Cart" from schema::cart;
    Line = "CartLine" from schema::cart_line;
    PresentedDiscounts = "PresentedDiscounts" from schema::presented_discounts;
    QuoteRequest = "QuoteRequest" from schema::quote_request;
    Terms = "CouponTerms" from schema::coupon_terms;
    Selector = "Selector" from schema::selector;
    Benefit = "Benefit" from schema::benefit;
    Condition = "Condition" from schema::condition;
}

impl PartialSchema for Reason {
    fn schema() -> RefOr<Schema> {
        let names: Vec<&str> = Self::ALL.iter().map(|reason| reason.as_str()).collect();
        read(serde_json::json!({
            "type": "string", "enum": names,
            "description": "Why a coupon or code gave nothing. More may come."
        }))
    }
}

impl ToSchema for Reason {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::Quote;

    #[test]
    fn nothing_of_a_schema_is_lost_on_the_way() {
        for (name, schema) in schema::components() {
            let through = serde_json::to_value(read(schema.clone())).unwrap();
            assert!(through == schema, "{name}: {through}\nis not {schema}");
        }
    }

    #[test]
    fn every_reference_is_a_component() {
        let names: Vec<String> = schema::components().into_iter().map(|(name, _)| name).collect();
        for (name, schema) in schema::components() {
            for part in schema.to_string().split("#/components/schemas/").skip(1) {
                let target = part.split('"').next().unwrap();
                assert!(names.iter().any(|name| name == target), "{name} refers to {target}");
            }
        }
    }

    #[test]
    fn a_quote_is_described_member_by_member() {
        let quote = serde_json::to_value(Quote::schema()).unwrap();
        let properties = quote["properties"].as_object().unwrap();
        for member in ["currency", "as_of", "line_items", "discounts", "totals", "selection", "policy", "explain"] {
            assert!(properties.contains_key(member), "{member}");
        }
        let required: Vec<&str> = quote["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(required.contains(&"shipping") && !required.contains(&"explain"), "{required:?}");
    }
}
