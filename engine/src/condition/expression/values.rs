//! The facts of a cart as values of the expression language. Only what an expression names is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use cel::objects::{Key, Map};
use cel::{Context, Value};

use super::shape::Checked;
use crate::cart::Attribute;
use crate::condition::judge::Scene;
use crate::lines::LineView;

/// How many lines there are, and how long the longest list of names of the cart is.
pub(super) fn sizes(scene: &Scene<'_>) -> (u64, u64) {
    let of_line = |view: &LineView<'_>| {
        let lists = [&view.line.groups, &view.line.tags];
        let longest = lists.into_iter().flatten().map(Vec::len).max().unwrap_or(0);
        longest.max(view.categories().len())
    };
    let segments = scene.customer().and_then(|customer| customer.segments.as_ref()).map_or(0, Vec::len);
    let longest = scene.lines.all().iter().map(of_line).max().unwrap_or(0).max(segments);
    (scene.lines.all().len() as u64, longest as u64)
}

/// Binds what the expression names. Gives back the named facts that are absent, each once.
pub(super) fn bind(context: &mut Context<'_, '_>, scene: &Scene<'_>, checked: &Checked) -> Vec<&'static str> {
    let mut facts = Facts { checked, absent: Vec::new() };
    for root in &checked.roots {
        if let Some(value) = facts.root(root, scene) {
            context.add_variable_from_value(*root, value);
        }
    }
    facts.absent.sort_unstable();
    facts.absent.dedup();
    facts.absent
}

struct Facts<'c> {
    checked: &'c Checked,
    absent: Vec<&'static str>,
}

/// The members of a value to be.
type Members = Vec<(Key, Value)>;

impl Facts<'_> {
    fn root(&mut self, root: &str, scene: &Scene<'_>) -> Option<Value> {
        let cart = scene.request.cart;
        let counted = || scene.lines.indices().filter(|line| scene.is_merchandise(*line)).map(|line| scene.lines.at(line));
        Some(match root {
            "currency" => text(cart.currency.as_str()),
            "prices_include_tax" => Value::Bool(cart.prices_include_tax),
            "subtotal" => Value::Int(counted().map(|view| view.subtotal).sum()),
            "quantity" => Value::Int(counted().map(|view| i64::from(view.line.quantity)).sum()),
            "weight_grams" => {
                let weight = counted().try_fold(0_u64, |sum, view| {
                    Some(sum.saturating_add(view.line.weight_grams?.saturating_mul(u64::from(view.line.quantity))))
                });
                return self.known("line_items.weight_grams", weight.map(number));
            }
            "lines" => Value::List(Arc::new(scene.lines.all().iter().map(|view| self.line(view)).collect())),
            "customer" => self.customer(scene),
            "context" => self.context(scene),
            "shipping" => self.shipping(scene),
            _ => return None,
        })
    }

    /// Notes a fact that is absent.
    fn known(&mut self, fact: &'static str, value: Option<Value>) -> Option<Value> {
        if value.is_none() && self.checked.facts.contains(fact) {
            self.absent.push(fact);
        }
        value
    }

    /// Adds a member if the expression names it and it is known.
    fn add(&mut self, members: &mut Members, fact: &'static str, value: impl FnOnce() -> Option<Value>) {
        if !self.checked.named.contains(fact) {
            return;
        }
        let name = fact.rsplit('.').next().unwrap_or(fact);
        if let Some(value) = self.known(fact, value()) {
            members.push((Key::String(Arc::new(name.to_owned())), value));
        }
    }

    fn customer(&mut self, scene: &Scene<'_>) -> Value {
        let of = scene.customer();
        let mut members = Members::new();
        let told = |get: fn(&crate::cart::Customer) -> Option<&str>| of.and_then(get).map(text);
        self.add(&mut members, "customer.id", || told(|customer| customer.id.as_deref()));
        self.add(&mut members, "customer.email", || told(|customer| customer.email.as_deref()));
        self.add(&mut members, "customer.country", || told(|customer| customer.country.as_deref()));
        self.add(&mut members, "customer.region", || told(|customer| customer.region.as_deref()));
        self.add(&mut members, "customer.segments", || Some(names(of?.segments.as_ref()?)));
        self.add(&mut members, "customer.logged_in", || of?.logged_in.map(Value::Bool));
        self.add(&mut members, "customer.verified", || of?.verified.map(Value::Bool));
        self.add(&mut members, "customer.attributes", || Some(attributes(of?.attributes.as_ref()?)));
        self.add(&mut members, "customer.orders_count", || scene.orders_count().map(number));
        self.add(&mut members, "customer.total_spent", || {
            let told = of.and_then(|customer| customer.total_spent);
            told.max(scene.request.facts.total_spent).map(|spent| Value::Int(spent.minor()))
        });
        map(members)
    }

    fn context(&mut self, scene: &Scene<'_>) -> Value {
        let context = &scene.request.cart.context;
        let mut members = Members::new();
        self.add(&mut members, "context.channel", || context.channel.as_deref().map(text));
        self.add(&mut members, "context.device", || context.device.as_deref().map(text));
        self.add(&mut members, "context.payment_method", || context.payment_method.as_deref().map(text));
        self.add(&mut members, "context.source", || context.source.as_deref().map(text));
        self.add(&mut members, "context.locale", || context.locale.as_deref().map(text));
        map(members)
    }

    fn shipping(&mut self, scene: &Scene<'_>) -> Value {
        let shipping = scene.request.cart.shipping.as_ref();
        let mut members = Members::new();
        self.add(&mut members, "shipping.service", || shipping?.service.as_deref().map(text));
        self.add(&mut members, "shipping.amount", || shipping.map(|shipping| Value::Int(shipping.amount.minor())));
        map(members)
    }

    /// A line. What nobody said of its lists is that they are empty, as it is for selectors (4.2).
    fn line(&mut self, view: &LineView<'_>) -> Value {
        let line = view.line;
        let list = |list: &Option<Vec<String>>| Some(names(list.as_deref().unwrap_or_default()));
        let mut members = Members::new();
        self.add(&mut members, "line_items.id", || Some(text(&line.id)));
        self.add(&mut members, "line_items.product_id", || Some(text(&line.product_id)));
        self.add(&mut members, "line_items.sku", || line.sku.as_deref().map(text));
        self.add(&mut members, "line_items.quantity", || Some(number(line.quantity.into())));
        self.add(&mut members, "line_items.unit_price", || Some(Value::Int(line.unit_price.minor())));
        self.add(&mut members, "line_items.list_price", || line.list_price.map(|price| Value::Int(price.minor())));
        self.add(&mut members, "line_items.subtotal", || Some(Value::Int(view.subtotal)));
        self.add(&mut members, "line_items.weight_grams", || line.weight_grams.map(number));
        self.add(&mut members, "line_items.categories", || Some(names(&view.categories())));
        self.add(&mut members, "line_items.groups", || list(&line.groups));
        self.add(&mut members, "line_items.tags", || list(&line.tags));
        self.add(&mut members, "line_items.brand", || line.brand.as_deref().map(text));
        self.add(&mut members, "line_items.attributes", || line.attributes.as_ref().map(attributes).or(Some(map(vec![]))));
        self.add(&mut members, "line_items.on_sale", || Some(Value::Bool(view.on_sale())));
        self.add(&mut members, "line_items.in_stock", || Some(Value::Bool(line.in_stock.unwrap_or(true))));
        self.add(&mut members, "line_items.discountable", || Some(Value::Bool(line.discountable.unwrap_or(true))));
        self.add(&mut members, "line_items.gift_card", || Some(Value::Bool(line.gift_card.unwrap_or(false))));
        self.add(&mut members, "line_items.billing_period", || {
            Some(text(line.billing_period.unwrap_or(crate::cart::BillingPeriod::OneTime).as_str()))
        });
        map(members)
    }
}

fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

/// Numbers of a cart are at most 2^53 - 1; only a sum of weights may be larger, and counts as the most there is.
fn number(number: u64) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn names(names: &[impl AsRef<str>]) -> Value {
    Value::List(Arc::new(names.iter().map(|name| text(name.as_ref())).collect()))
}

fn attributes(attributes: &BTreeMap<String, Attribute>) -> Value {
    let value = |attribute: &Attribute| match attribute {
        Attribute::Text(words) => text(words),
        Attribute::Number(number) => Value::Int(*number),
        Attribute::Flag(flag) => Value::Bool(*flag),
    };
    map(attributes.iter().map(|(name, attribute)| (Key::String(Arc::new(name.clone())), value(attribute))).collect())
}

/// A map is only ever asked for a member, never walked: its order decides nothing.
fn map(members: Members) -> Value {
    Value::Map(Map { map: Arc::new(members.into_iter().collect()) })
}
