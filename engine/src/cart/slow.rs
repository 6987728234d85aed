//! The slow reader: every fault of a cart at once, each with its pointer.

use super::fast::{is_country, is_email};
use super::{Attribute, Billing, BillingPeriod, Cart, Context, Customer, Fee, Line, Shipping, check, fast};
use crate::decode::{Decode, Errors, Form, Node, Object, codes, limits};
use crate::money::{Money, Percent};

impl Decode for Cart {
    /// Tries the fast reader first.
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        match fast::cart(node.text_as_written().as_bytes()) {
            Some(cart) => Some(cart),
            None => cart(node, errors),
        }
    }
}

/// Reads a cart and reports every fault of it.
pub(super) fn cart(node: &Node<'_>, errors: &mut Errors) -> Option<Cart> {
    let mut object = node.object(errors)?;
    let before = errors.len();
    let currency = object.required("currency", errors, Node::currency);
    let prices_include_tax = flag(&mut object, "prices_include_tax", errors);
    let line_items = object.optional("line_items", errors, |node, errors| node.each(Cart::LINES, errors, line));
    let shipping = object.optional("shipping", errors, shipping);
    let fees = object.optional("fees", errors, |node, errors| node.each(limits::LIST, errors, fee));
    let customer = object.optional("customer", errors, customer);
    let context = object.optional("context", errors, decode_context);
    let billing = object.optional("billing", errors, billing);
    object.finish(errors);
    let mut cart = Cart {
        currency: currency?,
        prices_include_tax: prices_include_tax.unwrap_or_default(),
        line_items: line_items.unwrap_or_default(),
        shipping,
        fees: fees.unwrap_or_default(),
        customer,
        context: context.unwrap_or_default(),
        billing,
    };
    // Positions and sums mean something only when every line could be read.
    if errors.len() == before {
        check::complete(&mut cart, node.pointer(), errors);
    }
    (errors.len() == before).then_some(cart)
}

fn line(node: &Node<'_>, errors: &mut Errors) -> Option<Line> {
    let mut object = node.object(errors)?;
    let id = name(&mut object, "id", errors);
    let product_id = object.required("product_id", errors, Node::name);
    let quantity = object.required("quantity", errors, million);
    let unit_price = object.required("unit_price", errors, amount);
    let line = Line {
        id: id.unwrap_or_default(),
        product_id: String::new(),
        sku: name(&mut object, "sku", errors),
        title: name(&mut object, "title", errors),
        quantity: quantity.unwrap_or_default(),
        unit_price: unit_price.unwrap_or_default(),
        list_price: object.optional("list_price", errors, amount),
        categories: names(&mut object, "categories", errors),
        groups: names(&mut object, "groups", errors),
        brand: name(&mut object, "brand", errors),
        tags: names(&mut object, "tags", errors),
        attributes: object.optional("attributes", errors, attributes),
        on_sale: flag(&mut object, "on_sale", errors),
        in_stock: flag(&mut object, "in_stock", errors),
        discountable: flag(&mut object, "discountable", errors),
        gift_card: flag(&mut object, "gift_card", errors),
        tax_rate: object.optional("tax_rate", errors, tax_rate),
        weight_grams: object.optional("weight_grams", errors, |node, errors| {
            node.integer(0..=Cart::LARGEST_AMOUNT, errors).map(i64::unsigned_abs)
        }),
        unit_cost: object.optional("unit_cost", errors, amount),
        min_unit_price: object.optional("min_unit_price", errors, amount),
        setup_fee: object.optional("setup_fee", errors, amount),
        billing_period: object.optional("billing_period", errors, BillingPeriod::decode),
    };
    object.finish(errors);
    Some(Line { product_id: product_id?, ..line }).filter(|_| quantity.is_some() && unit_price.is_some())
}

fn shipping(node: &Node<'_>, errors: &mut Errors) -> Option<Shipping> {
    let mut object = node.object(errors)?;
    let service = name(&mut object, "service", errors);
    let amount = object.required("amount", errors, amount);
    let tax_rate = object.optional("tax_rate", errors, tax_rate);
    object.finish(errors);
    Some(Shipping { service, amount: amount?, tax_rate })
}

fn fee(node: &Node<'_>, errors: &mut Errors) -> Option<Fee> {
    let mut object = node.object(errors)?;
    let id = object.required("id", errors, Node::name);
    let amount = object.required("amount", errors, amount);
    let tax_rate = object.optional("tax_rate", errors, tax_rate);
    object.finish(errors);
    Some(Fee { id: id?, amount: amount?, tax_rate })
}

fn customer(node: &Node<'_>, errors: &mut Errors) -> Option<Customer> {
    let mut object = node.object(errors)?;
    let customer = Customer {
        id: name(&mut object, "id", errors),
        email: object.optional("email", errors, decode_email),
        segments: names(&mut object, "segments", errors),
        country: object.optional("country", errors, decode_country),
        region: name(&mut object, "region", errors),
        orders_count: object.optional("orders_count", errors, Node::count),
        total_spent: object.optional("total_spent", errors, |node, errors| node.money(Money::MAX_MINOR, errors)),
        logged_in: flag(&mut object, "logged_in", errors),
        verified: flag(&mut object, "verified", errors),
        attributes: object.optional("attributes", errors, attributes),
    };
    object.finish(errors);
    Some(customer)
}

/// Reads where and how somebody shops.
pub fn decode_context(node: &Node<'_>, errors: &mut Errors) -> Option<Context> {
    let mut object = node.object(errors)?;
    let context = Context {
        channel: name(&mut object, "channel", errors),
        device: name(&mut object, "device", errors),
        device_id: name(&mut object, "device_id", errors),
        ip: name(&mut object, "ip", errors),
        payment_method: name(&mut object, "payment_method", errors),
        source: name(&mut object, "source", errors),
        locale: name(&mut object, "locale", errors),
    };
    object.finish(errors);
    Some(context)
}

fn billing(node: &Node<'_>, errors: &mut Errors) -> Option<Billing> {
    let mut object = node.object(errors)?;
    let subscription_id = object.required("subscription_id", errors, Node::name);
    let first_order_id = object.required("first_order_id", errors, Node::name);
    let first_line_ids = object.required("first_line_ids", errors, |node, errors| node.names(limits::LIST, errors));
    let renewal_number = object.required("renewal_number", errors, million);
    object.finish(errors);
    Some(Billing {
        subscription_id: subscription_id?,
        first_order_id: first_order_id?,
        first_line_ids: first_line_ids?,
        renewal_number: renewal_number?,
    })
}

fn name(object: &mut Object<'_>, member: &'static str, errors: &mut Errors) -> Option<String> {
    object.optional(member, errors, Node::name)
}

fn names(object: &mut Object<'_>, member: &'static str, errors: &mut Errors) -> Option<Vec<String>> {
    object.optional(member, errors, |node, errors| node.names(limits::LIST, errors))
}

fn flag(object: &mut Object<'_>, member: &'static str, errors: &mut Errors) -> Option<bool> {
    object.optional(member, errors, Node::bool)
}

fn amount(node: &Node<'_>, errors: &mut Errors) -> Option<Money> {
    node.money(Cart::LARGEST_AMOUNT, errors)
}

fn million(node: &Node<'_>, errors: &mut Errors) -> Option<u32> {
    node.integer(1..=i64::from(Cart::MILLION), errors).and_then(|number| u32::try_from(number).ok())
}

fn tax_rate(node: &Node<'_>, errors: &mut Errors) -> Option<Percent> {
    node.percent(Percent::THOUSAND, errors)
}

fn attributes(node: &Node<'_>, errors: &mut Errors) -> Option<std::collections::BTreeMap<String, Attribute>> {
    node.map(limits::LIST, errors, decode_attribute)
}

/// Reads the value of an attribute: a text, a whole number, true or false.
pub fn decode_attribute(node: &Node<'_>, errors: &mut Errors) -> Option<Attribute> {
    match node.form() {
        Form::String => node.name(errors).map(Attribute::Text),
        Form::Number => node.integer(-Money::MAX_MINOR..=Money::MAX_MINOR, errors).map(Attribute::Number),
        Form::Bool => node.bool(errors).map(Attribute::Flag),
        Form::Null | Form::Array | Form::Object => {
            node.fault(errors, codes::WRONG_TYPE, "must be a text, a whole number, true or false")
        }
    }
}

/// Reads an e-mail address.
pub fn decode_email(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let email = node.text(Cart::LONGEST_EMAIL, errors)?;
    if is_email(&email) {
        return Some(email);
    }
    node.fault(errors, codes::INVALID_VALUE, "must be an e-mail address, such as ana@shop.example")
}

/// Reads a country of ISO 3166-1.
pub fn decode_country(node: &Node<'_>, errors: &mut Errors) -> Option<String> {
    let country = node.name(errors)?;
    if is_country(&country) {
        return Some(country.to_ascii_uppercase());
    }
    node.fault(errors, codes::INVALID_VALUE, "must be a country of ISO 3166-1 in two letters, such as FR")
}
