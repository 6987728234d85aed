//! Lists jobs.

use super::record::{JobRecord, job_columns};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

const HEAD: &str = concat!("SELECT ", job_columns!(), " FROM jobs");

const LIST: &str = "jobs";

/// Which jobs. All that is said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Of one of these kinds.
    pub kinds: Vec<String>,
    /// In this state.
    pub state: Option<String>,
    /// About this.
    pub subject: Option<String>,
}

/// A page of jobs, the newest first. Those that still receive their inputs are left out.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_jobs(
    tx: &mut Tx<'_>,
    filter: &JobFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<JobRecord>, StoreError> {
    let before = cursor.map(|cursor| cursor::decode::<1>(LIST, cursor)).transpose()?;
    let rows = select(filter, before.as_ref(), limit).query(tx).await?;
    let found = rows.into_iter().map(|mut row| JobRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &JobRecord| cursor::encode(LIST, &[&last.id])))
}

/// The statement for a filter.
pub(crate) fn select<'a>(filter: &'a JobFilter, before: Option<&'a [String; 1]>, limit: u32) -> Select<'a> {
    let mut select = Select::new(HEAD);
    select.filter("state <> 'receiving'", &[]);
    let places = vec!["?"; filter.kinds.len().max(1)].join(", ");
    let kinds: Vec<Param<'_>> = match filter.kinds.as_slice() {
        // Nothing is of no kind.
        [] => vec!["".into()],
        kinds => kinds.iter().map(Param::from).collect(),
    };
    select.filter(&format!("kind IN ({places})"), &kinds);
    if let Some(state) = &filter.state {
        select.filter("state = ?", &[state.into()]);
    }
    if let Some(subject) = &filter.subject {
        select.filter("subject = ?", &[subject.into()]);
    }
    if let Some([id]) = before {
        select.filter("id < ?", &[id.into()]);
    }
    select.end("ORDER BY id DESC LIMIT ?", &[rows_wanted(limit).into()]);
    select
}
