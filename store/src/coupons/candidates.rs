//! Where a list of coupons begins when a filter leaves few: at those, found in an index of their own. Without one the
//! list goes along its order, where what many coupons have is met soon.

use super::list_coupons::{CouponFilter, StateFilter};
use crate::error::StoreError;
use crate::search::{code_prefix, contains_roughly, end_of_prefix};
use crate::select::Select;
use crate::tx::Tx;
use crate::value::Param;

/// More candidates than this are not few: to look at each costs more than to go along the order, where one comes soon.
const FEW: u64 = 2_000;

/// No smaller set is looked for.
const VERY_FEW: u64 = 50;

/// Whether a code begins so. Codes of batches are many, batches are not; what is made one by one is no batch, though its
/// count stands among them. The least code from there on is one look into an index, however many there are.
pub(crate) const HAS_CODE: &str = "SELECT 1 WHERE (SELECT MIN(d.canonical) FROM codes d WHERE d.batch_id IS NULL AND d.canonical >= ?1) < ?2 \
     OR EXISTS (SELECT 1 FROM code_batches b WHERE (b.id < 'one:' OR b.id >= 'one;') \
     AND (SELECT MIN(d.canonical) FROM codes d WHERE d.coupon_id = b.coupon_id AND d.canonical >= ?1) < ?2)";

/// Words in the name or the description; codes by their start, as [`HAS_CODE`] finds them.
const BY_WORDS: &str = "SELECT f.id FROM coupon_words f WHERE f.search LIKE ? \
     UNION ALL SELECT d.coupon_id FROM codes d WHERE d.batch_id IS NULL AND d.canonical >= ? AND d.canonical < ? \
     UNION ALL SELECT b.coupon_id FROM code_batches b WHERE (b.id < 'one:' OR b.id >= 'one;') \
     AND (SELECT MIN(d.canonical) FROM codes d WHERE d.coupon_id = b.coupon_id AND d.canonical >= ?) < ?";

const BY_STATUS: &str = "SELECT w.id FROM coupons w WHERE w.status = ?";

const IN_FORCE: &str = "SELECT w.id FROM coupons w WHERE w.status = 'enabled' AND w.ends_key > ?";

const TO_BEGIN: &str = "SELECT w.id FROM coupons w WHERE w.starts_at > ? \
     UNION ALL SELECT w.id FROM campaigns g CROSS JOIN coupons w WHERE w.campaign_id = g.id AND g.starts_at > ?";

const ENDED: &str = "SELECT w.id FROM coupons w WHERE w.ends_key <= ? \
     UNION ALL SELECT w.id FROM campaigns g CROSS JOIN coupons w WHERE w.campaign_id = g.id AND g.ends_at <= ?";

const USED_UP: &str = "SELECT o.coupon_id AS id FROM coupons_once_used_up o";

const BY_ACTIVATION: &str = "SELECT w.id FROM coupons w WHERE w.activation = ?";

const BY_CAMPAIGN: &str = "SELECT w.id FROM coupons w WHERE w.campaign_id = ?";

const ENDS_BEFORE: &str = "SELECT w.id FROM coupons w WHERE w.ends_key < ?";

/// What none of them has is the largest number.
const ENDS_AFTER: &str = "SELECT w.id FROM coupons w WHERE w.ends_key >= ? AND w.ends_key < 9223372036854775807";

/// The filter's texts as the statements compare them.
pub(crate) struct Words {
    /// A pattern of what contains the words, and of more where they have wildcards; empty when they are too short.
    roughly: String,
    code: String,
    code_end: String,
}

impl Words {
    pub(crate) fn of(filter: &CouponFilter) -> Self {
        let q = filter.q.as_deref().unwrap_or_default().trim();
        let code = code_prefix(q);
        Self {
            roughly: contains_roughly(q).unwrap_or_default(),
            // Of a search without a letter or digit, no code is the answer.
            code_end: if code.is_empty() { String::new() } else { end_of_prefix(&code) },
            code,
        }
    }

    /// The codes that begin so: from the first, before the second.
    pub(super) fn codes(&self) -> [Param<'_>; 2] {
        [(&self.code).into(), (&self.code_end).into()]
    }

    /// Whether any code begins so: if not, a walk need not ask it for each coupon.
    pub(super) async fn has_code(&self, tx: &mut Tx<'_>) -> Result<bool, StoreError> {
        Ok(!self.code.is_empty() && !tx.query(HAS_CODE, &self.codes()).await?.is_empty())
    }
}

/// Coupons among which are all that a filter finds.
#[derive(Clone)]
pub(crate) struct Candidates<'a> {
    sql: &'static str,
    params: Vec<Param<'a>>,
}

impl<'a> Candidates<'a> {
    /// One for each part of a filter that an index knows.
    pub(crate) fn of(filter: &'a CouponFilter, words: &'a Words) -> Vec<Self> {
        let now = Param::from(filter.now);
        let mut all = Vec::new();
        let mut add = |sql, params: &[Param<'a>]| all.push(Self { sql, params: params.to_vec() });
        if !words.roughly.is_empty() {
            let [from, before] = words.codes();
            add(BY_WORDS, &[(&words.roughly).into(), from, before, from, before]);
        }
        match filter.state {
            Some(StateFilter::Draft | StateFilter::Paused | StateFilter::Archived) => {
                add(BY_STATUS, &[filter.state.map_or("", StateFilter::name).into()]);
            }
            Some(StateFilter::Active) => add(IN_FORCE, &[now]),
            Some(StateFilter::Scheduled) => add(TO_BEGIN, &[now, now]),
            Some(StateFilter::Expired) => add(ENDED, &[now, now]),
            Some(StateFilter::UsedUp) => add(USED_UP, &[]),
            None => {}
        }
        if let Some(activation) = &filter.activation {
            add(BY_ACTIVATION, &[activation.into()]);
        }
        if let Some(campaign_id) = &filter.campaign_id {
            add(BY_CAMPAIGN, &[campaign_id.into()]);
        }
        if let Some(ends_before) = filter.ends_before {
            add(ENDS_BEFORE, &[ends_before.into()]);
        }
        if let Some(ends_after) = filter.ends_after {
            add(ENDS_AFTER, &[ends_after.into()]);
        }
        all
    }

    /// The fewest, where there are few.
    pub(super) async fn fewest(tx: &mut Tx<'_>, all: Vec<Self>) -> Result<Option<Self>, StoreError> {
        let mut fewest = (FEW + 1, None);
        for candidates in all {
            let count = match candidates.count().query(tx).await?.into_iter().next() {
                Some(mut row) => row.unsigned()?,
                None => 0,
            };
            if count < fewest.0 {
                fewest = (count, Some(candidates));
            }
            if fewest.0 <= VERY_FEW {
                break;
            }
        }
        Ok(fewest.1)
    }

    /// Counts them up to one more than few.
    pub(crate) fn count(&self) -> Select<'a> {
        let mut select = Select::new("SELECT COUNT(*) FROM (SELECT 1 FROM (");
        select.push(self.sql, &self.params);
        select.push(") AS a LIMIT ?) AS b", &[(FEW + 1).into()]);
        select
    }

    /// The head of a statement that knows them as the table `near`.
    pub(super) fn head(&self) -> Select<'a> {
        let mut select = Select::new("WITH near (id) AS MATERIALIZED (SELECT DISTINCT a.id FROM (");
        select.push(self.sql, &self.params);
        select.push(") AS a)", &[]);
        select
    }
}
