//! Gathers history as facts, and only what a candidate asks for: a cart without limited coupons and without conditions
//! on earlier orders asks the store nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tessera_engine::cart::Cart;
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::condition::history::{AskedHistory, AskedPurchases};
use tessera_engine::coupon::Limits;
use tessera_engine::facts::{Campaign, Facts, Purchase, Uses};
use tessera_engine::money::Amounts;
use tessera_engine::{Currency, Money, Terms};
use tessera_store::campaigns::CampaignBudget;
use tessera_store::history::{self, History};
use tessera_store::redemptions::{ReadUses, UsesRecord};
use tessera_store::{StoreError, campaigns, customers, redemptions};

use super::create_quote::{PriceFor, Purpose};
use super::present::Candidates;
use crate::customers::read_attributes;
use crate::identity::identities;
use crate::live::Live;
use crate::problem::Problem;
use crate::settings::StoreSettings;
use crate::start::App;

impl App {
    /// Uses of the limited candidates and the earlier orders that conditions ask for; fills in what the store knows of
    /// the customer when a limit or a condition may ask. `at` is the instant that is priced for.
    ///
    /// Earlier orders are those of now, whatever that instant is, as the uses are: spans of days reach back from now,
    /// or from the instant where that is later.
    pub(crate) async fn gather_facts(
        &self,
        live: &Arc<Live>,
        candidates: &mut Candidates,
        cart: &mut Cart,
        what_for: PriceFor<'_>,
        at: Timestamp,
    ) -> Result<Facts, Problem> {
        let (purpose, settings) = (what_for.purpose, &live.settings);
        // Uses are counted by identity even before a limit asks for them, so that one that comes later finds them.
        let asks_who = |terms: &Terms| {
            let limits = &terms.limits;
            limits.per_customer.is_some() || limits.budget_per_customer.is_some() || terms.conditions.is_some()
        };
        let looks_at_customer = candidates.asking().any(|coupon| asks_who(&coupon.terms));
        if purpose == Purpose::Order || (purpose != Purpose::QuoteInBrowser && looks_at_customer) {
            self.fill_customer(cart).await?;
        }
        if purpose != Purpose::QuoteInBrowser {
            self.fill_segments(live, candidates, cart, at).await?;
        }
        let limited = limited(candidates);
        let identities = match purpose {
            Purpose::QuoteInBrowser => Vec::new(),
            Purpose::Quote | Purpose::QuoteOfCustomer | Purpose::Order => {
                identities(cart.customer.as_ref(), settings.normalise_email)
            }
        };
        let is_known = !identities.is_empty();
        let asked = is_known.then(|| asked_history(candidates)).flatten();
        let campaigns = campaigns_of(candidates);
        if limited.is_empty() && asked.is_none() && campaigns.is_empty() {
            return Ok(Facts { offered: candidates.offered.clone(), ..Facts::default() });
        }
        let seen_from = self.inner.clock.now().max(at);
        let for_store = asked.as_ref().map(|asked| asked_of_store(asked, cart.currency, seen_from));
        let ask = ReadUses {
            coupons: limited,
            identities,
            day: store_day(settings, at),
            currency: cart.currency.to_string(),
            order_id: what_for.order_id.map(str::to_owned),
        };
        let (uses, past, budgets) = self.read_facts(ask, for_store, campaigns).await?;
        let mut facts = Facts { offered: candidates.offered.clone(), ..Facts::default() };
        for record in uses {
            candidates.note_code(&record);
            note_uses(&mut facts, record, is_known, cart.currency);
        }
        facts.campaigns = budgets.into_iter().map(|found| campaign(found, cart.currency)).collect();
        Ok(match asked.zip(past) {
            Some((asked, past)) => with_history(facts, &asked, past, seen_from, at),
            None => facts,
        })
    }

    /// Reads them. Holds that are past their time are ended first: what they held is free.
    async fn read_facts(
        &self,
        ask: ReadUses,
        for_store: Option<history::AskedHistory>,
        campaign_ids: Vec<String>,
    ) -> Result<(Vec<UsesRecord>, Option<History>, Vec<CampaignBudget>), Problem> {
        loop {
            let (ask, for_store, campaign_ids) = (ask.clone(), for_store.clone(), campaign_ids.clone());
            let found = self.inner.store.read(move |tx| {
                Box::pin(async move {
                    // A hold on another coupon of a campaign holds of its budget too.
                    let mut due = campaigns::due_coupons(tx, &campaign_ids).await?;
                    let uses = redemptions::read_uses(tx, &ask).await?;
                    if uses.is_none() {
                        due.extend(ask.coupons.iter().map(|(id, _)| id.clone()));
                    }
                    let Some(uses) = uses.filter(|_| due.is_empty()) else { return Ok(Err(due)) };
                    let (currency, order_id) = (ask.currency.as_str(), ask.order_id.as_deref());
                    let budgets = campaigns::read_budgets(tx, &campaign_ids, currency, order_id).await?;
                    let past = match &for_store {
                        Some(asked) => Some(history::read_history(tx, &ask.identities, asked).await?),
                        None => None,
                    };
                    Ok::<_, StoreError>(Ok((uses, past, budgets)))
                })
            });
            match found.await? {
                Ok(found) => return Ok(found),
                Err(due) => self.expire_reservations(due).await?,
            }
        }
    }

    /// What the store knows of the customer fills what the cart leaves out; what the cart says wins.
    pub(crate) async fn fill_customer(&self, cart: &mut Cart) -> Result<(), Problem> {
        let Some(customer) = cart.customer.as_mut() else { return Ok(()) };
        let Some(id) = customer.id.clone() else { return Ok(()) };
        let record = self
            .inner
            .store
            .read(move |tx| Box::pin(async move { customers::read_customer(tx, &id).await.map_err(Problem::from) }))
            .await?;
        if let Some(record) = record {
            customer.email = customer.email.take().or(record.email);
            customer.country = customer.country.take().or(record.country);
            customer.region = customer.region.take().or(record.region);
            let known = || serde_json::from_str::<Vec<String>>(&record.segments).ok();
            customer.segments = customer.segments.take().or_else(known);
            let known = || read_attributes(&record.attributes);
            customer.attributes = customer.attributes.take().or_else(known);
        }
        Ok(())
    }
}

/// The coupons whose uses must be known, each with the code that unlocked it; with all its codes where each has a limit
/// of its own or may pay.
fn limited(candidates: &Candidates) -> Vec<(String, Option<String>)> {
    let is_limited = |coupon: &&Arc<CompiledCoupon>| coupon.terms.limits != Limits::default();
    let (mut limited, mut known) = (Vec::new(), BTreeSet::new());
    for (presented, code_id) in candidates.presented.iter().zip(&candidates.presented_codes) {
        let has_own = presented.limit.is_some();
        let Some(coupon) = presented.coupon.as_ref().filter(|coupon| has_own || is_limited(coupon)) else { continue };
        let each = has_own || coupon.terms.limits.per_code.is_some() || coupon.is_stored_value();
        if known.insert(&coupon.id) || each {
            limited.push((coupon.id.clone(), code_id.as_deref().map(str::to_owned)));
        }
    }
    let others = candidates.automatic.iter().chain(&candidates.offered).filter(is_limited);
    limited.extend(others.filter(|coupon| known.insert(&coupon.id)).map(|coupon| (coupon.id.clone(), None)));
    limited.sort_unstable();
    limited.dedup();
    limited
}

/// The campaigns that candidates are in, each once.
fn campaigns_of(candidates: &Candidates) -> Vec<String> {
    let mut ids: Vec<String> = candidates.asking().filter_map(|coupon| coupon.terms.campaign_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A campaign as the engine knows it. A budget in a currency we do not know binds no cart.
fn campaign(found: CampaignBudget, currency: Currency) -> (String, Campaign) {
    let money = |minor: i64| Money::new(minor.clamp(0, Money::MAX_MINOR)).unwrap_or(Money::ZERO);
    let amounts = |budget: BTreeMap<String, i64>| {
        budget.iter().filter_map(|(of, most)| Some((Currency::parse(of)?, money(*most)))).collect()
    };
    let campaign = Campaign {
        budget: found.budget.map(amounts),
        budget_used: Amounts::from([(currency, money(found.used))]),
        starts_at: found.calendar.starts_at,
        ends_at: found.calendar.ends_at,
    };
    (found.id, campaign)
}

/// The date of an instant in the store's zone.
pub(crate) fn store_day(settings: &StoreSettings, at: Timestamp) -> String {
    at.to_zoned(settings.zone()).date().to_string()
}

impl Candidates {
    /// How often a code that was presented was used.
    fn note_code(&mut self, record: &UsesRecord) {
        let Some(code_id) = record.code_id.as_deref() else { return };
        for (presented, id) in self.presented.iter_mut().zip(&self.presented_codes) {
            if id.as_deref() == Some(code_id) {
                presented.uses = Some(record.code);
            }
        }
    }
}

/// What a coupon has used, where the engine looks for it.
fn note_uses(facts: &mut Facts, record: UsesRecord, is_known: bool, currency: Currency) {
    let money = |used: u64| {
        let minor = i64::try_from(used).unwrap_or(Money::MAX_MINOR).min(Money::MAX_MINOR);
        Amounts::from([(currency, Money::new(minor).unwrap_or(Money::ZERO))])
    };
    let uses = Uses {
        total: record.total,
        customer: is_known.then_some(record.customer),
        today: record.today,
        code: facts.uses.get(&record.coupon_id).map_or(0, |other| other.code).max(record.code),
    };
    facts.budget_used.insert(record.coupon_id.clone(), money(record.budget));
    facts.budget_used_today.insert(record.coupon_id.clone(), money(record.budget_today));
    if is_known {
        facts.budget_used_by_customer.insert(record.coupon_id.clone(), money(record.budget_customer));
    }
    facts.uses.insert(record.coupon_id, uses);
}

/// What all candidates together ask of earlier orders. For a coupon that nobody presented only counts are read, by key:
/// what a customer ever bought is not read for a hint.
fn asked_history(candidates: &Candidates) -> Option<AskedHistory> {
    let is_cheap = |asked: &AskedHistory| asked.purchases.is_none() && asked.spent_within.is_empty();
    let presented = candidates.coupons().filter_map(|coupon| coupon.asked_history());
    let offered = candidates.offered.iter().filter_map(|coupon| coupon.asked_history()).filter(|asked| is_cheap(asked));
    let mut all: Option<AskedHistory> = None;
    for asked in presented.chain(offered) {
        all.get_or_insert_default().join(asked);
    }
    all
}

/// What conditions ask, as the store is asked.
pub(crate) fn asked_of_store(asked: &AskedHistory, currency: Currency, seen_from: Timestamp) -> history::AskedHistory {
    history::AskedHistory {
        currency: currency.to_string(),
        spent_since: asked.spent_within.iter().map(|days| days_before(seen_from, *days)).collect(),
        purchases: asked.purchases.as_ref().map(|asked| purchases_for_store(asked, seen_from)),
    }
}

fn purchases_for_store(asked: &AskedPurchases, seen_from: Timestamp) -> history::AskedPurchases {
    match &asked.products {
        Some(products) => history::AskedPurchases::Products(products.iter().cloned().collect()),
        None => history::AskedPurchases::Since(asked.within_days.map(|days| days_before(seen_from, days))),
    }
}

/// So many times 24 hours before.
fn days_before(instant: Timestamp, days: u32) -> Timestamp {
    instant.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN)
}

/// Facts with what was ordered before. Seen from a past instant, a purchase lies as far back as it lies now.
pub(crate) fn with_history(
    facts: Facts,
    asked: &AskedHistory,
    past: History,
    seen_from: Timestamp,
    at: Timestamp,
) -> Facts {
    let money = |amount: i64| Money::new(amount.min(Money::MAX_MINOR)).unwrap_or(Money::ZERO);
    let back = seen_from.duration_since(at);
    let purchase = |bought: history::PurchaseRecord| Purchase {
        product_id: bought.product_id,
        categories: bought.categories,
        quantity: bought.quantity,
        at: bought.last_at.checked_sub(back).unwrap_or(Timestamp::MIN).min(at),
    };
    let spent_within: BTreeMap<u32, Money> =
        asked.spent_within.iter().copied().zip(past.spent_since.into_iter().map(money)).collect();
    Facts {
        orders_count: Some(past.orders),
        total_spent: Some(money(past.spent)),
        spent_within,
        purchased: past.purchases.map(|bought| bought.into_iter().map(purchase).collect()),
        ..facts
    }
}
