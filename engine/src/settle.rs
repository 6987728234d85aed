//! What a benefit wants becomes what it gets: budgets, floors, zero, store cap. Every cut is noted.
//! `docs/MODEL.md` 2.6 and 6.1.

use crate::allocation::{Part, split_across, split_by_weight};
use crate::benefit::compute::{Turn, Wanted};
use crate::ledger::Place;
use crate::stacking::Lane;
use crate::trims::Cut;

/// What a benefit gives at most at its turn, beside what floors and the store cap let through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// How much.
    pub(crate) left: i64,
    /// What it is.
    pub(crate) by: Cut,
}

/// Leaves in every part of the turn what it really gives, and says how much that is in all. `limit` is what the
/// money budgets leave (6.2), or what the first order left to a renewal (8).
pub(crate) fn settle(turn: &mut Turn<'_>, lane: Lane, wanted: Wanted, limit: Option<Limit>) -> i64 {
    match wanted {
        Wanted::Across { amount, first } => settle_across(turn, lane, amount, first, limit),
        Wanted::Each => settle_each(turn, lane, limit),
    }
}

fn settle_across(turn: &mut Turn<'_>, lane: Lane, amount: i64, first: usize, limit: Option<Limit>) -> i64 {
    let wanted = cut_to(amount, limit, turn);
    let unplaced = place(turn, wanted, first);
    let placed = wanted - unplaced;
    note_unplaced(turn, unplaced);
    let kept = cut_to(placed, cap_left(turn, lane), turn);
    if kept < placed {
        let unplaced = place(turn, kept, first);
        assert!(unplaced == 0, "what fits less a part of it fits");
    }
    kept
}

fn settle_each(turn: &mut Turn<'_>, lane: Lane, limit: Option<Limit>) -> i64 {
    let wanted = sum(turn.parts);
    let allowed = cut_to(wanted, limit, turn);
    split_own(turn, wanted, allowed);
    for index in 0..turn.parts.len() {
        let part = turn.parts[index];
        let kept = part.share.min(part.room);
        if kept < part.share {
            note_cut(turn, index, part.share - kept, part.held);
            turn.parts[index].share = kept;
        }
    }
    let placed = sum(turn.parts);
    let kept = cut_to(placed, cap_left(turn, lane), turn);
    split_own(turn, placed, kept);
    kept
}

/// Cuts `amount` to a limit and notes the cut.
fn cut_to(amount: i64, limit: Option<Limit>, turn: &mut Turn<'_>) -> i64 {
    let Some(Limit { left, by }) = limit else { return amount };
    let kept = amount.min(left);
    turn.trims.add(by, amount - kept);
    kept
}

/// The store cap holds the merchandise in the item and order lanes (6.4).
fn cap_left(turn: &Turn<'_>, lane: Lane) -> Option<Limit> {
    let on_goods = turn.places.iter().any(|place| matches!(place, Place::Goods(_)));
    let cap = if lane == Lane::Shipping || !on_goods { None } else { turn.ledger.cap_left(turn.lines) };
    cap.map(|left| Limit { left, by: Cut::StoreCap })
}

/// Splits an amount over the first parts, and what they cannot take over the others. Gives back what is left.
fn place(turn: &mut Turn<'_>, amount: i64, first: usize) -> i64 {
    let remainder = turn.request.settings.rounding.remainder;
    let (first, others) = turn.parts.split_at_mut(first);
    let left = split_across(amount, first, remainder);
    split_across(left, others, remainder)
}

/// Own shares that are cut are split with themselves as weights (2.6).
fn split_own(turn: &mut Turn<'_>, whole: i64, kept: i64) {
    if kept < whole {
        turn.parts.iter_mut().for_each(|part| part.weight = part.share);
        split_by_weight(kept, turn.parts, turn.request.settings.rounding.remainder);
    }
}

/// Notes what an amount found no place for: first what floors hold back, the rest there is not.
fn note_unplaced(turn: &mut Turn<'_>, unplaced: i64) {
    let mut left = unplaced;
    for index in 0..turn.parts.len() {
        if left == 0 {
            return;
        }
        let by_floor = left.min(turn.parts[index].held);
        note_cut(turn, index, by_floor, by_floor);
        left -= by_floor;
    }
    turn.trims.add(Cut::LineTotal, left);
}

fn note_cut(turn: &mut Turn<'_>, index: usize, amount: i64, held_by_floor: i64) {
    let by_floor = amount.min(held_by_floor);
    if let Place::Goods(line) = turn.places[index] {
        turn.trims.add(turn.lines.at(line).floor_is, by_floor);
    }
    turn.trims.add(Cut::LineTotal, amount - by_floor);
}

fn sum(parts: &[Part]) -> i64 {
    parts.iter().map(|part| part.share).sum()
}
