//! `PUT /v1/products/{id}`: tells the store about a product.

use tessera_store::products;

use super::product::Product;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Creates a product (201) or replaces it whole (200).
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn put_product(&self, mutation: Mutation, id: &str, product: Product) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Catalogue)?;
        let product = Product { id: id.to_owned(), ..product };
        self.mutate("put_product", mutation, After::ForgetProducts(vec![id.to_owned()]), move |tx| {
            Box::pin(async move {
                let document = serde_json::to_string(&product).expect("products serialise");
                let created = products::put_product(tx, &product.id, &document, product.stock).await?;
                let told = Change::new("product.put", format!("product:{}", product.id), &product);
                Ok(Answer::json(if created { 201 } else { 200 }, &product)?.telling([told]))
            })
        })
        .await
    }
}
