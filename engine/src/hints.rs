//! What is missing for a coupon to apply, and what it would save. HTTP contract section 2, `hints`.
//!
//! A hint is a promise: whoever does what it says finds the coupon applied. So every hint is tried first: the cart is
//! changed as it says and priced anew, with at most a part of the work a quote may take, and only what came true there
//! is said. At most two things are hinted at together: a coupon that lacks more waits until two of them are left. A coupon
//! that is applied with a lower step of its table is hinted at for the next one, however far that is. Of a public coupon that
//! was not presented it is said how it is: it does not come by itself.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::benefit::Benefit;
use crate::benefit::compute::{Compute, Miss, fit};
use crate::candidates::{Field, Refusal, ask_alone};
use crate::cart::{Attribute, Cart, Line, Shipping};
use crate::compiled::CompiledCoupon;
use crate::condition::judge::Scene;
use crate::condition::obstacle::{Obstacle, Way};
use crate::coupon::{Activation, Terms, Visibility};
use crate::evaluate::{Presented, Request, evaluate_plainly};
use crate::lines::LineIndex;
use crate::locale::Locale;
use crate::matching::Fit;
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
        let obstacle = match gave(runner, chosen, &subject.coupon) {
            true => next_step(runner, &subject.coupon),
            false => obstacle_of(runner, chosen, &subject.coupon),
        };
        if let Some(obstacle) = obstacle
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
    let trial = Trial { request, settings: &settings, savings };
    let mut hints: Vec<(u64, Hint)> = Vec::new();
    for near in near {
        // What is farther than five that came true is not said.
        if hints.len() >= MOST && hints.iter().all(|(distance, _)| *distance < near.distance) {
            break;
        }
        hints.extend(trial.hint(&near).map(|hint| (near.distance, hint)));
    }
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
        Some(Refusal::Missed(miss)) => ask_alone(coupon, request, lines, &runner.ledger, |scene| {
            let of = |benefit: &&dyn Compute| benefit.miss(request, lines, &meant(*benefit, scene)) == Some(miss);
            let benefit = coupon.benefits().iter().map(Benefit::computed).find(of)?;
            Obstacle::of_benefit(benefit, miss, scene, false)
        }),
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

/// The next step of a table that a coupon is on.
fn next_step(runner: &mut Runner<'_>, coupon: &CompiledCoupon) -> Option<Obstacle> {
    let (request, lines) = (runner.request, runner.lines);
    // Which units are its own gifts, outside the steps, depends on the set (4.6).
    if coupon.gives_gifts() {
        return None;
    }
    runner.open_ledger();
    ask_alone(coupon, request, lines, &runner.ledger, |scene| {
        coupon.benefits().iter().map(Benefit::computed).find_map(|benefit| {
            let next = benefit.next_step(request, lines, &meant(benefit, scene))?;
            Obstacle::of_benefit(benefit, next, scene, true)
        })
    })
}

/// The lines a benefit is for.
fn meant(benefit: &dyn Compute, scene: &Scene<'_>) -> Vec<LineIndex> {
    let lines = scene.lines;
    lines.indices().filter(|line| fit(benefit, lines.at(*line)) == Fit::Meant).collect()
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
    fn hint(&self, near: &Near) -> Option<Hint> {
        let coupon = &near.subject.coupon;
        let (missing, saving) = match &near.obstacle.ways[..] {
            [Way::Ship { service }] => (json!({ "service": service }), self.ship(near, service)?),
            ways => self.follow(near, ways)?,
        };
        let reason = near.obstacle.reason;
        let said = Said::to_shopper(reason, self.request);
        let locale = said.locale;
        let mut message = hint_message(self.request.settings.messages.as_deref(), said, &missing, saving)?;
        if near.subject.is_offered {
            message = format!("{message} {}", presenting(&coupon.terms, locale));
        }
        Some(Hint {
            coupon_id: Arc::clone(coupon.shared_id()),
            title: coupon.terms.title(self.request.cart.context.locale.as_deref().unwrap_or("en")).to_owned(),
            reason,
            missing,
            saving,
            message,
        })
    }

    /// Does what the ways say, and raises the amount until it is enough: the other discounts may take a part of what is
    /// added.
    fn follow(&self, near: &Near, ways: &[Way]) -> Option<(Value, i64)> {
        let mut raised = 0;
        for _ in 0..RAISED {
            let cart = changed(self.request.cart, ways, raised)?;
            let (quote, obstacle) = self.price(&cart, &near.subject);
            if let Some(saving) = self.saving_of(&quote, near).filter(|saving| *saving > 0) {
                let saving = saving.min(self.saving_at_the_end(cart, near)?);
                return (saving > 0 && told_apart(ways)).then(|| (missing(ways, raised), saving));
            }
            match (&obstacle?.ways[..], ways.iter().any(|way| matches!(way, Way::Spend { .. }))) {
                ([Way::Spend { amount, .. }], true) => raised = amount.checked_add(raised)?,
                _ => return None,
            }
        }
        None
    }

    /// The same where what is added comes after all other lines: a cent that is left over may fall by the order of ids
    /// (2.5), and nobody knows which ids the goods will have.
    fn saving_at_the_end(&self, mut cart: Cart, near: &Near) -> Option<i64> {
        let before = self.request.cart.line_items.len();
        if cart.line_items.len() == before {
            return Some(i64::MAX);
        }
        for (position, line) in cart.line_items.iter_mut().enumerate().skip(before) {
            line.id = format!("{}{position}", char::MAX);
        }
        self.saving_of(&self.price(&cart, &near.subject).0, near)
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
            presented.push(Presented { coupon: Some(Arc::clone(&subject.coupon)), ..Presented::default() });
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

/// What a shopper does beside, to have a coupon that is not automatic. It is a public one, and so is its code.
fn presenting(terms: &Terms, locale: Locale) -> String {
    match (terms.activation, &terms.code) {
        (Activation::Code, Some(code)) => match locale {
            Locale::En => format!("With the code {}.", code.typed()),
            Locale::Fr => format!("Avec le code {}.", code.typed()),
        },
        (Activation::Claim, _) => locale
            .pick("Claim it, or take it from your wallet.", "À prendre, ou à choisir dans votre portefeuille.")
            .to_owned(),
        _ => locale.pick("With a code.", "Avec un code.").to_owned(),
    }
}

/// The cart after what the ways say, with `raised` more spent than they say. What is bought on the way counts as spent.
fn changed(cart: &Cart, ways: &[Way], raised: i64) -> Option<Cart> {
    let mut more = cart.clone();
    let mut to_spend = None;
    for way in ways {
        more = match way {
            Way::Spend { amount, like, .. } => {
                to_spend = Some((amount.checked_add(raised)?, *like));
                more
            }
            Way::Add { units, like, .. } | Way::Take { units, like: Some(like), .. } => {
                more_units(&more, *units, *like)?
            }
            Way::Take { units, like: None, selector, .. } => {
                let quantity = u32::try_from(*units).ok().filter(|units| *units <= Cart::MILLION)?;
                with_line(&more, Line { quantity, ..line_for(selector)? })?
            }
            Way::Buy { selector, .. } => with_line(&more, line_for(selector)?)?,
            Way::Ship { service } => {
                let tax_rate = more.shipping.as_ref().and_then(|shipping| shipping.tax_rate);
                let shipping = Shipping { service: Some(service.clone()), amount: Money::ZERO, tax_rate };
                Cart { shipping: Some(shipping), ..more }
            }
        };
    }
    match to_spend {
        None => Some(more),
        Some((amount, like)) => {
            let bought = worth(&more) - worth(cart);
            if amount <= bought { Some(more) } else { with_line(&more, goods(&more, amount - bought, like)?) }
        }
    }
}

/// What the lines of a cart are worth.
fn worth(cart: &Cart) -> i64 {
    cart.line_items.iter().map(|line| line.unit_price.minor() * i64::from(line.quantity)).sum()
}

/// Whether all ways that name goods by one word name the same: `missing` has one place for it.
fn told_apart(ways: &[Way]) -> bool {
    let goods = |way: &Way| match way {
        Way::Spend { of, .. } | Way::Add { of, .. } => Some(of.clone()),
        Way::Take { .. } | Way::Buy { .. } | Way::Ship { .. } => None,
    };
    let mut named = ways.iter().filter_map(goods);
    let first = named.next();
    named.all(|other| Some(&other) == first.as_ref())
}

/// What the ways say, as `missing` says it.
fn missing(ways: &[Way], raised: i64) -> Value {
    let mut members = Map::new();
    let mut items = Vec::new();
    for way in ways {
        match way {
            Way::Spend { amount, of, .. } => {
                members.insert("amount".to_owned(), json!(amount + raised));
                members.extend(of.iter().map(|of| ("of".to_owned(), json!(of))));
            }
            Way::Add { units, of, .. } => {
                members.insert("quantity".to_owned(), json!(units));
                members.extend(of.iter().map(|of| ("of".to_owned(), json!(of))));
            }
            Way::Take { units, words, .. } => {
                members.insert("quantity".to_owned(), json!(units));
                items.extend(words.clone());
            }
            Way::Buy { words, .. } => items.push(words.clone()),
            Way::Ship { service } => drop(members.insert("service".to_owned(), json!(service))),
        }
    }
    if !items.is_empty() {
        members.insert("items".to_owned(), json!(items));
    }
    Value::Object(members)
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
    let sum = worth(cart).checked_add(line.unit_price.minor().checked_mul(line.quantity.into())?)?;
    if cart.line_items.len() >= Cart::LINES || sum > Money::MAX_MINOR / 4 {
        return None;
    }
    // No id of a cart holds a control character.
    line.id = format!("\0{}", cart.line_items.len());
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
