//! How conditions are judged: pass, fail or unknown, with actual and needed values, and which reason a failing tree
//! reports. `docs/MODEL.md` section 5 and 11.2, 11.3.

use serde_json::{Map, Value, json};

use super::{Condition, Leaf};
use crate::compiled::CompiledCoupon;
use crate::evaluate::Request;
use crate::ledger::Ledger;
use crate::lines::{LineIndex, Lines};
use crate::locale::Locale;
use crate::money::Amounts;
use crate::reason::Reason;
use crate::target::Selector;

/// The computing side of one kind of condition.
pub(crate) trait Judge {
    /// Whether the scene fits.
    fn judge(&self, scene: &Scene<'_>) -> Outcome;

    /// Why it does not, with what is and what is needed; of a leaf that passes only those two count.
    fn finding(&self, scene: &Scene<'_>) -> Finding;

    /// Whether the outcome may differ with the coupons that ran before.
    fn depends_on_set(&self, only_shipping: bool) -> bool {
        let _ = only_shipping;
        false
    }

    /// Sorts the lists of its selectors for matching.
    fn sort_selectors(&mut self) {}
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

impl Outcome {
    /// What is known to hold or not.
    pub(crate) const fn of(holds: bool) -> Self {
        if holds { Self::Pass } else { Self::Fail }
    }

    /// The word of an explanation.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
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
    /// Whether what the coupons that ran before may change counts as unknown: what fails then, fails in every set.
    pub(crate) only_fixed: bool,
}

impl Scene<'_> {
    /// The shopper's language.
    pub(crate) fn locale(&self) -> Locale {
        self.request.cart.context.locale.as_deref().map_or(Locale::En, Locale::parse)
    }

    /// Whether a line counts where no selector says which: every line but gift cards does (5.3).
    pub(crate) fn is_merchandise(&self, line: LineIndex) -> bool {
        !self.lines.at(line).line.gift_card.unwrap_or(false)
    }

    /// Whether a selector means a line of the cart.
    pub(crate) fn holds(&self, selector: &Selector) -> bool {
        self.lines.all().iter().any(|line| selector.means(line))
    }

    /// Whether a line is in the target of one of the coupon's benefits. A coupon with no such target is for every line.
    pub(crate) fn is_eligible(&self, line: LineIndex) -> bool {
        let mut targets = self.targets.iter().flatten().peekable();
        targets.peek().is_none()
            || targets.any(|(from, to)| self.eligible[*from as usize..*to as usize].binary_search(&line).is_ok())
    }
}

/// Why a leaf does not pass, or what it saw where it does.
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
    /// Whether a refusal keeps silent about what is and what was needed: whom a coupon names is nobody's business.
    pub(crate) is_private: bool,
}

impl Finding {
    /// It fails for this reason.
    pub(crate) fn failed(reason: Reason) -> Self {
        let (actual, needed) = (Value::Null, Value::Null);
        Self { reason, actual, needed, missing: None, needs: Vec::new(), is_private: false }
    }

    /// These facts are absent.
    pub(crate) fn unknown(needs: impl IntoIterator<Item = &'static str>) -> Self {
        Self { needs: needs.into_iter().collect(), ..Self::failed(Reason::InformationMissing) }
    }

    /// With what is and what was needed.
    pub(crate) fn because(self, actual: Value, needed: Value) -> Self {
        Self { actual, needed, ..self }
    }

    /// With what is missing.
    pub(crate) fn missing(self, missing: Option<Value>) -> Self {
        Self { missing, ..self }
    }

    /// Without a word to the shopper of what is and what was needed.
    pub(crate) fn kept_private(self) -> Self {
        Self { is_private: true, ..self }
    }
}

/// A bound in the cart's currency. `Err`: there is one, but not in this currency.
pub(crate) fn bound(amounts: Option<&Amounts>, scene: &Scene<'_>) -> Result<Option<i64>, ()> {
    let Some(amounts) = amounts else { return Ok(None) };
    amounts.get(&scene.request.cart.currency).map(|amount| Some(amount.minor())).ok_or(())
}

impl Condition {
    /// Whether the tree passes.
    pub(crate) fn judge(&self, scene: &Scene<'_>) -> Outcome {
        match self {
            Self::Leaf(leaf) => {
                let leaf = leaf.computed();
                if scene.only_fixed && leaf.depends_on_set(scene.coupon.only_shipping()) {
                    return Outcome::Unknown;
                }
                leaf.judge(scene)
            }
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
                self.collect_failures(scene, true, &mut failures);
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

    /// What is said before anything else if it holds: that the coupon does not name who is signed in (11.2, place 1),
    /// or that signing in comes first (place 4). Only what holds in every set counts.
    pub(crate) fn early_refusal(&self, scene: &Scene<'_>) -> Option<Reason> {
        let scene = &Scene { only_fixed: true, ..*scene };
        if self.judge(scene) != Outcome::Fail {
            return None;
        }
        let mut failures = Failures::default();
        self.collect_failures(scene, true, &mut failures);
        failures.leading.map(|leading| leading.reason).filter(|reason| is_early(*reason))
    }

    /// Every failing leaf, depth first; the first one gives the reason (11.2), a negation gives its own. Of an `any`
    /// only the first child speaks (11.3).
    fn collect_failures(&self, scene: &Scene<'_>, speaks: bool, failures: &mut Failures) {
        match self {
            Self::Leaf(leaf) => failures.add(leaf, leaf.computed().finding(scene), speaks),
            Self::All(children) => {
                for child in children.iter().filter(|child| child.judge(scene) == Outcome::Fail) {
                    child.collect_failures(scene, speaks, failures);
                }
            }
            Self::Any(children) => {
                for (position, child) in children.iter().enumerate() {
                    child.collect_failures(scene, speaks && position == 0, failures);
                }
                // An empty `any` fails without a leaf.
                failures.lead(Finding::failed(Reason::ConditionNotMet), speaks && children.is_empty());
            }
            Self::Not(_) => {
                failures.failed.push(json!({ "kind": "not", "reason": Reason::ConditionNotMet }));
                failures.lead(Finding::failed(Reason::ConditionNotMet), speaks);
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

/// Whether a reason is said before limits and the conditions of others: 11.2, places 1 and 4.
const fn is_early(reason: Reason) -> bool {
    matches!(reason, Reason::Invalid | Reason::UserNotLoggedIn)
}

/// The failing leaves of a tree.
#[derive(Default)]
struct Failures {
    /// What is reported.
    leading: Option<Finding>,
    failed: Vec<Value>,
}

impl Failures {
    fn add(&mut self, leaf: &Leaf, finding: Finding, speaks: bool) {
        self.failed.push(match finding.is_private {
            true => json!({ "kind": leaf.name(), "reason": finding.reason }),
            false => json!({
                "kind": leaf.name(), "reason": finding.reason, "actual": finding.actual, "needed": finding.needed,
            }),
        });
        self.lead(finding, speaks);
    }

    /// The first that may speak is reported, unless a later one comes first in the order of 11.2.
    fn lead(&mut self, finding: Finding, speaks: bool) {
        let goes_before = |leading: &Finding| is_early(finding.reason) && finding.reason < leading.reason;
        if speaks && self.leading.as_ref().is_none_or(goes_before) {
            self.leading = Some(finding);
        }
    }

    fn report(self) -> (Reason, Value) {
        let Some(leading) = self.leading else { return (Reason::ConditionNotMet, json!({ "failed": self.failed })) };
        if leading.reason == Reason::Invalid {
            return (Reason::Invalid, json!({}));
        }
        let mut details = Map::new();
        details.insert("failed".to_owned(), Value::Array(self.failed));
        if let Some(missing) = leading.missing {
            details.insert("missing".to_owned(), missing);
        }
        if !leading.is_private && !leading.needed.is_null() {
            details.insert("needed".to_owned(), leading.needed);
            details.insert("actual".to_owned(), leading.actual);
        }
        (leading.reason, Value::Object(details))
    }
}
