//! Making, changing and deleting a saved document, in the transaction of its use case. What is told names no content: a
//! basket may hold an e-mail.

use serde_json::json;
use tessera_engine::decode::{DecodeError, Errors, merge_patch, parse};
use tessera_engine::from_json;
use tessera_store::Tx;
use tessera_store::saved::{InsertDocument, SavedRecord, delete_document, insert_document, lock_document};

use super::{MOST_SAVED, Saved, not_found, sees, stored};
use crate::answer::Answer;
use crate::caller::Caller;
use crate::change::Change;
use crate::problem::{ErrorCode, Problem};

/// Saves a new document.
pub(crate) async fn insert<T: Saved>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    id: &str,
    body: &T,
) -> Result<(SavedRecord, Change), Problem> {
    match insert_document(tx, T::KIND, id, &caller.key_id, &body.to_store(), MOST_SAVED).await? {
        InsertDocument::Inserted(record) => {
            let told = told(T::EVENTS[0], &record);
            Ok((record, told))
        }
        InsertDocument::Full => {
            let detail = format!("There are {MOST_SAVED} of them, which is the most; delete a {} first.", T::NOUN);
            Err(Problem::new(ErrorCode::TooManySaved, detail))
        }
    }
}

/// Makes the next version by the merge patch; answers no change when nothing differs.
pub(crate) async fn update<T: Saved>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    id: &str,
    patch: &[u8],
    expected: Option<u64>,
) -> Result<(SavedRecord, Option<Change>), Problem> {
    let before = lock_document(tx, T::KIND, id).await?;
    let before = before.filter(|record| sees(caller, record)).ok_or_else(|| not_found::<T>(id))?;
    if let Some(expected) = expected.filter(|expected| *expected != before.version) {
        let detail = format!(
            "The {} is at version {}, not {expected}. Read it again and repeat your change.",
            T::NOUN,
            before.version
        );
        return Err(Problem::new(ErrorCode::VersionConflict, detail).with("version", json!(before.version)));
    }
    let after = merged::<T>(&before.document, patch)?.to_store();
    if after.document == stored::<T>(&before)?.to_store().document {
        return Ok((before, None));
    }
    let updated = tessera_store::saved::update_document(tx, T::KIND, id, &after).await?;
    let told = told(T::EVENTS[1], &updated);
    Ok((updated, Some(told)))
}

/// Deletes a document.
pub(crate) async fn delete<T: Saved>(tx: &mut Tx<'_>, caller: &Caller, id: &str) -> Result<Answer, Problem> {
    let record = lock_document(tx, T::KIND, id).await?;
    let record = record.filter(|record| sees(caller, record)).ok_or_else(|| not_found::<T>(id))?;
    delete_document(tx, T::KIND, id).await?;
    Ok(Answer::json(200, &json!({ "id": id, "deleted": true }))?.telling([told(T::EVENTS[2], &record)]))
}

fn merged<T: Saved>(before: &str, patch: &[u8]) -> Result<T, DecodeError> {
    let mut errors = Errors::new();
    let patch = parse(patch)?;
    let Some(mut members) = patch.object(&mut errors) else { return errors.check(None) };
    from_json(merge_patch(before, members.rest())?.as_bytes())
}

fn told(kind: &'static str, record: &SavedRecord) -> Change {
    Change::new(kind, &record.id, &json!({ "id": record.id, "version": record.version }))
}
