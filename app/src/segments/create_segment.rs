//! `POST /v1/segments`: makes a segment.

use tessera_store::segments::{self, CreateSegment, SegmentRecord};

use super::changes::segment_changed;
use super::request::{SegmentBody, SegmentKind};
use super::rests_on::{refuse_rings, resting_on};
use super::view::SegmentView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Static segments at most, and dynamic ones: all of them are in memory.
const AT_MOST: [u64; 2] = [10_000, 1_000];

impl App {
    /// Makes a segment.
    ///
    /// # Errors
    /// `scope_missing`, `invalid_body` when a dynamic one rests on another, `segment_key_taken`, `too_many_segments`,
    /// `unavailable`.
    pub async fn create_segment(&self, mutation: Mutation, body: SegmentBody) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let id = self.new_id(IdKind::Segment);
        self.mutate("create_segment", mutation, After::RefreshSegments, move |tx| {
            Box::pin(async move {
                let key = body.key.clone().unwrap_or_else(|| id.clone());
                refuse_rings(tx, body.conditions.as_ref(), &[&key]).await?;
                let is_dynamic = body.kind == SegmentKind::Dynamic;
                if is_dynamic && !resting_on(tx, &[&key]).await?.is_empty() {
                    let detail = format!("Another dynamic segment names `{key}`. Choose another key.");
                    return Err(Problem::new(ErrorCode::SegmentKeyTaken, detail));
                }
                let record = SegmentRecord {
                    id,
                    key,
                    name: body.name.clone(),
                    kind: body.kind.name().to_owned(),
                    conditions: body.conditions_text(),
                    created_at: tx.now(),
                    updated_at: tx.now(),
                };
                match segments::create_segment(tx, &record, AT_MOST[usize::from(is_dynamic)]).await? {
                    CreateSegment::Created => {}
                    CreateSegment::KeyTaken => {
                        let detail = format!("Another segment has the key `{}`.", record.key);
                        return Err(Problem::new(ErrorCode::SegmentKeyTaken, detail));
                    }
                    CreateSegment::TooMany => return Err(Problem::of(ErrorCode::TooManySegments)),
                }
                let told = segment_changed("segment.created", &record, "{}");
                Ok(Answer::json(201, &SegmentView::of(record)?)?.telling([told]))
            })
        })
        .await
    }
}
