//! What happened in a run, kept for the quote.

use serde_json::Value;

use crate::benefit::compute::Turn;
use crate::candidates::{CandidateIndex, Step};
use crate::condition::judge::Scene;
use crate::ledger::Place;
use crate::lines::LineIndex;
use crate::reason::Reason;
use crate::runner::Recorder;
use crate::settings::MarginPolicy;
use crate::stacking::Lane;
use crate::trims::Trims;

/// What happened in a run.
#[derive(Debug)]
pub(crate) struct Record {
    /// By candidate.
    pub(crate) coupons: Vec<CouponRecord>,
    /// Candidates whose benefits ran, in run order, each once.
    pub(crate) order: Vec<CandidateIndex>,
    /// Every share that was given, in run order.
    pub(crate) shares: Vec<Share>,
    /// Every gift to be added, in run order.
    pub(crate) gifts: Vec<GiftToAdd>,
}

/// A gift that is to be added to the cart (4.6).
#[derive(Clone, Copy, Debug)]
pub(crate) struct GiftToAdd {
    /// Which coupon gives it.
    pub(crate) candidate: CandidateIndex,
    /// Which of its benefits.
    pub(crate) benefit: usize,
    /// Units.
    pub(crate) units: i64,
}

/// What one coupon did.
#[derive(Debug, Default)]
pub(crate) struct CouponRecord {
    has_run: bool,
    /// What was cut from it.
    pub(crate) trims: Trims,
    /// Lines whose floor let nothing through.
    pub(crate) floored: Vec<LineIndex>,
    /// Why its conditions did not pass at its turn.
    pub(crate) refused: Option<(Reason, Value)>,
}

/// A share that was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    /// To which coupon it counts.
    pub(crate) candidate: CandidateIndex,
    /// By which of its benefits.
    pub(crate) benefit: u32,
    /// In which lane.
    pub(crate) lane: Lane,
    /// Where.
    pub(crate) place: Place,
    /// How much; never 0.
    pub(crate) amount: i64,
}

impl Record {
    pub(crate) fn new(candidates: usize) -> Self {
        Self {
            coupons: std::iter::repeat_with(CouponRecord::default).take(candidates).collect(),
            order: Vec::with_capacity(candidates),
            shares: Vec::with_capacity(2 * candidates),
            gifts: Vec::new(),
        }
    }
}

impl Recorder for Record {
    fn refused(&mut self, candidate: CandidateIndex, scene: &Scene<'_>) {
        self.coupons[candidate].refused = scene.coupon.conditions().and_then(|tree| tree.refusal(scene));
    }

    fn ran(&mut self, step: &Step, turn: &Turn<'_>, _: i64) {
        let candidate = step.candidate as usize;
        let coupon = &mut self.coupons[candidate];
        if !std::mem::replace(&mut coupon.has_run, true) {
            self.order.push(candidate);
        }
        coupon.trims.add_all(turn.trims);
        if turn.gift_units > 0 {
            self.gifts.push(GiftToAdd { candidate, benefit: step.benefit as usize, units: turn.gift_units });
        }
        for (place, part) in turn.places.iter().zip(turn.parts.iter()) {
            if part.share > 0 {
                let (benefit, lane) = (step.benefit, step.lane);
                self.shares.push(Share { candidate, benefit, lane, place: *place, amount: part.share });
            }
            let Place::Goods(line) = *place else { continue };
            let left = turn.ledger.goods(line);
            if part.room == 0 && part.held > 0 && turn.eligible.binary_search(&line).is_ok() {
                coupon.floored.push(line);
            }
            let warns = turn.request.settings.margin_policy == MarginPolicy::Warn;
            coupon.trims.margin_broken |=
                warns && part.share > 0 && left - part.share < turn.lines.at(line).margin_floor;
        }
    }
}
