//! What is missing for a coupon to apply, and what it would save. HTTP contract section 2, `hints`.
//!
//! A hint is a promise: whoever does what it says finds the coupon applied. So every hint is tried first: the cart is
//! changed as it says and priced anew, with at most a part of the work a quote may take, and only what came true there
//! is said. One thing is hinted at: a coupon that fails for several reasons waits until one of them is left.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::benefit::compute::Miss;
use crate::candidates::{Field, Refusal, ask_alone};
use crate::cart::{Attribute, Cart, Line, Shipping};
use crate::compiled::CompiledCoupon;
use crate::condition::judge::Scene;
use crate::condition::obstacle::{Obstacle, Way};
use crate::coupon::Visibility;
use crate::evaluate::{Presented, Request, evaluate_plainly};
use crate::locale::Locale;
use crate::messages::{Said, hint_message};
use crate::money::Money;
use crate::quote::{Hint, Quote};
use crate::rejection::Chosen;
use crate::runner::{Recorder, Runner, shipping_of};
use crate::settings::Settings;
use crate::target::{AttributeMatch, Selector};

/// Hints of a quote at most.
const MOST: usize = 5;
/// Coupons that are tried at most.
const TRIED: usize = 12;
/// How often an amount is raised until it is enough after the other discounts.
const RAISED: usize = 6;
/// Sets that are priced at most while a hint is tried, and steps.
const EVALUATIONS: u32 = 200;
const WORK: u64 = 100_000;

/// What is missing for more, nearest first. Uses the runner: the ledger is not what it was afterwards.
pub(crate) fn find(runner: &mut Runner<'_>, chosen: &Chosen<'_>, savings: i64) -> Vec<Hint> {
    let request = runner.request;
    let mut near = Vec::new();
    for subject in subjects(request) {
        if gave(runner, chosen, &subject.coupon) {
            continue;
        }
        if let Some(obstacle) = obstacle_of(runner, chosen, &subject.coupon)
            && let Some(distance) = obstacle.distance(u128::from(request.settings.hints.reach))
        {
            near.push(Near { subject, obstacle, distance });
        }
    }
    near.sort_by(|a, b| a.distance.cmp(&b.distance).then_with(|| a.subject.coupon.id.cmp(&b.subject.coupon.id)));
    near.truncate(TRIED);
    let settings = Settings {
        max_evaluations: request.settings.max_evaluations.min(EVALUATIONS),
        max_work: request.settings.max_work.min(WORK),
        ..request.settings.clone()
    };
    let mut hints: Vec<(u64, Hint)> = near
        .into_iter()
        .filter_map(|near| Some((near.distance, Trial { request, settings: &settings, savings }.hint(near)?)))
        .collect();
    hints.sort_by(|(near, a), (far, b)| {
        near.cmp(far).then(b.saving.cmp(&a.saving)).then_with(|| a.coupon_id.cmp(&b.coupon_id))
    });
    hints.truncate(MOST);
    hints.into_iter().map(|(_, hint)| hint).collect()
}

/// A coupon somebody may be told about.
struct Subject {
    coupon: Arc<CompiledCoupon>,
    /// Whether it would have to be presented first.
    is_offered: bool,
}

struct Near {
    subject: Subject,
    obstacle: Obstacle,
    distance: u64,
}

/// Automatic coupons that are not private, whatever was presented, and public coupons that were not.
fn subjects(request: &Request<'_>) -> Vec<Subject> {
    let automatic = request.automatic.iter().filter(|coupon| {
        coupon.terms.visibility != Visibility::Private && !request.declined.iter().any(|id| *id == coupon.id)
    });
    let presented = request.presented.iter().filter_map(|presented| presented.coupon.as_ref());
    let offered = request.facts.offered.iter().filter(|coupon| coupon.terms.visibility == Visibility::Public);
    let known = automatic.chain(presented).map(|coupon| (coupon, false));
    let mut subjects: Vec<Subject> = known
        .chain(offered.map(|coupon| (coupon, true)))
        .map(|(coupon, is_offered)| Subject { coupon: Arc::clone(coupon), is_offered })
        .collect();
    subjects.sort_by(|a, b| a.coupon.id.cmp(&b.coupon.id).then(a.is_offered.cmp(&b.is_offered)));
    subjects.dedup_by(|later, kept| later.coupon.id == kept.coupon.id);
    subjects
}

fn gave(runner: &Runner<'_>, chosen: &Chosen<'_>, coupon: &CompiledCoupon) -> bool {
    let index = runner.field.candidates.iter().position(|entry| entry.coupon.id == coupon.id);
    index.is_some_and(|index| chosen.had_effect[index])
}

/// What alone keeps a coupon from applying, if that is something a shopper can do.
fn obstacle_of(runner: &mut Runner<'_>, chosen: &Chosen<'_>, coupon: &CompiledCoupon) -> Option<Obstacle> {
    let (request, lines) = (runner.request, runner.lines);
    runner.open_ledger();
    match Field::refusal_of(request, lines, &runner.ledger, coupon) {
        Some(Refusal::Conditions) => ask_alone(coupon, request, lines, &runner.ledger, Obstacle::of),
        Some(Refusal::Missed(Miss::Service)) => {
            let service = coupon.benefits().iter().flat_map(|benefit| benefit.computed().services()).next()?;
            Some(Obstacle::service(service))
        }
        Some(_) => None,
        // What the others leave may keep it from applying at its turn.
        None if !coupon.depends_on_set() => None,
        None => {
            let index = runner.field.candidates.iter().position(|entry| entry.coupon.id == coupon.id)?;
            let mut members = chosen.members.clone();
            members.add(index);
            let mut heard = Heard { index, obstacle: None };
            runner.run(&members, &mut heard);
            heard.obstacle
        }
    }
}

/// Hears what keeps one candidate from running.
struct Heard {
    index: usize,
    obstacle: Option<Obstacle>,
}

impl Recorder for Heard {
    fn refused(&mut self, candidate: usize, scene: &Scene<'_>) {
        if candidate == self.index {
            self.obstacle = Obstacle::of(scene);
        }
    }

    fn ran(&mut self, _: &crate::candidates::Step, _: &crate::benefit::compute::Turn<'_>, _: i64) {}
}

/// Trying what a hint would say.
struct Trial<'r> {
    request: &'r Request<'r>,
    settings: &'r Settings,
    /// What is saved without it.
    savings: i64,
}

impl Trial<'_> {
    fn hint(&self, near: Near) -> Option<Hint> {
        let coupon = &near.subject.coupon;
        let (missing, saving) = match &near.obstacle.way {
            Way::Spend { amount, like } => self.spend(&near, *amount, *like)?,
            Way::Add { units, like } => {
                let cart = more_units(self.request.cart, *units, *like)?;
                (json!({ "quantity": units }), self.saving(&cart, &near)?)
            }
            Way::Buy { selector, words } => {
                let cart = with_line(self.request.cart, line_for(selector)?)?;
                (json!({ "items": [words] }), self.saving(&cart, &near)?)
            }
            Way::Ship { service } => (json!({ "service": service }), self.ship(&near, service)?),
        };
        let locale = self.request.cart.context.locale.as_deref().map_or(Locale::En, Locale::parse);
        let reason = near.obstacle.reason;
        let said = Said { reason, locale, currency: self.request.cart.currency };
        let message = hint_message(self.request.settings.messages.as_deref(), said, &missing, saving)?;
        Some(Hint {
            coupon_id: Arc::clone(coupon.shared_id()),
            title: coupon.terms.title(self.request.cart.context.locale.as_deref().unwrap_or("en")).to_owned(),
            reason,
            missing,
            saving,
            message,
        })
    }

    /// Raises the amount until it is enough: the other discounts may take a part of what is added.
    fn spend(&self, near: &Near, mut amount: i64, like: Option<usize>) -> Option<(Value, i64)> {
        for _ in 0..RAISED {
            let cart = with_line(self.request.cart, goods(self.request.cart, amount, like)?)?;
            let (quote, obstacle) = self.price(&cart, &near.subject);
            if let Some(saving) = self.saving_of(&quote, near).filter(|saving| *saving > 0) {
                return Some((json!({ "amount": amount }), saving));
            }
            match obstacle?.way {
                Way::Spend { amount: more, .. } => amount = amount.checked_add(more)?,
                Way::Add { .. } | Way::Buy { .. } | Way::Ship { .. } => return None,
            }
        }
        None
    }

    /// Another service has a price of its own, which nobody knows: nothing of it is promised.
    fn ship(&self, near: &Near, service: &str) -> Option<i64> {
        let shipped = |amount: Money| {
            let tax_rate = self.request.cart.shipping.as_ref().and_then(|shipping| shipping.tax_rate);
            let shipping = Some(Shipping { service: Some(service.to_owned()), amount, tax_rate });
            Cart { shipping, ..self.request.cart.clone() }
        };
        let now = Money::new(shipping_of(self.request))?;
        let is_applied = |cart: &Cart| self.saving_of(&self.price(cart, &near.subject).0, near);
        match is_applied(&shipped(Money::ZERO)).filter(|saving| *saving > 0) {
            Some(saving) => Some(saving),
            None => is_applied(&shipped(now)).map(|_| 0),
        }
    }

    fn saving(&self, cart: &Cart, near: &Near) -> Option<i64> {
        self.saving_of(&self.price(cart, &near.subject).0, near).filter(|saving| *saving > 0)
    }

    /// What the coupon gives, and no more than what is saved more in all; `None` if it does not apply.
    fn saving_of(&self, quote: &Quote, near: &Near) -> Option<i64> {
        let id = near.subject.coupon.shared_id();
        let applied = quote.discounts.applied.iter().find(|entry| entry.coupon_id == *id)?;
        Some(applied.amount.min(quote.totals.savings - self.savings).max(0))
    }

    /// The changed cart, priced, and what then keeps the coupon from applying.
    fn price(&self, cart: &Cart, subject: &Subject) -> (Quote, Option<Obstacle>) {
        let mut presented = self.request.presented.to_vec();
        if subject.is_offered {
            presented.push(Presented { code: None, claim_id: None, coupon: Some(Arc::clone(&subject.coupon)) });
        }
        let request =
            Request { cart, settings: self.settings, presented: &presented, explain: false, ..self.request.clone() };
        let mut obstacle = None;
        let quote = evaluate_plainly(&request, &mut |runner, chosen, _| {
            obstacle = obstacle_of(runner, chosen, &subject.coupon);
        });
        (quote, obstacle)
    }
}

/// Something worth so much: like a line of the cart, or of no product at all.
fn goods(cart: &Cart, amount: i64, like: Option<usize>) -> Option<Line> {
    let unit_price = Money::new(amount)?;
    Some(match like {
        None => Line { unit_price, ..nothing() },
        Some(position) => {
            let line = cart.line_items.get(position)?.clone();
            Line {
                quantity: 1,
                unit_price,
                list_price: None,
                setup_fee: None,
                unit_cost: None,
                min_unit_price: None,
                ..line
            }
        }
    })
}

/// A line of what a selector means, at a price nobody knows.
fn line_for(selector: &Selector) -> Option<Line> {
    let mut line = nothing();
    if let Some(product) = selector.products.first() {
        line.product_id.clone_from(product);
    } else if let Some(category) = selector.categories.first() {
        line.categories = Some(vec![category.clone()]);
    } else if let Some(group) = selector.groups.first() {
        line.groups = Some(vec![group.clone()]);
    } else if let Some(brand) = selector.brands.first() {
        line.brand = Some(brand.clone());
    } else if let Some(tag) = selector.tags.first() {
        line.tags = Some(vec![tag.clone()]);
    } else if selector.attributes.is_empty() {
        return None;
    }
    let value = |needed: &AttributeMatch| match needed {
        AttributeMatch::Value(value) => value.clone(),
        AttributeMatch::Range { min, max } => Attribute::Number(min.or(*max).unwrap_or(0)),
    };
    line.attributes = Some(selector.attributes.iter().map(|(name, needed)| (name.clone(), value(needed))).collect());
    Some(line)
}

/// A line of no product: no name holds a control character.
fn nothing() -> Line {
    let nobody = crate::facts::Purchase {
        product_id: "\0".to_owned(),
        categories: Vec::new(),
        quantity: 1,
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    nobody.as_line()
}

/// The cart with one line more; `None` if it would hold too many or too much.
fn with_line(cart: &Cart, mut line: Line) -> Option<Cart> {
    let subtotals = cart.line_items.iter().map(|line| line.unit_price.minor() * i64::from(line.quantity));
    let sum = subtotals.sum::<i64>().checked_add(line.unit_price.minor())?;
    if cart.line_items.len() >= Cart::LINES || sum > Money::MAX_MINOR / 4 {
        return None;
    }
    line.id = "\0".to_owned();
    let mut more = cart.clone();
    more.line_items.push(line);
    Some(more)
}

/// The cart with more units of a line that is there.
fn more_units(cart: &Cart, units: u64, like: usize) -> Option<Cart> {
    let mut more = cart.clone();
    let line = more.line_items.get_mut(like)?;
    let quantity = u32::try_from(u64::from(line.quantity).checked_add(units)?).ok()?;
    let worth = line.unit_price.minor().checked_mul(i64::from(quantity))?;
    if quantity > Cart::MILLION || worth > Money::MAX_MINOR / 1_000 {
        return None;
    }
    line.quantity = quantity;
    Some(more)
}
