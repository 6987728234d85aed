//! Runs a set of coupons over a cart, in run order. `docs/MODEL.md` section 3.

use crate::allocation::Part;
use crate::benefit::compute::Turn;
use crate::candidates::{CandidateIndex, Field, Step, ask_alone};
use crate::condition::judge::{Outcome, Scene};
use crate::evaluate::Request;
use crate::ledger::{Ledger, Place};
use crate::lines::{LineIndex, Lines};
use crate::members::Members;
use crate::settle::{Limit, settle};
use crate::trims::{Cut, Trims};
use crate::units::Used;

/// Prices one set after another on the same ground.
#[derive(Debug)]
pub(crate) struct Runner<'c> {
    pub(crate) request: &'c Request<'c>,
    pub(crate) lines: &'c Lines<'c>,
    pub(crate) field: &'c Field<'c>,
    pub(crate) ledger: Ledger,
    /// What each candidate gave in the last run.
    pub(crate) gave: Vec<i64>,
    /// Units of gifts to be added that each candidate named in the last run (4.6).
    pub(crate) gifts: Vec<i64>,
    /// Sets priced so far.
    pub(crate) evaluated: u32,
    /// Steps made so far: one benefit on one line each (7.5).
    pub(crate) work: u64,
    verdicts: Vec<Option<bool>>,
    parts: Vec<Part>,
    places: Vec<Place>,
    used: Vec<Used>,
}

/// Hears what happens in a run. Runs of the search hear nothing.
pub(crate) trait Recorder {
    /// Conditions did not pass at the coupon's turn.
    fn refused(&mut self, candidate: CandidateIndex, scene: &Scene<'_>);
    /// Conditions that others may change are about to be judged at the coupon's turn.
    fn judged(&mut self, candidate: CandidateIndex, scene: &Scene<'_>) {
        let _ = (candidate, scene);
    }
    /// A benefit had its turn.
    fn ran(&mut self, step: &Step, turn: &Turn<'_>, gave: i64);
}

/// Hears nothing.
pub(crate) struct Silent;

impl Recorder for Silent {
    fn refused(&mut self, _: CandidateIndex, _: &Scene<'_>) {}
    fn ran(&mut self, _: &Step, _: &Turn<'_>, _: i64) {}
}

impl<'c> Runner<'c> {
    pub(crate) fn new(request: &'c Request<'c>, lines: &'c Lines<'c>, field: &'c Field<'c>, ledger: Ledger) -> Self {
        let candidates = field.candidates.len();
        Self {
            request,
            lines,
            field,
            ledger,
            gave: vec![0; candidates],
            gifts: vec![0; candidates],
            evaluated: 0,
            work: 0,
            verdicts: vec![None; candidates],
            parts: Vec::with_capacity(lines.all().len() + 1),
            places: Vec::with_capacity(lines.all().len() + 1),
            used: Vec::new(),
        }
    }

    /// How many candidates there are.
    pub(crate) fn count(&self) -> usize {
        self.field.candidates.len()
    }

    /// Whether a candidate had an effect in the last run: it gave something, or a gift to be added (4.6).
    pub(crate) fn has_effect(&self, candidate: CandidateIndex) -> bool {
        self.gave[candidate] > 0 || self.gifts[candidate] > 0
    }

    /// Opens the ledger for a set whose steps are then run one by one, and counts it.
    pub(crate) fn begin_set(&mut self) {
        self.evaluated += 1;
        self.open_ledger();
        self.gave.fill(0);
        self.gifts.fill(0);
    }

    /// Prices exactly these members, and counts it. Gives back the total saving.
    pub(crate) fn price(&mut self, members: &Members) -> i64 {
        self.evaluated += 1;
        self.run(members, &mut Silent)
    }

    /// Runs exactly these members from an open ledger. Gives back the total saving.
    pub(crate) fn run(&mut self, members: &Members, recorder: &mut impl Recorder) -> i64 {
        self.ledger.reset(self.lines, shipping_of(self.request));
        self.gave.fill(0);
        self.gifts.fill(0);
        self.verdicts.fill(None);
        let field = self.field;
        let mut saving = 0;
        for step in &field.steps {
            if members.hold(step.candidate as usize) && self.may_run(step, recorder) {
                saving += self.take_turn(step, field.lines_of(step), recorder);
            }
        }
        saving
    }

    /// Judges the coupon's conditions once, immediately before its first benefit (3.4).
    fn may_run(&mut self, step: &Step, recorder: &mut impl Recorder) -> bool {
        let candidate = step.candidate as usize;
        let coupon = self.field.candidates[candidate].coupon;
        if !coupon.depends_on_set() || self.field.candidates[candidate].is_unconditional {
            return true;
        }
        if let Some(verdict) = self.verdicts[candidate] {
            return verdict;
        }
        self.work += self.lines.all().len() as u64;
        let mut judge = |scene: &Scene<'_>| {
            recorder.judged(candidate, scene);
            let passes = coupon.conditions().is_none_or(|tree| tree.judge(scene) == Outcome::Pass);
            if !passes {
                recorder.refused(candidate, scene);
            }
            passes
        };
        let passes = if coupon.gives_gifts() {
            ask_alone(coupon, self.request, self.lines, &self.ledger, judge)
        } else {
            judge(&self.field.scene(candidate, self.request, self.lines, &self.ledger))
        };
        self.verdicts[candidate] = Some(passes);
        passes
    }

    /// Lets a benefit take what it gets from `eligible`, and says how much that is.
    pub(crate) fn take_turn(&mut self, step: &Step, eligible: &[LineIndex], recorder: &mut impl Recorder) -> i64 {
        let candidate = step.candidate as usize;
        let Self { field, parts, places, used, ledger, .. } = self;
        let entry = &field.candidates[candidate];
        let limit = match entry.renews {
            Some(renewed) => renewed.limit_of(step.benefit as usize, entry.coupon),
            None => budget_left(field, &self.gave, candidate).map(|left| Limit { left, by: Cut::Budget }),
        };
        let mut trims = Trims::default();
        parts.clear();
        places.clear();
        used.clear();
        let (request, lines) = (self.request, self.lines);
        let pass = usize::from(step.pass);
        let mut turn =
            Turn { request, lines, ledger, eligible, parts, places, trims: &mut trims, used, gift_units: 0, pass };
        let wanted = entry.coupon.benefits()[step.benefit as usize].computed().propose(&mut turn);
        let gave = settle(&mut turn, step.lane, wanted, limit);
        let gift_units = turn.gift_units;
        recorder.ran(step, &turn, gave);
        self.work += self.parts.len().max(1) as u64;
        self.ledger.take(step.lane, &self.places, &self.parts, &self.used);
        self.gifts[candidate] += gift_units;
        self.gave[candidate] += gave;
        gave
    }

    /// What a benefit exceeds in no set. The ledger must be open.
    pub(crate) fn ceiling(&mut self, step: &Step) -> i64 {
        let field = self.field;
        let coupon = field.candidates[step.candidate as usize].coupon;
        self.parts.clear();
        self.places.clear();
        self.used.clear();
        let mut turn = Turn {
            request: self.request,
            lines: self.lines,
            ledger: &self.ledger,
            eligible: field.lines_of(step),
            parts: &mut self.parts,
            places: &mut self.places,
            trims: &mut Trims::default(),
            used: &mut self.used,
            gift_units: 0,
            pass: usize::from(step.pass),
        };
        self.work += turn.eligible.len().max(1) as u64;
        coupon.benefits()[step.benefit as usize].computed().ceiling(&mut turn)
    }

    /// The ledger as before any coupon.
    pub(crate) fn open_ledger(&mut self) {
        self.ledger.reset(self.lines, shipping_of(self.request));
    }

    /// A place as before any coupon.
    pub(crate) fn open_place(&mut self, place: Place) {
        match place {
            Place::Goods(line) | Place::SetupFee(line) => self.ledger.reset_line(line, self.lines),
            Place::Shipping => self.ledger.reset_shipping(shipping_of(self.request)),
        }
    }
}

/// What the money budgets of a candidate leave in this run: that of a campaign is shared by all its coupons (6.2).
fn budget_left(field: &Field<'_>, gave: &[i64], candidate: CandidateIndex) -> Option<i64> {
    let entry = &field.candidates[candidate];
    let left = entry.budget_left? - gave[candidate];
    let Some((campaign, campaign_left)) = entry.campaign_left else { return Some(left) };
    let in_campaign = field.candidates.iter().zip(gave);
    let in_campaign = in_campaign.filter(|(other, _)| other.campaign_left.is_some_and(|(other, _)| other == campaign));
    Some(left.min(campaign_left - in_campaign.map(|(_, gave)| gave).sum::<i64>()))
}

/// The price of the shipping; 0 when there is none.
pub(crate) fn shipping_of(request: &Request<'_>) -> i64 {
    request.cart.shipping.as_ref().map_or(0, |shipping| shipping.amount.minor())
}
