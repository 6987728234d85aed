//! Rates applied to amounts, exactly: products in 128 bits, one rounding. `docs/MODEL.md` 2.1, 2.2, 2.7.

use crate::money::Percent;
use crate::settings::RoundingMode;

/// `amount * numerator / denominator`, rounded once.
///
/// None of the three may be negative, and the denominator must not be zero.
#[must_use]
pub fn scale(amount: i64, numerator: i128, denominator: i128, mode: RoundingMode) -> i64 {
    assert!(amount >= 0 && numerator >= 0 && denominator > 0, "money is scaled by what is not negative");
    let product = i128::from(amount) * numerator;
    let (whole, rest) = (product / denominator, product % denominator);
    i64::try_from(whole + i128::from(rounds_up(whole, rest, denominator, mode)))
        .expect("an amount of money fits 64 bits")
}

/// `percent` of `amount`, rounded once.
#[must_use]
pub fn percent_of(amount: i64, percent: Percent, mode: RoundingMode) -> i64 {
    const HUNDRED: i64 = 1_000_000;
    assert!(amount >= 0, "a percentage is taken of what is not negative");
    // Most amounts fit a product of 64 bits, which divides by a constant in a few cycles.
    let Some(product) = amount.checked_mul(i64::from(percent.scaled())) else {
        return scale(amount, i128::from(percent.scaled()), Percent::SCALE, mode);
    };
    let (whole, rest) = (product / HUNDRED, product % HUNDRED);
    whole
        + i64::from(match mode {
            RoundingMode::HalfUp => rest >= HUNDRED / 2,
            RoundingMode::HalfEven => rest > HUNDRED / 2 || (rest == HUNDRED / 2 && whole % 2 == 1),
            RoundingMode::Down => false,
        })
}

/// The smallest amount that is not below `amount * numerator / denominator`; `None` beyond 64 bits.
#[must_use]
pub fn scale_up(amount: i128, numerator: i128, denominator: i128) -> Option<i64> {
    let product = amount.checked_mul(numerator)?;
    let up = i128::from(product % denominator != 0);
    i64::try_from(product / denominator + up).ok()
}

fn rounds_up(whole: i128, rest: i128, denominator: i128, mode: RoundingMode) -> bool {
    match mode {
        RoundingMode::HalfUp => rest >= denominator - rest,
        RoundingMode::HalfEven => rest > denominator - rest || (rest == denominator - rest && whole % 2 == 1),
        RoundingMode::Down => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(scaled: u32) -> Percent {
        Percent::from_scaled(scaled).unwrap()
    }

    #[test]
    fn a_percentage_is_rounded_once() {
        assert_eq!(percent_of(10_000, percent(200_000), RoundingMode::HalfUp), 2_000);
        assert_eq!(percent_of(1_750, percent(30_000), RoundingMode::HalfUp), 53, "52.5 goes up");
        assert_eq!(percent_of(1_750, percent(30_000), RoundingMode::HalfEven), 52);
        assert_eq!(percent_of(1_750, percent(50_000), RoundingMode::HalfEven), 88, "87.5 goes to the even 88");
        assert_eq!(percent_of(1_750, percent(30_000), RoundingMode::Down), 52);
        assert_eq!(percent_of(1, percent(499_999), RoundingMode::HalfUp), 0);
        assert_eq!(percent_of(1, percent(500_000), RoundingMode::HalfUp), 1);
        assert_eq!(percent_of(0, Percent::HUNDRED, RoundingMode::HalfUp), 0);
    }

    #[test]
    fn the_largest_amounts_are_exact() {
        let most = crate::Money::MAX_MINOR;
        assert_eq!(percent_of(most, Percent::HUNDRED, RoundingMode::HalfUp), most);
        assert_eq!(percent_of(most, percent(1), RoundingMode::HalfUp), 9_007_199_255, "9,007,199,254.740991");
        assert_eq!(scale_up(10, 100, 70), Some(15));
        assert_eq!(scale_up(i128::MAX, 2, 1), None);
    }

    #[test]
    fn both_ways_agree() {
        for amount in [0, 1, 2, 3, 99, 100, 333, 999, 10_000, 1_000_000_000] {
            for rate in [100, 10_000, 333_300, 500_000, 666_700, 999_900, 1_000_000] {
                for mode in [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down] {
                    let wide = scale(amount, i128::from(rate), Percent::SCALE, mode);
                    assert_eq!(percent_of(amount, percent(u32::try_from(rate).unwrap()), mode), wide);
                }
            }
        }
    }
}
