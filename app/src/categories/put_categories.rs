//! `POST /v1/categories/bulk`: tells the store about many categories.

use tessera_engine::decode::codes;
use tessera_store::categories::{self, CategoryToPut, PutCategory};

use super::category::CategoryView;
use crate::answer::Answer;
use crate::bulk::{Bulk, Entry, Outcome, bulk_answer, refused_field};
use crate::caller::Scope;
use crate::change::Change;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Creates categories or replaces them whole, one after the other: a parent stands before its children, or is there
    /// already. What is wrong with one is told of that one.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`.
    pub async fn put_categories(&self, mutation: Mutation, bulk: Bulk) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Catalogue)?;
        let entries = bulk.entries(|category: &CategoryView| &category.id);
        let request_id = mutation.request_id.clone();
        self.mutate("put_categories", mutation, After::RefreshCategories, move |tx| {
            Box::pin(async move {
                let to_put: Vec<CategoryToPut> = entries.iter().filter_map(to_put).collect();
                let mut put = categories::put_categories(tx, &to_put).await?.into_iter();
                let (mut outcomes, mut told) = (Vec::with_capacity(entries.len()), Vec::new());
                for Entry { id, read } in entries {
                    let written = read.and_then(|view| Ok((done(put.next())?, view)));
                    match written {
                        Err(problem) => outcomes.push(Outcome::refused(id, &problem, &request_id)),
                        Ok((put, view)) => {
                            outcomes.push(Outcome::done(id, if put == PutCategory::Created { 201 } else { 200 }));
                            if put != PutCategory::Unchanged {
                                told.push(Change::new("category.put", format!("category:{}", view.id), &view));
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

fn to_put(entry: &Entry<CategoryView>) -> Option<CategoryToPut> {
    let category = entry.read.as_ref().ok()?;
    Some(CategoryToPut { id: category.id.clone(), parent_id: category.parent_id.clone(), name: category.name.clone() })
}

/// What was written, or why it was not.
fn done(put: Option<PutCategory>) -> Result<PutCategory, Problem> {
    let refused = |error: ErrorCode, detail| refused_field(error, "/parent_id", codes::INVALID_VALUE, detail);
    match put {
        Some(PutCategory::ParentUnknown) => {
            Err(refused(ErrorCode::ParentUnknown, "is not known; send the parent before its children"))
        }
        Some(PutCategory::Cycle) => {
            Err(refused(ErrorCode::CategoryCycle, "is the category itself or below it; choose another parent"))
        }
        Some(put) => Ok(put),
        None => Err(Problem::of(ErrorCode::Internal)),
    }
}
