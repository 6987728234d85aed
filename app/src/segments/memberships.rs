//! Which of the segments that somebody asks about a customer is in.

use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::Currency;
use tessera_engine::cart::Customer;
use tessera_engine::condition::segments::AskedSegments;
use tessera_engine::facts::Facts;
use tessera_engine::segment::{About, SegmentRule};
use tessera_store::{StoreError, Tx, history, segments};

use super::live_segments::LiveSegment;
use crate::identity::identities;
use crate::live::Live;
use crate::quotes::{asked_of_store, with_history};

/// When somebody asks, and about what.
#[derive(Clone)]
pub(crate) struct Asking {
    /// Segments, settings and categories.
    pub(crate) live: Arc<Live>,
    /// The instant that is asked about.
    pub(crate) at: Timestamp,
    /// What spans of days reach back from.
    pub(crate) seen_from: Timestamp,
    /// The currency of what the customer is said to have spent.
    pub(crate) currency: Option<Currency>,
}

/// The customer's list of segments with those that are asked about and that the customer is in, each by key and by id.
/// What is no segment of the store is left as the customer's own list has it. `None`: still not known.
pub(crate) async fn segments_of(
    tx: &mut Tx<'_>,
    asking: &Asking,
    customer: &Customer,
    asked: &AskedSegments,
) -> Result<Option<Vec<String>>, StoreError> {
    let wanted = wanted(asking, asked);
    if wanted.is_empty() {
        return Ok(customer.segments.clone());
    }
    let mut names = customer.segments.clone().unwrap_or_default();
    let rested_on: Vec<Arc<LiveSegment>> = wanted.iter().flat_map(|segment| rested_on(asking, segment)).collect();
    let lists: Vec<&Arc<LiveSegment>> =
        wanted.iter().chain(&rested_on).filter(|segment| segment.rule.is_none()).collect();
    let member_of = match &customer.id {
        Some(id) if !lists.is_empty() => segments::read_memberships(tx, id).await?,
        _ => Vec::new(),
    };
    for segment in wanted.iter().chain(&rested_on) {
        if member_of.contains(&segment.id) || names.contains(&segment.key) || names.contains(&segment.id) {
            add(&mut names, segment);
        }
    }
    let listed = Customer { segments: Some(names.clone()), ..customer.clone() };
    for segment in &wanted {
        if let Some(rule) = segment.rule.as_ref().filter(|_| !names.contains(&segment.id))
            && includes(tx, asking, rule, &listed).await?
        {
            add(&mut names, segment);
        }
    }
    Ok((customer.id.is_some() || !names.is_empty()).then_some(names).or_else(|| customer.segments.clone()))
}

/// Whether a customer, whose own list and memberships stand in `segments`, is in a dynamic segment.
pub(super) async fn includes(
    tx: &mut Tx<'_>,
    asking: &Asking,
    rule: &SegmentRule,
    customer: &Customer,
) -> Result<bool, StoreError> {
    let live = &asking.live;
    let identities = identities(Some(customer), live.settings.normalise_email);
    let any = asking.currency.or_else(|| Currency::parse("USD"));
    let currencies = if rule.currencies().is_empty() { any.as_slice() } else { rule.currencies() };
    for currency in currencies.iter().copied() {
        let facts = match rule.asked_history().filter(|_| !identities.is_empty()) {
            None => Facts::default(),
            Some(asked) => {
                let ask = asked_of_store(asked, currency, asking.seen_from);
                let past = history::read_history(tx, &identities, &ask).await?;
                with_history(Facts::default(), asked, past, asking.seen_from, asking.at)
            }
        };
        // What the shop says was spent is in the cart's currency.
        let told = customer.total_spent.filter(|_| asking.currency == Some(currency));
        let customer = Customer { total_spent: told, ..customer.clone() };
        let about = About { now: asking.at, currency, settings: &live.settings.pricing, categories: &live.categories };
        if rule.includes(&customer, &facts, &about) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The segments of the store that are asked about.
fn wanted(asking: &Asking, asked: &AskedSegments) -> Vec<Arc<LiveSegment>> {
    let segments = &asking.live.segments;
    if asked.all {
        return segments.all().cloned().collect();
    }
    let mut wanted: Vec<_> = asked.named.iter().filter_map(|name| segments.find(name)).cloned().collect();
    wanted.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    wanted.dedup_by(|a, b| a.id == b.id);
    wanted
}

/// The segments that a dynamic one asks about.
pub(super) fn rested_on(asking: &Asking, segment: &LiveSegment) -> Vec<Arc<LiveSegment>> {
    let named = segment.rule.iter().flat_map(|rule| &rule.asked_segments().named);
    named.filter_map(|name| asking.live.segments.find(name)).cloned().collect()
}

fn add(names: &mut Vec<String>, segment: &LiveSegment) {
    for name in [&segment.key, &segment.id] {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}
