//! Lists coupons: filtered, sorted, a page at a time.

use jiff::Timestamp;

use super::candidates::{Candidates, Words};
use super::record::CouponRecord;
use crate::cursor::{self, Page, rows_wanted};
use crate::error::StoreError;
use crate::search::contains;
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

/// Before the conditions: along an order of all.
const ALONG: &str = "WITH page (id) AS MATERIALIZED (SELECT c.id FROM coupons c";

/// The same among few.
const AMONG: &str = ", page (id) AS MATERIALIZED (SELECT c.id FROM near n CROSS JOIN coupons c";

/// After the conditions: what is shown of a coupon is read for those of the page alone.
const SHOW: &str =
    concat!(") SELECT ", coupon_columns!(), " FROM page p CROSS JOIN ", coupon_tables!(), " WHERE c.id = p.id");

// The conditions are looked at one by one along an order. `|| ''` and `+ 0` keep a database from beginning at an index of
// what is compared: where that pays is in `candidates`.

const IS_LIVE: &str = "c.status || '' IN ('enabled', 'paused')";
const IS_ENABLED: &str = "c.status || '' = 'enabled'";
const IS_PAUSED: &str = "c.status || '' = 'paused'";
const IS_DRAFT: &str = "c.status || '' = 'draft'";
const IS_ARCHIVED: &str = "c.status || '' = 'archived'";
const IS_NOT_ARCHIVED: &str = "c.status <> 'archived'";

const HAS_ENDED: &str = "(c.ends_at <= ? OR (c.campaign_id IS NOT NULL AND EXISTS (SELECT 1 FROM campaigns g WHERE g.id = c.campaign_id AND g.ends_at <= ?)))";
const HAS_NOT_ENDED: &str = "(c.ends_at IS NULL OR c.ends_at > ?) AND (c.campaign_id IS NULL OR NOT EXISTS (SELECT 1 FROM campaigns g WHERE g.id = c.campaign_id AND g.ends_at <= ?))";

const IS_TO_BEGIN: &str = "(c.starts_at + 0 > ? OR (c.campaign_id IS NOT NULL AND EXISTS (SELECT 1 FROM campaigns g WHERE g.id = c.campaign_id AND g.starts_at > ?)))";
const HAS_BEGUN: &str = "(c.starts_at IS NULL OR c.starts_at + 0 <= ?) AND (c.campaign_id IS NULL OR NOT EXISTS (SELECT 1 FROM campaigns g WHERE g.id = c.campaign_id AND g.starts_at > ?))";

const IS_USED_UP: &str = "c.total_limit IS NOT NULL AND EXISTS (SELECT 1 FROM counters k WHERE k.owner = c.id AND k.resource = 'uses' AND k.used + k.held >= c.total_limit)";
const IS_NOT_USED_UP: &str = "(c.total_limit IS NULL OR NOT EXISTS (SELECT 1 FROM counters k WHERE k.owner = c.id AND k.resource = 'uses' AND k.used + k.held >= c.total_limit))";

/// In the name or the description.
const HAS_WORDS: &str = "c.search LIKE ? ESCAPE '\\'";

/// The same, or at the start of a code.
const HAS_WORDS_OR_CODE: &str = "(c.search LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM codes d WHERE d.coupon_id = c.id AND d.canonical >= ? AND d.canonical < ?))";

/// Which coupons, and in what order. All that is said must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CouponFilter {
    /// Part of the name or the description, or the start of a code, in any case.
    pub q: Option<String>,
    /// The derived state at `now`.
    pub state: Option<StateFilter>,
    /// `code`, `automatic` or `claim`.
    pub activation: Option<String>,
    /// Of this campaign.
    pub campaign_id: Option<String>,
    /// With an end before this.
    pub ends_before: Option<Timestamp>,
    /// With an end at or after this.
    pub ends_after: Option<Timestamp>,
    /// Archived ones too; without it only when `state` asks for them.
    pub include_archived: bool,
    /// The order.
    pub sort: Sort,
    /// The instant of `state`.
    pub now: Timestamp,
}

/// The derived states of a coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// Not yet in use.
    Draft,
    /// Begins later.
    Scheduled,
    /// In force.
    Active,
    /// Switched off for now.
    Paused,
    /// At its total limit.
    UsedUp,
    /// Ended.
    Expired,
    /// Put away.
    Archived,
}

impl StateFilter {
    /// The derived state, first that holds. `docs/MODEL.md` section 9, "Validity".
    fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Draft => &[IS_DRAFT],
            Self::Archived => &[IS_ARCHIVED],
            Self::Expired => &[IS_LIVE, HAS_ENDED],
            Self::UsedUp => &[IS_LIVE, HAS_NOT_ENDED, IS_USED_UP],
            Self::Paused => &[IS_PAUSED, HAS_NOT_ENDED, IS_NOT_USED_UP],
            Self::Scheduled => &[IS_ENABLED, HAS_NOT_ENDED, IS_NOT_USED_UP, IS_TO_BEGIN],
            Self::Active => &[IS_ENABLED, HAS_NOT_ENDED, IS_NOT_USED_UP, HAS_BEGUN],
        }
    }

    /// The word of the HTTP contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::UsedUp => "used_up",
            Self::Expired => "expired",
            Self::Archived => "archived",
        }
    }
}

/// The orders of the list; what is equal goes by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    /// By name, without regard to case.
    Name,
    /// By end, soonest first, those without one last.
    EndsAt,
    /// Last edited first.
    Updated,
}

impl Sort {
    /// Every order.
    pub(crate) const ALL: [Self; 4] = [Self::Newest, Self::Name, Self::EndsAt, Self::Updated];

    /// The name in cursors, the condition for what comes after an entry, the order.
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Newest => {
                ("coupons newest", "(c.created_at, c.id) < (?, ?)", "ORDER BY c.created_at DESC, c.id DESC")
            }
            Self::Name => ("coupons name", "(c.name_key, c.id) > (?, ?)", "ORDER BY c.name_key, c.id"),
            Self::EndsAt => ("coupons ends_at", "(c.ends_key, c.id) > (?, ?)", "ORDER BY c.ends_key, c.id"),
            Self::Updated => {
                ("coupons updated", "(c.updated_at, c.id) < (?, ?)", "ORDER BY c.updated_at DESC, c.id DESC")
            }
        }
    }

    /// The order in words that no index answers: few are sorted, and the page itself.
    fn order_of_few(self) -> &'static str {
        match self {
            Self::Newest => "ORDER BY c.created_at + 0 DESC, c.id DESC",
            Self::Name => "ORDER BY c.name_key || '', c.id",
            Self::EndsAt => "ORDER BY c.ends_key + 0, c.id",
            Self::Updated => "ORDER BY c.updated_at + 0 DESC, c.id DESC",
        }
    }

    fn key(self, coupon: &CouponRecord) -> String {
        match self {
            Self::Newest => coupon.created_at.as_microsecond().to_string(),
            Self::Name => coupon.name.to_lowercase(),
            Self::EndsAt => coupon.ends_at.map_or(i64::MAX, Timestamp::as_microsecond).to_string(),
            Self::Updated => coupon.updated_at.as_microsecond().to_string(),
        }
    }
}

/// A page of coupons.
///
/// # Errors
/// [`StoreError::InvalidCursor`], also for a cursor of another order.
#[tracing::instrument(level = "debug", skip_all)]
pub async fn list_coupons(
    tx: &mut Tx<'_>,
    filter: &CouponFilter,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<CouponRecord>, StoreError> {
    let (list, ..) = filter.sort.parts();
    let after = cursor.map(|cursor| cursor::decode::<2>(list, cursor)).transpose()?;
    let words = Words::of(filter);
    let few = Candidates::fewest(tx, Candidates::of(filter, &words)).await?;
    let contained = contained(filter);
    let asks_codes = few.is_some() || words.has_code(tx).await?;
    let found_by = FoundBy { words: &words, contained: &contained, asks_codes };
    let rows = select(filter, &found_by, few.as_ref(), after.as_ref(), limit)?.query(tx).await?;
    let found = rows.into_iter().map(|mut row| CouponRecord::decode(&mut row)).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |last: &CouponRecord| cursor::encode(list, &[&filter.sort.key(last), &last.id])))
}

/// The pattern of what contains the words of a filter.
pub(crate) fn contained(filter: &CouponFilter) -> String {
    contains(filter.q.as_deref().unwrap_or_default().trim())
}

/// How a coupon is found by the words of a filter.
pub(crate) struct FoundBy<'a> {
    pub(crate) words: &'a Words,
    /// What [`contained`] answers.
    pub(crate) contained: &'a str,
    /// Whether its codes are asked too.
    pub(crate) asks_codes: bool,
}

/// The statement for a filter: among few where they are known, else along the order.
pub(crate) fn select<'a>(
    filter: &'a CouponFilter,
    found_by: &FoundBy<'a>,
    few: Option<&Candidates<'a>>,
    after: Option<&'a [String; 2]>,
    limit: u32,
) -> Result<Select<'a>, StoreError> {
    let mut select = match few {
        Some(few) => {
            let mut select = few.head();
            select.push(AMONG, &[]);
            select.filter("c.id = n.id", &[]);
            select
        }
        None => Select::new(ALONG),
    };
    if filter.q.as_deref().is_some_and(|q| !q.trim().is_empty()) {
        let ([from, before], contained) = (found_by.words.codes(), found_by.contained.into());
        match found_by.asks_codes {
            true => select.filter(HAS_WORDS_OR_CODE, &[contained, from, before]),
            false => select.filter(HAS_WORDS, &[contained]),
        }
    }
    if filter.include_archived || filter.state == Some(StateFilter::Archived) {
        // Only what is archived can be deleted.
        select.filter("c.deleted_at IS NULL", &[]);
    }
    match filter.state {
        Some(state) => {
            for condition in state.conditions() {
                let instants = vec![filter.now.into(); condition.matches('?').count()];
                select.filter(condition, &instants);
            }
        }
        None if filter.include_archived => {}
        None => select.filter(IS_NOT_ARCHIVED, &[]),
    }
    if let Some(activation) = &filter.activation {
        select.filter("c.activation || '' = ?", &[activation.into()]);
    }
    if let Some(campaign_id) = &filter.campaign_id {
        select.filter("c.campaign_id || '' = ?", &[campaign_id.into()]);
    }
    if let Some(ends_before) = filter.ends_before {
        select.filter("c.ends_at < ?", &[ends_before.into()]);
    }
    if let Some(ends_after) = filter.ends_after {
        select.filter("c.ends_at >= ?", &[ends_after.into()]);
    }
    let (_, following, order) = filter.sort.parts();
    if let Some([key, id]) = after {
        let key = match filter.sort {
            Sort::Name => key.into(),
            _ => Param::Integer(key.parse().map_err(|_| StoreError::InvalidCursor)?),
        };
        select.filter(following, &[key, id.into()]);
    }
    select.end(if few.is_some() { filter.sort.order_of_few() } else { order }, &[]);
    select.end("LIMIT ?", &[rows_wanted(limit).into()]);
    select.push(SHOW, &[]);
    select.end(filter.sort.order_of_few(), &[]);
    Ok(select)
}
