//! What alone keeps a tree from passing, where a shopper can do something about it: spend more, take more units, buy a
//! missing product, choose another shipping service. [`hints`](crate::hints) makes hints of it.

use super::contains::Contains;
use super::judge::{Outcome, Scene};
use super::order_amount::{OrderAmount, Scope};
use super::order_quantity::OrderQuantity;
use super::{Condition, Leaf};
use crate::benefit::compute::{Compute, Miss, fit};
use crate::lines::LineIndex;
use crate::matching::Fit;
use crate::reason::Reason;
use crate::target::Selector;

/// What alone keeps a coupon from applying, or from giving more.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Obstacle {
    /// The reason the coupon is rejected with.
    pub(crate) reason: Reason,
    /// What to do: all of it, at most two things.
    pub(crate) ways: Vec<Way>,
    /// How much there is of a threshold, for each threshold.
    thresholds: Vec<Threshold>,
}

/// How much there is of what is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Threshold {
    have: u128,
    needed: u128,
    /// Whether it is near however far it is: the next step of somebody who is on one, or a single unit.
    is_near: bool,
}

/// Things to do at most: who is told of three does none.
const WAYS: usize = 2;

/// What to do about it. Lines are positions in the request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Way {
    /// Spend so much more, on what this line is.
    Spend {
        /// Minor units.
        amount: i64,
        /// A line that counts; `None`: anything does.
        like: Option<usize>,
        /// What counts, in words; `None`: anything does.
        of: Option<String>,
    },
    /// Take so many more units, of what this line is.
    Add {
        /// Units.
        units: u64,
        /// The cheapest line that counts.
        like: usize,
        /// What counts, in words; `None`: anything does.
        of: Option<String>,
    },
    /// Take so many more units of what a selector means.
    Take {
        /// Units.
        units: u64,
        /// The cheapest line that is so; `None`: the cart holds none.
        like: Option<usize>,
        /// What to take.
        selector: Box<Selector>,
        /// The same in words; `None` where anything does.
        words: Option<String>,
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
        Self::without_threshold(Reason::ShippingServiceIneligible, Way::Ship { service: service.to_owned() })
    }

    /// A benefit wants more: the next step of a table, or units for what it makes of them. `is_next`: it gives something
    /// already.
    pub(crate) fn of_benefit(benefit: &dyn Compute, miss: Miss, scene: &Scene<'_>, is_next: bool) -> Option<Self> {
        let lines = scene.lines;
        let meant = || lines.indices().filter(|line| fit(benefit, lines.at(*line)) == Fit::Meant);
        match miss {
            Miss::Tier { is_spend: true, actual, needed } => {
                let is_for_all = benefit.target().is_some_and(Selector::names_no_list);
                let like = if is_for_all { None } else { Some(lines.at(meant().next()?).position) };
                let of = goods_of(benefit.target(), scene);
                let way = Way::Spend { amount: needed - actual, like, of };
                Some(Self::up_to(Reason::MinimumNotMet, way, actual, needed, is_next))
            }
            Miss::Tier { is_spend: false, actual, needed } => {
                let like = cheapest(scene, meant())?;
                let of = goods_of(benefit.target(), scene);
                let way = Way::Add { units: u64::try_from(needed - actual).ok()?, like, of };
                Some(Self::up_to(Reason::QuantityOutOfRange, way, actual, needed, is_next))
            }
            Miss::Units { actual, .. } => {
                let eligible: Vec<LineIndex> = meant().collect();
                let (units, selector) = benefit.units_missing(lines, &eligible)?;
                let like = cheapest(scene, meant().filter(|line| selector.means(lines.at(*line))));
                let words = (!selector.names_nothing()).then(|| selector.summary_of_one(scene.locale()));
                let way =
                    Way::Take { units: u64::try_from(units).ok()?, like, selector: Box::new(selector.clone()), words };
                Some(Self::up_to(Reason::RequiredItemsMissing, way, actual, actual + units, units == 1))
            }
            Miss::Items | Miss::Service | Miss::ShippingUnknown => None,
        }
    }

    fn without_threshold(reason: Reason, way: Way) -> Self {
        Self { reason, ways: vec![way], thresholds: Vec::new() }
    }

    fn up_to(reason: Reason, way: Way, have: i64, needed: i64, is_near: bool) -> Self {
        let number = |number: i64| u128::try_from(number).unwrap_or(0);
        let threshold = Threshold { have: number(have), needed: number(needed), is_near };
        Self { reason, ways: vec![way], thresholds: vec![threshold] }
    }

    /// Both at once; `None` where that would be too much to ask, or not to be told apart.
    fn and(mut self, other: Self) -> Option<Self> {
        // Products, units and lines are told in the same words.
        let kind = |way: &Way| match way {
            Way::Spend { .. } => 0,
            Way::Add { .. } | Way::Take { .. } | Way::Buy { .. } => 1,
            Way::Ship { .. } => 2,
        };
        let is_product = |way: &Way| matches!(way, Way::Buy { .. });
        let is_told_apart =
            |mine: &Way| other.ways.iter().all(|way| kind(way) != kind(mine) || (is_product(way) && is_product(mine)));
        if self.ways.len() + other.ways.len() > WAYS || !self.ways.iter().all(is_told_apart) {
            return None;
        }
        self.ways.extend(other.ways);
        self.thresholds.extend(other.thresholds);
        Some(self)
    }

    /// How far it is, in millionths of the farthest threshold, if every threshold is within reach: from `reach` percent
    /// of it.
    pub(crate) fn distance(&self, reach: u128) -> Option<u64> {
        let mut farthest = 0;
        for threshold in &self.thresholds {
            let Threshold { have, needed, is_near } = *threshold;
            if have >= needed || !(is_near || have * 100 >= needed * reach) {
                return None;
            }
            farthest = farthest.max((needed - have) * 1_000_000 / needed);
        }
        Some(u64::try_from(farthest).unwrap_or(u64::MAX))
    }
}

impl Condition {
    /// What fails where everything else passes, if something can be done about it.
    fn obstacle(&self, scene: &Scene<'_>) -> Option<Obstacle> {
        match self {
            Self::Leaf(leaf) if self.judge(scene) == Outcome::Fail => leaf_obstacle(leaf, scene),
            Self::Leaf(_) | Self::Not(_) => None,
            Self::All(children) => {
                let mut open = children.iter().filter(|child| child.judge(scene) != Outcome::Pass);
                let first = open.next()?.obstacle(scene)?;
                open.try_fold(first, |all, child| all.and(child.obstacle(scene)?))
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
    let of = match &leaf.scope {
        Scope::Cart => None,
        Scope::Eligible => eligible_goods(scene),
        Scope::Selector(selector) => goods_of(Some(selector), scene),
    };
    let way = Way::Spend { amount: min - worth, like, of };
    Some(Obstacle::up_to(Reason::MinimumNotMet, way, worth, min, false))
}

fn quantity(leaf: &OrderQuantity, scene: &Scene<'_>) -> Option<Obstacle> {
    let units = leaf.count(scene);
    let missing = leaf.units.missing(units)?;
    let like = cheapest(scene, scene.lines.indices().filter(|line| leaf.counts(*line, scene)))?;
    let (have, more) = (i64::try_from(units).ok()?, i64::try_from(missing).ok()?);
    let of = goods_of(leaf.selector.as_ref(), scene);
    let way = Way::Add { units: missing, like, of };
    Some(Obstacle::up_to(Reason::QuantityOutOfRange, way, have, have.checked_add(more)?, false))
}

/// Products, categories and the like that are missing, where nothing is excluded: of a choice the first.
fn product(leaf: &Contains, scene: &Scene<'_>) -> Option<Obstacle> {
    if !leaf.excluded(scene).is_empty() {
        return None;
    }
    let mut missing = leaf.missing(scene);
    let is_choice = leaf.all_of.iter().all(|selector| scene.holds(selector));
    if is_choice {
        missing.truncate(1);
    }
    let buy = |selector: &Selector| {
        let words = selector.summary_of_one(scene.locale());
        let way = Way::Buy { selector: Box::new(selector.clone()), words };
        Obstacle::without_threshold(Reason::RequiredItemsMissing, way)
    };
    let mut missing = missing.into_iter().map(buy);
    let first = missing.next()?;
    missing.try_fold(first, Obstacle::and)
}

/// What a selector means in words; `None` where it names nothing, so that anything counts.
fn goods_of(selector: Option<&Selector>, scene: &Scene<'_>) -> Option<String> {
    selector.filter(|selector| !selector.names_no_list()).map(|selector| selector.summary_of_one(scene.locale()))
}

/// What the targets of a coupon's benefits mean together.
fn eligible_goods(scene: &Scene<'_>) -> Option<String> {
    let benefits = scene.coupon.benefits().iter();
    let targets = benefits.filter_map(|benefit| benefit.computed().target());
    let words: Vec<String> = targets.map(|target| goods_of(Some(target), scene)).collect::<Option<_>>()?;
    (!words.is_empty()).then(|| words.join(scene.locale().pick(" or ", " ou ")))
}

/// The position of the cheapest of some lines.
fn cheapest(scene: &Scene<'_>, lines: impl Iterator<Item = LineIndex>) -> Option<usize> {
    let line = lines.min_by_key(|line| scene.lines.at(*line).line.unit_price)?;
    Some(scene.lines.at(line).position)
}

fn first(scene: &Scene<'_>, counts: impl Fn(LineIndex) -> bool) -> Option<usize> {
    scene.lines.indices().find(|line| counts(*line)).map(|line| scene.lines.at(line).position)
}
