//! `DELETE /v1/segments/{id}`: deletes a segment that nothing names.

use serde_json::json;
use tessera_engine::{Terms, from_json};
use tessera_store::segments;
use tessera_store::{StoreError, Tx};

use super::changes::segment_deleted;
use super::read_segment::not_found;
use super::rests_on::resting_on;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Coupons read at a time.
const PAGE: u32 = 100;
/// Coupons and segments named in a refusal at most.
const NAMED: usize = 20;

impl App {
    /// Deletes a segment with its list of members. One that a coupon or another segment names is kept: those would be for
    /// nobody any more, without a word.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `segment_in_use`, `unavailable`.
    pub async fn delete_segment(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::Customers)?;
        let id = id.to_owned();
        self.mutate("delete_segment", mutation, After::RefreshSegments, move |tx| {
            Box::pin(async move {
                let record = segments::read_segment(tx, &id).await?.ok_or_else(|| not_found(&id))?;
                let names = [record.id.as_str(), record.key.as_str()];
                let coupons = coupons_naming(tx, &names).await?;
                let dynamic: Vec<String> =
                    resting_on(tx, &names).await?.into_iter().map(|one| one.id).take(NAMED).collect();
                if !coupons.is_empty() || !dynamic.is_empty() {
                    let problem = Problem::of(ErrorCode::SegmentInUse);
                    return Err(problem.with("coupons", json!(coupons)).with("segments", json!(dynamic)));
                }
                segments::delete_segment(tx, &id).await?;
                let answer = Answer::json(200, &json!({ "id": id, "deleted": true }))?;
                Ok(answer.telling([segment_deleted(&record)]))
            })
        })
        .await
    }
}

/// The first coupons, not archived, whose conditions ask about one of these.
async fn coupons_naming(tx: &mut Tx<'_>, names: &[&str]) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for name in names {
        let written = crate::orders::to_text(name);
        let mut after = String::new();
        loop {
            let page = segments::coupons_naming(tx, &written, &after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after.clone_from(last);
            found.extend(page.into_iter().filter(|(_, terms)| asks(terms, name)).map(|(id, _)| id));
            if found.len() >= NAMED {
                break;
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(NAMED);
    Ok(found)
}

fn asks(terms: &str, name: &str) -> bool {
    let Ok(terms) = from_json::<Terms>(terms.as_bytes()) else { return true };
    terms.conditions.is_some_and(|conditions| {
        let asked = conditions.asked_segments();
        asked.all || asked.named.contains(name)
    })
}
