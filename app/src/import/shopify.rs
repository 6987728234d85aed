//! Discounts of Shopify, as its admin exports them: one row a code, with columns such as `Name`, `Value`, `Value Type`,
//! `Discount Class`, `Usage Limit Per Code`. Values are negative, percentages as well as amounts. The export does not say
//! which products or customers a discount is for.

use serde_json::json;
use tessera_engine::Currency;

use super::amounts::{instant, is_none, minor, percent};
use super::table::{Row, Table};
use super::writer::Writer;
use super::{Assumed, ImportError, Imported};

/// Reads the table.
pub(super) fn read(text: &str, assumed: &Assumed) -> Result<Vec<Imported>, ImportError> {
    let table = Table::read(text, &["name", "value", "value type"])?;
    let currency = assumed.currency.ok_or(ImportError::CurrencyNeeded)?;
    Ok(table.rows().map(|row| coupon(row, currency, assumed)).collect())
}

fn coupon(mut row: Row<'_>, currency: Currency, assumed: &Assumed) -> Imported {
    let (number, name) = (row.number, row.take("name"));
    let mut writer = Writer::new(name, "shopify");
    writer.check_cells(&row);
    let method = row.take("method");
    if method.eq_ignore_ascii_case("automatic") {
        writer.set("activation", json!("automatic"));
    } else {
        writer.set("code", json!(name));
    }
    let class = row.take("discount class").to_lowercase();
    let kind = row.take("type").to_lowercase();
    if kind.contains("buy") && kind.contains("get") {
        let why = "the export does not say what is bought and what is given";
        return writer.skip(number, name, "Type", &kind, why);
    }
    let (value, value_type) = (row.take("value").trim_start_matches('-'), row.take("value type"));
    match (class.as_str(), value_type) {
        ("shipping", "percentage") | (_, "shipping" | "free_shipping") => {
            if percent(value).is_some_and(|rate| rate.to_string() != "100") {
                return writer.skip(number, name, "Value", value, "shipping is free or it is not, in this export");
            }
            writer.benefit(json!({ "kind": "free_shipping" }));
        }
        (_, "percentage") => match percent(value) {
            Some(rate) => writer.benefit(json!({ "kind": "percent_off", "percent": rate })),
            None => return writer.skip(number, name, "Value", value, "it is no rate from 0 to 100"),
        },
        (_, "fixed_amount") => match minor(value, currency) {
            Some(minor) => {
                let amount = json!({ currency.as_str(): minor });
                writer.benefit(json!({ "kind": "amount_off", "amount": amount, "per": "order" }));
            }
            None => return writer.skip(number, name, "Value", value, "it is no amount in the currency that was named"),
        },
        (_, other) => {
            let why = "an app decides what this discount gives; the export does not say";
            return writer.skip(number, name, "Value Type", other, why);
        }
    }
    if class != "order" && class != "shipping" {
        writer.draft("Discount Class", &class, "the export does not say which products it is for");
    }
    requirement(&mut row, &mut writer, currency);
    limits(&mut row, &mut writer);
    combinations(&mut row, &mut writer);
    dates(&mut row, &mut writer, assumed);
    let customers = row.take("customer selection");
    if !matches!(customers.to_lowercase().as_str(), "" | "all" | "everyone" | "all customers") {
        writer.draft("Customer Selection", customers, "the export does not say which customers it is for");
    }
    for (column, value) in row.left_over() {
        writer.draft(column, value, "the column is none of Shopify's discount export");
    }
    writer.finish(number, name)
}

fn requirement(row: &mut Row<'_>, writer: &mut Writer, currency: Currency) {
    let text = row.take("minimum purchase requirements");
    if is_none(text) || text.eq_ignore_ascii_case("none") {
        return;
    }
    match minor(text, currency) {
        Some(minor) => writer.condition(json!({ "kind": "order_amount", "min": { currency.as_str(): minor } })),
        None => writer.draft("Minimum Purchase Requirements", text, "it is no amount in the currency that was named"),
    }
}

fn limits(row: &mut Row<'_>, writer: &mut Writer) {
    let uses = writer.uses("Times Used In Total", row.take("times used in total"));
    let limit = row.take("usage limit per code");
    let read = limit.parse::<u64>().ok().filter(|limit| *limit > 0);
    if read.is_none() && !is_none(limit) {
        writer.draft("Usage Limit Per Code", limit, "it is no number");
    }
    writer.limit_total("Usage Limit Per Code", read, uses);
    if writer.yes("Applies Once Per Customer", row.take("applies once per customer")) {
        writer.set("limits/per_customer", json!(1));
    }
}

/// Without these columns, as in older exports, the defaults of the coupon's lanes hold.
fn combinations(row: &mut Row<'_>, writer: &mut Writer) {
    let columns = [
        ("combines with order discounts", "order"),
        ("combines with product discounts", "item"),
        ("combines with shipping discounts", "shipping"),
    ];
    for (column, lane) in columns {
        let text = row.take(column);
        if !text.is_empty() {
            let combines = writer.yes(column, text);
            writer.set(&format!("stacking/combines_with/{lane}"), json!(combines));
        }
    }
}

fn dates(row: &mut Row<'_>, writer: &mut Writer, assumed: &Assumed) {
    let mut has_end = false;
    for (column, member) in [("start", "starts_at"), ("end", "ends_at")] {
        let text = row.take(column);
        match instant(text, &assumed.zone) {
            Some(at) => {
                has_end |= column == "end";
                writer.set(&format!("validity/{member}"), json!(at));
            }
            None if text.is_empty() => {}
            None => writer.draft(column, text, "it is no date"),
        }
    }
    match row.take("status").to_lowercase().as_str() {
        "" | "active" | "scheduled" => {}
        "expired" if has_end => {}
        other => writer.draft("Status", other, "it is not in use, and no date says since when"),
    }
}
