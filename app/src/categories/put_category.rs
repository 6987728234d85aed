//! `PUT /v1/categories/{id}`: tells the store about a category.

use tessera_store::categories::{self, PutCategory};

use super::category::{Category, CategoryView};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Creates a category (201) or replaces it whole (200).
    ///
    /// # Errors
    /// `scope_missing`, `parent_unknown`, `category_cycle`, `unavailable`.
    pub async fn put_category(&self, mutation: Mutation, id: &str, category: Category) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Catalogue)?;
        let view = CategoryView { id: id.to_owned(), name: category.name, parent_id: category.parent_id };
        self.mutate("put_category", mutation, After::RefreshCategories, move |tx| {
            Box::pin(async move {
                let told = Change::new("category.put", format!("category:{}", view.id), &view);
                match categories::put_category(tx, &view.id, view.parent_id.as_deref(), view.name.as_deref()).await? {
                    PutCategory::Created => Ok(Answer::json(201, &view)?.telling([told])),
                    PutCategory::Replaced | PutCategory::Unchanged => Ok(Answer::json(200, &view)?.telling([told])),
                    PutCategory::ParentUnknown => Err(Problem::of(ErrorCode::ParentUnknown)),
                    PutCategory::Cycle => Err(Problem::of(ErrorCode::CategoryCycle)),
                }
            })
        })
        .await
    }
}
