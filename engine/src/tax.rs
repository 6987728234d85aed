//! Tax of what is left after discounts: once for a line with its setup fees, once for the shipping, once for each
//! fee; always half up. `docs/MODEL.md` 2.4.

use crate::arithmetic::scale;
use crate::money::Percent;
use crate::settings::RoundingMode;

/// The tax on `amount` at `rate`. With `included` the amount holds it already, else it comes on top. A missing rate is 0.
#[must_use]
pub fn tax_on(amount: i64, rate: Option<Percent>, included: bool) -> i64 {
    let rate = i128::from(rate.unwrap_or_default().scaled());
    if rate == 0 || amount == 0 {
        return 0;
    }
    let whole = if included { Percent::SCALE + rate } else { Percent::SCALE };
    scale(amount, rate, whole, RoundingMode::HalfUp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(scaled: u32) -> Option<Percent> {
        Percent::from_scaled(scaled)
    }

    #[test]
    fn on_top_and_included() {
        assert_eq!(tax_on(4_500, rate(200_000), false), 900);
        assert_eq!(tax_on(4_500, rate(200_000), true), 750);
        assert_eq!(tax_on(4_500, None, false), 0);
        assert_eq!(tax_on(0, rate(200_000), true), 0);
    }

    #[test]
    fn halves_go_up() {
        assert_eq!(tax_on(25, rate(100_000), false), 3, "2.5");
        assert_eq!(tax_on(24, rate(100_000), false), 2, "2.4");
        assert_eq!(tax_on(3, rate(200_000), true), 1, "3 * 20 / 120 = 0.5");
        assert_eq!(tax_on(9, rate(200_000), true), 2, "9 * 20 / 120 = 1.5");
        assert_eq!(tax_on(1, rate(10_000_000), true), 1, "1 * 1000 / 1100 = 0.909");
        assert_eq!(tax_on(100, rate(75_000), false), 8, "7.5");
    }
}
