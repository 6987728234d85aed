//! The exact search: every legal set that may still matter is priced, in an order fixed by (stand-alone saving
//! descending, id), within the store's bounds on sets and work. `docs/MODEL.md` 7.3 to 7.5.

use std::collections::BTreeMap;

use super::{Choice, Found, Podium, most_codes};
use crate::benefit::compute::Source;
use crate::candidates::CandidateIndex;
use crate::lines::LineIndex;
use crate::members::Members;
use crate::money::Percent;
use crate::runner::{Runner, shipping_of};
use crate::settings::{PercentBase, RoundingScope};
use crate::stacking::Lane;

/// Chooses the best legal set.
pub(super) fn choose(runner: &mut Runner<'_>) -> Choice {
    let ground = Ground::survey(runner);
    let mut tree = Tree::new(runner, &ground);
    tree.explore();
    tree.finish()
}

/// What the search knows of the candidates before it begins.
pub(super) struct Ground {
    /// Candidates that can give something, by stand-alone saving descending, then id.
    order: Vec<CandidateIndex>,
    /// By candidate: whether it has an effect when it is alone: it saves something, or gives a gift to be added.
    has_effect_alone: Vec<bool>,
    /// By candidate: whether it is a code or claim.
    is_code: Vec<bool>,
    /// By candidate: whom it does not combine with.
    conflicts: Vec<Members>,
    /// By candidate: what it exceeds in no set.
    pub(super) ceilings: Vec<i64>,
    /// Candidates in groups that all conflict with each other.
    pub(super) groups: Vec<Vec<CandidateIndex>>,
    /// The benefits.
    pub(super) parts: Vec<BoundPart>,
    /// The undiscounted merchandise, by lines that the same percentages meet.
    pub(super) atoms: Vec<i64>,
    /// Everything a discount may take from.
    pub(super) everything: i64,
}

/// A benefit, as bounds see it.
pub(super) struct BoundPart {
    pub(super) candidate: CandidateIndex,
    /// Its rate, if it is a percentage the product bound holds for.
    pub(super) percent: Option<Percent>,
    lines: Vec<LineIndex>,
    /// The atoms that percentage takes from.
    pub(super) atoms: Vec<usize>,
    /// What it takes beyond the exact percentage of them at most, in halves of a minor unit.
    pub(super) excess_halves: i128,
    pub(super) ceiling: i64,
    pub(super) is_off_goods: bool,
}

impl Ground {
    fn survey(runner: &mut Runner<'_>) -> Self {
        let count = runner.count();
        let field = runner.field;
        let mut alone = Vec::with_capacity(count);
        let mut has_effect_alone = Vec::with_capacity(count);
        for candidate in 0..count {
            alone.push(runner.run(&Members::only(candidate, count), &mut crate::runner::Silent));
            has_effect_alone.push(runner.has_effect(candidate));
        }
        runner.open_ledger();
        let mut parts: Vec<BoundPart> = field.steps.iter().map(|step| bound_part(runner, step)).collect();
        let atoms = split_into_atoms(runner, &mut parts);
        let mut ceilings = vec![0_i64; count];
        for part in &parts {
            ceilings[part.candidate] = ceilings[part.candidate].saturating_add(part.ceiling);
        }
        for (ceiling, entry) in ceilings.iter_mut().zip(&field.candidates) {
            *ceiling = (*ceiling).min(entry.budget_left.unwrap_or(i64::MAX));
        }
        let conflicts: Vec<Members> = (0..count).map(|candidate| conflicts_of(runner, candidate)).collect();
        let mut order: Vec<CandidateIndex> =
            (0..count).filter(|candidate| ceilings[*candidate] > 0 || gives_gifts(runner, *candidate)).collect();
        order.sort_by(|a, b| alone[*b].cmp(&alone[*a]).then(a.cmp(b)));
        let fees: i64 = runner.lines.all().iter().map(|line| line.setup_fee).sum();
        Self {
            groups: group(&order, &conflicts),
            everything: runner.lines.subtotal + fees + shipping_of(runner.request),
            is_code: field.candidates.iter().map(|entry| entry.presented.is_some()).collect(),
            order,
            has_effect_alone,
            conflicts,
            ceilings,
            parts,
            atoms,
        }
    }
}

/// Whether a benefit of the candidate may add a gift to the cart.
fn gives_gifts(runner: &Runner<'_>, candidate: CandidateIndex) -> bool {
    runner.field.candidates[candidate].coupon.gives_gifts()
}

fn bound_part(runner: &mut Runner<'_>, step: &crate::candidates::Step) -> BoundPart {
    let field = runner.field;
    let settings = runner.request.settings;
    let computed = field.candidates[step.candidate as usize].coupon.benefits()[step.benefit as usize].computed();
    let rounding = settings.rounding;
    // Under scope `line` a cap is split over the lines anew: the bound knows nothing of that.
    let is_even = rounding.scope == RoundingScope::Coupon || computed.is_separable(usize::MAX, rounding);
    let holds = settings.percent_base == PercentBase::Running && !runner.lines.have_floors && is_even;
    BoundPart {
        candidate: step.candidate as usize,
        percent: computed.percentage().filter(|_| holds && step.lane != Lane::Shipping),
        lines: field.lines_of(step).to_vec(),
        atoms: Vec::new(),
        excess_halves: 0,
        ceiling: runner.ceiling(step),
        is_off_goods: computed.source(usize::from(step.pass)) == Source::Goods,
    }
}

/// Sorts the lines by the percentages that meet them, and notes of every percentage what it may take beyond the exact
/// amount. Gives back what every atom holds.
fn split_into_atoms(runner: &Runner<'_>, parts: &mut [BoundPart]) -> Vec<i64> {
    let lines = runner.lines;
    let meets = |part: &BoundPart, line: LineIndex| part.percent.is_some() && part.lines.binary_search(&line).is_ok();
    let mut atom_of: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    let mut atoms: Vec<i64> = Vec::new();
    let mut sizes: Vec<i128> = Vec::new();
    for (line, view) in lines.indices().zip(lines.all()) {
        let met: Vec<bool> = parts.iter().map(|part| meets(part, line)).collect();
        let atom = *atom_of.entry(met).or_insert(atoms.len());
        if atom == atoms.len() {
            atoms.push(0);
            sizes.push(0);
        }
        atoms[atom] += view.subtotal;
        sizes[atom] += 1;
    }
    let by_line = runner.request.settings.rounding.scope == RoundingScope::Line;
    for (met, atom) in atom_of {
        for (part, _) in parts.iter_mut().zip(met).filter(|(_, is_met)| *is_met) {
            let all = i128::try_from(part.lines.len()).expect("a cart has at most 1,000 lines");
            part.atoms.push(atom);
            part.excess_halves += if by_line { sizes[atom] } else { 1 + 2 * sizes[atom].min(all - sizes[atom]) };
        }
    }
    atoms
}

fn conflicts_of(runner: &Runner<'_>, candidate: CandidateIndex) -> Members {
    let entries = &runner.field.candidates;
    let mut conflicts = Members::none(entries.len());
    for other in (0..entries.len()).filter(|other| *other != candidate) {
        if !entries[candidate].combines_with(&entries[other]) {
            conflicts.add(other);
        }
    }
    conflicts
}

/// Puts each candidate into the first group it conflicts with entirely.
fn group(order: &[CandidateIndex], conflicts: &[Members]) -> Vec<Vec<CandidateIndex>> {
    let mut groups: Vec<Vec<CandidateIndex>> = Vec::new();
    for candidate in order {
        let fits = |group: &&mut Vec<CandidateIndex>| group.iter().all(|other| conflicts[*candidate].hold(*other));
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(*candidate),
            None => groups.push(vec![*candidate]),
        }
    }
    groups
}

/// The search: the candidates of the order are decided one after another, in before out.
struct Tree<'t, 'c> {
    runner: &'t mut Runner<'c>,
    ground: &'t Ground,
    /// Whether each of the first candidates of the order is in.
    decisions: Vec<bool>,
    included: Members,
    codes: usize,
    podium: Podium,
    stopped: bool,
    /// What sets that were not looked at may reach.
    open_bound: i64,
}

impl<'t, 'c> Tree<'t, 'c> {
    fn new(runner: &'t mut Runner<'c>, ground: &'t Ground) -> Self {
        let included = Members::none(runner.count());
        Self {
            runner,
            ground,
            decisions: Vec::new(),
            included,
            codes: 0,
            podium: Podium::default(),
            stopped: false,
            open_bound: 0,
        }
    }

    fn explore(&mut self) {
        loop {
            while self.decisions.len() < self.ground.order.len() {
                let candidate = self.ground.order[self.decisions.len()];
                let may_enter = self.may_enter(candidate);
                self.decide(candidate, may_enter);
            }
            self.price_leaf();
            if !self.back_to_next() {
                return;
            }
        }
    }

    /// Takes decisions back to the last candidate whose absence is worth looking at, and leaves it out.
    fn back_to_next(&mut self) -> bool {
        while let Some(was_in) = self.decisions.pop() {
            if !was_in {
                continue;
            }
            let candidate = self.ground.order[self.decisions.len()];
            self.included.remove(candidate);
            self.codes -= usize::from(self.ground.is_code[candidate]);
            if self.is_worth_leaving_out(candidate) {
                self.decide(candidate, false);
                return true;
            }
        }
        false
    }

    fn decide(&mut self, candidate: CandidateIndex, enters: bool) {
        if enters {
            self.included.add(candidate);
            self.codes += usize::from(self.ground.is_code[candidate]);
        }
        self.decisions.push(enters);
    }

    fn may_enter(&self, candidate: CandidateIndex) -> bool {
        let is_full = self.ground.is_code[candidate] && self.codes >= most_codes(self.runner);
        !is_full && !self.included.meet(&self.ground.conflicts[candidate])
    }

    /// Whether a set without the candidate may be legal, and good enough to be named.
    fn is_worth_leaving_out(&mut self, candidate: CandidateIndex) -> bool {
        let ground = self.ground;
        let mut allowed = self.included.clone();
        for later in &ground.order[self.decisions.len() + 1..] {
            if self.may_enter(*later) {
                allowed.add(*later);
            }
        }
        self.runner.work += ground.order.len() as u64;
        if self.is_required(candidate) && !self.may_be_excused(candidate, &allowed) {
            return false;
        }
        let bound = ground.bound(|candidate| allowed.hold(candidate));
        if self.stopped {
            self.open_bound = self.open_bound.max(bound);
            return false;
        }
        // An equal saving may still win by a tie-break, so only a smaller bound ends the branch.
        self.podium.second.as_ref().is_none_or(|second| bound >= second.saving)
    }

    /// A code that can apply alone must be in, or be excused (7.3).
    fn is_required(&self, candidate: CandidateIndex) -> bool {
        self.ground.is_code[candidate] && self.ground.has_effect_alone[candidate]
    }

    /// Whether someone among the allowed may excuse a missing code.
    fn may_be_excused(&self, candidate: CandidateIndex, allowed: &Members) -> bool {
        let required = allowed.iter().filter(|other| self.is_required(*other)).count();
        required >= most_codes(self.runner) || allowed.meet(&self.ground.conflicts[candidate])
    }

    fn price_leaf(&mut self) {
        let settings = self.runner.request.settings;
        if self.runner.evaluated >= settings.max_evaluations || self.runner.work >= settings.max_work {
            self.stopped = true;
            let bound = self.ground.bound(|candidate| self.included.hold(candidate));
            self.open_bound = self.open_bound.max(bound);
            return;
        }
        let saving = self.runner.price(&self.included);
        if self.is_complete() {
            let found = self.found(saving);
            self.podium.consider(found, self.runner.field);
        }
    }

    /// Whether the set just priced is complete for what was presented (7.3).
    fn is_complete(&self) -> bool {
        let required = self.included.iter().filter(|member| self.is_required(*member)).count();
        let has_room = required < most_codes(self.runner);
        self.ground
            .order
            .iter()
            .filter(|code| self.is_required(**code) && !self.included.hold(**code))
            .all(|missing| !has_room || self.included.iter().any(|member| self.excuses(member, *missing)))
    }

    /// A code that can apply alone excuses whom it conflicts with, an automatic coupon only if it gave something.
    fn excuses(&self, member: CandidateIndex, missing: CandidateIndex) -> bool {
        let counts =
            if self.ground.is_code[member] { self.is_required(member) } else { self.runner.has_effect(member) };
        counts && self.ground.conflicts[member].hold(missing)
    }

    fn finish(mut self) -> Choice {
        if self.podium.best.is_none() {
            self.price_codes_only();
        }
        let best = self.podium.best.expect("the codes that go together by themselves are a legal set");
        let count = self.runner.count();
        let mut members = Members::none(count);
        best.members.iter().for_each(|member| members.add(*member));
        let is_optimal = !self.stopped;
        Choice {
            members,
            optimal: is_optimal,
            bound: (!is_optimal).then_some(self.open_bound.max(best.saving)),
            runner_up: self.podium.second.filter(|second| second.saving > 0),
        }
    }

    /// A legal set for a search that was stopped before it met one: the codes that can apply alone, one after another.
    fn price_codes_only(&mut self) {
        let ground = self.ground;
        self.included = Members::none(self.runner.count());
        self.codes = 0;
        for candidate in
            ground.order.iter().filter(|candidate| self.is_required(**candidate)).copied().collect::<Vec<_>>()
        {
            if self.may_enter(candidate) {
                self.decide(candidate, true);
            }
        }
        let saving = self.runner.price(&self.included);
        let found = self.found(saving);
        self.podium.consider(found, self.runner.field);
    }

    /// The set just priced.
    fn found(&self, saving: i64) -> Found {
        Found::new(self.runner, self.included.iter(), saving, |member| self.is_required(member))
    }
}
