//! Notes the orders that were placed before history was kept. Part of the migration that made its tables.

use futures::future::BoxFuture;
use serde_json::Value;

use super::record_order::{BoughtLine, PlacedOrder, record_order};
use crate::error::StoreError;
use crate::params;
use crate::products::read_products;
use crate::tx::Tx;
use crate::value::Row;

/// A page of orders by id.
pub(crate) const SELECT_PAGE: &str = "SELECT order_id, identities, currency, total, cart, placed_at FROM orders WHERE order_id > ?1 ORDER BY order_id LIMIT ?2";

/// Orders read at a time.
const PAGE: u32 = 500;

/// Notes every order there is, page by page.
pub(crate) fn fill_history<'t>(tx: &'t mut Tx<'_>) -> BoxFuture<'t, Result<(), StoreError>> {
    Box::pin(async move {
        let mut after = String::new();
        loop {
            let rows = tx.query(SELECT_PAGE, params![&after, PAGE]).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for mut row in rows {
                after = fill_order(tx, &mut row).await?;
            }
        }
    })
}

/// Notes one order; answers its id.
async fn fill_order(tx: &mut Tx<'_>, row: &mut Row) -> Result<String, StoreError> {
    let order_id = row.text()?;
    let corrupt = |what: &str| StoreError::Corrupt(format!("the {what} of the order `{order_id}` cannot be read"));
    let identities: Vec<String> = serde_json::from_str(&row.text()?).map_err(|_| corrupt("identities"))?;
    let (currency, spent) = (row.text()?, row.integer()?);
    let cart: Value = serde_json::from_str(&row.text()?).map_err(|_| corrupt("cart"))?;
    let placed_at = row.time()?;
    let lines = bought_lines(tx, &cart).await?;
    let order = PlacedOrder {
        order_id: &order_id,
        identities: &identities,
        currency: &currency,
        spent,
        lines: &lines,
        placed_at,
    };
    record_order(tx, &order).await?;
    Ok(order_id)
}

/// The lines of a stored cart. Where the cart did not say them, the categories are those of the product today.
async fn bought_lines(tx: &mut Tx<'_>, cart: &Value) -> Result<Vec<BoughtLine>, StoreError> {
    let lines = cart["line_items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut bought = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(product_id) = line["product_id"].as_str() else { continue };
        let mut categories = names(&line["categories"]);
        if line["categories"].is_null()
            && let Some(product) = read_products(tx, &[product_id.to_owned()]).await?.pop()
        {
            let document: Value = serde_json::from_str(&product.document).unwrap_or_default();
            categories = names(&document["categories"]);
        }
        let quantity = line["quantity"].as_u64().unwrap_or(1);
        bought.push(BoughtLine { product_id: product_id.to_owned(), categories, quantity });
    }
    Ok(bought)
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
