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

use super::{Choice, Found, Podium, all_combine, codes_in, most_codes};
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
    let saving = runner.price(&all);
    let mut chosen = Vec::with_capacity(components.len());
    for component in &components {
        if has_stopped(runner) {
            let bound = Some(saving);
            return Some(Choice { members: all, optimal: false, bound, runner_up: None });
        }
        let podium = component.choose(runner)?;
        chosen.push((podium.best.expect("a component has a best set"), podium.second));
    }
    let mut members = Members::none(runner.count());
    chosen.iter().flat_map(|(best, _)| &best.members).for_each(|member| members.add(*member));
    let runner_up = runner_up(runner.field, &chosen);
    Some(Choice { members, optimal: true, bound: None, runner_up })
}

/// Whether every candidate gives the same from the same amounts in every set, amount by amount.
fn is_plain(runner: &Runner<'_>) -> bool {
    let rounding = runner.request.settings.rounding;
    let field = runner.field;
    runner.lines.cap.is_none()
        && field.candidates.iter().all(|entry| !entry.coupon.depends_on_set() && entry.budget_left.is_none())
        && field.steps.iter().all(|step| {
            let benefit = &field.candidates[step.candidate as usize].coupon.benefits()[step.benefit as usize];
            benefit.computed().is_separable(field.lines_of(step).len(), rounding)
        })
}

fn has_stopped(runner: &Runner<'_>) -> bool {
    let settings = runner.request.settings;
    runner.evaluated >= settings.max_evaluations || runner.work >= settings.max_work
}

/// Amounts that candidates join, and those candidates.
#[derive(Default)]
struct Component {
    places: Vec<Place>,
    /// Positions among the steps, in run order.
    steps: Vec<usize>,
    /// Ascending.
    candidates: Vec<CandidateIndex>,
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
    let mut components: Vec<Component> = Vec::new();
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
    /// The best set of its candidates and the next best; `None` if there are too many to tell.
    fn choose(&self, runner: &mut Runner<'_>) -> Option<Podium> {
        let field = runner.field;
        let is_code = |candidate: &CandidateIndex| field.candidates[*candidate].presented.is_some();
        // Of the full run, which is the last one that touched this component.
        let full = self.found(runner, self.candidates.iter().map(|candidate| runner.gave[*candidate]).sum(), |_| true);
        let mut podium = Podium { best: Some(full.clone()), second: None };
        let mut is_tied = false;
        for missing in full.gave.iter().filter(|candidate| !is_code(candidate)) {
            let found = self.price(runner, |candidate| candidate != *missing);
            assert!(found.saving <= full.saving, "a separable coupon never lessens what all save together");
            is_tied |= found.saving == full.saving;
            podium.offer(found, field);
        }
        if !is_tied {
            return Some(podium);
        }
        let optional: Vec<CandidateIndex> = self.candidates.iter().copied().filter(|one| !is_code(one)).collect();
        if optional.len() > MOST_TRIED {
            return None;
        }
        for left_out in 1..1_usize << optional.len() {
            let is_out = |candidate| {
                optional.iter().position(|other| *other == candidate).is_some_and(|bit| left_out & (1 << bit) != 0)
            };
            let found = self.price(runner, |candidate| !is_out(candidate));
            podium.offer(found, field);
        }
        Some(podium)
    }

    /// Prices the members among its candidates, on its places only.
    fn price(&self, runner: &mut Runner<'_>, is_member: impl Fn(CandidateIndex) -> bool) -> Found {
        runner.evaluated += 1;
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
        self.found(runner, saving, is_member)
    }

    /// The set just priced.
    fn found(&self, runner: &Runner<'_>, saving: i64, is_member: impl Fn(CandidateIndex) -> bool) -> Found {
        let is_required =
            |candidate: CandidateIndex| is_member(candidate) && runner.field.candidates[candidate].presented.is_some();
        Found::new(runner, self.candidates.iter().copied(), saving, is_required)
    }
}

/// The next best set of all: the next best of one component with the best of the others, where that loses least.
fn runner_up(field: &Field<'_>, chosen: &[(Found, Option<Found>)]) -> Option<Found> {
    let loss = |(best, second): &(Found, Option<Found>)| second.as_ref().map(|second| best.saving - second.saving);
    let least = chosen.iter().filter_map(loss).min()?;
    let mut next: Option<Found> = None;
    for (index, pair) in chosen.iter().enumerate().filter(|(_, pair)| loss(pair) == Some(least)) {
        let mut whole = pair.1.clone()?;
        for (best, _) in chosen[..index].iter().chain(&chosen[index + 1..]) {
            whole.saving += best.saving;
            whole.gave.extend(&best.gave);
        }
        whole.gave.sort_unstable();
        if next.as_ref().is_none_or(|next| whole.is_better_than(next, field)) {
            next = Some(whole);
        }
    }
    next.filter(|next| next.saving > 0)
}
