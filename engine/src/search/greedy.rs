//! `selection: priority`: by priority ascending whatever the lane, then id. `docs/MODEL.md` 7.6.

use super::{Choice, codes_in, most_codes};
use crate::candidates::CandidateIndex;
use crate::members::Members;
use crate::runner::Runner;

/// Takes one coupon after another; one that conflicts with one taken, finds no room or gives nothing is passed over.
pub(super) fn choose(runner: &mut Runner<'_>) -> Choice {
    let field = runner.field;
    let mut order: Vec<CandidateIndex> = (0..runner.count()).collect();
    order.sort_by_key(|candidate| field.candidates[*candidate].coupon.terms.stacking.priority);
    let mut taken = Members::none(runner.count());
    for candidate in order {
        let entry = &field.candidates[candidate];
        let conflicts = taken.iter().any(|other| !entry.combines_with(&field.candidates[other]));
        let is_full = entry.presented.is_some() && codes_in(field, &taken) >= most_codes(runner);
        if conflicts || is_full || has_stopped(runner) {
            continue;
        }
        taken.add(candidate);
        runner.price(&taken);
        if !runner.has_effect(candidate) {
            taken.remove(candidate);
        }
    }
    Choice { optimal: !has_stopped(runner), ..Choice::only(taken) }
}

fn has_stopped(runner: &Runner<'_>) -> bool {
    let settings = runner.request.settings;
    runner.evaluated >= settings.max_evaluations || runner.work >= settings.max_work
}
