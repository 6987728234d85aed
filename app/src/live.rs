//! The live coupons in memory: an immutable snapshot behind an atomic pointer. A quote reads one snapshot from
//! beginning to end; an edit makes the next one, which shares all that did not change.

use std::sync::Arc;

use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::evaluate::Categories;
use tessera_engine::{Catalogue, Coupon, Settings, Terms};
use tessera_store::coupons::{self, CouponRecord};
use tessera_store::{StoreError, categories};

use crate::problem::Problem;
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
    /// Settings that change a price.
    pub(crate) settings: Arc<Settings>,
}

/// What a code unlocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiveCode {
    /// `cod_...`.
    pub(crate) code_id: Arc<str>,
    /// `cpn_...`.
    pub(crate) coupon_id: Arc<str>,
}

/// One coupon as the store has it, with its first code: canonical form and id.
struct Changed {
    coupon: Option<Coupon>,
    coupon_id: String,
    code: Option<(String, String)>,
}

impl Live {
    /// How many coupons there are that are not archived.
    #[must_use]
    pub fn coupons_count(&self) -> usize {
        self.catalogue.len()
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
        if let Some((canonical, code_id)) = changed.code {
            let canonical: Arc<str> = canonical.into();
            let code = LiveCode { code_id: code_id.into(), coupon_id: changed.coupon_id.as_str().into() };
            self.codes.insert(Arc::clone(&canonical), code);
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
        let (change, changed, parents) = self.read_changes(before.change).await?;
        if change == before.change && change != 0 {
            return Ok(());
        }
        let mut next = Live::clone(&before);
        next.change = change;
        for coupon in changed {
            next.apply(coupon);
        }
        if *next.categories != parents {
            next.categories = Arc::new(parents);
        }
        self.inner.live.store(Arc::new(next));
        Ok(())
    }

    async fn read_changes(&self, since: u64) -> Result<(u64, Vec<Changed>, Categories), Problem> {
        let changes = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let change = coupons::catalogue_change(tx).await?;
                let mut changed = Vec::new();
                if since == 0 {
                    let mut after: Option<String> = None;
                    loop {
                        let page = coupons::load_live_coupons(tx, after.as_deref(), PAGE).await?;
                        let Some((last, _)) = page.last() else { break };
                        after = Some(last.id.clone());
                        changed.extend(page.into_iter().map(|(record, code)| {
                            let code = code.into_iter().next().map(|code| (code.canonical, code.id));
                            Changed { coupon_id: record.id.clone(), coupon: read_terms(&record), code }
                        }));
                    }
                } else if since != change {
                    for coupon_id in coupons::changed_since(tx, since).await? {
                        let record = coupons::read_coupon(tx, &coupon_id).await?;
                        let coupon = record.filter(|record| record.status != "archived").as_ref().and_then(read_terms);
                        let code = match &coupon {
                            Some(_) => tessera_store::codes::first_code(tx, &coupon_id)
                                .await?
                                .map(|code| (code.canonical, code.id)),
                            None => None,
                        };
                        changed.push(Changed { coupon, coupon_id, code });
                    }
                }
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
                        break;
                    }
                }
                Ok::<_, StoreError>((change, changed, parents))
            })
        });
        Ok(changes.await?)
    }
}

/// The coupon of a record. A document that cannot be read is told to the log and is not in force, rather than
/// keeping all others from their work.
fn read_terms(record: &CouponRecord) -> Option<Coupon> {
    match tessera_engine::from_json::<Terms>(record.terms.as_bytes()) {
        Ok(terms) => Some(Coupon { id: record.id.clone(), version: record.version, terms }),
        Err(error) => {
            tracing::error!(coupon_id = %record.id, version = record.version, %error, "a stored coupon cannot be read; it is not in force");
            None
        }
    }
}
