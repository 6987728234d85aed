//! Which coupons are candidates for a cart, and why the others are not, whatever set is chosen: dates and status,
//! limits, conditions that no coupon changes, currency, items. `docs/MODEL.md` 7.2, 9, 11.2.

mod campaign_budgets;
mod refusals;

pub(crate) use refusals::in_force;

use crate::benefit::compute::{Miss, fit};
use crate::compiled::CompiledCoupon;
use crate::condition::judge::{Outcome, Scene};
use crate::coupon::Activation;
use crate::evaluate::{Presented, Request};
use crate::ledger::Ledger;
use crate::lines::{LineIndex, Lines};
use crate::matching::Fit;
use crate::own_gifts::without_own_gifts;
use crate::reason::Reason;
use crate::renewal::Renewed;
use crate::stacking::Lane;
use campaign_budgets::{CampaignBudgetIndex, CampaignBudgets};
use refusals::{
    budget_left, budgets_hold_currency, came_before, is_for_wallets, lacks_customer, limit_refusal, status_refusal,
};

/// Index of a candidate; candidates stand by ascending coupon id.
pub(crate) type CandidateIndex = usize;

/// The coupons that may give something, and what was presented beside them.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    /// By ascending coupon id.
    pub(crate) candidates: Vec<Candidate<'a>>,
    /// Every benefit of every candidate in run order (3.2).
    pub(crate) steps: Vec<Step>,
    /// What became of each code and claim presented.
    pub(crate) standing: Vec<Standing>,
    /// For each candidate's benefits, where their lines stand in `eligible`.
    targets: Vec<Option<(u32, u32)>>,
    eligible: Vec<LineIndex>,
    /// The budgets that several candidates may give of.
    campaign_budgets: CampaignBudgets<'a>,
    /// Whether conditions are not asked.
    ignores_conditions: bool,
    /// Whether money budgets are not asked.
    ignores_budgets: bool,
}

/// A coupon that may give something.
#[derive(Debug)]
pub(crate) struct Candidate<'a> {
    /// The coupon.
    pub(crate) coupon: &'a CompiledCoupon,
    /// Which presented code or claim it came with; `None` is automatic.
    pub(crate) presented: Option<usize>,
    /// That code or claim, or the one of the first order at a renewal.
    pub(crate) came_as: Option<&'a Presented>,
    /// What of the first order it renews.
    pub(crate) renews: Option<&'a Renewed>,
    /// What its money budgets leave it alone; `None` without one.
    pub(crate) budget_left: Option<i64>,
    /// The budget it shares with the other coupons of its campaign.
    campaign_budget: Option<CampaignBudgetIndex>,
    /// Whether a target passes over a line, as a quote then lists.
    pub(crate) passes_over: bool,
    /// Whether its conditions are not asked: what it would bring if they passed.
    pub(crate) is_unconditional: bool,
    first_target: usize,
}

/// A coupon that would be a candidate.
struct Entrant<'a> {
    coupon: &'a CompiledCoupon,
    /// Which presented code or claim it came with.
    presented: Option<usize>,
}

impl Entrant<'_> {
    /// Whether it came with a claim, which has terms of its own.
    fn is_claim(&self, request: &Request<'_>) -> bool {
        self.presented.is_some_and(|position| request.presented[position].claim_id.is_some())
    }
}

/// One benefit of one candidate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) lane: Lane,
    priority: u32,
    rank: u8,
    pub(crate) candidate: u32,
    pub(crate) benefit: u32,
    /// Which of the benefit's turns it is.
    pub(crate) pass: u8,
    /// Where its lines stand among the eligible ones.
    lines: (u32, u32),
}

impl Step {
    /// What benefits run in the order of (3.2). Candidates stand by id.
    fn key(&self) -> (Lane, u32, u8, u32, u32, u8) {
        (self.lane, self.priority, self.rank, self.candidate, self.benefit, self.pass)
    }
}

/// What became of a code or claim presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is a candidate.
    Candidate(CandidateIndex),
    /// It holds a balance, which may pay when everything has run (4.8).
    Balance,
    /// It gives nothing in any set.
    Refused(Refusal),
}

/// Why a coupon gives nothing in any set; the first that holds in the order of 11.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A reason that needs no looking at the cart.
    Plain(Reason),
    /// It is limited per customer and the cart names none (9).
    CustomerUnknown,
    /// Its conditions do not pass, whatever the others do.
    Conditions,
    /// It names no amount in the cart's currency.
    Currency,
    /// None of its benefits finds anything here; why the first does not.
    Missed(Miss),
    /// The cart is a renewal, which is priced with what the first order redeemed (8).
    Renewal,
}

/// What is presented and became an entrant, until it is a candidate or refused.
const UNDECIDED: Standing = Standing::Refused(Refusal::Plain(Reason::NoEffect));

impl Candidate<'_> {
    /// How it comes: a claim counts as a code (7.1).
    pub(crate) fn activation(&self) -> Activation {
        if self.presented.is_some() { Activation::Code } else { Activation::Automatic }
    }

    /// Whether it goes together with another (7.1).
    pub(crate) fn combines_with(&self, other: &Self) -> bool {
        self.coupon.shared_id() != other.coupon.shared_id()
            && self.coupon.allows(other.coupon, other.activation())
            && other.coupon.allows(self.coupon, self.activation())
    }
}

impl<'a> Field<'a> {
    fn with_capacity(coupons: usize) -> Self {
        Self {
            candidates: Vec::with_capacity(coupons),
            steps: Vec::with_capacity(coupons),
            standing: Vec::new(),
            targets: Vec::with_capacity(coupons),
            eligible: Vec::with_capacity(4 * coupons),
            campaign_budgets: CampaignBudgets::default(),
            ignores_conditions: false,
            ignores_budgets: false,
        }
    }

    /// One coupon by itself, whatever its status, limits and conditions.
    pub(crate) fn of_unconditional(
        request: &Request<'_>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &'a CompiledCoupon,
    ) -> Self {
        let mut field = Self::with_capacity(1);
        field.ignores_conditions = true;
        // Refused means that there is no candidate, and so nothing to save.
        let _ = field.admit(request, lines, ledger, coupon, None);
        field.steps.sort_unstable_by_key(Step::key);
        field
    }

    /// One coupon by itself, whatever its status and limits.
    pub(crate) fn of_one(
        request: &Request<'_>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &'a CompiledCoupon,
    ) -> Self {
        let mut field = Self::with_capacity(1);
        // Refused means that there is no candidate, and so nothing to save.
        let _ = field.admit(request, lines, ledger, coupon, None);
        field.steps.sort_unstable_by_key(Step::key);
        field
    }

    /// Sorts what was presented and what is automatic into candidates, balances and refused. At a renewal only what it
    /// covers is a candidate, and of what is presented only balances are of use (8).
    pub(crate) fn gather(
        request: &'a Request<'a>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        renewed: Option<&'a [Renewed]>,
    ) -> Self {
        let mut field = Self::with_capacity(request.automatic.len() + request.presented.len());
        let mut entrants: Vec<Entrant<'a>> =
            request.automatic.iter().map(|coupon| Entrant { coupon, presented: None }).collect();
        for position in 0..request.presented.len() {
            let standing = field.receive(request, lines, ledger, position, &mut entrants);
            field.standing.push(standing);
        }
        match renewed {
            Some(renewed) => {
                field.standing.iter_mut().filter(|standing| **standing == UNDECIDED).for_each(|standing| {
                    *standing = Standing::Refused(Refusal::Renewal);
                });
                field.renew(request, lines, ledger, renewed);
            }
            None => field.enter_all(request, lines, ledger, entrants),
        }
        field.steps.sort_unstable_by_key(Step::key);
        field
    }

    /// What is said of a code or claim before conditions are asked; one that may be a candidate becomes an entrant.
    fn receive(
        &self,
        request: &'a Request<'a>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        position: usize,
        entrants: &mut Vec<Entrant<'a>>,
    ) -> Standing {
        let refused = |reason| Standing::Refused(Refusal::Plain(reason));
        let presented = &request.presented[position];
        let Some(coupon) = &presented.coupon else { return refused(Reason::Invalid) };
        let mut reasons = presented
            .versions()
            .map(|version| status_refusal(version, request).or_else(|| early_refusal(version, request, lines, ledger)));
        if is_for_wallets(presented) || reasons.all(|reason| reason == Some(Reason::Invalid)) {
            return refused(Reason::Invalid);
        }
        if came_before(coupon, request, position) {
            return refused(Reason::AlreadyApplied);
        }
        if presented.claim_id.is_some()
            && presented.versions().all(|version| status_refusal(version, request).is_some())
        {
            return refused(status_refusal(coupon, request).unwrap_or(Reason::Invalid));
        }
        if coupon.is_stored_value() {
            let refusal = standing_refusal(coupon, request, lines, ledger, Some(presented));
            return refusal.map_or(Standing::Balance, Standing::Refused);
        }
        entrants.extend(presented.versions().map(|version| Entrant { coupon: version, presented: Some(position) }));
        UNDECIDED
    }

    /// Makes candidates of the entrants, by id, or says why they are none. Of an automatic coupon that is presented
    /// too, or stands twice, the presented or the later version counts; a claim has terms of its own.
    fn enter_all(
        &mut self,
        request: &'a Request<'a>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        mut entrants: Vec<Entrant<'a>>,
    ) {
        let key = |entrant: &Entrant<'_>| (entrant.presented.is_none(), u64::MAX - entrant.coupon.version);
        if !entrants.is_sorted_by(|a, b| a.coupon.cmp_id(b.coupon).is_lt()) {
            entrants.sort_by(|a, b| a.coupon.cmp_id(b.coupon).then_with(|| key(a).cmp(&key(b))));
            entrants.dedup_by(|later, kept| {
                later.coupon.id == kept.coupon.id && !later.is_claim(request) && !kept.is_claim(request)
            });
        }
        for Entrant { coupon, presented } in entrants {
            let is_declined = || request.declined.iter().any(|id| *id == coupon.id);
            if presented.is_none() && (coupon.is_stored_value() || is_declined()) {
                continue;
            }
            let standing = match self.enter(request, lines, ledger, coupon, presented) {
                Ok(candidate) => Standing::Candidate(candidate),
                Err(refusal) => Standing::Refused(refusal),
            };
            if let Some(presented) = presented
                && !matches!(self.standing[presented], Standing::Candidate(_))
            {
                self.standing[presented] = standing;
            }
        }
    }

    /// Makes a candidate of everything a renewal covers; what finds nothing on this cart gives nothing.
    fn renew(&mut self, request: &'a Request<'a>, lines: &Lines<'_>, ledger: &Ledger, renewed: &'a [Renewed]) {
        self.ignores_conditions = true;
        self.ignores_budgets = true;
        for renewed in renewed {
            if let Ok(candidate) = self.admit(request, lines, ledger, &renewed.coupon, None) {
                self.candidates[candidate].renews = Some(renewed);
                self.candidates[candidate].came_as = renewed.came_as.as_ref();
            }
        }
    }

    /// Why a coupon that a renewal covers finds nothing on the cart; `None` if it finds something.
    pub(crate) fn renewal_refusal(
        request: &Request<'_>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &'a CompiledCoupon,
    ) -> Option<Refusal> {
        let mut field = Self::with_capacity(1);
        field.ignores_conditions = true;
        field.ignores_budgets = true;
        field.admit(request, lines, ledger, coupon, None).err()
    }

    /// Why a coupon would be no candidate; `None` if it would be one.
    pub(crate) fn refusal_of(
        request: &Request<'_>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &'a CompiledCoupon,
    ) -> Option<Refusal> {
        let refusal = standing_refusal(coupon, request, lines, ledger, None);
        refusal.or_else(|| Self::with_capacity(1).admit(request, lines, ledger, coupon, None).err())
    }

    /// Makes a coupon a candidate, or says why it is none.
    fn enter(
        &mut self,
        request: &'a Request<'a>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &'a CompiledCoupon,
        presented: Option<usize>,
    ) -> Result<CandidateIndex, Refusal> {
        let came_as = presented.map(|position| &request.presented[position]);
        if let Some(refusal) = standing_refusal(coupon, request, lines, ledger, came_as) {
            return Err(refusal);
        }
        let candidate = self.admit(request, lines, ledger, coupon, presented)?;
        self.candidates[candidate].came_as = came_as;
        Ok(candidate)
    }

    /// Makes a coupon a candidate whatever its status and limits, or says why it finds nothing on this cart.
    pub(crate) fn admit(
        &mut self,
        request: &Request<'_>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &'a CompiledCoupon,
        presented: Option<usize>,
    ) -> Result<CandidateIndex, Refusal> {
        let (first_target, first_eligible) = (self.targets.len(), self.eligible.len());
        let (miss, passes_over) = self.match_targets(request, lines, coupon);
        let refusal = if !self.conditions_pass(request, lines, ledger, coupon, first_target, miss.is_some()) {
            Some(Refusal::Conditions)
        } else if let Some(miss) = miss.filter(|miss| miss.is_condition()) {
            Some(Refusal::Missed(miss))
        } else if !self.holds_currency(coupon, request) {
            Some(Refusal::Currency)
        } else {
            miss.map(Refusal::Missed)
        };
        if let Some(refusal) = refusal {
            self.targets.truncate(first_target);
            self.eligible.truncate(first_eligible);
            return Err(refusal);
        }
        let budget_left = if self.ignores_budgets { None } else { budget_left(coupon, request) };
        let candidate = self.candidates.len();
        let campaign_budget = budget_left.and_then(|_| self.campaign_budgets.enter(candidate, coupon, request));
        self.push_steps(coupon, candidate, first_target);
        let is_unconditional = self.ignores_conditions;
        self.candidates.push(Candidate {
            coupon,
            presented,
            came_as: None,
            renews: None,
            budget_left,
            campaign_budget,
            passes_over,
            is_unconditional,
            first_target,
        });
        Ok(candidate)
    }

    /// Whether every amount the coupon needs is there in the cart's currency (2.3).
    fn holds_currency(&self, coupon: &CompiledCoupon, request: &Request<'_>) -> bool {
        let currency = request.cart.currency;
        let benefits_do = coupon.benefits().iter().all(|benefit| benefit.computed().holds(currency));
        benefits_do && (self.ignores_budgets || budgets_hold_currency(coupon, request))
    }

    /// Finds the lines of every benefit. `Some`: none of them can give anything here, and why the first cannot. Beside
    /// it, whether a line was passed over.
    fn match_targets(
        &mut self,
        request: &Request<'_>,
        lines: &Lines<'_>,
        coupon: &CompiledCoupon,
    ) -> (Option<Miss>, bool) {
        let mut first_miss = None;
        let mut all_miss = true;
        let mut passes_over = false;
        for (benefit, marks) in coupon.benefits().iter().zip(coupon.marks()) {
            let from = self.eligible.len();
            let computed = benefit.computed();
            if computed.target().is_some() {
                for (line, view) in lines.indices().zip(lines.all()).filter(|(_, view)| marks.may_meet(view.marks)) {
                    match fit(computed, view) {
                        Fit::Meant => {
                            self.eligible.push(line);
                            passes_over |= computed.pass_over(view).is_some();
                        }
                        Fit::PassedOver(_) => passes_over = true,
                        Fit::Other => {}
                    }
                }
            }
            let range = (index(from), index(self.eligible.len()));
            self.targets.push(computed.target().map(|_| range));
            match computed.miss(request, lines, &self.eligible[from..]) {
                Some(miss) => first_miss = first_miss.or(Some(miss)),
                None => all_miss = false,
            }
        }
        (if all_miss { first_miss } else { None }, passes_over)
    }

    /// Judges conditions that come out the same in every set. A coupon that will be refused for another reason is
    /// judged as if it were alone, so that what is said first is said first (11.2).
    fn conditions_pass(
        &self,
        request: &Request<'_>,
        lines: &Lines<'_>,
        ledger: &Ledger,
        coupon: &CompiledCoupon,
        first_target: usize,
        is_refused: bool,
    ) -> bool {
        let Some(conditions) = coupon.conditions().filter(|_| !self.ignores_conditions) else { return true };
        if coupon.depends_on_set() && !is_refused && self.holds_currency(coupon, request) {
            return true;
        }
        if coupon.gives_gifts() {
            return ask_alone(coupon, request, lines, ledger, |scene| conditions.judge(scene) == Outcome::Pass);
        }
        let targets = &self.targets[first_target..];
        let scene = Scene { request, lines, ledger, coupon, targets, eligible: &self.eligible, only_fixed: false };
        conditions.judge(&scene) == Outcome::Pass
    }

    fn push_steps(&mut self, coupon: &CompiledCoupon, candidate: CandidateIndex, first_target: usize) {
        for turn in coupon.turns() {
            self.steps.push(Step {
                lane: turn.lane,
                priority: coupon.terms.stacking.priority,
                rank: turn.rank,
                candidate: index(candidate),
                benefit: u32::from(turn.benefit),
                pass: turn.pass,
                lines: self.targets[first_target + usize::from(turn.benefit)].unwrap_or_default(),
            });
        }
    }

    /// The lines of a step.
    pub(crate) fn lines_of(&self, step: &Step) -> &[LineIndex] {
        &self.eligible[step.lines.0 as usize..step.lines.1 as usize]
    }

    /// What a candidate's conditions see.
    pub(crate) fn scene<'r>(
        &'r self,
        candidate: CandidateIndex,
        request: &'r Request<'r>,
        lines: &'r Lines<'r>,
        ledger: &'r Ledger,
    ) -> Scene<'r> {
        let Candidate { coupon, first_target, .. } = self.candidates[candidate];
        let targets = &self.targets[first_target..first_target + coupon.benefits().len()];
        Scene { request, lines, ledger, coupon, targets, eligible: &self.eligible, only_fixed: false }
    }
}

/// What keeps a coupon out whatever is in the cart: dates and status, who is signed in, limits.
fn standing_refusal(
    coupon: &CompiledCoupon,
    request: &Request<'_>,
    lines: &Lines<'_>,
    ledger: &Ledger,
    presented: Option<&Presented>,
) -> Option<Refusal> {
    if let Some(reason) = status_refusal(coupon, request) {
        return Some(Refusal::Plain(reason));
    }
    if let Some(reason) = presented.and_then(|presented| presented.own_refusal(request.now)) {
        return Some(Refusal::Plain(reason));
    }
    if presented.is_some() && early_refusal(coupon, request, lines, ledger).is_some() {
        return Some(Refusal::Conditions);
    }
    if let Some(reason) = limit_refusal(coupon, request, presented) {
        return Some(Refusal::Plain(reason));
    }
    lacks_customer(coupon, request).then_some(Refusal::CustomerUnknown)
}

/// Why the conditions of a refused coupon do not pass, judged as if it were alone.
pub(crate) fn condition_refusal(
    coupon: &CompiledCoupon,
    request: &Request<'_>,
    lines: &Lines<'_>,
    ledger: &Ledger,
) -> Option<(Reason, serde_json::Value)> {
    let conditions = coupon.conditions()?;
    ask_alone(coupon, request, lines, ledger, |scene| conditions.refusal(scene))
}

/// What is said before the limits, or before anything else, if it holds in every set: that a coupon does not name who
/// is signed in, or that signing in comes first (11.2).
fn early_refusal(coupon: &CompiledCoupon, request: &Request<'_>, lines: &Lines<'_>, ledger: &Ledger) -> Option<Reason> {
    let conditions = coupon.conditions()?;
    ask_alone(coupon, request, lines, ledger, |scene| conditions.early_refusal(scene))
}

/// Shows the conditions of a coupon what they would see if it were alone on the order.
pub(crate) fn ask_alone<T>(
    coupon: &CompiledCoupon,
    request: &Request<'_>,
    lines: &Lines<'_>,
    ledger: &Ledger,
    ask: impl FnOnce(&Scene<'_>) -> T,
) -> T {
    without_own_gifts(coupon, request, lines, ledger, |request, lines, ledger| {
        ask_as_is(coupon, request, lines, ledger, ask)
    })
}

fn ask_as_is<T>(
    coupon: &CompiledCoupon,
    request: &Request<'_>,
    lines: &Lines<'_>,
    ledger: &Ledger,
    ask: impl FnOnce(&Scene<'_>) -> T,
) -> T {
    let mut targets = Vec::new();
    let mut eligible = Vec::new();
    for benefit in coupon.benefits() {
        let from = eligible.len();
        let computed = benefit.computed();
        let target = computed.target();
        if target.is_some() {
            eligible.extend(lines.indices().filter(|line| fit(computed, lines.at(*line)) == Fit::Meant));
        }
        targets.push(target.map(|_| (index(from), index(eligible.len()))));
    }
    ask(&Scene { request, lines, ledger, coupon, targets: &targets, eligible: &eligible, only_fixed: false })
}

/// Lines a benefit is for and passed over, with the reason.
pub(crate) fn passed_over<'l>(
    coupon: &'l CompiledCoupon,
    lines: &'l Lines<'_>,
) -> impl Iterator<Item = (LineIndex, &'static str)> + 'l {
    let benefits = coupon.benefits().iter().map(crate::benefit::Benefit::computed);
    benefits.flat_map(|benefit| {
        lines.indices().filter_map(|line| match fit(benefit, lines.at(line)) {
            Fit::PassedOver(reason) => Some((line, reason)),
            Fit::Meant => benefit.pass_over(lines.at(line)).map(|reason| (line, reason)),
            Fit::Other => None,
        })
    })
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("a quote has fewer than four billion of anything")
}
