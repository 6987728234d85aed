//! A shop for tests: the use cases, their clock, and short ways to call them.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde_json::{Value, json};
use tessera_app::campaigns::CampaignBody;
use tessera_app::clock::Clock;
use tessera_app::codes::{BalanceChange, NewCode};
use tessera_app::orders::{AmendRequest, Reason};
use tessera_app::redemptions::RedemptionRequest;
use tessera_app::refunds::RefundRequest;
use tessera_app::reservations::{CommitRequest, ExtendRequest, ReservationRequest, UpdateRequest};
use tessera_app::store::{OpenOptions, Store, params};
use tessera_app::{Answer, App, Caller, Mutation, Problem, StartOptions};
use tessera_engine::cart::QuoteRequest;
use tessera_engine::{Terms, from_json};

/// A clock that stands where it is set.
#[derive(Debug)]
pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// The use cases and their clock.
#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) app: App,
    clock: Arc<TestClock>,
    store: Store,
}

static ORDERS: LazyLock<AtomicU64> = LazyLock::new(AtomicU64::default);

impl Shop {
    /// An empty shop at noon of 3 June 2026.
    pub(crate) async fn open() -> Self {
        Self::open_on("sqlite::memory:").await
    }

    /// A node on a database, at noon of 3 June 2026.
    pub(crate) async fn open_on(url: &str) -> Self {
        let clock = Arc::new(TestClock(AtomicI64::new(0)));
        let for_store: Arc<dyn Fn() -> Timestamp + Send + Sync> = {
            let clock = Arc::clone(&clock);
            Arc::new(move || clock.now())
        };
        let options = OpenOptions { clock: Some(for_store), ..OpenOptions::default() };
        let store = Store::open(url, options).await.unwrap();
        store.migrate().await.unwrap();
        // As whoever serves: there is no clock but the store's.
        let app = App::start(store.clone(), StartOptions::with_clock_of(&store)).await.unwrap();
        let shop = Self { app, clock, store };
        shop.at("2026-06-03T12:00:00Z");
        shop
    }

    /// Another process on the same database, as far as memory goes.
    pub(crate) async fn another_node(&self) -> App {
        App::start(self.store.clone(), StartOptions::with_clock_of(&self.store)).await.unwrap()
    }

    /// Sets the clock.
    pub(crate) fn at(&self, instant: &str) {
        let instant: Timestamp = instant.parse().unwrap();
        self.clock.0.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    /// Creates a coupon; answers its body.
    pub(crate) async fn coupon(&self, body: Value) -> Value {
        let terms: Terms = from_json(body.to_string().as_bytes()).unwrap();
        read(&self.app.create_coupon(Mutation::program("/v1/coupons"), terms).await.unwrap())
    }

    /// Changes a coupon.
    pub(crate) async fn patch(&self, id: &Value, patch: Value) -> Result<Value, Problem> {
        let mutation = Mutation { body: patch.to_string().into_bytes(), ..Mutation::program("/v1/coupons") };
        self.app.update_coupon(mutation, id.as_str().unwrap()).await.map(|answer| read(&answer))
    }

    /// Reads a coupon.
    pub(crate) async fn read(&self, id: &Value) -> Value {
        json!(self.app.read_coupon(&Caller::program(), id.as_str().unwrap()).await.unwrap())
    }

    /// Prices a cart.
    pub(crate) async fn quote(&self, cart: Value, codes: &[&str]) -> Value {
        let body = json!({ "cart": cart, "discounts": { "codes": codes } }).to_string();
        json!(
            self.app.create_quote(&Caller::program(), QuoteRequest::from_json(body.as_bytes()).unwrap()).await.unwrap()
        )
    }

    /// Places an order of a new id.
    pub(crate) async fn redeem(&self, cart: Value, codes: &[&str]) -> Result<Value, Problem> {
        let order_id = format!("order-{}", ORDERS.fetch_add(1, Ordering::SeqCst));
        self.redeem_as(&order_id, cart, codes).await
    }

    /// Places an order.
    pub(crate) async fn redeem_as(&self, order_id: &str, cart: Value, codes: &[&str]) -> Result<Value, Problem> {
        let body = json!({ "order_id": order_id, "cart": cart, "discounts": { "codes": codes } }).to_string();
        let request: RedemptionRequest = from_json(body.as_bytes()).unwrap();
        self.app.create_redemption(Mutation::program("/v1/redemptions"), request).await.map(|answer| read(&answer))
    }
}

impl Shop {
    /// Holds an order.
    pub(crate) async fn hold(&self, order_id: &str, cart: Value, codes: &[&str]) -> Result<Value, Problem> {
        let body = json!({ "order_id": order_id, "cart": cart, "discounts": { "codes": codes } });
        self.hold_body(body).await
    }

    /// Holds an order by its whole body.
    pub(crate) async fn hold_body(&self, body: Value) -> Result<Value, Problem> {
        let request: ReservationRequest = from_json(body.to_string().as_bytes()).unwrap();
        self.app.create_reservation(Mutation::program("/v1/reservations"), request).await.map(|answer| read(&answer))
    }

    /// Another cart for a hold.
    pub(crate) async fn follow(&self, held: &Value, cart: Value, codes: &[&str]) -> Result<Value, Problem> {
        let body = json!({ "cart": cart, "discounts": { "codes": codes } }).to_string();
        let request: UpdateRequest = from_json(body.as_bytes()).unwrap();
        let done = self.app.update_reservation(Mutation::program("/"), id_of(held), request).await;
        done.map(|answer| read(&answer))
    }

    /// Sets the end of a hold.
    pub(crate) async fn extend(&self, held: &Value, hold_seconds: i64) -> Result<Value, Problem> {
        let request = ExtendRequest { hold_seconds };
        let done = self.app.extend_reservation(Mutation::program("/"), id_of(held), request).await;
        done.map(|answer| read(&answer))
    }

    /// Places a hold's order.
    pub(crate) async fn commit(&self, held: &Value, body: Value) -> Result<Value, Problem> {
        let request: CommitRequest = from_json(body.to_string().as_bytes()).unwrap();
        let done = self.app.commit_reservation(Mutation::program("/"), id_of(held), request).await;
        done.map(|answer| read(&answer))
    }

    /// Gives back a hold.
    pub(crate) async fn release(&self, held: &Value) -> Result<Value, Problem> {
        let done = self.app.release_reservation(Mutation::program("/"), id_of(held)).await;
        done.map(|answer| read(&answer))
    }

    /// Gives back a use.
    pub(crate) async fn cancel_redemption(&self, redemption: &Value) -> Result<Value, Problem> {
        let reason = Reason("asked for".to_owned());
        let done = self.app.cancel_redemption(Mutation::program("/"), id_of(redemption), reason).await;
        done.map(|answer| read(&answer))
    }

    /// Refunds.
    pub(crate) async fn refund(&self, order_id: &str, body: Value) -> Result<Value, Problem> {
        let mut body = body;
        body["reason"] = json!("came back");
        let request: RefundRequest = from_json(body.to_string().as_bytes()).unwrap();
        let done = self.app.create_refund(Mutation::program("/"), order_id, request).await;
        done.map(|answer| read(&answer))
    }

    /// Cancels an order.
    pub(crate) async fn cancel_order(&self, order_id: &str) -> Result<Value, Problem> {
        let reason = Reason("asked for".to_owned());
        let done = self.app.cancel_order(Mutation::program("/"), order_id, reason).await;
        done.map(|answer| read(&answer))
    }

    /// Changes an order.
    pub(crate) async fn amend(&self, order_id: &str, body: Value) -> Result<Value, Problem> {
        let request: AmendRequest = from_json(body.to_string().as_bytes()).unwrap();
        let done = self.app.amend_order(Mutation::program("/"), order_id, request).await;
        done.map(|answer| read(&answer))
    }

    /// Reads an order.
    pub(crate) async fn order(&self, order_id: &str) -> Value {
        read(&self.app.read_order(&Caller::program(), order_id).await.unwrap())
    }

    /// Makes a campaign; answers its id.
    pub(crate) async fn campaign(&self, body: Value) -> String {
        let body: CampaignBody = from_json(body.to_string().as_bytes()).unwrap();
        let made = read(&self.app.create_campaign(Mutation::program("/"), body).await.unwrap());
        made["id"].as_str().unwrap().to_owned()
    }

    /// Changes a campaign.
    pub(crate) async fn patch_campaign(&self, id: &str, patch: Value) -> Result<Value, Problem> {
        let mutation = Mutation { body: patch.to_string().into_bytes(), ..Mutation::program("/") };
        self.app.update_campaign(mutation, id).await.map(|answer| read(&answer))
    }

    /// Gives a coupon a code.
    pub(crate) async fn code(&self, coupon_id: &str, body: Value) -> Result<Value, Problem> {
        let new: NewCode = from_json(body.to_string().as_bytes()).unwrap();
        self.app.create_code(Mutation::program("/"), coupon_id, new).await.map(|answer| read(&answer))
    }

    /// Voids a code.
    pub(crate) async fn void_code(&self, id: &str) {
        self.app.void_code(Mutation::program("/"), id).await.unwrap();
    }

    /// Puts money on a code, or takes some off.
    pub(crate) async fn change_balance(&self, id: &str, amount: i64, currency: &str) -> Result<Value, Problem> {
        let body = json!({ "amount": amount, "currency": currency, "reason": "asked for" });
        let change: BalanceChange = from_json(body.to_string().as_bytes()).unwrap();
        self.app.change_balance(Mutation::program("/"), id, change).await.map(|answer| read(&answer))
    }

    /// Changes what is stored, past every rule.
    pub(crate) async fn tamper(&self, sql: &'static str) {
        let changed = self.store.unit_of_work(move |tx| Box::pin(async move { tx.execute(sql, &[]).await })).await;
        assert_eq!(changed.unwrap(), 1);
    }

    /// Uses of a coupon that holds have, as they stand in the books.
    pub(crate) async fn held(&self, coupon_id: &str) -> i64 {
        let coupon_id = coupon_id.to_owned();
        let held = self.store.read(move |tx| {
            Box::pin(async move {
                let sql = "SELECT held FROM counters WHERE owner = ?1 AND resource = 'uses'";
                let row = tx.query_first(sql, params![&coupon_id]).await?;
                row.unwrap().integer()
            })
        });
        held.await.unwrap()
    }

    /// A number that a statement answers.
    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        let count =
            self.store.read(move |tx| Box::pin(async move { tx.query_first(sql, &[]).await?.unwrap().integer() }));
        count.await.unwrap()
    }

    /// Computes again everything that is stored.
    pub(crate) async fn verify(&self) {
        let found = self.store.read(|tx| Box::pin(tessera_app::store::verify::verify(tx, None))).await.unwrap();
        for verified in found {
            assert_eq!(verified.bad, None, "{}", verified.name);
        }
    }

    /// Changes settings.
    pub(crate) async fn settings(&self, patch: Value) {
        let mutation = Mutation { body: patch.to_string().into_bytes(), ..Mutation::program("/v1/settings") };
        self.app.update_settings(mutation).await.unwrap();
    }
}

fn id_of(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

pub(crate) fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

/// A cart of one line in dollars.
pub(crate) fn cart(unit_price: i64) -> Value {
    json!({ "currency": "USD", "line_items": [{ "product_id": "a", "quantity": 1, "unit_price": unit_price }] })
}

/// The same for a customer.
pub(crate) fn cart_of(customer: &str, unit_price: i64) -> Value {
    let mut cart = cart(unit_price);
    cart["customer"] = json!({ "id": customer, "logged_in": true });
    cart
}

/// A coupon of ten percent with a code and further members.
pub(crate) fn ten_percent(code: &str, more: Value) -> Value {
    let mut coupon = json!({
        "name": code, "status": "enabled", "code": code,
        "benefits": [{ "kind": "percent_off", "percent": 10 }],
    });
    for (name, value) in more.as_object().unwrap() {
        coupon[name] = value.clone();
    }
    coupon
}

/// The reason of the first rejection of a refusal or a quote.
pub(crate) fn reason(rejected: &Value) -> &str {
    rejected[0]["reason"].as_str().unwrap_or_else(|| panic!("no rejection: {rejected}"))
}
