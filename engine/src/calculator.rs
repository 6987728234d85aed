//! The discount calculator of subscriptions: from a price per month and a ladder of percentages by duration to prices,
//! discounts and savings for each billing period, and the benefit that gives them. Requirements 82 to 84.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::arithmetic::{percent_of, scale};
use crate::benefit::Benefit;
use crate::benefit::by_billing_period::{ByBillingPeriod, Entry, PeriodPer};
use crate::benefit::off::Off;
use crate::cart::{BillingPeriod, Cart};
use crate::decode::{Decode, Errors, Node, Object, codes};
use crate::locale::{Locale, rate};
use crate::money::{Amounts, Currency, Money, Percent};
use crate::settings::RoundingMode;
use crate::target::Selector;
use crate::words::words;

/// What the calculator is asked.
///
/// ```
/// use tessera_engine::Locale;
/// use tessera_engine::calculator::Calculation;
///
/// let asked: Calculation = tessera_engine::from_json(
///     br#"{"currency": "EUR", "base_price": 1000, "method": "amount", "ladder": {"quarterly": 5, "annual": 20}}"#,
/// ).unwrap();
/// let proposal = asked.propose(Locale::En);
/// assert_eq!((proposal.periods[0].discount, proposal.periods[0].price), (150, 2850));
/// assert_eq!((proposal.periods[1].discount, proposal.periods[1].price), (2400, 9600));
/// assert!(proposal.warnings.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Calculation {
    /// The currency of the prices.
    pub currency: Currency,
    /// The price of one month without a discount, in minor units.
    pub base_price: i64,
    /// Whether the benefit holds percentages or amounts.
    pub method: Method,
    /// The percentage of each period.
    pub ladder: BTreeMap<BillingPeriod, Percent>,
    /// Discounts written by hand instead of the computed ones, in minor units.
    pub results: BTreeMap<BillingPeriod, i64>,
}

/// Whether a benefit holds percentages or amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The percentages of the ladder.
    #[default]
    Percent,
    /// The amounts they come to.
    Amount,
}

words! {
    Method { Percent = "percent", Amount = "amount" }
}

/// What the calculator proposes. Amounts are in minor units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// The currency of the prices.
    pub currency: Currency,
    /// The price of one month without a discount.
    pub base_price: i64,
    /// Whether the benefit holds percentages or amounts.
    pub method: Method,
    /// A row for each period, the shortest first.
    pub periods: Vec<PeriodProposal>,
    /// What a merchant should look at again.
    pub warnings: Vec<CalculatorWarning>,
    /// The benefit that gives the discounts; `null` when no period has one.
    pub benefit: Option<Benefit>,
}

/// What a period costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeriodProposal {
    /// The period.
    pub period: BillingPeriod,
    /// How many months it has.
    pub months: u32,
    /// The base price of so many months.
    pub list_price: i64,
    /// The percentage; `null` for a discount written by hand.
    pub percent: Option<Percent>,
    /// What is taken off.
    pub discount: i64,
    /// What is paid for the period.
    pub price: i64,
    /// What a month comes to, rounded half up.
    pub price_per_month: i64,
    /// What is saved in a month, rounded half up.
    pub saving_per_month: i64,
}

/// What a merchant should look at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CalculatorWarning {
    /// `ladder_shrinks`.
    pub code: &'static str,
    /// JSON pointer to the member of the request.
    pub pointer: String,
    /// In the reader's language.
    pub message: String,
}

/// The periods that have months, the shortest first, with how many.
const MONTHS: [(BillingPeriod, u32); 6] = [
    (BillingPeriod::Monthly, 1),
    (BillingPeriod::Quarterly, 3),
    (BillingPeriod::Semiannual, 6),
    (BillingPeriod::Annual, 12),
    (BillingPeriod::Biennial, 24),
    (BillingPeriod::Triennial, 36),
];

/// What one percentage for all is a percentage for, unless the request says.
const LONGER: [BillingPeriod; 3] = [BillingPeriod::Quarterly, BillingPeriod::Semiannual, BillingPeriod::Annual];

/// A discount that is 36 times this stays within the amounts of the contract.
const LARGEST_BASE: i64 = Cart::LARGEST_AMOUNT / 36;

impl Decode for Calculation {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let currency = object.required("currency", errors, Node::currency);
        let base = object.required("base_price", errors, |node, errors| node.integer(1..=LARGEST_BASE, errors));
        let method = object.optional("method", errors, Method::decode).unwrap_or_default();
        let ladder = ladder(&mut object, errors);
        let results = object.optional("results", errors, |node, errors| {
            by_period(node, errors, |node, errors| node.money(Cart::LARGEST_AMOUNT, errors).map(Money::minor))
        });
        let results = results.unwrap_or_default();
        for (period, discount) in &results {
            let list = base.unwrap_or(LARGEST_BASE) * i64::from(months(*period));
            if *discount > list {
                let detail = format!("must be at most the list price of the period, {list}");
                errors.push(format!("/results/{}", period.as_str()), codes::OUT_OF_RANGE, detail);
            }
        }
        object.finish(errors);
        Some(Self { currency: currency?, base_price: base?, method, ladder: ladder?, results })
    }
}

/// `ladder`, or `percent` for all of `periods`.
fn ladder(object: &mut Object<'_>, errors: &mut Errors) -> Option<BTreeMap<BillingPeriod, Percent>> {
    let percent = |node: &Node<'_>, errors: &mut Errors| node.percent(Percent::HUNDRED, errors);
    if object.has("ladder") == object.has("percent") {
        let code = if object.has("ladder") { codes::INVALID_VALUE } else { codes::REQUIRED };
        let detail = "name `ladder`, a percentage for each period, or `percent`, one for all; not both";
        errors.push(object.pointer_to("ladder"), code, detail);
        for name in ["ladder", "percent", "periods"] {
            object.take(name);
        }
        return None;
    }
    if object.has("ladder") {
        return object.required("ladder", errors, |node, errors| by_period(node, errors, percent));
    }
    let flat = object.required("percent", errors, percent);
    let periods = object.optional("periods", errors, |node, errors| {
        node.each(MONTHS.len(), errors, |node, errors| node.word(&period_words(), errors))
    });
    let flat = flat?;
    Some(periods.unwrap_or_else(|| LONGER.to_vec()).into_iter().map(|period| (period, flat)).collect())
}

fn period_words() -> [(&'static str, BillingPeriod); MONTHS.len()] {
    MONTHS.map(|(period, _)| (period.as_str(), period))
}

/// An object with a member for each period that has months.
fn by_period<T>(
    node: &Node<'_>,
    errors: &mut Errors,
    read: impl Fn(&Node<'_>, &mut Errors) -> Option<T> + Copy,
) -> Option<BTreeMap<BillingPeriod, T>> {
    let mut object = node.object(errors)?;
    let mut all = BTreeMap::new();
    for (period, _) in MONTHS {
        if let Some(value) = object.optional(period.as_str(), errors, read) {
            all.insert(period, value);
        }
    }
    object.finish(errors);
    Some(all)
}

/// How many months a period has; those of the table have at least one.
fn months(period: BillingPeriod) -> u32 {
    MONTHS.iter().find(|(known, _)| *known == period).map_or(1, |(_, months)| *months)
}

impl Calculation {
    /// Prices, discounts and savings for each period, warnings, and the benefit that gives them.
    #[must_use]
    pub fn propose(&self, locale: Locale) -> Proposal {
        let mut periods: Vec<PeriodProposal> =
            MONTHS.into_iter().filter_map(|(period, months)| self.row(period, months)).collect();
        if self.method == Method::Amount {
            self.keep_longer_terms_cheaper(&mut periods);
        }
        let warnings = self.warnings(&periods, locale);
        let benefit = self.benefit(&periods);
        Proposal {
            currency: self.currency,
            base_price: self.base_price,
            method: self.method,
            periods,
            warnings,
            benefit,
        }
    }

    fn row(&self, period: BillingPeriod, months: u32) -> Option<PeriodProposal> {
        let (by_hand, percent) = (self.results.get(&period), self.ladder.get(&period));
        let list_price = self.base_price * i64::from(months);
        let discount = match (by_hand, percent) {
            (Some(discount), _) => *discount,
            (None, Some(percent)) => percent_of(list_price, *percent, RoundingMode::HalfUp),
            (None, None) => return None,
        };
        let percent = percent.copied().filter(|_| by_hand.is_none());
        Some(priced(PeriodProposal {
            period,
            months,
            list_price,
            percent,
            discount,
            price: 0,
            price_per_month: 0,
            saving_per_month: 0,
        }))
    }

    /// Rounding never gives a shorter term more a month than a longer one of at least its percentage.
    fn keep_longer_terms_cheaper(&self, periods: &mut [PeriodProposal]) {
        for index in (0..periods.len().saturating_sub(1)).rev() {
            let (shorter, longer) = periods.split_at_mut(index + 1);
            let (shorter, longer) = (&mut shorter[index], &longer[0]);
            let rises = matches!((shorter.percent, longer.percent), (Some(short), Some(long)) if short <= long);
            if rises && gives_more_a_month(shorter, longer) {
                let most =
                    scale(longer.discount, i128::from(shorter.months), i128::from(longer.months), RoundingMode::Down);
                *shorter = priced(PeriodProposal { discount: most, ..shorter.clone() });
            }
        }
    }

    fn warnings(&self, periods: &[PeriodProposal], locale: Locale) -> Vec<CalculatorWarning> {
        let mut warnings = Vec::new();
        for pair in periods.windows(2) {
            let [shorter, longer] = pair else { continue };
            let shrinks = match (shorter.percent, longer.percent) {
                (Some(short), Some(long)) => short > long,
                _ => gives_more_a_month(shorter, longer),
            };
            if shrinks {
                let member = if longer.percent.is_none() { "results" } else { "ladder" };
                let pointer = format!("/{member}/{}", longer.period.as_str());
                warnings.push(CalculatorWarning {
                    code: "ladder_shrinks",
                    pointer,
                    message: shrinks_words(shorter, longer, locale),
                });
            }
        }
        warnings
    }

    fn benefit(&self, periods: &[PeriodProposal]) -> Option<Benefit> {
        let off = |row: &PeriodProposal| match (self.method, row.percent) {
            (Method::Percent, Some(percent)) => Some(Off::Percent(percent)),
            _ => Some(Off::Amount(Amounts::from([(self.currency, Money::new(row.discount)?)]))),
        };
        let given =
            periods.iter().filter(|row| row.discount > 0 || row.percent.is_some_and(|rate| rate > Percent::default()));
        let entries: BTreeMap<_, _> =
            given.map(|row| (row.period, Entry { price: off(row), setup_fee: None })).collect();
        let benefit = ByBillingPeriod { periods: entries, per: PeriodPer::Unit, target: Selector::default() };
        (!benefit.periods.is_empty()).then_some(Benefit::ByBillingPeriod(benefit))
    }
}

/// A row with what follows from its list price and discount.
fn priced(row: PeriodProposal) -> PeriodProposal {
    let a_month = |amount: i64| scale(amount, 1, i128::from(row.months), RoundingMode::HalfUp);
    let price = row.list_price - row.discount;
    PeriodProposal { price, price_per_month: a_month(price), saving_per_month: a_month(row.discount), ..row }
}

fn gives_more_a_month(shorter: &PeriodProposal, longer: &PeriodProposal) -> bool {
    i128::from(shorter.discount) * i128::from(longer.months) > i128::from(longer.discount) * i128::from(shorter.months)
}

fn shrinks_words(shorter: &PeriodProposal, longer: &PeriodProposal, locale: Locale) -> String {
    let (short, long) = (shorter.months, longer.months);
    match (shorter.percent, longer.percent, locale) {
        (Some(less), Some(more), Locale::En) => format!(
            "{long} months get {}, less than the {} of {short} months. A longer commitment should not save less.",
            rate(more, locale),
            rate(less, locale)
        ),
        (Some(less), Some(more), Locale::Fr) => format!(
            "{long} mois bénéficient de {}, moins que les {} de {short} mois. Un engagement plus long ne devrait pas \
             être moins avantageux.",
            rate(more, locale),
            rate(less, locale)
        ),
        (_, _, Locale::En) => {
            format!("{long} months save less a month than {short} months. A longer commitment should not save less.")
        }
        (_, _, Locale::Fr) => format!(
            "{long} mois font économiser moins par mois que {short} mois. Un engagement plus long ne devrait pas être \
             moins avantageux."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{DecodeError, from_json};

    fn propose(body: &str) -> Proposal {
        from_json::<Calculation>(body.as_bytes()).unwrap().propose(Locale::En)
    }

    fn rows(proposal: &Proposal) -> Vec<(u32, i64, i64)> {
        proposal.periods.iter().map(|row| (row.months, row.discount, row.price)).collect()
    }

    #[test]
    fn r082_a_flat_percentage_on_longer_periods() {
        let amounts = propose(r#"{"currency": "EUR", "base_price": 1000, "method": "amount", "percent": 5}"#);
        assert_eq!(rows(&amounts), [(3, 150, 2850), (6, 300, 5700), (12, 600, 11_400)]);
        assert_eq!(amounts.periods.iter().map(|row| row.saving_per_month).collect::<Vec<_>>(), [50, 50, 50]);
        let benefit = serde_json::to_value(&amounts.benefit).unwrap();
        assert_eq!(benefit["periods"]["annual"]["price"]["amount"]["EUR"], 600);
        let percentages = propose(r#"{"currency": "EUR", "base_price": 1000, "percent": 5}"#);
        let benefit = serde_json::to_value(&percentages.benefit).unwrap();
        assert_eq!(benefit["periods"]["quarterly"]["price"]["percent"], 5);
    }

    #[test]
    fn r083_a_ladder_rises_and_one_that_shrinks_is_named() {
        let body = r#"{"currency": "EUR", "base_price": 1000, "method": "amount",
            "ladder": {"quarterly": 5, "semiannual": 10, "annual": 20}}"#;
        let rising = propose(body);
        assert_eq!(rows(&rising), [(3, 150, 2850), (6, 600, 5400), (12, 2400, 9600)]);
        assert_eq!(rising.warnings, []);
        let shrinking = propose(&body.replace("\"annual\": 20", "\"annual\": 8"));
        let [warning] = &shrinking.warnings[..] else { panic!("{:?}", shrinking.warnings) };
        assert_eq!((warning.code, warning.pointer.as_str()), ("ladder_shrinks", "/ladder/annual"));
        assert!(warning.message.starts_with("12 months get 8%, less than the 10% of 6 months"), "{}", warning.message);
    }

    #[test]
    fn r084_what_is_written_by_hand_stays() {
        let edited = propose(
            r#"{"currency": "EUR", "base_price": 1000, "method": "amount", "ladder": {"semiannual": 10, "annual": 20},
                "results": {"annual": 2000}}"#,
        );
        assert_eq!(rows(&edited), [(6, 600, 5400), (12, 2000, 10_000)]);
        assert_eq!((edited.periods[1].percent, edited.warnings.len()), (None, 0));
        let less = propose(
            r#"{"currency": "EUR", "base_price": 1000, "method": "amount", "ladder": {"semiannual": 10}, "results": {"annual": 500}}"#,
        );
        assert_eq!(less.warnings[0].pointer, "/results/annual");
    }

    #[test]
    fn rounding_gives_a_shorter_term_no_more_a_month() {
        for base in 1..2_000 {
            let body = format!(r#"{{"currency": "EUR", "base_price": {base}, "method": "amount", "percent": 7.5}}"#);
            let proposal = propose(&body);
            for pair in proposal.periods.windows(2) {
                assert!(!gives_more_a_month(&pair[0], &pair[1]), "{base}: {pair:?}");
            }
            assert_eq!(proposal.warnings, [], "{base}");
        }
    }

    #[test]
    fn faults_are_named() {
        let fault = |body: &str| match from_json::<Calculation>(body.as_bytes()) {
            Err(DecodeError::Fields(errors)) => errors[0].pointer.clone(),
            other => panic!("{body}: {other:?}"),
        };
        assert_eq!(fault(r#"{"currency": "EUR", "base_price": 0, "percent": 5}"#), "/base_price");
        assert_eq!(fault(r#"{"currency": "EUR", "base_price": 10}"#), "/ladder");
        assert_eq!(fault(r#"{"currency": "EUR", "base_price": 10, "ladder": {"weekly": 5}}"#), "/ladder/weekly");
        assert_eq!(
            fault(r#"{"currency": "EUR", "base_price": 10, "percent": 5, "results": {"annual": 121}}"#),
            "/results/annual"
        );
    }
}
