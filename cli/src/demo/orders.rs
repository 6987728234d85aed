//! Places the demo's past orders through the same use case as a checkout does.

use std::collections::BTreeMap;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tessera_app::redemptions::RedemptionRequest;
use tessera_app::{App, Mutation};
use tessera_engine::from_json;

use super::clock::DemoClock;
use super::data::{Data, Record, Template};
use super::draw::Draw;
use super::told;

/// An order to be placed.
struct Order<'a> {
    at: Timestamp,
    template: &'a Template,
    customer: &'a Record,
}

/// Places all orders of the recipes, oldest first. Codes that give nothing on the day are left out by the checkout.
pub(super) async fn place(app: &App, clock: &DemoClock, data: &Data) -> anyhow::Result<usize> {
    let prices: BTreeMap<&str, &Value> =
        data.products.iter().map(|product| (product.id.as_str(), product.get("unit_price"))).collect();
    let mut orders = draw_orders(data)?;
    orders.sort_by_key(|order| order.at);
    for (index, order) in orders.iter().enumerate() {
        clock.set(order.at);
        let order_id = format!("order-{:04}", 1001 + index);
        let body = serde_json::to_vec(&request(&order_id, order, &prices)?)?;
        let request: RedemptionRequest = from_json(&body).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        app.create_redemption(Mutation::program("/demo"), request)
            .await
            .map_err(|problem| told(&order_id, &problem))?;
    }
    Ok(orders.len())
}

fn draw_orders(data: &Data) -> anyhow::Result<Vec<Order<'_>>> {
    let recipes = &data.recipes;
    let mut draw = Draw::new(recipes.seed);
    let exact =
        recipes.templates.iter().flat_map(|template| std::iter::repeat_n(template, template.count.unwrap_or(0)));
    let mut templates: Vec<&Template> = exact.collect();
    while templates.len() < recipes.orders {
        templates.push(draw_template(&mut draw, &recipes.templates));
    }
    let now = Timestamp::now();
    let mut used: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
    let mut orders = Vec::with_capacity(templates.len());
    for template in templates {
        let minutes = i64::try_from(1 + draw.below(recipes.days * 24 * 60 - 1))?;
        let at = now - SignedDuration::from_mins(minutes);
        // A template with a count needs another customer each time, since its code is limited per customer.
        let before = used.entry(&template.codes).or_default();
        let fits = |customer: &&Record| {
            is_customer_of(template, customer, data, at)
                && !(template.count.is_some() && before.contains(&customer.id.as_str()))
        };
        let customers: Vec<&Record> = data.customers.iter().filter(fits).collect();
        anyhow::ensure!(!customers.is_empty(), "no demo customer fits a recipe");
        let customer = *draw.one(&customers);
        before.push(&customer.id);
        orders.push(Order { at, template, customer });
    }
    Ok(orders)
}

fn draw_template<'a>(draw: &mut Draw, templates: &'a [Template]) -> &'a Template {
    let total: u64 = templates.iter().map(|template| template.weight).sum();
    let mut at = draw.below(total);
    for template in templates {
        if at < template.weight {
            return template;
        }
        at -= template.weight;
    }
    unreachable!("a number below the sum of the weights falls on one of them")
}

fn is_customer_of(template: &Template, customer: &Record, data: &Data, at: Timestamp) -> bool {
    let segments: Vec<&str> =
        customer.get("segments").as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let joined: Option<Timestamp> = customer.get("joined_at").as_str().and_then(|text| text.parse().ok());
    let fits = match &template.segments {
        Some(wanted) => wanted.iter().any(|segment| segments.contains(&segment.as_str())),
        None => !segments.contains(&"wholesale"),
    };
    fits && joined.is_none_or(|joined| joined <= at) && !data.recipes.no_history_customers.contains(&customer.id)
}

fn request(order_id: &str, order: &Order<'_>, prices: &BTreeMap<&str, &Value>) -> anyhow::Result<Value> {
    let line = |line: &super::data::TemplateLine| {
        let price =
            prices.get(line.product_id.as_str()).with_context(|| format!("no product `{}`", line.product_id))?;
        Ok(json!({ "product_id": line.product_id, "quantity": line.quantity, "unit_price": price }))
    };
    let lines: Vec<Value> = order.template.lines.iter().map(line).collect::<anyhow::Result<_>>()?;
    Ok(json!({
        "order_id": order_id,
        "cart": {
            "currency": "USD",
            "line_items": lines,
            "shipping": order.template.shipping,
            "customer": { "id": order.customer.id, "email": order.customer.get("email"), "country": order.customer.get("country"), "logged_in": true },
            "context": { "channel": "web" },
        },
        "discounts": { "codes": order.template.codes },
        "partial": true,
    }))
}
