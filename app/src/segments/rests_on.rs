//! A dynamic segment may ask whether a customer is in a static one, and not in another dynamic one: nobody has to be
//! looked for in rings.

use tessera_engine::FieldError;
use tessera_engine::condition::Condition;
use tessera_engine::decode::codes;
use tessera_store::segments::{self, SegmentRecord};
use tessera_store::{StoreError, Tx};

use super::live_segments::live_segment;
use crate::problem::Problem;

/// Refuses conditions that name a dynamic segment; `own` are the names of the segment itself. The catalogue is locked.
pub(super) async fn refuse_rings(tx: &mut Tx<'_>, conditions: Option<&Condition>, own: &[&str]) -> Result<(), Problem> {
    let Some(conditions) = conditions else { return Ok(()) };
    let asked = conditions.asked_segments().named;
    let dynamic = segments::load_segments(tx).await?.into_iter().filter(|record| record.kind == "dynamic");
    let mut names: Vec<String> = dynamic.flat_map(|record| [record.id, record.key]).collect();
    names.extend(own.iter().map(|&name| name.to_owned()));
    match asked.iter().find(|name| names.contains(*name)) {
        None => Ok(()),
        Some(name) => {
            let detail =
                format!("names the dynamic segment `{name}`; repeat its conditions here, or name a static one");
            let pointer = "/conditions".to_owned();
            Err(Problem::fields(vec![FieldError { pointer, code: codes::INVALID_VALUE, detail }]))
        }
    }
}

/// The dynamic segments whose conditions name one of these.
pub(super) async fn resting_on(tx: &mut Tx<'_>, names: &[&str]) -> Result<Vec<SegmentRecord>, StoreError> {
    let rests = |record: &SegmentRecord| {
        let segment = live_segment(record.clone());
        let rule = segment.and_then(|segment| segment.rule);
        rule.is_some_and(|rule| names.iter().any(|name| rule.asked_segments().named.contains(*name)))
    };
    Ok(segments::load_segments(tx).await?.into_iter().filter(rests).collect())
}
