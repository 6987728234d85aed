//! `PUT /v1/products/{id}/stock`: how many units there are.

use serde_json::json;
use tessera_engine::Money;
use tessera_engine::decode::{Decode, Errors, Node};
use tessera_store::products;

use super::product::Product;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::orders::to_text;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// The body: units in stock; `null` stops counting them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock(Option<i64>);

impl Decode for Stock {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        if object.is_null("stock") {
            object.take("stock");
            object.finish(errors);
            return Some(Self(None));
        }
        let stock = object.required("stock", errors, |node, errors| node.integer(0..=Money::MAX_MINOR, errors));
        object.finish(errors);
        stock.map(|stock| Self(Some(stock)))
    }
}

impl App {
    /// Sets the stock of a product. From now on the count says whether it is in stock: what its `in_stock` said before
    /// is forgotten. The same again changes nothing.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `unavailable`.
    pub async fn put_stock(&self, mutation: Mutation, id: &str, stock: Stock) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Catalogue)?;
        let id = id.to_owned();
        self.mutate("put_stock", mutation, After::ForgetProducts(vec![id.clone()]), move |tx| {
            Box::pin(async move {
                let Some(record) = products::lock_product(tx, &id).await? else {
                    let detail = format!("There is no product `{id}`. Send it with `PUT /v1/products/{{id}}` first.");
                    return Err(Problem::new(ErrorCode::NotFound, detail));
                };
                let before = Product::of_record(&record).ok_or_else(|| Problem::of(ErrorCode::Internal))?;
                let product = Product { stock: stock.0, in_stock: None, ..before.clone() };
                let answer = Answer::json(200, &product)?;
                if product == before {
                    return Ok(answer);
                }
                products::put_product(tx, &id, &to_text(&product), product.stock).await?;
                let told = json!({ "id": id, "stock": product.stock });
                Ok(answer.telling([Change::new("product.stock_changed", format!("product:{id}"), &told)]))
            })
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stock_is_a_count_or_none_and_never_left_out() {
        let read = |body: &str| tessera_engine::from_json::<Stock>(body.as_bytes()).ok();
        assert_eq!(read(r#"{"stock": 0}"#), Some(Stock(Some(0))));
        assert_eq!(read(r#"{"stock": null}"#), Some(Stock(None)));
        for bad in ["{}", r#"{"stock": -1}"#, r#"{"stock": "1"}"#, r#"{"stock": 1, "in_stock": true}"#] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
