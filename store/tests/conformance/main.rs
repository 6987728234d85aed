//! What every driver of the store promises. Each case runs on each database.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail")]

mod balances;
mod campaigns;
mod categories;
mod changes;
mod claims;
#[path = "../cluster/mod.rs"]
mod cluster;
mod codes;
mod coupon_lists;
mod coupons;
mod durability;
mod figures;
mod history;
mod idempotency;
mod jobs;
mod keys;
mod migrations;
mod moving;
mod on_postgres;
mod opening;
mod people_and_goods;
mod races;
mod redemption_lists;
mod redemptions;
mod reservations;
mod saved;
mod segments;
mod settings;
mod statements;
mod token_secrets;
mod transactions;
mod users;
mod verify;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use cluster::Database;
use futures::future::BoxFuture;
use jiff::Timestamp;
use tempfile::TempDir;
use tessera_store::coupons::{CouponRecord, NewCoupon, NewTerms, create_coupon, read_coupon};
use tessera_store::limits::CouponLimits;
use tessera_store::redemptions::{NewOrder, NewRedemption, RedeemOutcome, create_redemption};
use tessera_store::{OpenOptions, Store, StoreError, Tx};

/// The databases that the suite runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Driver {
    File,
    Memory,
    Postgres,
}

/// A migrated database with a clock that stands still.
pub(crate) struct Bed {
    pub(crate) store: Store,
    pub(crate) url: String,
    pub(crate) directory: TempDir,
    micros: Arc<AtomicI64>,
    /// Last, so that it is removed when nobody uses it any more.
    _database: Option<Database>,
}

/// When the clock of every bed begins.
pub(crate) const NOON: &str = "2026-06-03T12:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Bed {
    pub(crate) async fn new(driver: Driver) -> Self {
        if driver == Driver::Postgres {
            // Making the tables takes longer there than most of the tests.
            let migrated = Database::like(|url| async move {
                let store = Store::open(&url, OpenOptions::default()).await.unwrap();
                assert!(!store.migrate().await.unwrap().is_empty());
                store.close().await;
            });
            return Self::with(driver, Some(migrated.await)).await;
        }
        let bed = Self::unmigrated(driver).await;
        assert!(!bed.store.migrate().await.unwrap().is_empty());
        bed
    }

    pub(crate) async fn unmigrated(driver: Driver) -> Self {
        Self::with(driver, (driver == Driver::Postgres).then(Database::new)).await
    }

    async fn with(driver: Driver, database: Option<Database>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = match driver {
            Driver::Postgres => database.as_ref().unwrap().url.clone(),
            Driver::File => format!("sqlite:{}", directory.path().join("tessera.db").display()),
            Driver::Memory => "sqlite::memory:".to_owned(),
        };
        let micros = Arc::new(AtomicI64::new(at(NOON).as_microsecond()));
        let store = Store::open(&url, options(&micros)).await.unwrap();
        Self { store, url, directory, micros, _database: database }
    }

    pub(crate) fn set_clock(&self, now: Timestamp) {
        self.micros.store(now.as_microsecond(), Ordering::SeqCst);
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.micros.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Closes the file and opens it again.
    pub(crate) async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.url, options(&self.micros)).await.unwrap();
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, StoreError>> + Clone + Send + 'static,
    ) -> T {
        self.store.unit_of_work(work).await.unwrap()
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl for<'t> FnOnce(&'t mut Tx<'_>) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    ) -> T {
        self.store.read(work).await.unwrap()
    }

    /// How SQLite goes about a statement, a line for each step; every parameter is `'0'`.
    pub(crate) async fn plan(&self, sql: &str) -> String {
        let sql = (1..=24).rev().fold(sql.to_owned(), |sql, number| sql.replace(&format!("?{number}"), "'0'"));
        self.read(move |tx| {
            Box::pin(async move {
                let mut plan = String::new();
                for mut row in tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), &[]).await? {
                    for _ in 0..3 {
                        row.value()?;
                    }
                    plan.push_str(&row.text()?);
                    plan.push('\n');
                }
                Ok(plan)
            })
        })
        .await
    }

    /// A number that a statement answers.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        self.read(move |tx| Box::pin(async move { tx.query_first(sql, &[]).await?.unwrap().integer() })).await
    }

    pub(crate) async fn coupon(&self, id: &str, change: impl FnOnce(&mut NewTerms)) -> CouponRecord {
        let mut terms = terms(id);
        change(&mut terms);
        let coupon = NewCoupon { id: id.to_owned(), terms, actor: "key_1".to_owned() };
        self.write(move |tx| Box::pin(async move { create_coupon(tx, &coupon).await })).await
    }

    pub(crate) async fn read_coupon(&self, id: &'static str) -> CouponRecord {
        self.read(move |tx| Box::pin(read_coupon(tx, id))).await.unwrap()
    }

    pub(crate) async fn redeem(&self, order: NewOrder, redemptions: Vec<NewRedemption>) -> RedeemOutcome {
        redeem(&self.store, order, redemptions).await.unwrap()
    }
}

fn options(micros: &Arc<AtomicI64>) -> OpenOptions {
    let micros = Arc::clone(micros);
    let clock = move || Timestamp::from_microsecond(micros.load(Ordering::SeqCst)).unwrap();
    OpenOptions { exclusive: true, clock: Some(Arc::new(clock)), ..OpenOptions::default() }
}

pub(crate) async fn redeem(
    store: &Store,
    order: NewOrder,
    redemptions: Vec<NewRedemption>,
) -> Result<RedeemOutcome, StoreError> {
    store.unit_of_work(move |tx| Box::pin(async move { create_redemption(tx, &order, &redemptions).await })).await
}

/// An enabled coupon without limits.
pub(crate) fn terms(name: &str) -> NewTerms {
    NewTerms {
        terms: format!("{{\"name\":\"{name}\"}}"),
        status: "enabled".to_owned(),
        name: name.to_owned(),
        description: None,
        activation: "code".to_owned(),
        campaign_id: None,
        starts_at: None,
        ends_at: None,
        limits: CouponLimits::default(),
        days_after_claim: None,
        is_claimable: false,
        for_claims: "keep",
    }
}

pub(crate) fn order(id: &str, identities: &[&str]) -> NewOrder {
    NewOrder {
        order_id: id.to_owned(),
        reservation_id: format!("rsv_{id}"),
        customer_id: identities.first().map(|&id| id.to_owned()),
        identities: identities.iter().map(|&id| id.to_owned()).collect(),
        currency: "USD".to_owned(),
        total: 900,
        savings: 100,
        cart: "{}".to_owned(),
        lines: Vec::new(),
        discounts: "{}".to_owned(),
        quote: "{}".to_owned(),
        priced: None,
        key_id: "key_1".to_owned(),
        day: "2026-06-03".to_owned(),
        takes_first_order: false,
        seen_orders: None,
    }
}

/// A use of version 1 of a coupon, with no limits.
pub(crate) fn redemption(order_id: &str, coupon_id: &str) -> NewRedemption {
    NewRedemption {
        id: format!("rdm_{order_id}_{coupon_id}"),
        coupon_id: coupon_id.to_owned(),
        coupon_version: 1,
        live_version: None,
        code_id: None,
        code: None,
        claim_id: None,
        amount: 100,
        pays: false,
        renews: None,
    }
}
