//! The files of `cli/demo/`, read.

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A record of one of the files, by its id or name.
#[derive(Debug)]
pub(crate) struct Record {
    /// `id`, or `name` where the server gives the id.
    pub(crate) id: String,
    members: Map<String, Value>,
}

impl Record {
    /// A member.
    pub(crate) fn get(&self, name: &str) -> &Value {
        self.members.get(name).unwrap_or(&Value::Null)
    }

    /// Sets a member.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.members.insert(name.to_owned(), value);
    }

    /// The record as JSON without some members.
    pub(crate) fn text_without(&self, names: &[&str]) -> anyhow::Result<String> {
        let kept: Map<_, _> = self
            .members
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Ok(serde_json::to_string(&kept)?)
    }
}

/// How past orders are made.
#[derive(Debug, Deserialize)]
pub(crate) struct Recipes {
    /// Where the drawing begins.
    pub(crate) seed: u64,
    /// How many orders.
    pub(crate) orders: usize,
    /// How many days back.
    pub(crate) days: u64,
    /// Customers without orders.
    pub(crate) no_history_customers: Vec<String>,
    /// Baskets to draw from.
    pub(crate) templates: Vec<Template>,
}

/// A basket to draw.
#[derive(Debug, Deserialize)]
pub(crate) struct Template {
    /// Segments of its customers; none: anybody who is not `wholesale`.
    pub(crate) segments: Option<Vec<String>>,
    /// What is in it.
    pub(crate) lines: Vec<TemplateLine>,
    /// Its shipping, as in a cart.
    pub(crate) shipping: Value,
    /// Codes the shopper tries.
    pub(crate) codes: Vec<String>,
    /// How often it is drawn against the others.
    pub(crate) weight: u64,
    /// Exactly this often instead.
    pub(crate) count: Option<usize>,
}

/// A line of a basket.
#[derive(Debug, Deserialize)]
pub(crate) struct TemplateLine {
    /// The product.
    pub(crate) product_id: String,
    /// Units.
    pub(crate) quantity: u32,
}

/// All files.
#[derive(Debug)]
pub(crate) struct Data {
    /// The category tree, parents first.
    pub(crate) categories: Vec<Record>,
    /// The products.
    pub(crate) products: Vec<Record>,
    /// The customers.
    pub(crate) customers: Vec<Record>,
    /// The coupons.
    pub(crate) coupons: Vec<Record>,
    /// The campaigns.
    pub(crate) campaigns: Vec<Record>,
    /// What is in wallets.
    pub(crate) claims: Vec<Record>,
    /// The past orders.
    pub(crate) recipes: Recipes,
}

impl Data {
    /// Reads the files that are built into the program.
    pub(crate) fn read() -> anyhow::Result<Self> {
        Ok(Self {
            categories: records("categories", include_str!("../../demo/categories.json"))?,
            products: records("products", include_str!("../../demo/products.json"))?,
            customers: records("customers", include_str!("../../demo/customers.json"))?,
            coupons: records("coupons", include_str!("../../demo/coupons.json"))?,
            campaigns: records("campaigns", include_str!("../../demo/campaigns.json"))?,
            claims: records("claims", include_str!("../../demo/claims.json"))?,
            recipes: serde_json::from_str(include_str!("../../demo/order_recipes.json"))
                .context("cli/demo/order_recipes.json")?,
        })
    }
}

fn records(file: &str, text: &str) -> anyhow::Result<Vec<Record>> {
    let records: Vec<Map<String, Value>> =
        serde_json::from_str(text).with_context(|| format!("cli/demo/{file}.json"))?;
    records
        .into_iter()
        .map(|members| {
            let id = members.get("id").or_else(|| members.get("name")).and_then(Value::as_str);
            let id =
                id.with_context(|| format!("a record of cli/demo/{file}.json has neither id nor name"))?.to_owned();
            Ok(Record { id, members })
        })
        .collect()
}
