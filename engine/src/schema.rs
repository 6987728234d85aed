//! JSON schemas (2020-12) of the documents that come in, written where they are read so that both agree:
//! [`cart()`], [`quote_request()`], [`coupon_terms()`], [`selector()`], [`condition()`], [`benefit()`].
//! They refer to each other as `#/components/schemas/...`.

use serde_json::{Map, Value, json};

use crate::benefit::Benefit;
use crate::cart::{BillingPeriod, Cart, PresentedDiscounts};
use crate::condition::{Condition, Leaf};
use crate::coupon::{Activation, Status, Terms, Visibility};
use crate::decode::limits;
use crate::money::Money;

/// Limit of a single amount of a cart.
const CART_AMOUNT: i64 = Cart::LARGEST_AMOUNT;

/// A reference to another schema of the description.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn nullable(schema: Value, description: &str) -> Value {
    json!({ "oneOf": [schema, { "type": "null" }], "description": description })
}

/// The word that tells a kind.
pub(crate) fn kind(name: &str) -> Value {
    json!({ "type": "string", "enum": [name] })
}

/// An amount for each currency.
pub(crate) fn amounts(description: &str) -> Value {
    json!({
        "type": "object", "description": description, "minProperties": 1,
        "propertyNames": { "type": "string", "pattern": "^[A-Z]{3}$" },
        "additionalProperties": { "type": "integer", "minimum": 0, "maximum": Money::MAX_MINOR },
        "examples": [{ "USD": 1000 }]
    })
}

/// An amount for each currency, or `null`.
pub(crate) fn amounts_or_null(description: &str) -> Value {
    let mut schema = amounts(description);
    schema["type"] = json!(["object", "null"]);
    schema
}

/// A list of ids or names, or `null`.
pub(crate) fn names_or_null(limit: usize, description: &str) -> Value {
    json!({ "type": ["array", "null"], "description": description, "maxItems": limit, "items": name() })
}

/// A list of ids or names.
pub(crate) fn names(limit: usize, description: &str) -> Value {
    let mut schema = names_or_null(limit, description);
    schema["type"] = json!("array");
    schema
}

/// A selector, or `null`.
pub(crate) fn selector_or_null() -> Value {
    nullable(reference("Selector"), "Which lines; absent is every discountable line.")
}

fn name() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": limits::NAME })
}

fn name_or_null(description: &str) -> Value {
    json!({ "type": ["string", "null"], "minLength": 1, "maxLength": limits::NAME, "description": description })
}

fn flag(description: &str) -> Value {
    json!({ "type": ["boolean", "null"], "description": description })
}

fn whole(nullable: bool, least: i64, most: i64, description: &str) -> Value {
    let kind = if nullable { json!(["integer", "null"]) } else { json!("integer") };
    json!({ "type": kind, "minimum": least, "maximum": most, "description": description })
}

fn amount(description: &str) -> Value {
    whole(true, 0, CART_AMOUNT, description)
}

fn count(description: &str) -> Value {
    whole(true, 0, Money::MAX_MINOR, description)
}

fn tax_rate() -> Value {
    json!({ "type": ["number", "null"], "minimum": 0, "maximum": 1000, "description": "Percent, at most four decimals; absent: 0." })
}

fn time_or_null(description: &str) -> Value {
    json!({ "type": ["string", "null"], "format": "date-time", "description": description })
}

fn attributes() -> Value {
    json!({
        "type": ["object", "null"], "maxProperties": limits::LIST, "propertyNames": name(),
        "additionalProperties": { "type": ["string", "integer", "boolean", "null"] },
        "description": "Attributes by name: a text, a whole number, true or false."
    })
}

fn words_or_null<T>(words: &[(&str, T)], description: &str) -> Value {
    let mut values: Vec<Value> = words.iter().map(|(word, _)| json!(word)).collect();
    values.push(Value::Null);
    json!({ "type": ["string", "null"], "enum": values, "description": description })
}

/// A closed object: nothing beside its properties.
fn object(description: &str, required: &[&str], properties: Value) -> Value {
    let mut schema = json!({
        "type": "object", "description": description, "properties": properties, "additionalProperties": false
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn object_or_null(description: &str, required: &[&str], properties: Value) -> Value {
    let mut schema = object(description, required, properties);
    schema["type"] = json!(["object", "null"]);
    schema
}

/// The cart.
#[must_use]
pub fn cart() -> Value {
    object(
        "What a shop asks a price for. Amounts are minor units of `currency`.",
        &["currency"],
        json!({
            "currency": { "type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217, such as USD." },
            "prices_include_tax": flag("Whether every amount holds its tax already; absent: false."),
            "line_items": {
                "type": ["array", "null"], "maxItems": limits::LIST, "items": reference("CartLine"),
                "description": "The lines; none is priced, all zero."
            },
            "shipping": object_or_null("The chosen shipping; `null` is not known yet.", &["amount"], json!({
                "service": name_or_null("The service, such as `ground`."),
                "amount": whole(false, 0, CART_AMOUNT, "Its price."),
                "tax_rate": tax_rate(),
            })),
            "fees": {
                "type": ["array", "null"], "maxItems": limits::LIST,
                "description": "Payment and other fees; never discounted.",
                "items": object("A fee of the order.", &["id", "amount"], json!({
                    "id": name(),
                    "amount": whole(false, 0, CART_AMOUNT, "The amount."),
                    "tax_rate": tax_rate(),
                })),
            },
            "customer": object_or_null("Who is shopping; what is absent is unknown, not empty.", &[], json!({
                "id": name_or_null("The merchant's id of the account."),
                "email": {
                    "type": ["string", "null"], "maxLength": Cart::LONGEST_EMAIL,
                    "pattern": "^[^@\\s]+@[^@\\s]+$", "description": "E-mail as typed."
                },
                "segments": names_or_null(limits::LIST, "Segments the customer is in."),
                "country": {
                    "type": ["string", "null"], "pattern": "^[A-Za-z]{2}$", "description": "ISO 3166-1 alpha-2."
                },
                "region": name_or_null("ISO 3166-2 subdivision."),
                "orders_count": count("Placed orders so far."),
                "total_spent": count("Spent so far, in the cart's currency."),
                "logged_in": flag("Whether the shopper is signed in."),
                "verified": flag("Whether the shop has verified who this is."),
                "attributes": attributes(),
            })),
            "context": object_or_null("Where and how the shopping happens.", &[], json!({
                "channel": name_or_null("Such as `web`, `app`, `pos`."),
                "device": name_or_null("Such as `desktop`, `mobile`."),
                "device_id": name_or_null("Opaque identifier of the device."),
                "ip": name_or_null("Address of the shopper."),
                "payment_method": name_or_null("Payment method chosen."),
                "source": name_or_null("Where the shopper came from."),
                "locale": name_or_null("Language of messages, such as `en` or `fr`; absent: English."),
            })),
            "billing": object_or_null(
                "Set when the cart is a renewal of a subscription.",
                &["subscription_id", "first_order_id", "first_line_ids", "renewal_number"],
                json!({
                    "subscription_id": name(),
                    "first_order_id": name(),
                    "first_line_ids": { "type": "array", "maxItems": limits::LIST, "items": name() },
                    "renewal_number": whole(false, 1, 1_000_000, "1 is the second payment."),
                })
            ),
        }),
    )
}

/// A line of a cart.
#[must_use]
pub fn cart_line() -> Value {
    object(
        "One line of a cart.",
        &["product_id", "quantity", "unit_price"],
        json!({
            "id": name_or_null("Unique in the cart; absent: the position as text, from `1`."),
            "product_id": name(),
            "sku": name_or_null("The merchant's stock keeping unit."),
            "title": name_or_null("Display name."),
            "quantity": whole(false, 1, 1_000_000, "Units."),
            "unit_price": whole(false, 0, CART_AMOUNT, "Price of one unit, after the shop's own reductions."),
            "list_price": amount("Price of one unit before the shop's own reductions."),
            "categories": names_or_null(limits::LIST, "Categories the product is in, by id."),
            "groups": names_or_null(limits::LIST, "Product groups, by id."),
            "brand": name_or_null("Brand."),
            "tags": names_or_null(limits::LIST, "Tags."),
            "attributes": attributes(),
            "on_sale": flag("Whether the price is a sale price; absent: when `list_price` is above `unit_price`."),
            "in_stock": flag("Absent: true."),
            "discountable": flag("Whether coupons may reduce this line; absent: true."),
            "gift_card": flag("Absent: false."),
            "tax_rate": tax_rate(),
            "weight_grams": amount("Weight of one unit."),
            "unit_cost": amount("What one unit costs the shop."),
            "min_unit_price": amount("No coupon takes a unit below this price."),
            "setup_fee": amount("One-time setup fee of one unit; absent: 0."),
            "billing_period": words_or_null(
                BillingPeriod::WORDS,
                "How often the line is paid; absent: one time.",
            ),
        }),
    )
}

/// The codes and claims that are presented for a cart.
#[must_use]
pub fn presented_discounts() -> Value {
    object(
        "The codes and claims that are presented, and the automatic coupons that are not wanted.",
        &[],
        json!({
            "codes": {
                "type": ["array", "null"], "maxItems": PresentedDiscounts::LIMIT,
                "items": { "type": "string", "maxLength": limits::NAME }, "description": "Codes as typed."
            },
            "claims": names_or_null(PresentedDiscounts::LIMIT, "Claims, by id."),
            "declined": names_or_null(limits::LIST, "Automatic coupons the shopper does not want, by id."),
        }),
    )
}

/// The body of `POST /v1/quotes`.
#[must_use]
pub fn quote_request() -> Value {
    object(
        "What is to be priced.",
        &["cart"],
        json!({
            "cart": reference("Cart"),
            "discounts": nullable(reference("PresentedDiscounts"), "What is presented; absent: nothing."),
            "explain": flag("Whether to report every candidate."),
            "as_of": time_or_null("Prices at another instant; secret keys only."),
            "order_id": {
                "type": ["string", "null"], "minLength": 1, "maxLength": limits::NAME,
                "description": "The order it is for: what a reservation of it holds counts as free, as it will when the order is placed. Secret keys only; for a browser it stands in the customer token.",
            },
        }),
    )
}

/// The body of `POST /v1/coupons`.
#[must_use]
pub fn coupon_terms() -> Value {
    let text = json!({
        "oneOf": [
            { "type": "string", "maxLength": limits::NAME },
            {
                "type": "object", "propertyNames": name(), "maxProperties": limits::LIST,
                "additionalProperties": { "type": ["string", "null"], "maxLength": limits::NAME }
            },
            { "type": "null" }
        ],
        "description": "What shoppers read, the same in every language or by locale; absent: the description, then the name."
    });
    let joins = object_or_null(
        "Which lanes and activations it combines with; a member left out has the default of the coupon's lanes.",
        &[],
        json!({
            "item": flag("Coupons in the item lane."),
            "order": flag("Coupons in the order lane."),
            "shipping": flag("Coupons in the shipping lane."),
            "codes": flag("Codes and claims."),
            "automatic": flag("Automatic coupons."),
        }),
    );
    object(
        "Everything a merchant writes about a coupon.",
        &["name"],
        json!({
            "name": name(),
            "title": text,
            "description": {
                "type": ["string", "null"], "maxLength": limits::DESCRIPTION, "description": "The longer explanation."
            },
            "campaign_id": name_or_null("The campaign it belongs to."),
            "status": words_or_null(Status::WORDS, "What is set; absent: `draft`."),
            "activation": words_or_null(Activation::WORDS, "How a shopper gets it; absent: `code`."),
            "code": {
                "type": ["string", "null"], "maxLength": limits::NAME,
                "description": "The first code: letters, digits, `-` and `_`, 2 to 64 of them without the dashes."
            },
            "visibility": words_or_null(
                Visibility::WORDS,
                "Who may know about it; absent: `private`.",
            ),
            "benefits": {
                "type": ["array", "null"], "maxItems": Terms::BENEFITS, "items": reference("Benefit"),
                "description": "What it gives; at least one unless it is a draft."
            },
            "conditions": nullable(reference("Condition"), "When it may be used; absent: always."),
            "validity": object_or_null("starts_at <= now < ends_at.", &[], json!({
                "starts_at": time_or_null("First valid instant."),
                "ends_at": time_or_null("First instant that is no longer valid."),
                "days_after_claim": whole(true, 1, 36_500, "A claim ends this many times 24 hours after it was made."),
            })),
            "limits": object_or_null("`null` is unlimited, 0 is none.", &[], json!({
                "total": count("Uses in all."),
                "per_customer": count("Uses by one customer."),
                "per_code": count("Uses of one code."),
                "per_day": count("Uses on one day of the store's zone."),
                "budget": amounts_or_null("Discount in all."),
                "budget_per_customer": amounts_or_null("Discount for one customer."),
                "budget_per_day": amounts_or_null("Discount on one day of the store's zone."),
                "claims_total": count("Claims in all."),
                "claims_per_customer": count("Claims by one customer."),
            })),
            "stacking": object_or_null("Together with what.", &[], json!({
                "combines_with": joins,
                "with": names_or_null(limits::LIST, "Coupons it combines with whatever the map says."),
                "never_with": names_or_null(limits::LIST, "Coupons it never combines with."),
                "priority": whole(true, 1, 1_000_000, "1 runs first; absent: 100."),
            })),
            "renewals": whole(true, -1, 1_000_000, "Renewals it covers: -1 is all, 0 none, N that many; absent: 0."),
            "owner": name_or_null("Who in the team answers for it."),
            "tags": names_or_null(limits::LIST, "The team's own labels."),
            "metadata": {
                "type": ["object", "null"], "maxProperties": limits::METADATA, "propertyNames": name(),
                "additionalProperties": { "type": ["string", "null"], "maxLength": limits::METADATA_VALUE },
                "description": "The merchant's own data, texts by name."
            },
        }),
    )
}

/// Which lines are meant.
#[must_use]
pub fn selector() -> Value {
    let ids = |description: &str| names_or_null(limits::SELECTOR_LIST, description);
    object(
        "Which lines are meant: the lists unite, then exclusions apply. Empty is every discountable line.",
        &[],
        json!({
            "products": ids("Product ids."),
            "categories": ids("Category ids; a category covers its descendants."),
            "groups": ids("Product group ids."),
            "brands": ids("Brands."),
            "tags": ids("Tags."),
            "attributes": {
                "type": ["object", "null"], "maxProperties": limits::LIST, "propertyNames": name(),
                "description": "Attributes, all of which must fit: a value, or bounds of a number.",
                "additionalProperties": { "oneOf": [
                    { "type": ["string", "integer", "boolean", "null"] },
                    {
                        "type": "object", "additionalProperties": false,
                        "minProperties": 1,
                        "properties": {
                            "min": { "type": ["integer", "null"] },
                            "max": { "type": ["integer", "null"] }
                        }
                    }
                ]}
            },
            "include": {
                "type": ["array", "null"], "maxItems": 3,
                "items": { "type": "string", "enum": ["gift_cards", "out_of_stock", "not_discountable"] },
                "description": "Lines that match only when named here."
            },
            "exclude": nullable(reference("Selector"), "Lines that are taken out whatever their flags."),
            "exclude_sale_items": flag("Whether sale items are taken out."),
        }),
    )
}

/// A benefit: one of the kinds, told apart by `kind`.
#[must_use]
pub fn benefit() -> Value {
    one_of("What a coupon gives.", Benefit::schemas().into_iter().map(|(name, _)| benefit_name(name)).collect())
}

/// A node of the condition tree.
#[must_use]
pub fn condition() -> Value {
    let mut choices: Vec<Value> =
        Leaf::schemas().into_iter().map(|(name, _)| reference(&condition_name(name).1)).collect();
    let children = json!({ "type": "array", "items": reference("Condition") });
    for (word, description, value) in [
        ("all", "Every child must pass.", children.clone()),
        ("any", "One child must pass.", children),
        ("not", "The child must fail.", reference("Condition")),
    ] {
        let mut properties = Map::new();
        properties.insert(word.to_owned(), value);
        choices.push(object(description, &[word], Value::Object(properties)));
    }
    json!({
        "oneOf": choices,
        "description": format!(
            "When a coupon may be used: at most {} levels and {} nodes.", Condition::DEPTH, Condition::NODES
        )
    })
}

fn one_of(description: &str, kinds: Vec<(&'static str, String)>) -> Value {
    let choices: Vec<Value> = kinds.iter().map(|(_, name)| reference(name)).collect();
    let mapping: Map<String, Value> = kinds
        .into_iter()
        .map(|(kind, name)| (kind.to_owned(), json!(format!("#/components/schemas/{name}"))))
        .collect();
    json!({
        "oneOf": choices, "description": description,
        "discriminator": { "propertyName": "kind", "mapping": mapping }
    })
}

fn benefit_name(kind: &'static str) -> (&'static str, String) {
    (kind, format!("{}Benefit", pascal(kind)))
}

fn condition_name(kind: &'static str) -> (&'static str, String) {
    (kind, format!("{}Condition", pascal(kind)))
}

fn pascal(kind: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    kind.split('_').map(capital).collect()
}

/// Every schema that others refer to, by the name in `#/components/schemas/`.
#[must_use]
pub fn components() -> Vec<(String, Value)> {
    let mut all = vec![
        ("Cart".to_owned(), cart()),
        ("CartLine".to_owned(), cart_line()),
        ("PresentedDiscounts".to_owned(), presented_discounts()),
        ("QuoteRequest".to_owned(), quote_request()),
        ("CouponTerms".to_owned(), coupon_terms()),
        ("Selector".to_owned(), selector()),
        ("Benefit".to_owned(), benefit()),
        ("Condition".to_owned(), condition()),
    ];
    let example = |mut schema: Value, example: Value| {
        schema["examples"] = json!([example]);
        schema
    };
    for ((kind, schema), (_, good)) in Benefit::schemas().into_iter().zip(Benefit::examples()) {
        all.push((benefit_name(kind).1, example(schema, good)));
    }
    for ((kind, schema), (_, good)) in Leaf::schemas().into_iter().zip(Leaf::examples()) {
        all.push((condition_name(kind).1, example(schema, good)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::from_json;

    fn names(value: &Value) -> Vec<&str> {
        let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Every member of a described object, and nothing else, is read; `null` wherever the schema says so.
    fn agrees<T: crate::decode::Decode>(schema: &Value, good: &Value) {
        let read = |body: &Value| from_json::<T>(body.to_string().as_bytes());
        assert!(read(good).is_ok(), "{good}: {:?}", read(good).err());
        for (name, member) in schema["properties"].as_object().unwrap() {
            let nullable = member["type"].as_array().is_some_and(|types| types.contains(&json!("null")))
                || member["oneOf"].as_array().is_some_and(|choices| choices.contains(&json!({"type": "null"})));
            let mut body = good.clone();
            body[name] = Value::Null;
            assert_eq!(read(&body).is_ok(), nullable, "{name}: {:?}", read(&body).err());
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            let mut body = good.clone();
            body.as_object_mut().unwrap().remove(name.as_str().unwrap());
            assert!(read(&body).is_err(), "{name}");
        }
    }

    #[test]
    fn the_cart_is_read_as_it_is_described() {
        let line = json!({ "product_id": "p", "quantity": 1, "unit_price": 1 });
        let good = json!({ "currency": "USD", "line_items": [line] });
        agrees::<crate::Cart>(&cart(), &good);
        agrees::<crate::cart::QuoteRequest>(&quote_request(), &json!({ "cart": good }));
        agrees::<PresentedDiscounts>(&presented_discounts(), &json!({}));
        for (name, member) in cart_line()["properties"].as_object().unwrap() {
            let nullable = member["type"].as_array().is_some_and(|types| types.contains(&json!("null")));
            let mut body = good.clone();
            body["line_items"][0][name] = Value::Null;
            assert_eq!(from_json::<crate::Cart>(body.to_string().as_bytes()).is_ok(), nullable, "{name}");
        }
    }

    #[test]
    fn terms_are_read_and_written_as_they_are_described() {
        let good = json!({ "name": "n" });
        agrees::<Terms>(&coupon_terms(), &good);
        let written = serde_json::to_value(from_json::<Terms>(good.to_string().as_bytes()).unwrap()).unwrap();
        let described = &coupon_terms()["properties"];
        assert_eq!(names(&written), names(described));
        for member in ["validity", "limits", "stacking"] {
            assert_eq!(names(&written[member]), names(&described[member]["properties"]), "{member}");
        }
        let joins = &described["stacking"]["properties"]["combines_with"]["properties"];
        assert_eq!(names(&written["stacking"]["combines_with"]), names(joins));
        agrees::<crate::target::Selector>(&selector(), &json!({}));
    }

    #[test]
    fn kinds_are_read_as_they_are_described() {
        for ((_, schema), (_, good)) in Benefit::schemas().into_iter().zip(Benefit::examples()) {
            // Of some members one must be there; the example has it.
            let mut schema = schema;
            let required = schema["required"].clone();
            let is_required =
                |name: &str| required.as_array().is_some_and(|names| names.iter().any(|known| known == name));
            for choice in ["percent", "amount", "fixed_price"].into_iter().filter(|name| !is_required(name)) {
                schema["properties"].as_object_mut().unwrap().remove(choice);
            }
            agrees::<Benefit>(&schema, &good);
        }
        for ((_, schema), (_, good)) in Leaf::schemas().into_iter().zip(Leaf::examples()) {
            let mut schema = schema;
            // One of the two bounds must be there; the example has one.
            schema["properties"].as_object_mut().unwrap().remove("min");
            agrees::<Condition>(&schema, &good);
        }
    }
}
