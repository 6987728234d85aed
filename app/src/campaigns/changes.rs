//! What happens to campaigns, as events.

use serde::Serialize;
use serde_json::{Map, Value};
use tessera_store::campaigns::CampaignRecord;

use super::request::written;
use crate::change::Change;
use crate::difference::difference;

/// A campaign that was made or edited, with the members that differ from before.
pub(super) fn campaign_changed(kind: &'static str, record: &CampaignRecord, before: &str) -> Change {
    #[derive(Serialize)]
    struct CampaignChange<'a> {
        id: &'a str,
        version: u64,
        changed: Map<String, Value>,
    }
    let changed = difference(before, &written(record));
    Change::new(kind, &record.id, &CampaignChange { id: &record.id, version: record.version, changed })
}
