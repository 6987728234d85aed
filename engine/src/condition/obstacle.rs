//! What alone keeps a tree from passing, where a shopper can do something about it: spend more, take more units, buy a
//! missing product, choose another shipping service. [`hints`](crate::hints) makes hints of it.

use super::contains::Contains;
use super::judge::{Outcome, Scene};
use super::order_amount::{OrderAmount, Scope};
use super::order_quantity::OrderQuantity;
use super::{Condition, Leaf};
use crate::lines::LineIndex;
use crate::reason::Reason;
use crate::target::Selector;

/// What alone keeps a coupon from applying.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Obstacle {
    /// The reason the coupon is rejected with.
    pub(crate) reason: Reason,
    /// What to do.
    pub(crate) way: Way,
    /// How much there is of a threshold.
    have: u128,
    /// The threshold; 0 where there is none.
    threshold: u128,
}

/// What to do about it. Lines are positions in the request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Way {
    /// Spend so much more, on what this line is.
    Spend {
        /// Minor units.
        amount: i64,
        /// A line that counts; `None`: anything does.
        like: Option<usize>,
    },
    /// Take so many more units, of what this line is.
    Add {
        /// Units.
        units: u64,
        /// The cheapest line that counts.
        like: usize,
    },
    /// Buy what a selector means.
    Buy {
        /// What is missing.
        selector: Box<Selector>,
        /// The same in words.
        words: String,
    },
    /// Choose a shipping service.
    Ship {
        /// The service.
        service: String,
    },
}

impl Obstacle {
    /// What alone keeps the coupon of a scene from applying.
    pub(crate) fn of(scene: &Scene<'_>) -> Option<Self> {
        scene.coupon.conditions()?.obstacle(scene)
    }

    /// Another shipping service is all it takes.
    pub(crate) fn service(service: &str) -> Self {
        let way = Way::Ship { service: service.to_owned() };
        Self { reason: Reason::ShippingServiceIneligible, way, have: 0, threshold: 0 }
    }

    /// How far it is, in thousandths of the threshold, if it is within reach: from `reach` percent of it.
    pub(crate) fn distance(&self, reach: u128) -> Option<u64> {
        if self.threshold == 0 {
            return Some(0);
        }
        let is_near = self.have * 100 >= self.threshold * reach && self.have < self.threshold;
        let distance = (self.threshold - self.have.min(self.threshold)) * 1_000_000 / self.threshold;
        is_near.then(|| u64::try_from(distance).unwrap_or(u64::MAX))
    }
}

impl Condition {
    /// The one leaf that fails where everything else passes, if something can be done about it.
    fn obstacle(&self, scene: &Scene<'_>) -> Option<Obstacle> {
        match self {
            Self::Leaf(leaf) if self.judge(scene) == Outcome::Fail => leaf_obstacle(leaf, scene),
            Self::Leaf(_) | Self::Not(_) => None,
            Self::All(children) => {
                let mut open = children.iter().filter(|child| child.judge(scene) != Outcome::Pass);
                let only = open.next()?;
                open.next().is_none().then(|| only.obstacle(scene)).flatten()
            }
            Self::Any(children) => children.iter().find_map(|child| child.obstacle(scene)),
        }
    }
}

fn leaf_obstacle(leaf: &Leaf, scene: &Scene<'_>) -> Option<Obstacle> {
    match leaf {
        Leaf::OrderAmount(leaf) => amount(leaf, scene),
        Leaf::OrderQuantity(leaf) => quantity(leaf, scene),
        Leaf::Contains(leaf) => product(leaf, scene),
        Leaf::ShippingService(leaf) => leaf.services.first().map(|service| Obstacle::service(service)),
        _ => None,
    }
}

fn amount(leaf: &OrderAmount, scene: &Scene<'_>) -> Option<Obstacle> {
    let (worth, min) = leaf.shortfall(scene)?;
    let like = match &leaf.scope {
        Scope::Cart => None,
        Scope::Eligible => Some(first(scene, |line| scene.is_eligible(line))?),
        Scope::Selector(selector) => Some(first(scene, |line| selector.means(scene.lines.at(line)))?),
    };
    Some(Obstacle {
        reason: Reason::MinimumNotMet,
        way: Way::Spend { amount: min - worth, like },
        have: u128::try_from(worth).unwrap_or(0),
        threshold: u128::try_from(min).unwrap_or(0),
    })
}

fn quantity(leaf: &OrderQuantity, scene: &Scene<'_>) -> Option<Obstacle> {
    let units = leaf.count(scene);
    let missing = leaf.units.missing(units)?;
    let counted = scene.lines.indices().filter(|line| leaf.counts(*line, scene));
    let cheapest = counted.min_by_key(|line| scene.lines.at(*line).line.unit_price)?;
    Some(Obstacle {
        reason: Reason::QuantityOutOfRange,
        way: Way::Add { units: missing, like: scene.lines.at(cheapest).position },
        have: units.into(),
        threshold: u128::from(units) + u128::from(missing),
    })
}

/// One product, category or the like that is missing, where nothing is excluded.
fn product(leaf: &Contains, scene: &Scene<'_>) -> Option<Obstacle> {
    let missing = leaf.missing(scene);
    let is_choice = leaf.all_of.iter().all(|selector| scene.holds(selector));
    if !leaf.excluded(scene).is_empty() || (missing.len() > 1 && !is_choice) {
        return None;
    }
    let selector = *missing.first()?;
    let way = Way::Buy { selector: Box::new(selector.clone()), words: selector.summary_or_order(scene.locale()) };
    Some(Obstacle { reason: Reason::RequiredItemsMissing, way, have: 0, threshold: 0 })
}

fn first(scene: &Scene<'_>, counts: impl Fn(LineIndex) -> bool) -> Option<usize> {
    scene.lines.indices().find(|line| counts(*line)).map(|line| scene.lines.at(line).position)
}
