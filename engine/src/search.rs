//! Which set of coupons is chosen. `docs/MODEL.md` 7.3 to 7.6.
//!
//! One candidate or none needs no choosing. Where every two combine and no two coupons meet on more than single
//! amounts, [`chains`] proves the answer without a search. Everything else is the exact, bounded search of [`tree`];
//! [`greedy`] is the other strategy.

mod bound;
mod chains;
mod greedy;
mod tree;

use std::cmp::Ordering;

use smallvec::SmallVec;

use crate::candidates::{CandidateIndex, Field};
use crate::members::Members;
use crate::runner::Runner;
use crate::settings::Selection;
use crate::stacking::Lanes;

/// What was chosen.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The chosen set.
    pub(crate) members: Members,
    /// Whether no legal set is better.
    pub(crate) optimal: bool,
    /// When not optimal: a saving that no legal set exceeds.
    pub(crate) bound: Option<i64>,
    /// The next best set that would give something else.
    pub(crate) runner_up: Option<Found>,
}

impl Choice {
    /// Everybody, where there is nothing to choose.
    pub(crate) fn all(runner: &mut Runner<'_>) -> Self {
        runner.evaluated = 1;
        Self::only(Members::all(runner.count()))
    }

    fn only(members: Members) -> Self {
        Self { members, optimal: true, bound: None, runner_up: None }
    }
}

/// Chooses a set.
pub(crate) fn choose(runner: &mut Runner<'_>) -> Choice {
    let count = runner.count();
    if count <= 1 {
        let all = Members::all(count);
        let fits = codes_in(runner.field, &all) <= most_codes(runner);
        runner.evaluated = u32::from(count == 1 && fits);
        return Choice::only(if fits { all } else { Members::none(count) });
    }
    match runner.request.settings.selection {
        Selection::Priority => greedy::choose(runner),
        Selection::BestForCustomer => match chains::choose(runner) {
            Some(choice) => choice,
            None => tree::choose(runner),
        },
    }
}

/// A priced set, as sets are compared (7.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What it saves.
    pub(crate) saving: i64,
    /// Units of gifts to be added.
    gifts: i64,
    /// Its members that gave something, ascending.
    pub(crate) gave: Vec<CandidateIndex>,
    /// Those, and the codes that had to be in: leaving the others out changes nothing else. Ascending.
    members: Vec<CandidateIndex>,
}

impl Found {
    /// A set of which each candidate gave what the runner says.
    fn new(
        runner: &Runner<'_>,
        members: impl Iterator<Item = CandidateIndex>,
        saving: i64,
        is_required: impl Fn(CandidateIndex) -> bool,
    ) -> Self {
        let mut found = Self { saving, gifts: 0, gave: Vec::new(), members: Vec::new() };
        for candidate in members {
            let gave = runner.has_effect(candidate);
            found.gifts += runner.gifts[candidate];
            if gave {
                found.gave.push(candidate);
            }
            if gave || is_required(candidate) {
                found.members.push(candidate);
            }
        }
        found
    }

    /// Whether it goes before another: larger saving, more gift units to add, fewer members that gave something,
    /// smaller list of their priorities, smaller list of their ids.
    pub(crate) fn is_better_than(&self, other: &Self, field: &Field<'_>) -> bool {
        let by_value = other.saving.cmp(&self.saving).then(other.gifts.cmp(&self.gifts));
        let order = by_value
            .then(self.gave.len().cmp(&other.gave.len()))
            .then_with(|| self.priorities(field).cmp(&other.priorities(field)))
            .then_with(|| self.gave.cmp(&other.gave));
        order == Ordering::Less
    }

    /// Ascending. Candidates stand by ascending id, so that their indices compare as their ids do.
    fn priorities(&self, field: &Field<'_>) -> SmallVec<[u32; 64]> {
        let priority = |candidate: &CandidateIndex| field.candidates[*candidate].coupon.terms.stacking.priority;
        let mut priorities: SmallVec<[u32; 64]> = self.gave.iter().map(priority).collect();
        priorities.sort_unstable();
        priorities
    }
}

/// The best set and the next best that gives something else.
#[derive(Debug, Default)]
struct Podium {
    best: Option<Found>,
    second: Option<Found>,
}

impl Podium {
    /// Takes a set in if it is the best or the next best so far.
    fn consider(&mut self, found: Found, field: &Field<'_>) {
        let Some(best) = &mut self.best else {
            self.best = Some(found);
            return;
        };
        if found.gave == best.gave {
            return;
        }
        let loser = if found.is_better_than(best, field) { std::mem::replace(best, found) } else { found };
        if self.second.as_ref().is_none_or(|second| loser.is_better_than(second, field)) {
            self.second = Some(loser);
        }
    }
}

/// How many members are codes or claims.
pub(crate) fn codes_in(field: &Field<'_>, members: &Members) -> usize {
    members.iter().filter(|candidate| field.candidates[*candidate].presented.is_some()).count()
}

/// How many codes and claims an order takes.
pub(crate) fn most_codes(runner: &Runner<'_>) -> usize {
    usize::try_from(runner.request.settings.max_codes_per_order).unwrap_or(usize::MAX)
}

/// Whether it is plain, without looking at pairs, that every two candidates combine: each allows every lane that is
/// occupied and every way that is come by.
fn all_combine(field: &Field<'_>) -> bool {
    // Two terms of one coupon never go together.
    if field.candidates.windows(2).any(|pair| pair[0].coupon.cmp_id(pair[1].coupon).is_eq()) {
        return false;
    }
    let lanes = field.candidates.iter().fold(Lanes::default(), |lanes, entry| lanes.with(entry.coupon.lanes()));
    let comes = |activation| field.candidates.iter().any(|entry| entry.activation() == activation);
    let activations =
        [crate::coupon::Activation::Code, crate::coupon::Activation::Automatic].map(|way| (way, comes(way)));
    field
        .candidates
        .iter()
        .all(|entry| activations.iter().all(|(way, comes)| !comes || entry.coupon.allows_all(lanes, *way)))
}
