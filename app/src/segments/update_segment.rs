//! `PATCH /v1/segments/{id}`: changes a segment by a JSON merge patch.

use tessera_engine::decode::{DecodeError, Errors, codes, merge_patch, parse};
use tessera_engine::from_json;
use tessera_store::segments::{self, SegmentRecord};

use super::changes::segment_changed;
use super::read_segment::not_found;
use super::request::{SegmentBody, written};
use super::rests_on::refuse_rings;
use super::view::SegmentView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::Problem;
use crate::start::App;

impl App {
    /// Changes the name or the conditions of a segment by the merge patch in the mutation's body. Key and kind stay.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `unavailable`.
    pub async fn update_segment(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let (id, patch) = (id.to_owned(), mutation.body.clone());
        self.mutate("update_segment", mutation, After::RefreshSegments, move |tx| {
            Box::pin(async move {
                let before = segments::read_segment(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                let body = merged(&before, &patch)?;
                refuse_rings(tx, body.conditions.as_ref(), &[&before.key, &before.id]).await?;
                let conditions = body.conditions_text();
                if body.name == before.name && conditions == before.conditions {
                    return Answer::json(200, &SegmentView::of(before)?);
                }
                segments::update_segment(tx, &id, &body.name, conditions.as_deref()).await?;
                let after = SegmentRecord { name: body.name, conditions, updated_at: tx.now(), ..before.clone() };
                let told = segment_changed("segment.updated", &after, &written(&before));
                Ok(Answer::json(200, &SegmentView::of(after)?)?.telling([told]))
            })
        })
        .await
    }
}

fn merged(before: &SegmentRecord, patch: &[u8]) -> Result<SegmentBody, DecodeError> {
    let mut errors = Errors::new();
    let patch = parse(patch)?;
    let Some(mut members) = patch.object(&mut errors) else { return errors.check(None) };
    for name in ["key", "kind"] {
        if members.has(name) {
            let detail = "stays as the segment was made; make another segment";
            errors.push(members.pointer_to(name), codes::INVALID_VALUE, detail);
        }
    }
    if !errors.is_empty() {
        return errors.check(None);
    }
    from_json(merge_patch(&written(before), members.rest())?.as_bytes())
}
