//! Coupons and promotion codes of Stripe, as its API lists them: any JSON of objects with `"object": "coupon"` or
//! `"promotion_code"`, single, in lists, or in several lists. A promotion code becomes a coupon, since limits, dates and
//! restrictions are its own; a coupon without one becomes a draft without a code.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use tessera_engine::Currency;

use super::amounts::percent;
use super::writer::Writer;
use super::{ImportError, Imported};

/// What this reader understands; anything else that says something is named.
const KNOWN: [&str; 30] = [
    "id",
    "object",
    "active",
    "amount_off",
    "applies_to",
    "code",
    "coupon",
    "created",
    "currency",
    "currency_options",
    "customer",
    "customer_account",
    "deleted",
    "duration",
    "duration_in_months",
    "expires_at",
    "livemode",
    "max_redemptions",
    "metadata",
    "name",
    "percent_off",
    "promotion",
    "redeem_by",
    "restrictions",
    "times_redeemed",
    "type",
    "valid",
    "url",
    "has_more",
    "data",
];

/// Reads the document.
pub(super) fn read(text: &str) -> Result<Vec<Imported>, ImportError> {
    let document: Value =
        serde_json::from_str(text).map_err(|error| ImportError::Malformed(format!("the file is not JSON: {error}")))?;
    let mut found = Found::default();
    found.gather(&document, 0);
    if found.coupons.is_empty() && found.codes.is_empty() {
        let detail = "there is no object `coupon` or `promotion_code`: this is not what Stripe's API lists";
        return Err(ImportError::Malformed(detail.to_owned()));
    }
    let used: Vec<&str> = found.codes.iter().filter_map(|code| coupon_id(code)).collect();
    let with_code = found.codes.iter().map(|code| (Some(code), coupon_of(code, &found.coupons)));
    let without =
        found.coupons.iter().filter(|(id, _)| !used.contains(&id.as_str())).map(|(_, coupon)| (None, Some(coupon)));
    Ok(with_code.chain(without).enumerate().map(|(index, (code, coupon))| one(index + 1, code, coupon)).collect())
}

#[derive(Default)]
struct Found {
    coupons: BTreeMap<String, Value>,
    codes: Vec<Value>,
}

impl Found {
    /// Lists in lists are looked into, a coupon in its promotion code too.
    fn gather(&mut self, value: &Value, depth: usize) {
        if depth > 8 {
            return;
        }
        match value {
            Value::Array(entries) => entries.iter().for_each(|entry| self.gather(entry, depth + 1)),
            Value::Object(members) => {
                match (value["object"].as_str(), value["id"].as_str()) {
                    (Some("coupon"), Some(id)) => {
                        self.coupons.entry(id.to_owned()).or_insert_with(|| value.clone());
                        return;
                    }
                    (Some("promotion_code"), _) => self.codes.push(value.clone()),
                    _ => {}
                }
                members.values().for_each(|member| self.gather(member, depth + 1));
            }
            _ => {}
        }
    }
}

/// The coupon of a promotion code: in it, in its `promotion` as of newer versions of the API, or named by its id.
fn coupon_reference(code: &Value) -> &Value {
    if code["coupon"].is_null() { &code["promotion"]["coupon"] } else { &code["coupon"] }
}

fn coupon_id(code: &Value) -> Option<&str> {
    let reference = coupon_reference(code);
    reference.as_str().or_else(|| reference["id"].as_str())
}

fn coupon_of<'a>(code: &Value, coupons: &'a BTreeMap<String, Value>) -> Option<&'a Value> {
    coupons.get(coupon_id(code)?)
}

fn one(row: usize, code: Option<&Value>, coupon: Option<&Value>) -> Imported {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let typed = code.map(|code| text(&code["code"])).unwrap_or_default();
    let id = coupon.map(|coupon| text(&coupon["id"])).unwrap_or_default();
    let name = coupon.map(|coupon| text(&coupon["name"])).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
    let called = if typed.is_empty() { name.clone() } else { typed.clone() };
    let mut writer = Writer::new(if name.is_empty() { &typed } else { &name }, "stripe");
    let Some(coupon) = coupon else {
        let reference = code.map(coupon_reference).and_then(Value::as_str).unwrap_or_default();
        let why = "the coupon is not in the file; add the list of coupons";
        return writer.skip(row, &called, "coupon", reference, why);
    };
    metadata(&mut writer, coupon, code);
    if let Err((field, why)) = benefit(&mut writer, coupon) {
        return writer.skip(row, &called, field, &coupon[field].to_string(), why);
    }
    renewals(&mut writer, coupon);
    if let Some(code) = code {
        writer.set("code", json!(typed));
        restrictions(&mut writer, code);
    } else {
        writer.draft("code", "", "Stripe gives the coupon by its id, without a code");
    }
    limits(&mut writer, coupon, code);
    ends(&mut writer, coupon, code);
    if code.is_some_and(|code| code["active"] == false) {
        writer.draft("active", "false", "the promotion code is switched off");
    } else if code.is_none() && coupon["valid"] == false {
        writer.draft("valid", "false", "the coupon is not valid any more");
    }
    for object in [Some(coupon), code].into_iter().flatten() {
        unknown(&mut writer, object);
    }
    writer.finish(row, &called)
}

/// Names what is not known and says something.
fn unknown(writer: &mut Writer, object: &Value) {
    for (field, value) in object.as_object().into_iter().flatten() {
        let says = !(value.is_null() || *value == json!([]) || *value == json!({}) || *value == json!(false));
        if says && !KNOWN.contains(&field.as_str()) {
            writer.draft(field, &value.to_string(), "this reader does not know the member");
        }
    }
}

fn metadata(writer: &mut Writer, coupon: &Value, code: Option<&Value>) {
    writer.keep("imported_id", coupon["id"].as_str().unwrap_or_default());
    if let Some(code) = code {
        writer.keep("imported_code_id", code["id"].as_str().unwrap_or_default());
    }
    for object in [Some(coupon), code].into_iter().flatten() {
        for (name, value) in object["metadata"].as_object().into_iter().flatten() {
            if name.contains('/') || name.is_empty() {
                writer.note("metadata", name, "a name with a slash is not kept", "left out");
            } else {
                writer.keep(name, value.as_str().unwrap_or_default());
            }
        }
    }
}

fn benefit(writer: &mut Writer, coupon: &Value) -> Result<(), (&'static str, &'static str)> {
    let products = &coupon["applies_to"]["products"];
    let target = if products.as_array().is_some_and(|products| !products.is_empty()) {
        json!({ "products": products })
    } else {
        Value::Null
    };
    if !coupon["percent_off"].is_null() {
        let rate = percent(&coupon["percent_off"].to_string()).ok_or(("percent_off", "it is no rate from 0 to 100"))?;
        writer.benefit(json!({ "kind": "percent_off", "percent": rate, "target": target }));
        return Ok(());
    }
    let amount = coupon["amount_off"].as_i64().ok_or(("amount_off", "neither a rate nor an amount is given"))?;
    let amounts = in_currencies(amount, &coupon["currency"], &coupon["currency_options"], "amount_off")
        .ok_or(("currency", "the currency is not known here"))?;
    writer.benefit(json!({ "kind": "amount_off", "amount": amounts, "per": "order", "target": target }));
    Ok(())
}

/// An amount in its currency, with those of other currencies.
fn in_currencies(amount: i64, currency: &Value, options: &Value, member: &str) -> Option<Value> {
    let code = |text: &str| Currency::parse(&text.to_uppercase());
    let own = code(currency.as_str()?)?.to_string();
    let mut amounts = BTreeMap::from([(own.clone(), in_minor_units(&own, amount)?)]);
    for (text, option) in options.as_object().into_iter().flatten() {
        if let (Some(currency), Some(amount)) = (code(text), option[member].as_i64()) {
            let currency = currency.to_string();
            amounts.insert(currency.clone(), in_minor_units(&currency, amount)?);
        }
    }
    Some(json!(amounts))
}

/// Stripe writes two decimals for two currencies that have none, and none for one that has two.
fn in_minor_units(currency: &str, amount: i64) -> Option<i64> {
    match currency {
        "ISK" | "UGX" => (amount % 100 == 0).then_some(amount / 100),
        "MGA" => amount.checked_mul(100),
        _ => Some(amount),
    }
}

fn renewals(writer: &mut Writer, coupon: &Value) {
    match (coupon["duration"].as_str(), coupon["duration_in_months"].as_u64()) {
        (Some("forever"), _) => writer.set("renewals", json!(-1)),
        (Some("repeating"), Some(months)) => {
            let renewals = months.saturating_sub(1);
            writer.set("renewals", json!(renewals));
            if renewals > 0 {
                let why = format!(
                    "renewals are counted here, not months: {renewals} are right for a subscription that is paid every \
                     month, and too many for one that is paid every year"
                );
                writer.draft("duration_in_months", &months.to_string(), &why);
            }
        }
        (Some("once") | None, _) => {}
        (Some(other), _) => writer.draft("duration", other, "this reader does not know it"),
    }
}

fn restrictions(writer: &mut Writer, code: &Value) {
    let restrictions = &code["restrictions"];
    if restrictions["first_time_transaction"] == true {
        writer.condition(json!({ "kind": "first_order" }));
    }
    if let Some(amount) = restrictions["minimum_amount"].as_i64() {
        let (currency, options) = (&restrictions["minimum_amount_currency"], &restrictions["currency_options"]);
        match in_currencies(amount, currency, options, "minimum_amount") {
            Some(min) => writer.condition(json!({ "kind": "order_amount", "min": min })),
            None => writer.draft("restrictions.minimum_amount", &amount.to_string(), "its currency is not known here"),
        }
    }
    let customer = &code["customer"];
    if let Some(id) = customer.as_str().or_else(|| customer["id"].as_str()) {
        writer.condition(json!({ "kind": "customer_is", "ids": [id] }));
        writer.note(
            "customer",
            id,
            "the id is Stripe's",
            "only a customer of this id can use it; set your own id if it differs",
        );
    }
    if !code["customer_account"].is_null() {
        writer.draft("customer_account", &code["customer_account"].to_string(), "accounts are not customers here");
    }
}

/// A coupon's limit counts over all its codes in Stripe; here each is a coupon of its own.
fn limits(writer: &mut Writer, coupon: &Value, code: Option<&Value>) {
    let of = |object: &Value| {
        let most = object["max_redemptions"].as_u64().filter(|most| *most > 0);
        (most, object["times_redeemed"].as_u64().unwrap_or(0))
    };
    let (shared, shared_uses) = of(coupon);
    let Some(code) = code else { return writer.limit_total("max_redemptions", shared, shared_uses) };
    let (own, own_uses) = of(code);
    let left = |(most, uses): (u64, u64)| most.saturating_sub(uses);
    match (own, shared) {
        (Some(own), Some(shared)) if left((shared, shared_uses)) < left((own, own_uses)) => {
            writer.limit_total("coupon.max_redemptions", Some(shared), shared_uses);
        }
        (None, Some(shared)) => writer.limit_total("coupon.max_redemptions", Some(shared), shared_uses),
        (own, _) => writer.limit_total("max_redemptions", own, own_uses),
    }
    if let Some(shared) = shared {
        let why = "all codes of the coupon share this limit; here each code is a coupon of its own";
        writer.note("coupon.max_redemptions", &shared.to_string(), why, "each code has what is left of it");
    }
}

fn ends(writer: &mut Writer, coupon: &Value, code: Option<&Value>) {
    let own = code.and_then(|code| code["expires_at"].as_i64());
    let end = [own, coupon["redeem_by"].as_i64()].into_iter().flatten().min();
    match end.map(Timestamp::from_second) {
        None => {}
        Some(Ok(end)) => writer.set("validity/ends_at", json!(end)),
        Some(Err(_)) => writer.draft("expires_at", &end.unwrap_or_default().to_string(), "it is no time"),
    }
}
