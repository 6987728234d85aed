//! Coupons of WooCommerce, as its coupon exporters write them: one row a coupon, columns named like the fields of the
//! database (`post_title`, `discount_type`, `coupon_amount`, ...).

use serde_json::{Value, json};
use tessera_engine::Currency;

use super::amounts::{instant, is_none, minor, percent};
use super::table::{Row, Table};
use super::writer::Writer;
use super::{Assumed, ImportError, Imported};

/// Reads the table.
pub(super) fn read(text: &str, assumed: &Assumed) -> Result<Vec<Imported>, ImportError> {
    let table = Table::read(text, &["post_title", "discount_type", "coupon_amount"])?;
    let currency = assumed.currency.ok_or(ImportError::CurrencyNeeded)?;
    Ok(table.rows().map(|row| coupon(row, currency, assumed)).collect())
}

fn coupon(mut row: Row<'_>, currency: Currency, assumed: &Assumed) -> Imported {
    let (number, name) = (row.number, row.take("post_title"));
    let mut writer = Writer::new(name, "woocommerce");
    writer.set("code", json!(name));
    writer.check_cells(&row);
    let description = row.take("post_excerpt");
    if !description.is_empty() {
        writer.set("description", json!(description));
    }
    writer.keep("imported_id", first_of(row.take("id"), row.take("post_id")));
    writer.keep("imported_created_at", row.take("post_date"));
    row.take("post_name");
    row.take("post_type");
    match row.take("post_status") {
        "" | "publish" => {}
        "draft" | "pending" | "private" | "future" | "auto-draft" => writer.set_draft(),
        other => {
            return writer.skip(number, name, "post_status", other, "only coupons that are in use are carried over");
        }
    }
    let kind = row.take("discount_type");
    let free_shipping = writer.yes("free_shipping", row.take("free_shipping"));
    let amount = row.take("coupon_amount");
    let lines = Lines::take(&mut row, &mut writer);
    match (kind, free_shipping) {
        (_, true) if is_none(amount) => {}
        ("percent" | "percent_product", _) => match percent(amount) {
            Some(rate) => writer.benefit(lines.on_lines(json!({ "kind": "percent_off", "percent": rate }), true)),
            None => return writer.skip(number, name, "coupon_amount", amount, "it is no rate from 0 to 100"),
        },
        ("fixed_cart" | "fixed_product" | "", _) => match minor(amount, currency) {
            Some(minor) => {
                let per = if kind == "fixed_product" { "unit" } else { "order" };
                let benefit = json!({ "kind": "amount_off", "amount": { currency.as_str(): minor }, "per": per });
                writer.benefit(lines.on_lines(benefit, kind == "fixed_product"));
            }
            None => {
                return writer.skip(
                    number,
                    name,
                    "coupon_amount",
                    amount,
                    "it is no amount in the currency that was named",
                );
            }
        },
        (other, _) => {
            return writer.skip(number, name, "discount_type", other, "this kind is none of WooCommerce's own");
        }
    }
    if free_shipping {
        writer.benefit(json!({ "kind": "free_shipping" }));
    }
    // Who has free shipping needs the products too.
    let is_gate = free_shipping || !matches!(kind, "percent" | "percent_product" | "fixed_product");
    lines.restrict(&mut writer, is_gate);
    spend(&mut row, &mut writer, currency);
    limits(&mut row, &mut writer);
    dates(&mut row, &mut writer, assumed);
    customers(&mut row, &mut writer);
    let combines = !writer.yes("individual_use", row.take("individual_use"));
    let lanes =
        json!({ "item": combines, "order": combines, "shipping": combines, "codes": combines, "automatic": combines });
    writer.set("stacking/combines_with", lanes);
    for (column, value) in row.left_over() {
        match column {
            "post_parent" | "menu_order" | "post_author" | "comment_status" | "ping_status" => {}
            _ => writer.draft(column, value, "the column is none of WooCommerce's own"),
        }
    }
    writer.finish(number, name)
}

/// What the coupon says about products.
struct Lines<'a> {
    products: Vec<&'a str>,
    excluded_products: Vec<&'a str>,
    categories: Vec<&'a str>,
    excluded_categories: Vec<&'a str>,
    exclude_sale_items: bool,
    most_units: Option<u64>,
}

impl<'a> Lines<'a> {
    fn take(row: &mut Row<'a>, writer: &mut Writer) -> Self {
        let units = row.take("limit_usage_to_x_items");
        let most_units = units.parse::<u64>().ok().filter(|units| *units > 0);
        if most_units.is_none() && !is_none(units) {
            writer.draft("limit_usage_to_x_items", units, "it is no number");
        }
        Self {
            products: list(row.take("product_ids")),
            excluded_products: list(row.take("exclude_product_ids")),
            categories: list(row.take("product_categories")),
            excluded_categories: list(row.take("exclude_product_categories")),
            exclude_sale_items: writer.yes("exclude_sale_items", row.take("exclude_sale_items")),
            most_units,
        }
    }

    /// A benefit of lines has the products as its target; one of the whole order has them as a condition.
    fn on_lines(&self, mut benefit: Value, of_lines: bool) -> Value {
        if of_lines {
            benefit["target"] = json!({
                "products": self.products, "categories": self.categories, "exclude_sale_items": self.exclude_sale_items,
            });
            // An empty exclusion would be one of everything.
            if !(self.excluded_products.is_empty() && self.excluded_categories.is_empty()) {
                benefit["target"]["exclude"] =
                    json!({ "products": self.excluded_products, "categories": self.excluded_categories });
            }
            if let Some(units) = self.most_units {
                benefit["max_units"] = json!(units);
            }
        }
        benefit
    }

    /// WooCommerce refuses a cart discount for the whole cart when a product is missing or excluded.
    fn restrict(&self, writer: &mut Writer, of_cart: bool) {
        let contains = |member: &str, selector: Value| json!({ "kind": "contains", member: [selector] });
        if of_cart && !self.products.is_empty() {
            writer.condition(contains("any_of", json!({ "products": self.products })));
        }
        if of_cart && !self.categories.is_empty() {
            writer.condition(contains("any_of", json!({ "categories": self.categories })));
        }
        if of_cart && !(self.excluded_products.is_empty() && self.excluded_categories.is_empty()) {
            let excluded = json!({ "products": self.excluded_products, "categories": self.excluded_categories });
            writer.condition(contains("none_of", excluded));
        }
        if of_cart && self.exclude_sale_items {
            let why = "WooCommerce refuses the coupon for a cart with a sale item; there is no such condition here";
            writer.draft("exclude_sale_items", "yes", why);
        }
    }
}

fn spend(row: &mut Row<'_>, writer: &mut Writer, currency: Currency) {
    let mut bounds = json!({ "kind": "order_amount" });
    for (column, member) in [("minimum_amount", "min"), ("maximum_amount", "max")] {
        let text = row.take(column);
        if is_none(text) {
            continue;
        }
        match minor(text, currency) {
            Some(minor) => bounds[member] = json!({ currency.as_str(): minor }),
            None => writer.draft(column, text, "it is no amount in the currency that was named"),
        }
    }
    if bounds.get("min").is_some() || bounds.get("max").is_some() {
        writer.condition(bounds);
    }
}

fn limits(row: &mut Row<'_>, writer: &mut Writer) {
    let uses = writer.uses("usage_count", row.take("usage_count"));
    row.take("_used_by");
    row.take("used_by");
    let total = row.take("usage_limit");
    let read = |text: &str| text.parse::<u64>().ok().filter(|limit| *limit > 0);
    if !is_none(total) && read(total).is_none() {
        writer.draft("usage_limit", total, "it is no number");
    }
    writer.limit_total("usage_limit", read(total), uses);
    let each = row.take("usage_limit_per_user");
    match read(each) {
        Some(limit) => writer.set("limits/per_customer", json!(limit)),
        None if is_none(each) => {}
        None => writer.draft("usage_limit_per_user", each, "it is no number"),
    }
}

/// A coupon ends when its last day begins, in the shop's zone.
fn dates(row: &mut Row<'_>, writer: &mut Writer, assumed: &Assumed) {
    let end = first_of(row.take("date_expires"), row.take("expiry_date"));
    if is_none(end) {
        return;
    }
    match instant(end, &assumed.zone) {
        Some(end) => writer.set("validity/ends_at", json!(end)),
        None => writer.draft("expiry_date", end, "it is no date"),
    }
}

fn customers(row: &mut Row<'_>, writer: &mut Writer) {
    let text = row.take("customer_email");
    if matches!(text, "[]" | "a:0:{}") {
        return;
    }
    let (mut domains, mut others) = (Vec::new(), 0_usize);
    for entry in list(text.trim_start_matches(['[', '{']).trim_end_matches([']', '}'])) {
        let entry = entry.trim_matches('"');
        match entry.strip_prefix("*@") {
            Some(domain) if !domain.contains(['*', '@']) => domains.push(domain),
            _ => others += 1,
        }
    }
    if others > 0 {
        let why = "a coupon is limited to customers by their ids, their segments or the whole domain of their address";
        writer.draft("customer_email", text, why);
    }
    if !domains.is_empty() {
        writer.condition(json!({ "kind": "email_domain", "domains": domains }));
    }
}

/// Ids between commas or bars.
fn list(text: &str) -> Vec<&str> {
    text.split([',', '|', ';']).map(str::trim).filter(|entry| !entry.is_empty()).collect()
}

fn first_of<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.is_empty() { other } else { one }
}
