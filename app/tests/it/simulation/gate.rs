//! Lets one transaction of all nodes begin at a time, in an order that the dice say, and has some of them fail: so that
//! a schedule is the same whenever its number is.

use std::sync::{Arc, Mutex, PoisonError};

use tessera_app::store::faults::{Access, Fault, Faults};
use tessera_app::{Answer, App, Problem};
use tokio::sync::{mpsc, oneshot};

use super::dice::Dice;
use super::request::{Request, send};

/// Where nodes ask before each transaction. Without a queue nobody listens, and everything passes.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<Option<mpsc::UnboundedSender<Event>>>>);

/// What happens to the requests that are under way.
enum Event {
    /// A transaction is about to begin.
    Arrived { node: usize, access: Access, begin: oneshot::Sender<Fault> },
    /// A request has its answer; an error where it panicked.
    Ended { node: usize, result: Result<Result<Option<Answer>, Problem>, String> },
}

impl Gate {
    /// The faults of a node.
    pub(super) fn of(&self, node: usize) -> Faults {
        let gate = self.clone();
        Arc::new(move |access| {
            let queue = gate.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
            Box::pin(async move {
                let Some(queue) = queue else { return Fault::None };
                let (begin, begins) = oneshot::channel();
                if queue.send(Event::Arrived { node, access, begin }).is_err() {
                    return Fault::None;
                }
                match begins.await {
                    Ok(fault) => fault,
                    // The node was killed.
                    Err(_) => std::future::pending().await,
                }
            })
        })
    }

    fn listen(&self, queue: Option<mpsc::UnboundedSender<Event>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = queue;
    }
}

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Its n-th unit of work is undone before the commit.
    Undone(usize),
    /// The answer of its n-th unit of work is lost after the commit.
    Unheard(usize),
    /// The same, and the database is away for the rest of the request.
    Dark(usize),
    /// Its node dies before its n-th transaction.
    Killed(usize),
    /// It ends well, and its answer does not arrive.
    Lost,
}

/// A request on its way to a node.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) node: usize,
    pub(super) request: Arc<Request>,
    pub(super) trouble: Option<Trouble>,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) sent: Sent,
    /// `None`: nobody heard of it.
    pub(super) answer: Option<Result<Option<Answer>, Problem>>,
    /// When its last unit of work began, among all transactions of the batch.
    pub(super) last_write: usize,
    /// Whether what was to go wrong did.
    pub(super) was_troubled: bool,
    /// Whether its node died.
    pub(super) was_killed: bool,
}

/// A request that is under way.
struct UnderWay {
    outcome: Outcome,
    writes: usize,
    accesses: usize,
    is_dark: bool,
    has_ended: bool,
    task: tokio::task::AbortHandle,
}

/// Sends requests to nodes, at most one to each, at the same time. Answers what came of them in the order in which they
/// took effect.
///
/// # Errors
/// When one panics.
pub(super) async fn send_all(
    gate: &Gate,
    apps: &[App],
    sent: Vec<Sent>,
    dice: &mut Dice,
) -> Result<Vec<Outcome>, String> {
    let (queue, mut events) = mpsc::unbounded_channel();
    gate.listen(Some(queue.clone()));
    let mut under_way: Vec<UnderWay> = sent.into_iter().map(|sent| begin(sent, apps, &queue)).collect();
    let (mut waiting, mut transactions) = (Vec::new(), 0);
    let mut running = under_way.len();
    loop {
        while running > 0 {
            match events.recv().await.ok_or("nobody is under way")? {
                Event::Arrived { node, access, begin } if find(&mut under_way, node).is_some() => {
                    waiting.push((node, access, begin));
                }
                Event::Ended { node, result } if find(&mut under_way, node).is_some() => {
                    let one = find(&mut under_way, node).ok_or("it is under way")?;
                    one.has_ended = true;
                    match one.outcome.sent.trouble {
                        Some(Trouble::Lost) => one.outcome.was_troubled = true,
                        _ => one.outcome.answer = Some(result?),
                    }
                }
                // What a dead node still sends.
                Event::Arrived { .. } | Event::Ended { .. } => continue,
            }
            running -= 1;
        }
        if waiting.is_empty() {
            break;
        }
        let (node, access, begin) = waiting.swap_remove(dice.below(waiting.len()));
        let Some(one) = find(&mut under_way, node) else { continue };
        if let Some(fault) = one.next(access, transactions) {
            transactions += 1;
            // Whoever does not wait any more was given up.
            let _ = begin.send(fault);
            running = 1;
        }
    }
    gate.listen(None);
    let mut outcomes: Vec<Outcome> = under_way.into_iter().map(|one| one.outcome).collect();
    outcomes.sort_by_key(|outcome| outcome.last_write);
    Ok(outcomes)
}

fn begin(sent: Sent, apps: &[App], queue: &mpsc::UnboundedSender<Event>) -> UnderWay {
    let (node, app, queue) = (sent.node, apps[sent.node].clone(), queue.clone());
    let request = tokio::spawn(send(app, Arc::clone(&sent.request)));
    let task = request.abort_handle();
    tokio::spawn(async move {
        let result = request.await.map_err(|error| format!("it panicked: {error}"));
        // Nobody listens any more to a node that died.
        let _ = queue.send(Event::Ended { node, result });
    });
    let outcome = Outcome { sent, answer: None, last_write: 0, was_troubled: false, was_killed: false };
    UnderWay { outcome, writes: 0, accesses: 0, is_dark: false, has_ended: false, task }
}

fn find(under_way: &mut [UnderWay], node: usize) -> Option<&mut UnderWay> {
    under_way.iter_mut().find(|one| one.outcome.sent.node == node && !one.has_ended)
}

impl UnderWay {
    /// What becomes of its next transaction; `None`: it dies before.
    fn next(&mut self, access: Access, transactions: usize) -> Option<Fault> {
        self.accesses += 1;
        if access == Access::Write {
            self.writes += 1;
            self.outcome.last_write = transactions + 1;
        }
        let is_nth = |n: usize| access == Access::Write && self.writes == n;
        let fault = match self.outcome.sent.trouble {
            Some(Trouble::Killed(n)) if self.accesses == n => {
                self.task.abort();
                (self.has_ended, self.outcome.was_troubled, self.outcome.was_killed) = (true, true, true);
                return None;
            }
            _ if self.is_dark => Fault::BeforeCommit,
            Some(Trouble::Undone(n)) if is_nth(n) => Fault::BeforeCommit,
            Some(Trouble::Unheard(n)) if is_nth(n) => Fault::AfterCommit,
            Some(Trouble::Dark(n)) if is_nth(n) => {
                self.is_dark = true;
                Fault::AfterCommit
            }
            _ => Fault::None,
        };
        self.outcome.was_troubled |= fault != Fault::None;
        Some(fault)
    }
}
