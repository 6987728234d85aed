//! The segments in memory, with the snapshot of the live coupons.

use std::collections::BTreeMap;
use std::sync::Arc;

use tessera_engine::condition::Condition;
use tessera_engine::from_json;
use tessera_engine::segment::SegmentRule;
use tessera_store::segments::{self, SegmentRecord};
use tessera_store::{StoreError, Tx};

/// A segment, ready to be asked about.
#[derive(Clone, Debug)]
pub(crate) struct LiveSegment {
    /// `seg_...`.
    pub(crate) id: String,
    /// What customers' own lists and coupons call it.
    pub(crate) key: String,
    /// Who is in a dynamic one; `None` for a static one.
    pub(crate) rule: Option<SegmentRule>,
}

/// Every segment, by id and by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct LiveSegments(BTreeMap<String, Arc<LiveSegment>>);

impl LiveSegments {
    /// A segment by id or key.
    pub(crate) fn find(&self, name: &str) -> Option<&Arc<LiveSegment>> {
        self.0.get(name)
    }

    /// Each segment once.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<LiveSegment>> {
        self.0.iter().filter(|(name, segment)| **name == segment.id).map(|(_, segment)| segment)
    }

    fn put(&mut self, segment: LiveSegment) {
        let segment = Arc::new(segment);
        self.0.insert(segment.id.clone(), Arc::clone(&segment));
        self.0.insert(segment.key.clone(), segment);
    }
}

/// Reads them.
pub(crate) async fn read_segments(tx: &mut Tx<'_>) -> Result<LiveSegments, StoreError> {
    let mut live = LiveSegments::default();
    for record in segments::load_segments(tx).await? {
        if let Some(segment) = live_segment(record) {
            live.put(segment);
        }
    }
    Ok(live)
}

/// The segment of a record. One whose conditions cannot be read is told to the log and has nobody in it.
pub(super) fn live_segment(record: SegmentRecord) -> Option<LiveSegment> {
    let SegmentRecord { id, key, conditions, .. } = record;
    let rule = match conditions.as_deref().map(|text| from_json::<Condition>(text.as_bytes())) {
        None => None,
        Some(Ok(conditions)) => Some(SegmentRule::new(conditions)),
        Some(Err(error)) => {
            tracing::error!(segment_id = %id, %error, "a stored segment cannot be read; nobody is in it");
            return None;
        }
    };
    Some(LiveSegment { id, key, rule })
}
