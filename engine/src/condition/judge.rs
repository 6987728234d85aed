//! How conditions are judged: pass, fail or unknown, with actual and needed values, and which reason a failing tree
//! reports. `docs/MODEL.md` section 5 and 11.2, 11.3.

use serde_json::{Map, Value, json};

use super::{Condition, Leaf};
use crate::compiled::CompiledCoupon;
use crate::evaluate::Request;
use crate::ledger::Ledger;
use crate::lines::{LineIndex, Lines};
use crate::reason::Reason;

/// The computing side of one kind of condition.
pub(crate) trait Judge {
    /// Whether the scene fits.
    fn judge(&self, scene: &Scene<'_>) -> Outcome;

    /// Why it does not: only asked of a leaf that fails or is unknown.
    fn finding(&self, scene: &Scene<'_>) -> Finding;

    /// Whether the outcome may differ with the coupons that ran before.
    fn depends_on_set(&self, only_shipping: bool) -> bool;

    /// Sorts the lists of its selectors for matching.
    fn sort_selectors(&mut self);
}

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// A fact it needs is absent.
    Unknown,
}

/// What conditions see: the cart at the coupon's turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'r> {
    pub(crate) request: &'r Request<'r>,
    pub(crate) lines: &'r Lines<'r>,
    pub(crate) ledger: &'r Ledger,
    pub(crate) coupon: &'r CompiledCoupon,
    /// For each benefit, where its lines stand in `eligible`; `None` if it does not look at lines.
    pub(crate) targets: &'r [Option<(u32, u32)>],
    pub(crate) eligible: &'r [LineIndex],
}

impl Scene<'_> {
    /// Whether a line is in the target of one of the coupon's benefits. A coupon with no such target is for every line.
    pub(crate) fn is_eligible(&self, line: LineIndex) -> bool {
        let mut targets = self.targets.iter().flatten().peekable();
        targets.peek().is_none()
            || targets.any(|(from, to)| self.eligible[*from as usize..*to as usize].binary_search(&line).is_ok())
    }
}

/// Why a leaf does not pass.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// The reason it gives when it fails.
    pub(crate) reason: Reason,
    /// What is.
    pub(crate) actual: Value,
    /// What was needed.
    pub(crate) needed: Value,
    /// What is missing, where that is a number a shopper can do something about.
    pub(crate) missing: Option<Value>,
    /// The facts that are absent; empty when it is only the currency that a threshold lacks (5.2).
    pub(crate) needs: Vec<&'static str>,
}

impl Condition {
    /// Whether the tree passes.
    pub(crate) fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match self {
            Self::Leaf(leaf) => leaf.computed().judge(scene),
            Self::All(children) => strongest(children, scene, Outcome::Fail, Outcome::Pass),
            Self::Any(children) => strongest(children, scene, Outcome::Pass, Outcome::Fail),
            Self::Not(child) => match child.judge(scene) {
                Outcome::Pass => Outcome::Fail,
                Outcome::Fail => Outcome::Pass,
                Outcome::Unknown => Outcome::Unknown,
            },
        }
    }

    /// Whether the outcome may differ with the coupons that ran before.
    pub(crate) fn depends_on_set(&self, only_shipping: bool) -> bool {
        match self {
            Self::Leaf(leaf) => leaf.computed().depends_on_set(only_shipping),
            Self::All(children) | Self::Any(children) => {
                children.iter().any(|child| child.depends_on_set(only_shipping))
            }
            Self::Not(child) => child.depends_on_set(only_shipping),
        }
    }

    /// Sorts the lists of every selector for matching.
    pub(crate) fn sort_selectors(&mut self) {
        match self {
            Self::Leaf(leaf) => leaf.computed_mut().sort_selectors(),
            Self::All(children) | Self::Any(children) => children.iter_mut().for_each(Self::sort_selectors),
            Self::Not(child) => child.sort_selectors(),
        }
    }

    /// Why the tree does not pass, with the numbers behind it; `None` when it does.
    pub(crate) fn refusal(&self, scene: &Scene<'_>) -> Option<(Reason, Value)> {
        match self.judge(scene) {
            Outcome::Pass => None,
            Outcome::Fail => {
                let mut failures = Failures::default();
                self.collect_failures(scene, &mut failures);
                Some(failures.report())
            }
            Outcome::Unknown => {
                let mut needs = Vec::new();
                self.collect_needs(scene, &mut needs);
                needs.sort_unstable();
                needs.dedup();
                Some(match needs.is_empty() {
                    true => (Reason::CurrencyMismatch, json!({ "currency": scene.request.cart.currency })),
                    false => (Reason::InformationMissing, json!({ "needs": needs })),
                })
            }
        }
    }

    /// Every failing leaf, depth first; the first one gives the reason (11.2), a negation gives its own.
    fn collect_failures(&self, scene: &Scene<'_>, failures: &mut Failures) {
        match self {
            Self::Leaf(leaf) => failures.add(leaf, leaf.computed().finding(scene)),
            Self::All(children) | Self::Any(children) => {
                for child in children.iter().filter(|child| child.judge(scene) == Outcome::Fail) {
                    child.collect_failures(scene, failures);
                }
                // An empty `any` fails without a leaf.
                failures.reason.get_or_insert(Reason::ConditionNotMet);
            }
            Self::Not(_) => {
                failures.reason.get_or_insert(Reason::ConditionNotMet);
                failures.failed.push(json!({ "kind": "not" }));
            }
        }
    }

    fn collect_needs(&self, scene: &Scene<'_>, needs: &mut Vec<&'static str>) {
        match self {
            Self::Leaf(leaf) => needs.extend(leaf.computed().finding(scene).needs),
            Self::All(children) | Self::Any(children) => {
                for child in children.iter().filter(|child| child.judge(scene) == Outcome::Unknown) {
                    child.collect_needs(scene, needs);
                }
            }
            Self::Not(child) => child.collect_needs(scene, needs),
        }
    }
}

/// `decisive` if a child comes to it, else unknown if one does, else `otherwise`.
fn strongest(children: &[Condition], scene: &Scene<'_>, decisive: Outcome, otherwise: Outcome) -> Outcome {
    let mut outcome = otherwise;
    for child in children {
        match child.judge(scene) {
            found if found == decisive => return decisive,
            Outcome::Unknown => outcome = Outcome::Unknown,
            _ => {}
        }
    }
    outcome
}

/// The failing leaves of a tree.
#[derive(Default)]
struct Failures {
    reason: Option<Reason>,
    needed: Option<Value>,
    missing: Option<Value>,
    failed: Vec<Value>,
}

impl Failures {
    fn add(&mut self, leaf: &Leaf, finding: Finding) {
        self.failed.push(json!({
            "kind": leaf.name(), "reason": finding.reason, "actual": finding.actual, "needed": finding.needed.clone(),
        }));
        if self.reason.is_none() {
            self.reason = Some(finding.reason);
            self.needed = Some(finding.needed);
            self.missing = finding.missing;
        }
    }

    fn report(self) -> (Reason, Value) {
        let mut details = Map::new();
        details.insert("failed".to_owned(), Value::Array(self.failed));
        if let Some(missing) = self.missing {
            details.insert("missing".to_owned(), missing);
        }
        if let Some(needed) = self.needed {
            details.insert("needed".to_owned(), needed);
        }
        (self.reason.unwrap_or(Reason::ConditionNotMet), Value::Object(details))
    }
}
