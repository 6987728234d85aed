//! The cart as a coupon's own conditions see it: without the units that the coupon itself gives. `docs/MODEL.md` 4.6.

use crate::cart::Cart;
use crate::compiled::CompiledCoupon;
use crate::evaluate::Request;
use crate::ledger::Ledger;
use crate::lines::{LineIndex, Lines};
use crate::units::{UnitOrder, pick};

/// Units of lines that the coupon's gifts would take at this moment, by ascending line.
struct OwnGifts(Vec<(LineIndex, i64)>);

impl OwnGifts {
    fn of(coupon: &CompiledCoupon, lines: &Lines<'_>, ledger: &Ledger) -> Self {
        let mut taken: Vec<(LineIndex, i64)> = Vec::new();
        let mut ledger = ledger.clone();
        for benefit in coupon.benefits().iter().map(crate::benefit::Benefit::computed) {
            let (Some((_, units)), Some(target)) = (benefit.gift(), benefit.target()) else { continue };
            let eligible: Vec<LineIndex> = lines.indices().filter(|line| target.means(lines.at(*line))).collect();
            for (line, units) in pick(&ledger, &eligible, UnitOrder::Cheapest, units) {
                ledger.give_away(line, units);
                taken.push((line, units));
            }
        }
        taken.sort_unstable();
        taken.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 += if same { later.1 } else { 0 };
            same
        });
        Self(taken)
    }

    fn on(&self, line: LineIndex) -> i64 {
        self.0.binary_search_by_key(&line, |(line, _)| *line).map_or(0, |at| self.0[at].1)
    }
}

/// Shows the cart without the units that the coupon itself gives.
pub(crate) fn without_own_gifts<T>(
    coupon: &CompiledCoupon,
    request: &Request<'_>,
    lines: &Lines<'_>,
    ledger: &Ledger,
    ask: impl FnOnce(&Request<'_>, &Lines<'_>, &Ledger) -> T,
) -> T {
    if !coupon.gives_gifts() {
        return ask(request, lines, ledger);
    }
    let gifts = OwnGifts::of(coupon, lines, ledger);
    if gifts.0.is_empty() {
        return ask(request, lines, ledger);
    }
    let mut cart: Cart = request.cart.clone();
    let mut left: Vec<i64> = Vec::with_capacity(lines.all().len());
    cart.line_items.clear();
    for (index, view) in lines.indices().zip(lines.all()) {
        let units = gifts.on(index);
        let quantity = i64::from(view.line.quantity) - units;
        if quantity > 0 {
            let quantity = u32::try_from(quantity).expect("less than the line had");
            cart.line_items.push(crate::cart::Line { quantity, ..view.line.clone() });
            left.push(ledger.goods(index) - ledger.units(index).worth_of(units));
        }
    }
    let reduced = Request { cart: &cart, ..request.clone() };
    let reduced_lines = Lines::new(&cart, request.settings, request.categories);
    let mut reduced_ledger = Ledger::open(&reduced_lines, ledger.shipping());
    for (index, goods) in reduced_lines.indices().zip(left) {
        reduced_ledger.set_goods(index, goods);
    }
    ask(&reduced, &reduced_lines, &reduced_ledger)
}
