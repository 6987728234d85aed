//! Lists the codes of a coupon.
//!
//! Each list is read from one index in its order. Codes stand in it by what they are, live, used or void: a list of several
//! of these is put together from a page of each.

use jiff::Timestamp;

use super::uses::{CodeUse, select_code_uses};
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::search::end_of_prefix;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

const HEAD: &str = select_code_uses!();

const LIST: &str = "codes";

/// Which codes. All that is said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeFilter {
    /// `live`, `used`, `expired` or `void`.
    pub state: Option<String>,
    /// The canonical start of the code.
    pub prefix: Option<String>,
    /// Made by this job.
    pub batch_id: Option<String>,
    /// For this account alone.
    pub customer_id: Option<String>,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The canonical form.
    Text,
    /// The end, then the id.
    End,
}

impl CodeFilter {
    fn sort(&self) -> By {
        if self.prefix.is_some() { By::Text } else { By::End }
    }

    /// The standings of the codes that fit: each is read by itself where they are sorted by their end.
    pub(crate) fn standings(&self) -> Vec<Option<&'static str>> {
        match (self.state.as_deref(), self.sort()) {
            (Some("live" | "expired"), _) => vec![Some("live")],
            (Some("used"), _) => vec![Some("used")],
            (Some(_), _) => vec![Some("void")],
            (None, By::Text) => vec![None],
            (None, By::End) => vec![Some("live"), Some("used"), Some("void")],
        }
    }
}

/// The codes of a coupon: those that end first first, of those that end together the oldest; by their text where its start
/// is asked for.
///
/// # Errors
/// [`StoreError::InvalidCursor`].
#[tracing::instrument(level = "debug", skip_all, fields(coupon_id = %coupon_id))]
pub async fn list_codes(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    filter: &CodeFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CodeUse>, StoreError> {
    let after = cursor.map(|cursor| cursor::decode::<2>(LIST, cursor)).transpose()?;
    let after = after.as_ref().map(|after| After::read(after, filter.sort())).transpose()?;
    let end = filter.prefix.as_deref().map(end_of_prefix).unwrap_or_default();
    let now = tx.now();
    let mut found: Vec<CodeUse> = Vec::new();
    for standing in filter.standings() {
        let rows = select(coupon_id, filter, standing, &end, after, limit, now).query(tx).await?;
        for mut row in rows {
            found.push(CodeUse::decode(&mut row)?);
        }
    }
    if filter.sort() == By::End {
        found.sort_by(|a, b| end_key(a).cmp(&end_key(b)));
    }
    Ok(Page::cut(found, limit, |last: &CodeUse| match filter.sort() {
        By::Text => cursor::encode(LIST, &[&last.code.canonical, &last.code.id]),
        By::End => {
            let end = end_key(last).0.to_string();
            cursor::encode(LIST, &[&end, &last.code.id])
        }
    }))
}

fn end_key(found: &CodeUse) -> (i64, &str) {
    (found.code.expires_at.map_or(i64::MAX, Timestamp::as_microsecond), &found.code.id)
}

/// After which code the page begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct After<'a> {
    key: Param<'a>,
    id: &'a str,
}

impl<'a> After<'a> {
    pub(crate) fn read([key, id]: &'a [String; 2], by: By) -> Result<Self, StoreError> {
        let key = match by {
            By::Text => Param::from(key),
            By::End => key.parse::<i64>().map(Param::from).map_err(|_| StoreError::InvalidCursor)?,
        };
        Ok(Self { key, id })
    }
}

/// The statement for a filter, of the codes of one standing or of all; `end` is where the filter's prefix ends.
pub(crate) fn select<'a>(
    coupon_id: &'a str,
    filter: &'a CodeFilter,
    standing: Option<&'static str>,
    end: &'a str,
    after: Option<After<'a>>,
    limit: u32,
    now: Timestamp,
) -> Select<'a> {
    let mut select = Select::new(HEAD);
    // What is asked of the row alone stands in an expression, so that the index of the other is taken.
    let is_of_few = filter.batch_id.is_some() || filter.customer_id.is_some();
    let by = filter.sort();
    let is_plain = !is_of_few || by == By::Text;
    select.filter(if is_plain { "d.coupon_id = ?" } else { "d.coupon_id || '' = ?" }, &[coupon_id.into()]);
    if let Some(batch_id) = &filter.batch_id {
        let plain = by == By::End && filter.customer_id.is_none();
        select.filter(if plain { "d.batch_id = ?" } else { "d.batch_id || '' = ?" }, &[batch_id.into()]);
    }
    if let Some(customer_id) = &filter.customer_id {
        select
            .filter(if by == By::End { "d.customer_id = ?" } else { "d.customer_id || '' = ?" }, &[customer_id.into()]);
    }
    if let Some(standing) = standing {
        // Those that are over have an index of their own by their text, which is known by these very words.
        let is_over = by == By::Text && standing != "live";
        if is_over {
            select.filter("d.standing <> 'live'", &[]);
        }
        let plain = is_over || by == By::End && filter.customer_id.is_none();
        select.filter(if plain { "d.standing = ?" } else { "d.standing || '' = ?" }, &[standing.into()]);
    }
    match filter.state.as_deref() {
        Some("live") => select.filter("d.expires_key > ?", &[now.into()]),
        Some("expired") => select.filter("d.expires_key <= ?", &[now.into()]),
        _ => {}
    }
    if let Some(prefix) = &filter.prefix {
        select.filter("d.canonical >= ? AND d.canonical < ?", &[prefix.into(), end.into()]);
    }
    if let Some(After { key, id }) = after {
        let condition = match by {
            By::Text => "(d.canonical, d.id) > (?, ?)",
            By::End => "(d.expires_key, d.id) > (?, ?)",
        };
        select.filter(condition, &[key, id.into()]);
    }
    let order = match by {
        By::Text => "ORDER BY d.canonical, d.id LIMIT ?",
        By::End => "ORDER BY d.expires_key, d.id LIMIT ?",
    };
    select.end(order, &[rows_wanted(limit).into()]);
    select
}
