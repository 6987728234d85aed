//! The answer without a search, where every two candidates combine and coupons meet on single amounts only.
//!
//! **When.** Every two candidates combine, the codes find room, no condition depends on the set, there is no store
//! cap and no money budget, and every benefit is *separable*: what it takes from an amount (the goods of a line, or the
//! shipping) is a function `d` of what is left of that amount alone, with `0 <= d(x) <= x` and
//! `d(x + 1) <= d(x) + 1`. A percentage of one line rounded once, an amount off one line, a price for it, free
//! shipping are such; caps and floors keep the property, for they take the smaller of two such functions.
//!
//! **Why it is enough.** What a benefit leaves, `x - d(x)`, is at most `x` and never falls as `x` grows. Running more
//! such benefits over an amount therefore never leaves more of it: the full set saves the most. It is legal, being
//! complete. A coupon that gave nothing in it changes nothing by being left out. If leaving out any single member
//! that gave something leaves more, then so does leaving out several, so that no other set ties; and the best of the
//! sets that lack one is the runner-up, for every other set is inside one of them.
//!
//! **Ties.** Where leaving a member out loses nothing, fewer members may do. Amounts that no candidate joins are
//! independent: savings and numbers of members add up over them, and of two lists of priorities (or ids) the smaller
//! stays the smaller when both are merged with the same third. So every such *component* is chosen by itself, by
//! trying its sets; if one has too many members for that, the search decides.

use smallvec::SmallVec;

use super::{Choice, Found, Podium, all_combine, codes_in, most_codes};
use crate::benefit::Benefit;
use crate::candidates::{CandidateIndex, Field};
use crate::ledger::Place;
use crate::members::Members;
use crate::runner::{Runner, Silent};
use crate::stacking::Lane;

/// Optional members of a component of which all sets are tried: 2 to the power of this.
const MOST_TRIED: usize = 10;

/// Chooses, or `None` where the conditions of this file do not hold.
pub(super) fn choose(runner: &mut Runner<'_>) -> Option<Choice> {
    let all = Members::all(runner.count());
    let holds = is_plain(runner) && all_combine(runner.field) && codes_in(runner.field, &all) <= most_codes(runner);
    if !holds {
        return None;
    }
    let components = components(runner);
    // What one component takes is nothing to another: run one after another they are the full set.
    runner.begin_set();
    let chains: Vec<Chain> = components.iter().map(|component| component.record(runner)).collect();
    let saving = runner.gave.iter().sum();
    let full = Full { saving, gave: runner.gave.clone() };
    let mut next = Next::default();
    let mut tied: Vec<(usize, Podium)> = Vec::new();
    for (index, (component, chain)) in components.iter().zip(&chains).enumerate() {
        let Some(is_tied) = component.is_tied(runner, &full, (index, chain), &mut next) else {
            return Some(Choice { members: all, optimal: false, bound: Some(saving), runner_up: None });
        };
        if is_tied {
            tied.push((index, component.try_all(runner, &full)?));
        }
    }
    Some(conclude(runner, &components, &full, &tied, next))
}

/// The full set, priced.
struct Full {
    saving: i64,
    /// By candidate.
    gave: Vec<i64>,
}

/// What is left on the places of a component before each of its steps and, last, at the end.
type Chain = SmallVec<[i64; 9]>;

/// Single members that lose least when they are left out, with their component.
#[derive(Default)]
struct Next {
    loss: Option<i64>,
    missing: SmallVec<[(usize, CandidateIndex); 4]>,
}

impl Next {
    fn consider(&mut self, loss: i64, component: usize, missing: CandidateIndex) {
        if self.loss.is_none_or(|least| loss < least) {
            self.loss = Some(loss);
            self.missing.clear();
        }
        if self.loss == Some(loss) {
            self.missing.push((component, missing));
        }
    }
}

/// Puts the best sets of the components together, and the next best of one with the best of the others.
fn conclude(
    runner: &mut Runner<'_>,
    components: &[Component],
    full: &Full,
    tied: &[(usize, Podium)],
    next: Next,
) -> Choice {
    let field = runner.field;
    let mut members = Members::all(runner.count());
    let mut best = Found { saving: full.saving, gifts: 0, gave: Vec::new(), members: Vec::new() };
    best.gave.extend((0..runner.count()).filter(|candidate| full.gave[*candidate] > 0));
    let swap = |whole: &mut Found, component: usize, part: &Found| {
        whole.gave.retain(|candidate| !components[component].candidates.contains(candidate));
        for candidate in &part.gave {
            whole.gave.insert(whole.gave.partition_point(|other| other < candidate), *candidate);
        }
    };
    for (index, podium) in tied {
        let part = podium.best.as_ref().expect("a component has a best set");
        swap(&mut best, *index, part);
        components[*index].candidates.iter().for_each(|candidate| members.remove(*candidate));
        part.members.iter().for_each(|candidate| members.add(*candidate));
    }
    let mut runner_up: Option<Found> = None;
    let mut consider = |component: usize, part: &Found, loss: i64| {
        let mut whole = Found { saving: full.saving - loss, ..best.clone() };
        swap(&mut whole, component, part);
        if whole.saving > 0 && runner_up.as_ref().is_none_or(|next| whole.is_better_than(next, field)) {
            runner_up = Some(whole);
        }
    };
    for (index, podium) in tied {
        if let (Some(best), Some(second)) = (&podium.best, &podium.second) {
            consider(*index, second, best.saving - second.saving);
        }
    }
    for (index, missing) in next.missing {
        let part = components[index].price(runner, |candidate| candidate != missing);
        consider(index, &part, next.loss.unwrap_or_default());
    }
    Choice { members, optimal: true, bound: None, runner_up }
}

/// Whether every candidate gives the same from the same amounts in every set, amount by amount.
fn is_plain(runner: &Runner<'_>) -> bool {
    let rounding = runner.request.settings.rounding;
    let field = runner.field;
    runner.lines.cap.is_none()
        && field.candidates.iter().all(|entry| !entry.coupon.depends_on_set() && entry.budget_left.is_none())
        && field.steps.iter().all(|step| {
            let benefit = &field.candidates[step.candidate as usize].coupon.benefits()[step.benefit as usize];
            // The other kinds look at units, setup fees or the whole target: for those the exact search is there.
            let looks_at_amounts = matches!(
                benefit,
                Benefit::PercentOff(_) | Benefit::AmountOff(_) | Benefit::FreeShipping(_) | Benefit::ShippingOff(_)
            );
            looks_at_amounts && benefit.computed().is_separable(field.lines_of(step).len(), rounding)
        })
}

fn has_stopped(runner: &Runner<'_>) -> bool {
    let settings = runner.request.settings;
    runner.evaluated >= settings.max_evaluations || runner.work >= settings.max_work
}

/// Amounts that candidates join, and those candidates.
#[derive(Default)]
struct Component {
    places: SmallVec<[Place; 4]>,
    /// Positions among the steps, in run order.
    steps: SmallVec<[usize; 8]>,
    /// Ascending.
    candidates: SmallVec<[CandidateIndex; 8]>,
}

/// Sorts lines and shipping into components.
fn components(runner: &Runner<'_>) -> Vec<Component> {
    let field = runner.field;
    let shipping = runner.lines.all().len();
    let mut union: Vec<usize> = (0..=shipping).collect();
    let mut home: Vec<Option<usize>> = vec![None; field.candidates.len()];
    for step in &field.steps {
        let first = &mut home[step.candidate as usize];
        let on_shipping = (step.lane == Lane::Shipping).then_some(shipping);
        for place in field.lines_of(step).iter().map(|line| *line as usize).chain(on_shipping) {
            let root = root_of(&mut union, place);
            let joined = root_of(&mut union, *first.get_or_insert(root));
            union[root] = joined;
        }
    }
    let mut components: Vec<Component> = Vec::with_capacity(field.candidates.len().min(shipping + 1));
    let mut at: Vec<Option<usize>> = vec![None; shipping + 1];
    for (position, step) in field.steps.iter().enumerate() {
        let Some(home) = home[step.candidate as usize] else { continue };
        let root = root_of(&mut union, home);
        let index = *at[root].get_or_insert_with(|| {
            components.push(Component::default());
            components.len() - 1
        });
        components[index].steps.push(position);
        components[index].candidates.push(step.candidate as usize);
    }
    for place in 0..=shipping {
        if let Some(index) = at[root_of(&mut union, place)] {
            let line = u32::try_from(place).expect("a cart has at most 1,000 lines");
            components[index].places.push(if place == shipping { Place::Shipping } else { Place::Goods(line) });
        }
    }
    for component in &mut components {
        component.candidates.sort_unstable();
        component.candidates.dedup();
    }
    components
}

fn root_of(union: &mut [usize], mut place: usize) -> usize {
    while union[place] != place {
        union[place] = union[union[place]];
        place = union[place];
    }
    place
}

impl Component {
    /// Whether leaving out one of its members loses nothing; where it does lose, what loses least is noted. `None`: the
    /// store's bounds on sets or work are reached.
    fn is_tied(
        &self,
        runner: &mut Runner<'_>,
        full: &Full,
        (index, chain): (usize, &Chain),
        next: &mut Next,
    ) -> Option<bool> {
        let mut least = Next::default();
        for missing in &self.candidates {
            if full.gave[*missing] == 0 || is_code(runner.field, *missing) {
                continue;
            }
            if has_stopped(runner) {
                return None;
            }
            let loss = self.lose(runner, *missing, chain);
            runner.evaluated += 1;
            assert!(loss >= 0, "a separable coupon never lessens what all save together");
            if loss == 0 {
                return Some(true);
            }
            least.consider(loss, index, *missing);
        }
        for (component, missing) in least.missing {
            next.consider(least.loss.unwrap_or_default(), component, missing);
        }
        Some(false)
    }

    /// Runs all its candidates. Gives back what was left on its places before each step and, last, at the end.
    fn record(&self, runner: &mut Runner<'_>) -> Chain {
        let field = runner.field;
        let left = |runner: &Runner<'_>| self.places.iter().map(|place| runner.ledger.left_at(*place)).sum::<i64>();
        self.places.iter().for_each(|place| runner.open_place(*place));
        let mut chain = SmallVec::with_capacity(self.steps.len() + 1);
        chain.push(left(runner));
        for position in &self.steps {
            let step = &field.steps[*position];
            runner.take_turn(step, field.lines_of(step), &mut Silent);
            chain.push(left(runner));
        }
        chain
    }

    /// What is lost when one of its candidates is left out. In a component of one place everything before its first
    /// step is as in the full chain.
    fn lose(&self, runner: &mut Runner<'_>, missing: CandidateIndex, chain: &Chain) -> i64 {
        let field = runner.field;
        let is_missing = |position: &usize| field.steps[*position].candidate as usize == missing;
        let mut first = 0;
        if let [place] = self.places[..] {
            first = self.steps.iter().position(is_missing).unwrap_or_default();
            runner.ledger.set_left_at(place, chain[first]);
        } else {
            self.places.iter().for_each(|place| runner.open_place(*place));
        }
        for position in self.steps[first..].iter().filter(|position| !is_missing(position)) {
            let step = &field.steps[*position];
            runner.take_turn(step, field.lines_of(step), &mut Silent);
        }
        let left: i64 = self.places.iter().map(|place| runner.ledger.left_at(*place)).sum();
        left - chain[self.steps.len()]
    }

    /// The best of all its sets and the next best; `None` if there are too many.
    fn try_all(&self, runner: &mut Runner<'_>, full: &Full) -> Option<Podium> {
        let field = runner.field;
        let optional: Vec<CandidateIndex> =
            self.candidates.iter().copied().filter(|candidate| !is_code(field, *candidate)).collect();
        if optional.len() > MOST_TRIED {
            return None;
        }
        let mut podium = Podium::default();
        for left_out in 0..1_usize << optional.len() {
            let is_out = |candidate| {
                optional.iter().position(|other| *other == candidate).is_some_and(|bit| left_out & (1 << bit) != 0)
            };
            let found = self.price(runner, |candidate| !is_out(candidate));
            runner.evaluated += 1;
            podium.consider(found, field);
        }
        let whole: i64 = self.candidates.iter().map(|candidate| full.gave[*candidate]).sum();
        let best = podium.best.as_ref().map(|best| best.saving);
        assert!(best == Some(whole), "no set of separable coupons saves more than all of them");
        Some(podium)
    }

    /// Prices the members among its candidates, on its places only.
    fn price(&self, runner: &mut Runner<'_>, is_member: impl Fn(CandidateIndex) -> bool) -> Found {
        let saving = self.save(runner, &is_member);
        let field = runner.field;
        let is_required = |candidate: CandidateIndex| is_member(candidate) && is_code(field, candidate);
        Found::new(runner, self.candidates.iter().copied(), saving, is_required)
    }

    /// What the members among its candidates save on its places.
    fn save(&self, runner: &mut Runner<'_>, is_member: impl Fn(CandidateIndex) -> bool) -> i64 {
        self.places.iter().for_each(|place| runner.open_place(*place));
        self.candidates.iter().for_each(|candidate| runner.gave[*candidate] = 0);
        let field = runner.field;
        let mut saving = 0;
        for position in &self.steps {
            let step = &field.steps[*position];
            if is_member(step.candidate as usize) {
                saving += runner.take_turn(step, field.lines_of(step), &mut Silent);
            }
        }
        saving
    }
}

fn is_code(field: &Field<'_>, candidate: CandidateIndex) -> bool {
    field.candidates[candidate].presented.is_some()
}
