//! `POST /v1/products/bulk`: tells the store about many products.

use tessera_store::Put;
use tessera_store::products::{self, ProductToPut};

use super::product::WholeProduct;
use crate::answer::Answer;
use crate::bulk::{Bulk, Entry, Outcome, bulk_answer};
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::orders::to_text;
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Creates products or replaces them whole, each by itself; what is wrong with one is told of that one. Nothing is
    /// told of a product that is as it was.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn put_products(&self, mutation: Mutation, bulk: Bulk) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Catalogue)?;
        let entries = bulk.entries(|product: &WholeProduct| &product.0.id);
        let ids = entries.iter().filter(|entry| entry.read.is_ok()).filter_map(|entry| entry.id.clone()).collect();
        let request_id = mutation.request_id.clone();
        self.mutate("put_products", mutation, After::ForgetProducts(ids), move |tx| {
            Box::pin(async move {
                let to_put: Vec<ProductToPut> = entries.iter().filter_map(to_put).collect();
                let put = products::put_products(tx, &to_put).await?;
                let (mut outcomes, mut told) = (Vec::with_capacity(entries.len()), Vec::new());
                for Entry { id, read } in entries {
                    match read {
                        Err(problem) => outcomes.push(Outcome::refused(id, &problem, &request_id)),
                        Ok(WholeProduct(product)) => {
                            let put = put.get(&product.id).copied().unwrap_or(Put::Unchanged);
                            outcomes.push(Outcome::done(id, if put == Put::Created { 201 } else { 200 }));
                            if put != Put::Unchanged {
                                told.push(Change::new("product.put", format!("product:{}", product.id), &product));
                            }
                        }
                    }
                }
                Ok(bulk_answer(&outcomes)?.telling(told))
            })
        })
        .await
    }
}

fn to_put(entry: &Entry<WholeProduct>) -> Option<ProductToPut> {
    let WholeProduct(product) = entry.read.as_ref().ok()?;
    Some(ProductToPut { id: product.id.clone(), document: to_text(product), stock: product.stock })
}
