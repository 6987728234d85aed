//! The quote: what ran, written out by coupon and by line, with tax and sums. `docs/MODEL.md` 2.4 and 7.7.

use std::sync::Arc;

use crate::balances::Paid;
use crate::candidates::{CandidateIndex, passed_over};
use crate::cart::{Cart, Line};
use crate::evaluate::Request;
use crate::ledger::{Ledger, Place};
use crate::lines::Lines;
use crate::quote::{
    Allocation, Applied, AppliedBenefit, Gift, LineAllocation, Path, Policy, PolicyRounding, QuoteFee, QuoteLine,
    QuoteShipping, RunnerUp, SelectionReport, Skipped, Totals,
};
use crate::record::{Record, Share};
use crate::runner::Runner;
use crate::search::Choice;
use crate::settings::{PercentBase, Remainder, RoundingMode, RoundingScope, Selection};
use crate::stacking::Lane;
use crate::tax::tax_on;

/// The lines, the shipping, the fees and the sums once everything has run.
pub(crate) struct Priced {
    pub(crate) line_items: Vec<QuoteLine>,
    pub(crate) shipping: Option<QuoteShipping>,
    pub(crate) fees: Vec<QuoteFee>,
    pub(crate) totals: Totals,
}

/// Prices what the ledger left.
pub(crate) fn price(
    request: &Request<'_>,
    lines: &Lines<'_>,
    ledger: &Ledger,
    shares: &[Share],
    paid: &Paid,
) -> Priced {
    let cart = request.cart;
    let mut line_items: Vec<Option<QuoteLine>> = vec![None; lines.all().len()];
    for (index, view) in lines.indices().zip(lines.all()) {
        let (total, setup_fee) = (ledger.goods(index), ledger.setup_fee(index));
        line_items[view.position] = Some(QuoteLine {
            id: view.line.id.clone(),
            subtotal: view.subtotal,
            discount: view.subtotal - total,
            total,
            setup_fee: view.setup_fee,
            setup_fee_discount: view.setup_fee - setup_fee,
            tax: tax_on(total + setup_fee, view.line.tax_rate, cart.prices_include_tax),
            allocations: Vec::new(),
        });
    }
    let line_items: Vec<QuoteLine> = line_items.into_iter().flatten().collect();
    let shipping = cart.shipping.as_ref().map(|shipping| QuoteShipping {
        service: shipping.service.clone(),
        amount: shipping.amount.minor(),
        discount: shipping.amount.minor() - ledger.shipping(),
        total: ledger.shipping(),
        tax: tax_on(ledger.shipping(), shipping.tax_rate, cart.prices_include_tax),
    });
    let fees: Vec<QuoteFee> = cart
        .fees
        .iter()
        .map(|fee| QuoteFee {
            id: fee.id.clone(),
            amount: fee.amount.minor(),
            tax: tax_on(fee.amount.minor(), fee.tax_rate, cart.prices_include_tax),
        })
        .collect();
    let totals = sum_up(cart, &line_items, shipping.as_ref(), &fees, shares, paid);
    Priced { line_items, shipping, fees, totals }
}

fn sum_up(
    cart: &Cart,
    line_items: &[QuoteLine],
    shipping: Option<&QuoteShipping>,
    fees: &[QuoteFee],
    shares: &[Share],
    paid: &Paid,
) -> Totals {
    let lines = |amount: fn(&QuoteLine) -> i64| line_items.iter().map(amount).sum::<i64>();
    let in_lane = |lane: Lane| {
        let given = shares.iter().filter(|share| share.lane == lane && matches!(share.place, Place::Goods(_)));
        given.map(|share| share.amount).sum::<i64>()
    };
    let mut totals = Totals {
        subtotal: lines(|line| line.subtotal),
        items_discount: in_lane(Lane::Item),
        order_discount: in_lane(Lane::Order),
        setup_fees: lines(|line| line.setup_fee),
        setup_fees_discount: lines(|line| line.setup_fee_discount),
        shipping: shipping.map_or(0, |shipping| shipping.amount),
        shipping_discount: shipping.map_or(0, |shipping| shipping.discount),
        fees: fees.iter().map(|fee| fee.amount).sum(),
        tax: lines(|line| line.tax)
            + shipping.map_or(0, |shipping| shipping.tax)
            + fees.iter().map(|fee| fee.tax).sum::<i64>(),
        balance_used: paid.sum(),
        balances: paid.uses.clone(),
        ..Totals::default()
    };
    assert_eq!(
        totals.items_discount + totals.order_discount,
        lines(|line| line.discount),
        "what the lanes gave is what the lines lost"
    );
    totals.savings =
        totals.items_discount + totals.order_discount + totals.setup_fees_discount + totals.shipping_discount;
    let tax_on_top = if cart.prices_include_tax { 0 } else { totals.tax };
    totals.total = totals.subtotal + totals.setup_fees + totals.shipping + totals.fees - totals.savings + tax_on_top
        - totals.balance_used;
    assert!(totals.total >= 0, "no total is negative");
    totals
}

/// What a cart costs once everything has run, before balances pay.
pub(crate) fn total_of(request: &Request<'_>, lines: &Lines<'_>, ledger: &Ledger) -> i64 {
    total_where(request, lines, ledger, |_| true)
}

/// The same without the gift-card lines: what balances may pay (4.8).
pub(crate) fn total_without_gift_cards(request: &Request<'_>, lines: &Lines<'_>, ledger: &Ledger) -> i64 {
    total_where(request, lines, ledger, |line| !line.gift_card.unwrap_or(false))
}

fn total_where(request: &Request<'_>, lines: &Lines<'_>, ledger: &Ledger, counts: impl Fn(&Line) -> bool) -> i64 {
    let cart = request.cart;
    let included = cart.prices_include_tax;
    let taxed = |amount: i64, rate| amount + if included { 0 } else { tax_on(amount, rate, included) };
    let goods: i64 = lines
        .indices()
        .zip(lines.all())
        .filter(|(_, view)| counts(view.line))
        .map(|(index, view)| taxed(ledger.goods(index) + ledger.setup_fee(index), view.line.tax_rate))
        .sum();
    let shipping = cart.shipping.as_ref().map_or(0, |shipping| taxed(ledger.shipping(), shipping.tax_rate));
    let fees: i64 = cart.fees.iter().map(|fee| taxed(fee.amount.minor(), fee.tax_rate)).sum();
    goods + shipping + fees
}

/// The coupons that gave something, in run order; their shares are written on the lines too.
pub(crate) fn apply(runner: &Runner<'_>, gave: &[i64], record: &Record, lines: &mut [QuoteLine]) -> Vec<Applied> {
    let gives_gift = |candidate: CandidateIndex| record.gifts.iter().any(|gift| gift.candidate == candidate);
    let order: Vec<CandidateIndex> =
        record.order.iter().copied().filter(|candidate| gave[*candidate] > 0 || gives_gift(*candidate)).collect();
    let mut rank: Vec<usize> = vec![usize::MAX; runner.count()];
    order.iter().enumerate().for_each(|(place, candidate)| rank[*candidate] = place);
    let mut shares: Vec<Spot> = record.shares.iter().map(|share| Spot::of(share, &rank, runner.lines)).collect();
    shares.sort_unstable();
    shares.dedup_by(|later, kept| {
        let same = (later.rank, later.position, later.is_setup) == (kept.rank, kept.position, kept.is_setup);
        kept.amount += if same { later.amount } else { 0 };
        same
    });
    let mut applied: Vec<Applied> =
        order.iter().map(|candidate| describe(runner, *candidate, gave[*candidate], record)).collect();
    for share in shares {
        let entry = &mut applied[share.rank];
        entry.allocations.push(Allocation { path: share.path(), amount: share.amount });
        let Some(line) = lines.get_mut(share.position) else { continue };
        match line.allocations.last_mut().filter(|last| last.coupon_id == entry.coupon_id) {
            Some(last) => last.amount += share.amount,
            None => line.allocations.push(LineAllocation { coupon_id: entry.coupon_id.clone(), amount: share.amount }),
        }
    }
    for entry in &applied {
        let sum: i64 = entry.allocations.iter().map(|allocation| allocation.amount).sum();
        assert_eq!(sum, entry.amount, "what a coupon gave is what its places lost");
    }
    applied
}

/// The products that are to be added, by coupon in run order; what one coupon gives of a product is one entry (4.6).
pub(crate) fn report_gifts(runner: &Runner<'_>, record: &Record) -> Vec<Gift> {
    let mut gifts: Vec<Gift> = Vec::new();
    for gift in &record.gifts {
        let coupon = runner.field.candidates[gift.candidate].coupon;
        let Some((product_id, _)) = coupon.benefits()[gift.benefit].computed().gift() else { continue };
        let quantity = u32::try_from(gift.units).expect("a gift has at most 1,000,000 units");
        let coupon_id = Arc::clone(coupon.shared_id());
        match gifts.iter_mut().find(|other| other.product_id == product_id && other.coupon_id == coupon_id) {
            Some(other) => other.quantity = other.quantity.saturating_add(quantity),
            None => gifts.push(Gift { product_id: product_id.to_owned(), quantity, coupon_id }),
        }
    }
    gifts
}

/// A share as it is listed: by coupon in run order, then lines by position with their setup fees, then the shipping.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    rank: usize,
    /// Position of the line in the request; the shipping comes after every line.
    position: usize,
    is_setup: bool,
    amount: i64,
}

impl Spot {
    fn of(share: &Share, rank: &[usize], lines: &Lines<'_>) -> Self {
        Self::at(share, rank[share.candidate], lines)
    }

    fn at(share: &Share, rank: usize, lines: &Lines<'_>) -> Self {
        let (position, is_setup) = match share.place {
            Place::Goods(line) => (lines.at(line).position, false),
            Place::SetupFee(line) => (lines.at(line).position, true),
            Place::Shipping => (usize::MAX, false),
        };
        Self { rank, position, is_setup, amount: share.amount }
    }

    fn path(&self) -> Path {
        match (self.position, self.is_setup) {
            (usize::MAX, _) => Path::Shipping,
            (position, false) => Path::Line(position),
            (position, true) => Path::SetupFee(position),
        }
    }
}

fn describe(runner: &Runner<'_>, candidate: CandidateIndex, amount: i64, record: &Record) -> Applied {
    let request = runner.request;
    let entry = &runner.field.candidates[candidate];
    let coupon = entry.coupon;
    let presented = entry.came_as;
    let locale = request.cart.context.locale.as_deref().unwrap_or("en");
    let is_across = coupon.benefits()[0].computed().is_across(request.settings.rounding);
    Applied {
        coupon_id: Arc::clone(coupon.shared_id()),
        version: coupon.version,
        code: presented.and_then(|presented| presented.code.clone()),
        claim_id: presented.and_then(|presented| presented.claim_id.clone()),
        title: coupon.title_in(locale),
        lanes: coupon.lanes(),
        amount,
        automatic: presented.is_none(),
        method: if is_across { "across" } else { "each" },
        priority: coupon.terms.stacking.priority,
        allocations: Vec::new(),
        benefits: if coupon.benefits().len() > 1 { by_benefit(runner, candidate, record) } else { Vec::new() },
        skipped: skipped(runner, candidate, record),
        trims: record.coupons[candidate].trims.list(),
    }
}

/// What each benefit of a coupon gave, each with its lines by position, setup fees behind their lines, then shipping.
fn by_benefit(runner: &Runner<'_>, candidate: CandidateIndex, record: &Record) -> Vec<AppliedBenefit> {
    let mut shares: Vec<(u32, Spot)> = record
        .shares
        .iter()
        .filter(|share| share.candidate == candidate)
        .map(|share| (share.benefit, Spot::at(share, 0, runner.lines)))
        .collect();
    shares.sort_unstable();
    shares.dedup_by(|(later_benefit, later), (benefit, kept)| {
        let same = later_benefit == benefit && (later.position, later.is_setup) == (kept.position, kept.is_setup);
        kept.amount += if same { later.amount } else { 0 };
        same
    });
    let benefits = runner.field.candidates[candidate].coupon.benefits();
    let mut given: Vec<AppliedBenefit> = Vec::new();
    for (position, spot) in shares {
        let allocation = Allocation { path: spot.path(), amount: spot.amount };
        match given.last_mut().filter(|last| last.position == position) {
            Some(last) => last.allocations.push(allocation),
            None => {
                let kind = benefits[position as usize].name();
                given.push(AppliedBenefit { position, kind, allocations: vec![allocation] });
            }
        }
    }
    given
}

/// Lines the coupon was meant for and did not reach, by position, each reason once.
fn skipped(runner: &Runner<'_>, candidate: CandidateIndex, record: &Record) -> Vec<Skipped> {
    let entry = &runner.field.candidates[candidate];
    let floored = &record.coupons[candidate].floored;
    if !entry.passes_over && floored.is_empty() {
        return Vec::new();
    }
    let mut skipped: Vec<(usize, &'static str)> = passed_over(entry.coupon, runner.lines)
        .chain(floored.iter().map(|line| (*line, "price_floor")))
        .map(|(line, reason)| (runner.lines.at(line).position, reason))
        .collect();
    skipped.sort_unstable();
    skipped.dedup();
    skipped.into_iter().map(|(position, reason)| Skipped { path: Path::Line(position), reason }).collect()
}

/// How the set was found.
pub(crate) fn report_selection(runner: &Runner<'_>, choice: Choice) -> SelectionReport {
    let coupon_id = |candidate: &CandidateIndex| Arc::clone(runner.field.candidates[*candidate].coupon.shared_id());
    SelectionReport {
        strategy: match runner.request.settings.selection {
            Selection::BestForCustomer => "best_for_customer",
            Selection::Priority => "priority",
        },
        optimal: choice.optimal,
        bound: choice.bound,
        evaluated: runner.evaluated,
        runner_up: choice
            .runner_up
            .map(|found| RunnerUp { saving: found.saving, coupon_ids: found.gave.iter().map(coupon_id).collect() }),
    }
}

/// The settings the amounts depend on.
pub(crate) fn report_policy(request: &Request<'_>) -> Policy {
    let rounding = request.settings.rounding;
    Policy {
        rounding: PolicyRounding {
            mode: match rounding.mode {
                RoundingMode::HalfUp => "half_up",
                RoundingMode::HalfEven => "half_even",
                RoundingMode::Down => "down",
            },
            scope: match rounding.scope {
                RoundingScope::Coupon => "coupon",
                RoundingScope::Line => "line",
                RoundingScope::Unit => "unit",
            },
            remainder: match rounding.remainder {
                Remainder::Largest => "largest",
                Remainder::First => "first",
                Remainder::Last => "last",
            },
        },
        percent_base: match request.settings.percent_base {
            PercentBase::Running => "running",
            PercentBase::Original => "original",
        },
    }
}
