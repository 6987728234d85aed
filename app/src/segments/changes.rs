//! What happens to segments, as events.

use serde::Serialize;
use serde_json::{Map, Value, json};
use tessera_store::segments::SegmentRecord;

use super::request::written;
use crate::change::Change;
use crate::difference::difference;

/// A segment that was made or edited, with the members that differ from before.
pub(super) fn segment_changed(kind: &'static str, record: &SegmentRecord, before: &str) -> Change {
    #[derive(Serialize)]
    struct SegmentChange<'a> {
        id: &'a str,
        key: &'a str,
        changed: Map<String, Value>,
    }
    let changed = difference(before, &written(record));
    Change::new(kind, &record.id, &SegmentChange { id: &record.id, key: &record.key, changed })
}

/// A segment that is gone.
pub(super) fn segment_deleted(record: &SegmentRecord) -> Change {
    Change::new("segment.deleted", &record.id, &json!({ "id": record.id, "key": record.key }))
}

/// Customers that came or went; nothing happened when there are none.
pub(super) fn members_changed(kind: &'static str, segment_id: &str, customer_ids: &[String]) -> Option<Change> {
    let told = json!({ "id": segment_id, "customer_ids": customer_ids });
    (!customer_ids.is_empty()).then(|| Change::new(kind, segment_id, &told))
}
