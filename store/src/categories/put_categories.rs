//! Writes many categories, one after the other.

use super::put_category::{PutCategory, find_refusal, write};
use super::read_category::read_category;
use crate::coupons::catalogue_change::{lock_catalogue, next_change};
use crate::error::StoreError;
use crate::tx::Tx;

/// A category to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryToPut {
    /// The merchant's id.
    pub id: String,
    /// The category it is in.
    pub parent_id: Option<String>,
    /// Display name.
    pub name: Option<String>,
}

/// Writes categories in their order; answers what came of each. All that is written counts as one edit of the catalogue.
///
/// # Errors
/// [`StoreError`] when they cannot be written.
#[tracing::instrument(level = "debug", skip_all, fields(categories = categories.len()))]
pub async fn put_categories(tx: &mut Tx<'_>, categories: &[CategoryToPut]) -> Result<Vec<PutCategory>, StoreError> {
    lock_catalogue(tx).await?;
    let (mut outcomes, mut has_changed) = (Vec::with_capacity(categories.len()), false);
    for CategoryToPut { id, parent_id, name } in categories {
        let before = read_category(tx, id).await?;
        if before.is_some_and(|before| before.parent_id == *parent_id && before.name == *name) {
            outcomes.push(PutCategory::Unchanged);
            continue;
        }
        if let Some(refused) = find_refusal(tx, id, parent_id.as_deref()).await? {
            outcomes.push(refused);
            continue;
        }
        if !has_changed {
            next_change(tx).await?;
            has_changed = true;
        }
        outcomes.push(write(tx, id, parent_id.as_deref(), name.as_deref()).await?);
    }
    Ok(outcomes)
}
