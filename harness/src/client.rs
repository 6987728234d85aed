//! A client as the contract asks for it: one key for each intent, sent again to another node until there is an answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::Value;

use crate::checker::Entry;
use crate::draw::Draw;
use crate::history::{History, Kind, Outcome};
use crate::http::{Http, Sending};
use crate::reasons::is_not_there;

/// How long a shopper goes on asking. What is unknown then is asked once more when everything is calm.
const STAMINA: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(400);

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) kind: Kind,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) body: Value,
}

impl Request {
    pub(crate) fn post(kind: Kind, path: impl Into<String>, body: Value) -> Self {
        Self { kind, method: "POST", path: path.into(), body }
    }
}

/// What came of it: the number of the call, and the answer if there is one.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) op: u64,
    pub(crate) key: String,
    answer: Option<(u16, Value)>,
}

impl Reply {
    /// The body of a success.
    pub(crate) fn success(&self) -> Option<&Value> {
        self.answer.as_ref().filter(|(status, _)| *status < 300).map(|(_, body)| body)
    }
}

impl Reply {
    /// The code of a refusal.
    pub(crate) fn refused(&self) -> Option<&str> {
        self.answer.as_ref().filter(|(status, _)| *status >= 400).and_then(|(_, body)| body["code"].as_str())
    }
}

/// The nodes as seen from outside, with the history of what was said.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    nodes: Arc<Vec<Http>>,
    history: Arc<History>,
    /// Set when the binary does not know a call: the run is of no worth then.
    lacks: Arc<AtomicBool>,
}

impl Client {
    pub(crate) fn new(nodes: Vec<Http>, history: Arc<History>) -> Self {
        Self { nodes: Arc::new(nodes), history, lacks: Arc::default() }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Whether a call was answered with "there is no such call".
    pub(crate) fn lacks_something(&self) -> bool {
        self.lacks.load(Ordering::Relaxed)
    }

    /// Asks until there is a final answer, under a new key. One in ten is sent twice at once.
    pub(crate) async fn ask(&self, draw: &mut Draw, request: Request) -> Reply {
        let key = format!("{:016x}", draw.any());
        let op = self.history.begin(request.kind, request.method, &request.path, &key, &request.body);
        let node = draw.below(self.nodes());
        if draw.chance(10) {
            let twin = {
                let (client, request, key) = (self.clone(), request.clone(), key.clone());
                let node = draw.below(self.nodes());
                tokio::spawn(async move { client.attempt(op, node, &request, &key).await })
            };
            let reply = self.persist(op, node, &request, key).await;
            // A twin that panicked is in the history as unknown.
            let _ = twin.await;
            return reply;
        }
        self.persist(op, node, &request, key).await
    }

    /// Asks one node once, under a new key.
    pub(crate) async fn ask_once(&self, draw: &mut Draw, node: usize, request: &Request) -> Reply {
        let key = format!("{:016x}", draw.any());
        let op = self.history.begin(request.kind, request.method, &request.path, &key, &request.body);
        let answer = read_answer(&self.attempt(op, node, request, &key).await);
        Reply { op, key, answer }
    }

    /// Sends it and hangs up after a moment, whatever happened: the outcome is unknown until it is asked for again.
    pub(crate) async fn hang_up(&self, node: usize, request: &Request, key: &str, patience: Duration) {
        let op = self.history.begin(request.kind, request.method, &request.path, key, &request.body);
        let attempt = self.history.invoke(op, node);
        let sending = Sending { method: request.method, path: &request.path, key, body: &request.body };
        // A client of its own: dropped, its connection closes at once.
        let http = Http::new(self.nodes[node].address());
        let outcome = tokio::time::timeout(patience, http.send(sending)).await;
        let hung_up = |_| Outcome::Unknown { reason: "hung up".to_owned() };
        self.history.complete(op, attempt, outcome.unwrap_or_else(hung_up));
    }

    /// Reads; no key.
    pub(crate) async fn read(&self, node: usize, path: &str) -> Reply {
        let op = self.history.begin(Kind::Read, "GET", path, "", &Value::Null);
        let request = Request { kind: Kind::Read, method: "GET", path: path.to_owned(), body: Value::Null };
        let answer = read_answer(&self.attempt(op, node, &request, "").await);
        Reply { op, key: String::new(), answer }
    }

    /// Asks again for what was asked before, with its key.
    pub(crate) async fn ask_again(&self, op: u64, node: usize, request: &Request, key: &str) -> bool {
        self.attempt(op, node, request, key).await.is_final()
    }

    /// Sends another body under a key that was used.
    pub(crate) async fn reuse(&self, node: usize, request: Request, key: &str) {
        let op = self.history.begin(Kind::KeyReuse, request.method, &request.path, key, &request.body);
        self.attempt(op, node, &request, key).await;
    }

    /// A node to read from what the checker needs; not part of the history.
    pub(crate) fn node(&self, index: usize) -> anyhow::Result<&Http> {
        self.nodes.get(index).context("there is such a node")
    }

    /// The first of them.
    pub(crate) fn first(&self) -> anyhow::Result<&Http> {
        self.node(0)
    }

    async fn persist(&self, op: u64, first_node: usize, request: &Request, key: String) -> Reply {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        for round in 0.. {
            let outcome = self.attempt(op, (first_node + round) % self.nodes(), request, &key).await;
            if outcome.is_final() {
                return Reply { op, key, answer: read_answer(&outcome) };
            }
            let is_malformed = matches!(&outcome, Outcome::Answer { status: 400..=403 | 405 | 415, .. });
            if is_malformed || began.elapsed() > STAMINA {
                break;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Reply { op, key, answer: None }
    }

    async fn attempt(&self, op: u64, node: usize, request: &Request, key: &str) -> Outcome {
        let attempt = self.history.invoke(op, node);
        let sending = Sending { method: request.method, path: &request.path, key, body: &request.body };
        let outcome = self.nodes[node].send(sending).await;
        if let Outcome::Answer { status: status @ (404 | 405 | 422), body, .. } = &outcome
            && is_not_there(*status, &serde_json::from_str(body).unwrap_or(Value::Null))
        {
            self.lacks.store(true, Ordering::Relaxed);
        }
        self.history.complete(op, attempt, outcome.clone());
        outcome
    }
}

fn read_answer(outcome: &Outcome) -> Option<(u16, Value)> {
    match outcome {
        Outcome::Answer { status, body, .. } if outcome.is_final() => Some((*status, serde_json::from_str(body).ok()?)),
        _ => None,
    }
}

/// Every redemption, by the list of a node.
pub(crate) async fn read_ledger(node: &Http) -> anyhow::Result<Vec<Entry>> {
    let read = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let (id, order_id) = (text("id"), text("order_id"));
        Entry { id, order_id, coupon_id: text("coupon_id"), state: text("state") }
    };
    Ok(read_all(node, "/v1/redemptions").await?.iter().map(read).collect())
}

/// Every entry of a list of a node, page by page; not part of the history.
pub(crate) async fn read_all(node: &Http, list: &str) -> anyhow::Result<Vec<Value>> {
    let mut entries = Vec::new();
    let mut path = format!("{list}?limit=200");
    loop {
        let page = match node.send(Sending { method: "GET", path: &path, key: "", body: &Value::Null }).await {
            Outcome::Answer { status: 200, body, .. } => serde_json::from_str::<Value>(&body)?,
            other => anyhow::bail!("{path} cannot be read: {other:?}"),
        };
        entries.extend_from_slice(page["data"].as_array().context("a list has data")?);
        match &page["next_cursor"] {
            Value::String(cursor) => path = format!("{list}?limit=200&cursor={cursor}"),
            _ => return Ok(entries),
        }
    }
}
