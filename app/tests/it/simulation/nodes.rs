//! The nodes of a schedule: several `App`s on one store, with one clock, and what the shop sells with.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;
use tessera_app::campaigns::CampaignBody;
use tessera_app::claims::ClaimRequest;
use tessera_app::clock::Randomness;
use tessera_app::codes::{CodeFilter, NewCode};
use tessera_app::store::{OpenOptions, Store, verify};
use tessera_app::{App, Caller, ErrorCode, Mutation, PageRequest, StartOptions};
use tessera_engine::{Terms, from_json};

use super::dice::Dice;
use super::draw;
use super::gate::Gate;
use super::model::{ClaimNow, CodeNow, CouponNow, Limits, Model};
use super::told::Wrong;

/// Nodes on one database.
pub(super) struct Nodes {
    pub(super) apps: Vec<App>,
    pub(super) gate: Gate,
    clock: Arc<AtomicI64>,
    store: Store,
    /// Where the file is, if there is one.
    folder: Option<TempDir>,
    /// Starts of nodes, so that none makes the ids of another.
    starts: AtomicU64,
    number: u64,
}

/// Bytes that follow from a number.
struct Seeded(Mutex<Dice>);

impl Randomness for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        buffer.fill_with(|| u8::try_from(dice.below(256)).unwrap_or_default());
    }
}

impl Nodes {
    /// Opens a shop at noon: in memory, or in a file, which can be opened again.
    pub(super) async fn open(number: u64, count: usize, in_file: bool) -> Self {
        let noon: Timestamp = "2026-06-03T12:00:00Z".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(noon.as_microsecond()));
        let folder = in_file.then(|| TempDir::new().unwrap());
        let store = open_store(folder.as_ref(), &clock).await;
        let mut nodes = Self {
            apps: Vec::new(),
            gate: Gate::default(),
            clock,
            store,
            folder,
            starts: AtomicU64::default(),
            number,
        };
        nodes.start_all(count).await;
        nodes
    }

    async fn start_all(&mut self, count: usize) {
        self.apps.clear();
        for node in 0..count {
            let app = self.start(node, count).await;
            self.apps.push(app);
        }
    }

    async fn start(&self, node: usize, count: usize) -> App {
        let store = self.store.with_faults(self.gate.of(node), count > 1);
        let start = self.starts.fetch_add(1, Ordering::SeqCst);
        let seeded = Seeded(Mutex::new(Dice::new(self.number.wrapping_mul(1_000) + start)));
        let options = StartOptions { randomness: Arc::new(seeded), ..StartOptions::with_clock_of(&store) };
        App::start(store, options).await.unwrap()
    }

    /// Starts a node that died: what it had in memory is lost.
    pub(super) async fn restart(&mut self, node: usize) {
        self.apps[node] = self.start(node, self.apps.len()).await;
    }

    /// Ends all nodes and starts them again, on the file as they left it.
    pub(super) async fn restart_all(&mut self) {
        if self.folder.is_some() {
            self.store.close().await;
            self.store = open_store(self.folder.as_ref(), &self.clock).await;
        }
        self.start_all(self.apps.len()).await;
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    pub(super) fn set(&self, now: Timestamp) {
        self.clock.store(now.as_microsecond(), Ordering::SeqCst);
    }

    /// An order as a node tells it; `None`: there is none.
    pub(super) async fn order(&self, node: usize, order_id: &str) -> Result<Option<Value>, Wrong> {
        match self.apps[node].read_order(&Caller::program(), order_id).await {
            Ok(answer) => serde_json::from_slice(&answer.body).map(Some).map_err(|error| error.to_string()),
            Err(problem) if problem.error == ErrorCode::OrderUnknown => Ok(None),
            Err(problem) => Err(format!("{order_id} cannot be read: {problem:?}")),
        }
    }

    /// What `tessera verify` does.
    pub(super) async fn verify(&self) -> Result<(), Wrong> {
        self.apps[0].keep_house_once(1, None).await;
        let found = self.store.read(|tx| Box::pin(verify::verify(tx, None))).await.unwrap();
        let bad: Vec<_> = found.into_iter().filter(|verified| verified.bad.is_some()).collect();
        if bad.is_empty() { Ok(()) } else { Err(format!("tessera verify: {bad:?}")) }
    }
}

async fn open_store(folder: Option<&TempDir>, clock: &Arc<AtomicI64>) -> Store {
    let clock = Arc::clone(clock);
    let now = move || Timestamp::from_microsecond(clock.load(Ordering::SeqCst)).unwrap();
    let options = OpenOptions { clock: Some(Arc::new(now)), read_connections: 1, ..OpenOptions::default() };
    let url = folder.map_or_else(
        || "sqlite::memory:".to_owned(),
        |folder| format!("sqlite:{}", folder.path().join("shop.db").display()),
    );
    let store = Store::open(&url, options).await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// Two coupons with codes, one of them with a second code, one that is automatic, and gift cards; some of them share the
/// budget of a campaign.
pub(super) async fn sell(nodes: &mut Nodes, dice: &mut Dice) -> Model {
    let app = nodes.apps[0].clone();
    let budget = i64::from(dice.pick(&[150, 400, 1_000]));
    let body = json!({ "name": "Spring", "budget": { "USD": budget } });
    let body: CampaignBody = from_json(body.to_string().as_bytes()).unwrap();
    let made = app.create_campaign(Mutation::program("/"), body).await.unwrap();
    let campaign: Value = serde_json::from_slice(&made.body).unwrap();
    let campaign = campaign["id"].as_str().unwrap().to_owned();
    let mut model = Model {
        campaigns: BTreeMap::from([(campaign.clone(), budget)]),
        slots: draw::slots().collect(),
        ..Model::default()
    };
    let amount_off = json!({ "kind": "amount_off", "amount": { "USD": 150 }, "per": "order" });
    let kinds = [
        (Some("TEN"), json!({ "kind": "percent_off", "percent": 10 })),
        (Some("FIVE"), amount_off),
        (None, json!({ "kind": "percent_off", "percent": 5 })),
        (Some(""), json!({ "kind": "stored_value" })),
    ];
    for (code, benefit) in kinds {
        let pays = code == Some("");
        let limits =
            if pays { Limits { total: dice.maybe(4, |_| 2), ..Limits::default() } } else { draw::limits(dice) };
        let campaign = (!pays && dice.one_in(2)).then(|| campaign.clone());
        let mut body = json!({
            "name": "A coupon", "status": "enabled", "benefits": [benefit], "limits": limits.body(), "campaign_id": campaign,
            "stacking": { "combines_with": { "item": true, "order": true, "shipping": true, "codes": true, "automatic": true } },
        });
        match code {
            None => body["activation"] = json!("automatic"),
            Some("") => {}
            Some(code) => body["code"] = json!(code),
        }
        let terms: Terms = from_json(body.to_string().as_bytes()).unwrap();
        let made = app.create_coupon(Mutation::program("/v1/coupons"), terms).await.unwrap();
        let made: Value = serde_json::from_slice(&made.body).unwrap();
        let id = made["id"].as_str().unwrap().to_owned();
        model.coupons.insert(id.clone(), CouponNow { limits, is_enabled: true, campaign });
        let further: &[&'static str] = match code {
            Some("") => &["GIFT", "CARD"],
            Some("TEN") => &["TENTH"],
            _ => &[],
        };
        if let Some(code) = code.filter(|code| !code.is_empty()) {
            let page = PageRequest::default();
            let first = app.list_codes(&Caller::program(), &id, CodeFilter::default(), page).await.unwrap();
            let first = json!(first.data[0]);
            add_code(&mut model, code, &id, &first, 0, false);
        }
        for code in further {
            let credited = if pays { i64::from(dice.pick(&[300, 1_200])) } else { 0 };
            let balance = pays.then(|| json!({ "amount": credited, "currency": "USD" }));
            let mut body = json!({ "code": code });
            if let Some(balance) = balance {
                body["balance"] = balance;
            }
            let new: NewCode = from_json(body.to_string().as_bytes()).unwrap();
            let made = app.create_code(Mutation::program("/"), &id, new).await.unwrap();
            add_code(&mut model, code, &id, &serde_json::from_slice(&made.body).unwrap(), credited, pays);
        }
    }
    claim(&app, &mut model, dice).await;
    let count = nodes.apps.len();
    nodes.start_all(count).await;
    model
}

/// A coupon that is claimed, by each customer once or twice, and edited since.
async fn claim(app: &App, model: &mut Model, dice: &mut Dice) {
    let limits = draw::limits(dice);
    let body = json!({
        "name": "A claim", "status": "enabled", "activation": "claim", "limits": limits.body(),
        "benefits": [{ "kind": "amount_off", "amount": { "USD": 120 }, "per": "order" }],
        "stacking": { "combines_with": { "item": true, "order": true, "shipping": true, "codes": true, "automatic": true } },
    });
    let terms: Terms = from_json(body.to_string().as_bytes()).unwrap();
    let made = app.create_coupon(Mutation::program("/v1/coupons"), terms).await.unwrap();
    let made: Value = serde_json::from_slice(&made.body).unwrap();
    let coupon = made["id"].as_str().unwrap().to_owned();
    for customer in ["ana", "ana", "ben", "cyd", "cyd"] {
        let request: ClaimRequest = from_json(json!({ "customer_id": customer }).to_string().as_bytes()).unwrap();
        // What has no use left is not claimed.
        let Ok(made) = app.create_claim(Mutation::program("/"), &coupon, request).await else { continue };
        let made: Value = serde_json::from_slice(&made.body).unwrap();
        let id = made["id"].as_str().unwrap().to_owned();
        let coupon = coupon.clone();
        model.claims.insert(id, ClaimNow { customer, coupon, is_revoked: false, is_revoked_now: false });
    }
    let rule = dice.pick(&["keep", "better", "all"]);
    let patch = json!({
        "benefits": [{ "kind": "percent_off", "percent": 20 }], "apply_to_claims": rule,
    });
    let mutation = Mutation { body: patch.to_string().into_bytes(), ..Mutation::program("/v1/coupons") };
    app.update_coupon(mutation, &coupon).await.unwrap();
    model.coupons.insert(coupon, CouponNow { limits, is_enabled: true, campaign: None });
}

fn add_code(model: &mut Model, typed: &'static str, coupon: &str, code: &Value, credited: i64, pays: bool) {
    let id = code["id"].as_str().unwrap().to_owned();
    let code = CodeNow { id, coupon: coupon.to_owned(), is_void: false, is_voided_now: false, credited, pays };
    model.codes.insert(typed, code);
}
