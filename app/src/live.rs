//! The live coupons in memory: an immutable snapshot behind an atomic pointer. A quote reads one snapshot from
//! beginning to end; an edit makes the next one, which shares all that did not change.

use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::evaluate::Categories;
use tessera_engine::{Catalogue, Coupon, Terms};
use tessera_store::codes::CodeRecord;
use tessera_store::coupons::{self, CouponAt, CouponRecord};
use tessera_store::{StoreError, Tx, categories, codes};

use crate::messages;
use crate::planted;
use crate::problem::Problem;
use crate::segments::{LiveSegments, read_segments};
use crate::settings::{self, StoreSettings};
use crate::start::App;

/// Coupons read from the store at a time.
const PAGE: u32 = 1_000;

/// The live coupons, their codes, the category tree and the settings, as of one change of the store.
#[derive(Clone, Default)]
pub struct Live {
    /// The store's change number that this snapshot holds.
    pub(crate) change: u64,
    /// The coupons and the index from carts to them.
    pub(crate) catalogue: Catalogue,
    /// Canonical code to what it unlocks. Holds the first code of each coupon; all others are asked of the store.
    pub(crate) codes:
        imbl::GenericHashMap<Arc<str>, LiveCode, foldhash::fast::FixedState, imbl::shared_ptr::DefaultSharedPtr>,
    /// Canonical first code of each coupon, to take it out when it changes.
    first_codes: imbl::GenericHashMap<String, Arc<str>, foldhash::fast::FixedState, imbl::shared_ptr::DefaultSharedPtr>,
    /// Parents of the categories.
    pub(crate) categories: Arc<Categories>,
    /// The segments, for coupons that ask about one.
    pub(crate) segments: Arc<LiveSegments>,
    /// The store's settings, with the merchant's own words among those of the prices.
    pub(crate) settings: Arc<StoreSettings>,
}

/// What a code unlocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiveCode {
    /// `cod_...`.
    pub(crate) code_id: Arc<str>,
    /// `cpn_...`.
    pub(crate) coupon_id: Arc<str>,
    /// What it says of its own use.
    pub(crate) own: OwnTerms,
}

/// What a code says of its own use, beside its coupon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnTerms {
    /// Most uses, in place of what the coupon says.
    pub(crate) limit: Option<u64>,
    /// The only account it is for.
    pub(crate) customer_id: Option<Arc<str>>,
    /// When it ends.
    pub(crate) expires_at: Option<Timestamp>,
}

impl LiveCode {
    /// The code of a record.
    pub(crate) fn of(record: CodeRecord) -> Self {
        let customer_id = record.customer_id.map(Arc::from);
        let own = OwnTerms { limit: record.limit, customer_id, expires_at: record.expires_at };
        Self { code_id: record.id.into(), coupon_id: record.coupon_id.into(), own }
    }
}

/// One coupon as the store has it, with its first code.
struct Changed {
    coupon: Option<Coupon>,
    coupon_id: String,
    code: Option<CodeRecord>,
}

impl Live {
    /// The store's settings.
    #[must_use]
    pub fn settings(&self) -> &StoreSettings {
        &self.settings
    }

    /// How many coupons there are that are not archived.
    #[must_use]
    pub fn coupons_count(&self) -> usize {
        self.catalogue.len()
    }

    /// The same with some coupons as they were once; a coupon that was not there then is taken out. Knows no codes.
    pub(crate) fn as_it_was(&self, coupons: Vec<CouponAt>) -> Self {
        let mut then = self.clone();
        for coupon in coupons {
            let version = coupon.version.as_ref();
            let terms = version.and_then(|version| read_terms(&coupon.id, version.version, &version.terms));
            then.apply(Changed { coupon: terms, coupon_id: coupon.id, code: None });
        }
        then
    }

    fn apply(&mut self, changed: Changed) {
        if let Some(old) = self.first_codes.remove(&changed.coupon_id) {
            self.codes.remove(&old);
        }
        let Some(coupon) = changed.coupon else {
            self.catalogue.remove(&changed.coupon_id);
            return;
        };
        self.catalogue.put(Arc::new(CompiledCoupon::new(coupon)));
        if let Some(code) = changed.code {
            let canonical: Arc<str> = code.canonical.as_str().into();
            self.codes.insert(Arc::clone(&canonical), LiveCode::of(code));
            self.first_codes.insert(changed.coupon_id, canonical);
        }
    }
}

impl App {
    /// The snapshot of this moment.
    #[must_use]
    pub fn live(&self) -> Arc<Live> {
        self.inner.live.load_full()
    }

    /// Takes the coupons that changed since the snapshot into the next one. A change that this process was told
    /// of is in the snapshot before the teller gets the answer.
    pub(crate) async fn refresh_live(&self) -> Result<(), Problem> {
        let _one_at_a_time = self.inner.refreshing.lock().await;
        let before = self.live();
        if planted::stale_coupons() && planted::was_read_lately(self.inner.clock.now()) {
            return Ok(());
        }
        let Some(changes) = self.read_changes(before.change).await? else { return Ok(()) };
        let mut next = Live::clone(&before);
        next.change = changes.change;
        for coupon in changes.coupons {
            next.apply(coupon);
        }
        next.categories = Arc::new(changes.parents);
        next.segments = Arc::new(changes.segments);
        next.settings = Arc::new(changes.settings);
        self.inner.live.store(Arc::new(next));
        Ok(())
    }

    /// Brings the snapshot in step with what other nodes on the same database have acknowledged until now. Where there
    /// can be no other node it is in step.
    pub(crate) async fn catch_up(&self) -> Result<(), Problem> {
        if !self.inner.store.is_shared() {
            return Ok(());
        }
        let change = self.inner.store.read(|tx| Box::pin(coupons::catalogue_change(tx))).await?;
        if change == self.live().change { Ok(()) } else { self.refresh_live().await }
    }

    /// What changed since a change of the store; `None` when nothing did.
    async fn read_changes(&self, since: u64) -> Result<Option<Changes>, Problem> {
        let changes = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let change = coupons::catalogue_change(tx).await?;
                if change == since {
                    return Ok(None);
                }
                let coupons = if since == 0 { read_all(tx).await? } else { read_changed(tx, since).await? };
                // Whoever sees a change takes all of it: the next to look finds nothing new.
                let parents = read_categories(tx).await?;
                let segments = read_segments(tx).await?;
                let mut settings = settings::read_stored(tx).await?;
                settings.pricing.messages = messages::read_stored(tx).await?.map(Arc::new);
                Ok::<_, StoreError>(Some(Changes { change, coupons, parents, segments, settings }))
            })
        });
        Ok(changes.await?)
    }
}

/// What there is that a snapshot does not hold.
struct Changes {
    /// The store's change number.
    change: u64,
    /// The coupons that changed.
    coupons: Vec<Changed>,
    /// The category tree.
    parents: Categories,
    /// The segments.
    segments: LiveSegments,
    /// The settings, changed or not: one row.
    settings: StoreSettings,
}

/// Every coupon that is not archived.
async fn read_all(tx: &mut Tx<'_>) -> Result<Vec<Changed>, StoreError> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = coupons::load_live_coupons(tx, after.as_deref(), PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(all) };
        after = Some(last.id.clone());
        all.extend(page.into_iter().map(|(record, code)| {
            let code = code.into_iter().next();
            Changed { coupon_id: record.id.clone(), coupon: read_record(&record), code }
        }));
    }
}

/// The coupons that changed since a change of the store.
async fn read_changed(tx: &mut Tx<'_>, since: u64) -> Result<Vec<Changed>, StoreError> {
    let mut changed = Vec::new();
    for coupon_id in coupons::changed_since(tx, since).await? {
        let record = coupons::read_coupon(tx, &coupon_id).await?;
        let coupon = record.filter(|record| record.status != "archived").as_ref().and_then(read_record);
        let code = match &coupon {
            Some(_) => codes::first_code(tx, &coupon_id).await?,
            None => None,
        };
        changed.push(Changed { coupon, coupon_id, code });
    }
    Ok(changed)
}

/// The parent of every category that has one.
async fn read_categories(tx: &mut Tx<'_>) -> Result<Categories, StoreError> {
    let mut parents = Categories::default();
    let mut cursor: Option<String> = None;
    loop {
        let page = categories::list_categories(tx, PAGE, cursor.as_deref()).await?;
        for category in page.data {
            if let Some(parent) = category.parent_id {
                parents.0.insert(category.id, parent);
            }
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(parents);
        }
    }
}

fn read_record(record: &CouponRecord) -> Option<Coupon> {
    read_terms(&record.id, record.version, &record.terms)
}

/// The coupon of a document. One that cannot be read is told to the log and is not in force, rather than keeping all
/// others from their work.
fn read_terms(id: &str, version: u64, terms: &str) -> Option<Coupon> {
    match tessera_engine::from_json::<Terms>(terms.as_bytes()) {
        Ok(terms) => Some(Coupon { id: id.to_owned(), version, terms }),
        Err(error) => {
            tracing::error!(coupon_id = %id, version, %error, "a stored coupon cannot be read; it is not in force");
            None
        }
    }
}
