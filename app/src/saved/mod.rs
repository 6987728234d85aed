//! What templates, views and baskets share: small documents that are made, read, listed, changed by a merge patch and
//! deleted. Each is described by a [`Saved`]; its verbs stand with it.

mod change;
mod view;

use serde::Serialize;
use tessera_engine::decode::Decode;
use tessera_store::Tx;
use tessera_store::saved::{NewSaved, SavedFilter, SavedKind, SavedRecord, list_documents, read_document};

use crate::caller::Caller;
use crate::ids::IdKind;
use crate::orders::to_text;
use crate::page::{Page, PageRequest};
use crate::problem::{ErrorCode, Problem};

pub(crate) use change::{delete, insert, update};
pub use view::SavedView;
pub(crate) use view::view_of;

/// Documents of a kind at most.
pub const MOST_SAVED: u64 = 1_000;

/// A document the team keeps for itself. Serialised it is what a merge patch applies to.
pub(crate) trait Saved: Decode + Serialize + Clone + Send + Sync + 'static {
    /// The kind in the store.
    const KIND: SavedKind;
    /// The kind of its id.
    const ID: IdKind;
    /// What it is called in texts.
    const NOUN: &'static str;
    /// The events of its making, changing and deleting.
    const EVENTS: [&'static str; 3];

    /// Words that its list is filtered by.
    fn facets(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether others than its owner see it.
    fn is_shared(&self) -> bool {
        true
    }

    /// As the store keeps it.
    fn to_store(&self) -> NewSaved {
        NewSaved { shared: self.is_shared(), facets: self.facets(), document: to_text(self) }
    }
}

/// A stored document. That it reads is an invariant: only what was read before is stored.
pub(crate) fn stored<T: Saved>(record: &SavedRecord) -> Result<T, Problem> {
    tessera_engine::from_json::<T>(record.document.as_bytes()).map_err(|error| {
        tracing::error!(id = record.id, %error, "a stored document cannot be read");
        Problem::of(ErrorCode::Internal)
    })
}

/// There is no such document for this caller.
pub(crate) fn not_found<T: Saved>(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no {} `{id}`.", T::NOUN))
}

/// A document that a caller may see.
pub(crate) async fn find<T: Saved>(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<SavedRecord, Problem> {
    let found = read_document(tx, T::KIND, id).await?;
    found.filter(|record| sees(caller, record)).ok_or_else(|| not_found::<T>(id))
}

/// A page of the documents that a caller may see, the oldest first.
pub(crate) async fn list<T: Saved>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    facet: Option<String>,
    page: &PageRequest,
) -> Result<Page<SavedView<T>>, Problem> {
    let filter = SavedFilter { kind: T::KIND, reader: caller.key_id.to_string(), facet };
    let found = list_documents(tx, &filter, page.limit, page.cursor.as_deref()).await?;
    let data = found.data.into_iter().map(view_of).collect::<Result<_, _>>()?;
    Ok(Page { data, next_cursor: found.next_cursor })
}

/// Whether a caller sees a document: its own and those that are shared.
fn sees(caller: &Caller, record: &SavedRecord) -> bool {
    record.shared || *record.owner == *caller.key_id
}
