//! Rounding and splitting (2.5 to 2.7), unit after unit.

use tessera_engine::settings::{Remainder, RoundingMode};

/// `numerator / denominator` by the store's mode.
pub(crate) fn rounded(numerator: i128, denominator: i128, mode: RoundingMode) -> i128 {
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    let up = match mode {
        RoundingMode::HalfUp => 2 * rest >= denominator,
        RoundingMode::HalfEven => 2 * rest > denominator || (2 * rest == denominator && whole % 2 == 1),
        RoundingMode::Down => false,
    };
    whole + i128::from(up)
}

/// An amount in proportion to weights. With `first` and `last`, who `is_full` with so much gets no left-over unit.
fn proportional(
    amount: i128,
    weights: &[i128],
    remainder: Remainder,
    is_full: &dyn Fn(usize, i128) -> bool,
) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut shares: Vec<i128> = weights.iter().map(|weight| amount * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|at| weights[*at] > 0).collect();
    match remainder {
        Remainder::Largest => order.sort_by_key(|at| (-(amount * weights[*at] % sum), -weights[*at], *at)),
        Remainder::First => {}
        Remainder::Last => order.reverse(),
    }
    let mut over = amount - shares.iter().sum::<i128>();
    for at in order {
        if over > 0 && (remainder == Remainder::Largest || !is_full(at, shares[at])) {
            shares[at] += 1;
            over -= 1;
        }
    }
    shares
}

/// An amount in proportion to weights, no share above its weight.
pub(crate) fn split(amount: i128, weights: &[i128], remainder: Remainder) -> Vec<i128> {
    proportional(amount, weights, remainder, &|at, share| share >= weights[at])
}

/// An amount in proportion to weights, again and again over those with room until it is placed or nobody has room.
pub(crate) fn place(amount: i128, weights: &[i128], room: &[i128], remainder: Remainder) -> Vec<i128> {
    let mut off = vec![0; weights.len()];
    let mut over = amount;
    loop {
        let open: Vec<i128> = (0..weights.len()).map(|at| if off[at] < room[at] { weights[at] } else { 0 }).collect();
        if over == 0 || open.iter().all(|weight| *weight == 0) {
            return off;
        }
        let shares = proportional(over, &open, remainder, &|at, share| off[at] + share >= room[at]);
        for at in 0..off.len() {
            let taken = shares[at].min(room[at] - off[at]).max(0);
            off[at] += taken;
            over -= taken;
        }
    }
}
