//! A dynamic segment: a condition tree over one customer, judged by the same leaves as a coupon's conditions.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::cart::{Cart, Context, Customer};
use crate::compiled::CompiledCoupon;
use crate::condition::history::AskedHistory;
use crate::condition::judge::{Outcome, Scene};
use crate::condition::segments::AskedSegments;
use crate::condition::{Condition, Leaf};
use crate::coupon::{Activation, Coupon, Limits, Stacking, Status, Terms, Validity, Visibility};
use crate::decode::{Errors, codes, pointer_to};
use crate::evaluate::{Categories, Request};
use crate::facts::Facts;
use crate::ledger::Ledger;
use crate::lines::Lines;
use crate::money::Currency;
use crate::settings::Settings;

/// The leaves that need no cart.
const ABOUT_CUSTOMERS: [&str; 9] = [
    "customer_in",
    "email_domain",
    "customer_type",
    "first_order",
    "orders_count",
    "total_spent",
    "purchased",
    "region",
    "verified_identity",
];

impl Condition {
    /// Reports every leaf that asks about more than a customer. `pointer` is where the tree stands.
    pub fn refuse_all_but_customers(&self, pointer: &str, errors: &mut Errors) {
        match self {
            Self::All(children) | Self::Any(children) => {
                let word = if matches!(self, Self::All(_)) { "all" } else { "any" };
                let list = pointer_to(pointer, word);
                for (index, child) in children.iter().enumerate() {
                    child.refuse_all_but_customers(&pointer_to(&list, &index.to_string()), errors);
                }
            }
            Self::Not(child) => child.refuse_all_but_customers(&pointer_to(pointer, "not"), errors),
            Self::Leaf(leaf) if ABOUT_CUSTOMERS.contains(&leaf.name()) => {}
            Self::Leaf(leaf) => {
                let words = ABOUT_CUSTOMERS.map(|kind| format!("`{kind}`")).join(", ");
                let detail = format!("`{}` needs a cart; a segment asks about customers alone: {words}", leaf.name());
                errors.push(pointer_to(pointer, "kind"), codes::INVALID_VALUE, detail);
            }
        }
    }

    fn collect_currencies(&self, found: &mut BTreeSet<Currency>) {
        match self {
            Self::All(children) | Self::Any(children) => {
                children.iter().for_each(|child| child.collect_currencies(found));
            }
            Self::Not(child) => child.collect_currencies(found),
            Self::Leaf(Leaf::TotalSpent(leaf)) => {
                found.extend(leaf.min.iter().chain(&leaf.max).flat_map(|amounts| amounts.keys().copied()));
            }
            Self::Leaf(_) => {}
        }
    }
}

/// The condition of a dynamic segment, ready to be judged.
#[derive(Clone, Debug)]
pub struct SegmentRule {
    /// What the engine judges is a coupon's conditions: this one gives nothing.
    coupon: CompiledCoupon,
    asked_segments: AskedSegments,
    currencies: Vec<Currency>,
}

impl SegmentRule {
    /// Prepares a tree.
    #[must_use]
    pub fn new(conditions: Condition) -> Self {
        let asked_segments = conditions.asked_segments();
        let mut currencies = BTreeSet::new();
        conditions.collect_currencies(&mut currencies);
        let coupon = Coupon { id: String::new(), version: 1, terms: terms(conditions) };
        Self { coupon: CompiledCoupon::new(coupon), asked_segments, currencies: currencies.into_iter().collect() }
    }

    /// What it asks of a customer's earlier orders.
    #[must_use]
    pub fn asked_history(&self) -> Option<&AskedHistory> {
        self.coupon.asked_history()
    }

    /// Which other segments it asks about.
    #[must_use]
    pub fn asked_segments(&self) -> &AskedSegments {
        &self.asked_segments
    }

    /// The currencies of its amounts, in their order: a customer is in the segment who is with what was spent in one of
    /// them. Empty: any will do.
    #[must_use]
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    /// Whether a customer is in the segment at an instant, with what was spent in one currency. A fact that is absent
    /// keeps a customer out, unless the tree passes whatever it is.
    #[must_use]
    pub fn includes(&self, customer: &Customer, facts: &Facts, about: &About<'_>) -> bool {
        let Some(conditions) = self.coupon.conditions() else { return false };
        let cart = Cart {
            currency: about.currency,
            prices_include_tax: false,
            line_items: Vec::new(),
            shipping: None,
            fees: Vec::new(),
            customer: Some(customer.clone()),
            context: Context::default(),
            billing: None,
        };
        let request = Request {
            cart: &cart,
            now: about.now,
            settings: about.settings,
            automatic: &[],
            presented: &[],
            declined: &[],
            facts,
            categories: about.categories,
            explain: false,
            first_order: None,
        };
        let lines = Lines::new(&cart, about.settings, about.categories);
        let ledger = Ledger::open(&lines, 0);
        let scene = Scene {
            request: &request,
            lines: &lines,
            ledger: &ledger,
            coupon: &self.coupon,
            targets: &[],
            eligible: &[],
            only_fixed: false,
        };
        conditions.judge(&scene) == Outcome::Pass
    }
}

/// Under what a customer is judged.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The instant.
    pub now: Timestamp,
    /// The currency of what was spent.
    pub currency: Currency,
    /// The store's settings.
    pub settings: &'a Settings,
    /// Category id to parent id, for what was bought.
    pub categories: &'a Categories,
}

fn terms(conditions: Condition) -> Terms {
    Terms {
        name: String::new(),
        title: None,
        description: None,
        campaign_id: None,
        status: Status::Draft,
        activation: Activation::Automatic,
        code: None,
        visibility: Visibility::Private,
        benefits: Vec::new(),
        conditions: Some(conditions),
        validity: Validity::default(),
        limits: Limits::default(),
        stacking: Stacking::default(),
        renewals: None,
        owner: None,
        tags: Vec::new(),
        metadata: std::collections::BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::decode::from_json;
    use crate::money::Money;

    fn tree(tree: &Value) -> Condition {
        from_json(tree.to_string().as_bytes()).unwrap()
    }

    fn faults(conditions: &Value) -> Vec<String> {
        let mut errors = Errors::new();
        tree(conditions).refuse_all_but_customers("/conditions", &mut errors);
        errors.into_vec().into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn leaves_that_need_a_cart_are_named() {
        let amount = json!({ "kind": "order_amount", "min": { "USD": 1 } });
        let first = json!({ "kind": "first_order" });
        assert_eq!(faults(&first), [""; 0]);
        assert_eq!(
            faults(&json!({ "all": [first, { "not": amount }, { "any": [first, amount] }] })),
            ["/conditions/all/1/not/kind", "/conditions/all/2/any/1/kind"]
        );
        assert_eq!(faults(&amount), ["/conditions/kind"]);
    }

    #[test]
    fn a_customer_is_in_by_what_is_known_and_out_by_what_is_not() {
        let spent = json!({ "kind": "total_spent", "min": { "USD": 10_001, "EUR": 9_000 }, "within_days": 365 });
        let rule = SegmentRule::new(tree(&spent));
        assert_eq!(rule.currencies().iter().map(ToString::to_string).collect::<Vec<_>>(), ["EUR", "USD"]);
        let (settings, categories) = (Settings::default(), Categories::default());
        let currency = Currency::parse("USD").unwrap();
        let about = About { now: Timestamp::UNIX_EPOCH, currency, settings: &settings, categories: &categories };
        let ana = Customer { id: Some("ana".to_owned()), ..Customer::default() };
        let facts = |minor: i64| Facts { spent_within: [(365, Money::new(minor).unwrap())].into(), ..Facts::default() };
        assert!(rule.includes(&ana, &facts(10_001), &about));
        assert!(!rule.includes(&ana, &facts(10_000), &about));
        assert!(!rule.includes(&ana, &Facts::default(), &about), "nothing is known");
        let other = About { currency: Currency::parse("GBP").unwrap(), ..about };
        assert!(!rule.includes(&ana, &facts(99_999), &other), "no threshold in this currency");
    }

    #[test]
    fn segments_may_rest_on_segments() {
        let rule = SegmentRule::new(tree(&json!({ "not": { "kind": "customer_in", "segments": ["vip"] } })));
        assert!(rule.asked_segments().named.contains("vip"));
        assert_eq!((rule.asked_history(), rule.currencies()), (None, &[][..]));
    }
}
