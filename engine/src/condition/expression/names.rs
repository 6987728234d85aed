//! The names an expression may use, each with its type and the fact it stands for.

use super::shape::Shape;

/// A name: of the cart, or of a part of it.
#[derive(Debug)]
pub(super) struct Name {
    /// As it is written after the point.
    pub(super) name: &'static str,
    /// The fact, as `details.needs` names it.
    pub(super) fact: &'static str,
    /// What it is.
    pub(super) shape: Shape,
}

macro_rules! names {
    ($($name:literal $fact:literal $shape:expr,)+) => {
        &[$(Name { name: $name, fact: $fact, shape: $shape },)+]
    };
}

/// What stands for itself.
pub(super) static ROOT: &[Name] = names! {
    "currency" "currency" Shape::Text,
    "prices_include_tax" "prices_include_tax" Shape::Bool,
    "subtotal" "subtotal" Shape::Number,
    "quantity" "quantity" Shape::Number,
    "weight_grams" "line_items.weight_grams" Shape::Number,
    "lines" "line_items" Shape::Lines,
    "customer" "customer" Shape::Record(CUSTOMER),
    "context" "context" Shape::Record(CONTEXT),
    "shipping" "shipping" Shape::Record(SHIPPING),
};

/// The customer.
pub(super) static CUSTOMER: &[Name] = names! {
    "id" "customer.id" Shape::Text,
    "email" "customer.email" Shape::Text,
    "segments" "customer.segments" Shape::Names,
    "country" "customer.country" Shape::Text,
    "region" "customer.region" Shape::Text,
    "orders_count" "customer.orders_count" Shape::Number,
    "total_spent" "customer.total_spent" Shape::Number,
    "logged_in" "customer.logged_in" Shape::Bool,
    "verified" "customer.verified" Shape::Bool,
    "attributes" "customer.attributes" Shape::Attributes,
};

/// Where and how the shopping happens.
pub(super) static CONTEXT: &[Name] = names! {
    "channel" "context.channel" Shape::Text,
    "device" "context.device" Shape::Text,
    "payment_method" "context.payment_method" Shape::Text,
    "source" "context.source" Shape::Text,
    "locale" "context.locale" Shape::Text,
};

/// The chosen shipping.
pub(super) static SHIPPING: &[Name] = names! {
    "service" "shipping.service" Shape::Text,
    "amount" "shipping.amount" Shape::Number,
};

/// A line.
pub(super) static LINE: &[Name] = names! {
    "id" "line_items.id" Shape::Text,
    "product_id" "line_items.product_id" Shape::Text,
    "sku" "line_items.sku" Shape::Text,
    "quantity" "line_items.quantity" Shape::Number,
    "unit_price" "line_items.unit_price" Shape::Number,
    "list_price" "line_items.list_price" Shape::Number,
    "subtotal" "line_items.subtotal" Shape::Number,
    "weight_grams" "line_items.weight_grams" Shape::Number,
    "categories" "line_items.categories" Shape::Names,
    "groups" "line_items.groups" Shape::Names,
    "tags" "line_items.tags" Shape::Names,
    "brand" "line_items.brand" Shape::Text,
    "attributes" "line_items.attributes" Shape::Attributes,
    "on_sale" "line_items.on_sale" Shape::Bool,
    "in_stock" "line_items.in_stock" Shape::Bool,
    "discountable" "line_items.discountable" Shape::Bool,
    "gift_card" "line_items.gift_card" Shape::Bool,
    "billing_period" "line_items.billing_period" Shape::Text,
};

/// The functions, beside the operators and `has`, `all`, `exists`, `exists_one`, `filter` and `map`.
pub(super) const FUNCTIONS: [&str; 5] = ["size", "contains", "startsWith", "endsWith", "in"];
/// The macros.
pub(super) const MACROS: [&str; 6] = ["has", "all", "exists", "exists_one", "filter", "map"];

/// Every name in one text, for the manual.
pub(super) fn described() -> String {
    let list = |names: &[Name]| names.iter().map(|name| name.name).collect::<Vec<_>>().join(", ");
    format!(
        "Names: {}. Of `customer`: {}. Of `context`: {}. Of `shipping`: {}. Of a line: {}. \
         Amounts are minor units before discounts; `subtotal` and `quantity` count every line but gift cards.",
        list(ROOT),
        list(CUSTOMER),
        list(CONTEXT),
        list(SHIPPING),
        list(LINE)
    )
}
