//! A coupon prepared for evaluation: what every quote would work out anew is worked out once.

use std::cmp::Ordering;
use std::ops::Deref;
use std::sync::Arc;

use crate::benefit::Benefit;
use crate::benefit::compute::Compute;
use crate::condition::Condition;
use crate::condition::history::AskedHistory;
use crate::condition::segments::AskedSegments;
use crate::coupon::{Activation, Coupon, Limits, Status, Terms, Text, Validity};
use crate::matching::Marks;
use crate::stacking::{Combines, Lane, Lanes};

/// A coupon with its lanes, the rank of its benefits, its combining defaults filled in, and its selectors sorted for
/// matching. Made once for each version of a coupon, cheaply, and never fails; reads like the [`Coupon`] it holds.
#[derive(Clone, Debug)]
pub struct CompiledCoupon {
    coupon: Arc<Coupon>,
    id: Arc<str>,
    /// The first bytes of the id, as a number that compares as they do: ids are compared all the time.
    id_head: u128,
    /// The benefits with sorted selectors, in the merchant's order.
    benefits: Vec<Benefit>,
    /// Its title, if it is the same in every language.
    title: Option<Arc<str>>,
    /// Every turn of every benefit (3.1, 3.2).
    turns: Vec<TurnKey>,
    /// For each benefit, the marks of the names its target has.
    marks: Vec<Marks>,
    /// The conditions with sorted selectors.
    conditions: Option<Condition>,
    history: Option<AskedHistory>,
    segments: AskedSegments,
    depends_on_set: bool,
    gives_gifts: bool,
    is_stored_value: bool,
    is_open: bool,
    lanes: Lanes,
    combines: Combines,
    with: Vec<String>,
    never_with: Vec<String>,
}

/// One turn of one benefit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TurnKey {
    pub(crate) benefit: u8,
    /// Which of the benefit's turns it is.
    pub(crate) pass: u8,
    pub(crate) lane: Lane,
    pub(crate) rank: u8,
}

fn is_open(terms: &Terms) -> bool {
    terms.status == Status::Enabled
        && terms.validity == Validity::default()
        && terms.limits == Limits::default()
        && terms.campaign_id.is_none()
}

fn turns_of(benefits: &[Benefit]) -> Vec<TurnKey> {
    let mut turns = Vec::with_capacity(benefits.len());
    for (benefit, computed) in (0..).zip(benefits.iter().map(Benefit::computed)) {
        let lane = computed.lane();
        turns.extend((0..).zip(computed.ranks()).map(|(pass, rank)| TurnKey { benefit, pass, lane, rank }));
    }
    turns
}

impl CompiledCoupon {
    /// Prepares a coupon.
    #[must_use]
    pub fn new(coupon: impl Into<Arc<Coupon>>) -> Self {
        let coupon = coupon.into();
        let terms = &coupon.terms;
        let mut benefits = terms.benefits.clone();
        benefits.iter_mut().for_each(|benefit| benefit.computed_mut().sort_selectors());
        let turns = turns_of(&benefits);
        let marks = benefits.iter().map(|benefit| marks_of(benefit.computed())).collect();
        let lanes = Lanes::of(benefits.iter().map(|benefit| benefit.computed().lane()));
        let gives_gifts = benefits.iter().any(|benefit| benefit.computed().gift().is_some());
        let only_shipping = lanes == Lanes::of([Lane::Shipping]);
        let mut conditions = terms.conditions.clone();
        if let Some(conditions) = &mut conditions {
            conditions.sort_selectors();
        }
        Self {
            id: Arc::from(coupon.id.as_str()),
            id_head: head_of(&coupon.id),
            // Which units are its own gifts, outside its conditions, may differ with the set (4.6).
            depends_on_set: conditions.as_ref().is_some_and(|tree| gives_gifts || tree.depends_on_set(only_shipping)),
            history: conditions.as_ref().and_then(Condition::asked_history),
            segments: conditions.as_ref().map(Condition::asked_segments).unwrap_or_default(),
            gives_gifts,
            is_stored_value: benefits.iter().any(|benefit| matches!(benefit, Benefit::StoredValue(_))),
            is_open: is_open(terms),
            title: (!matches!(terms.title, Some(Text::ByLocale(_)))).then(|| Arc::from(terms.title("en"))),
            combines: Combines::new(&terms.stacking, lanes),
            with: sorted(&terms.stacking.with),
            never_with: sorted(&terms.stacking.never_with),
            benefits,
            turns,
            marks,
            conditions,
            lanes,
            coupon,
        }
    }

    /// Whether it is enabled and neither a date nor a limit can keep it out, of its own or of a campaign.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// The coupon as it was written.
    #[must_use]
    pub fn coupon(&self) -> &Arc<Coupon> {
        &self.coupon
    }

    /// Its id, shared.
    #[must_use]
    pub fn shared_id(&self) -> &Arc<str> {
        &self.id
    }

    /// The first bytes of its id: a number that compares as they do.
    pub(crate) fn id_head(&self) -> u128 {
        self.id_head
    }

    /// How its id compares with another's, in byte order.
    #[must_use]
    pub fn cmp_id(&self, other: &Self) -> Ordering {
        self.id_head.cmp(&other.id_head).then_with(|| self.id.cmp(&other.id))
    }

    /// What shoppers read, in their language where it has one.
    pub(crate) fn title_in(&self, locale: &str) -> Arc<str> {
        self.title.clone().unwrap_or_else(|| Arc::from(self.terms.title(locale)))
    }

    /// The lanes it occupies.
    #[must_use]
    pub fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// Whether all its benefits are in the shipping lane.
    #[must_use]
    pub fn only_shipping(&self) -> bool {
        self.lanes == Lanes::of([Lane::Shipping])
    }

    /// Whether it allows another that comes this way (`docs/MODEL.md` 7.1).
    #[must_use]
    pub fn allows(&self, other: &Self, activation: Activation) -> bool {
        let named = |list: &[String]| !list.is_empty() && list.binary_search_by(|id| (**id).cmp(&other.id)).is_ok();
        !named(&self.never_with) && (self.combines.take(other.lanes, activation) || named(&self.with))
    }

    /// Whether it surely allows every coupon in these lanes that comes this way, whichever it is.
    pub(crate) fn allows_all(&self, lanes: Lanes, activation: Activation) -> bool {
        self.never_with.is_empty() && self.combines.take(lanes, activation)
    }

    /// What its conditions ask of the customer's earlier orders; `None` when they ask nothing.
    #[must_use]
    pub fn asked_history(&self) -> Option<&AskedHistory> {
        self.history.as_ref()
    }

    /// Which segments of the customer its conditions ask about.
    #[must_use]
    pub fn asked_segments(&self) -> &AskedSegments {
        &self.segments
    }

    /// Its benefits, ready for matching.
    pub(crate) fn benefits(&self) -> &[Benefit] {
        &self.benefits
    }

    /// Every turn of every benefit, in the merchant's order.
    pub(crate) fn turns(&self) -> &[TurnKey] {
        &self.turns
    }

    /// For each benefit, the marks of the names its target has.
    pub(crate) fn marks(&self) -> &[Marks] {
        &self.marks
    }

    /// Its conditions, ready for matching.
    pub(crate) fn conditions(&self) -> Option<&Condition> {
        self.conditions.as_ref()
    }

    /// Whether a benefit of it gives units of a product (4.6).
    pub(crate) fn gives_gifts(&self) -> bool {
        self.gives_gifts
    }

    /// Whether it holds a balance (4.8): it pays, and takes no part in the choice of discounts.
    #[must_use]
    pub fn is_stored_value(&self) -> bool {
        self.is_stored_value
    }

    /// Whether its conditions may come out differently with the coupons that ran before.
    pub(crate) fn depends_on_set(&self) -> bool {
        self.depends_on_set
    }
}

impl From<Coupon> for CompiledCoupon {
    fn from(coupon: Coupon) -> Self {
        Self::new(coupon)
    }
}

impl From<Arc<Coupon>> for CompiledCoupon {
    fn from(coupon: Arc<Coupon>) -> Self {
        Self::new(coupon)
    }
}

impl Deref for CompiledCoupon {
    type Target = Coupon;

    fn deref(&self) -> &Coupon {
        &self.coupon
    }
}

impl PartialEq for CompiledCoupon {
    fn eq(&self, other: &Self) -> bool {
        self.coupon == other.coupon
    }
}

fn head_of(id: &str) -> u128 {
    let mut head = [0; 16];
    let bytes = id.as_bytes();
    let length = bytes.len().min(head.len());
    head[..length].copy_from_slice(&bytes[..length]);
    u128::from_be_bytes(head)
}

fn sorted(ids: &[String]) -> Vec<String> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

/// The marks of the names that a benefit's lines have. One with a second target is asked of every line.
fn marks_of(benefit: &dyn Compute) -> Marks {
    match (benefit.target(), benefit.other_target()) {
        (Some(target), None) => target.marks(),
        _ => Marks::ALL,
    }
}
