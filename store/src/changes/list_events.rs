//! Lists events in the order of their positions: a feed that is read once, from wherever the reader is.

use super::epoch::{common_position, current_epoch};
use super::record::{EventRecord, event_columns};
use crate::cursor::{self, rows_wanted};
use crate::error::StoreError;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

const HEAD: &str = concat!("SELECT ", event_columns!(), " FROM events");

const LIST: &str = "events";

/// Which events. All that is said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Of this type.
    pub kind: Option<String>,
    /// Of this aggregate.
    pub aggregate: Option<String>,
}

/// A page of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPage {
    /// The events.
    pub data: Vec<EventRecord>,
    /// Where the next page begins; `None` when there is no other now.
    pub next_cursor: Option<String>,
    /// Where to read on later: always there.
    pub resume_cursor: String,
}

/// Events after a cursor, the oldest first.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_events(
    tx: &mut Tx<'_>,
    filter: &EventFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<EventPage, StoreError> {
    let after = position_of(tx, cursor).await?;
    let epoch = current_epoch(tx).await?.number;
    let rows = select(filter, after, limit).query(tx).await?;
    let mut data = rows.into_iter().map(|mut row| EventRecord::decode(&mut row)).collect::<Result<Vec<_>, _>>()?;
    let wanted = usize::try_from(rows_wanted(limit) - 1).unwrap_or(usize::MAX);
    let more = data.len() > wanted;
    data.truncate(wanted);
    let last = data.last().map_or(after, |last| last.position);
    let resume_cursor = cursor::encode(LIST, &[&epoch.to_string(), &last.to_string()]);
    Ok(EventPage { data, next_cursor: more.then(|| resume_cursor.clone()), resume_cursor })
}

/// The last event that a reader has. One who read on in an epoch that a restored backup ended begins where both agree.
async fn position_of(tx: &mut Tx<'_>, cursor: Option<&str>) -> Result<u64, StoreError> {
    let Some(cursor) = cursor else { return Ok(0) };
    let [epoch, position] = cursor::decode::<2>(LIST, cursor)?;
    let number = |text: String| text.parse::<u64>().map_err(|_| StoreError::InvalidCursor);
    let (epoch, position) = (number(epoch)?, number(position)?);
    Ok(common_position(tx, epoch).await?.map_or(position, |common| position.min(common)))
}

/// The statement for a filter.
pub(crate) fn select(filter: &EventFilter, after: u64, limit: u32) -> Select<'_> {
    let mut select = Select::new(HEAD);
    select.filter("position > ?", &[Param::from(after)]);
    for (condition, wanted) in [("type = ?", &filter.kind), ("aggregate = ?", &filter.aggregate)] {
        if wanted.is_some() {
            select.filter(condition, &[wanted.into()]);
        }
    }
    select.end("ORDER BY position LIMIT ?", &[rows_wanted(limit).into()]);
    select
}
