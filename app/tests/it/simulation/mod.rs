//! Random schedules of the order lifecycle against a model, on the real use cases over SQLite: up to three nodes on one
//! store, whose transactions meet in any order, faults before and after commits, nodes that die, and a clock that jumps.
//!
//! Every schedule comes from a number, so that a failing one is run again by it; it is told with its steps, as few as
//! still fail. `TESSERA_CASES` says how many schedules are run, `TESSERA_FIRST_CASE` where they begin.
//! What holds is in `told.rs` and `judge.rs`; what shops know is `model.rs`, which asks the product nothing.

#[allow(dead_code, reason = "the throws of another crate's tests")]
#[path = "../../../../engine/tests/it/random/dice.rs"]
mod dice;
mod draw;
mod gate;
mod judge;
mod model;
mod nodes;
mod request;
mod told;

use std::collections::BTreeSet;
use std::sync::Arc;

use dice::Dice;
use draw::Now;
use gate::{Outcome, Sent, send_all};
use judge::Ledger;
use model::Model;
use nodes::{Nodes, sell};
use told::Wrong;

/// Schedules of the normal run.
const CASES: u64 = 100;

/// Steps of a schedule at most.
const STEPS: usize = 40;

/// A schedule: its number, its steps, and those left out of it.
#[derive(Clone, Debug)]
struct Schedule {
    number: u64,
    steps: usize,
    left_out: BTreeSet<usize>,
}

/// A schedule that fails: at which step, why, and what was done until then.
struct Failure {
    step: usize,
    wrong: Wrong,
    log: Vec<String>,
}

/// A schedule while it runs.
struct Run {
    nodes: Nodes,
    model: Model,
    ledger: Ledger,
    log: Vec<String>,
}

impl Schedule {
    fn of(number: u64) -> Self {
        let steps = 20 + Dice::new(number).below(STEPS - 19);
        Self { number, steps, left_out: BTreeSet::new() }
    }

    /// Throws for one purpose: what one step does moves no other.
    fn dice(&self, purpose: usize) -> Dice {
        Dice::new(self.number.wrapping_mul(1_000).wrapping_add(purpose as u64))
    }

    async fn run(&self) -> Result<(), Box<Failure>> {
        let mut dice = self.dice(999);
        let (count, in_file) = (dice.pick(&[1, 2, 2, 3]), dice.one_in(10));
        let mut nodes = Nodes::open(self.number, count, in_file).await;
        let model = sell(&mut nodes, &mut dice).await;
        let log = model.coupons.iter().map(|(id, coupon)| format!("{id}: {coupon:?}"));
        let log = log.chain([format!("{count} nodes, {:?}, campaigns {:?}", model.codes, model.campaigns)]).collect();
        let mut run = Run { nodes, model, ledger: Ledger::default(), log };
        for step in (0..self.steps).filter(|step| !self.left_out.contains(step)) {
            if let Err(wrong) = run.step(step, &mut self.dice(step)).await {
                run.log.push(format!("taken: {:?}", run.model.taken(run.nodes.now(), None)));
                return Err(Box::new(Failure { step, wrong, log: run.log }));
            }
        }
        let ended = run.end(&mut self.dice(998)).await;
        ended.map_err(|wrong| Box::new(Failure { step: self.steps, wrong, log: run.log }))
    }

    /// The same with as few steps as still fail.
    async fn smaller(mut self, failure: Box<Failure>) -> (Self, Box<Failure>) {
        self.steps = self.steps.min(failure.step + 1);
        let mut smallest = failure;
        for step in (0..self.steps).rev() {
            let mut other = self.clone();
            other.left_out.insert(step);
            if let Err(failure) = other.run().await {
                (self, smallest) = (other, failure);
            }
        }
        (self, smallest)
    }
}

impl Run {
    async fn step(&mut self, step: usize, dice: &mut Dice) -> Result<(), Wrong> {
        let at = self.nodes.now();
        let (model, ledger) = (&self.model, &self.ledger);
        let now = Now { model, ledger, nodes: self.nodes.apps.len(), at, step };
        if let Some(to) = draw::jump(dice, &now) {
            self.nodes.set(to);
            self.log.push(format!("{step:>3}  the clock goes to {to}"));
        }
        if dice.one_in(25) {
            self.log.push(format!("{step:>3}  all nodes end and start again"));
            self.nodes.restart_all().await;
        }
        let (model, ledger) = (&self.model, &self.ledger);
        let now = Now { model, ledger, nodes: self.nodes.apps.len(), at: self.nodes.now(), step };
        let sent = draw::step(dice, &now);
        self.send(step, sent, dice).await
    }

    /// Sends requests together and takes in what came of them.
    async fn send(&mut self, step: usize, sent: Vec<Sent>, dice: &mut Dice) -> Result<(), Wrong> {
        let (is_single, was_unsure) = (sent.len() == 1, self.model.is_unsure() || !self.ledger.unknown.is_empty());
        for one in &sent {
            let request = &one.request;
            let subject = if request.order_id.is_empty() { &request.target } else { &request.order_id };
            let (verb, key, body) = (request.verb, &request.key, &request.body);
            let trouble = one.trouble.map(|trouble| format!(", {trouble:?}")).unwrap_or_default();
            self.log.push(format!("{step:>3}  to {}: {verb:?} {subject} by {key}{trouble}: {body}", one.node));
        }
        let outcomes = send_all(&self.nodes.gate, &self.nodes.apps, sent, dice).await?;
        for outcome in outcomes.iter().filter(|outcome| outcome.was_killed) {
            self.nodes.restart(outcome.sent.node).await;
        }
        let now = self.nodes.now();
        for outcome in &outcomes {
            self.log.push(format!("{step:>3}    {}", told_shortly(outcome)));
            let is_alone = is_single && !was_unsure && !outcome.was_troubled;
            self.ledger.judge(&mut self.model, outcome, is_alone, now)?;
        }
        self.model.settle();
        if let Some(used) = self.model.use_of_revoked() {
            return Err(format!("the claim of a placed order was revoked: {used:?}"));
        }
        let orders: BTreeSet<&String> = outcomes.iter().map(|outcome| &outcome.sent.request.order_id).collect();
        for order_id in orders.into_iter().filter(|order_id| !order_id.is_empty()) {
            self.compare(dice.below(self.nodes.apps.len()), order_id).await?;
        }
        Ok(())
    }

    /// Whether a node tells an order as shops know it.
    async fn compare(&self, node: usize, order_id: &str) -> Result<(), Wrong> {
        if self.model.slots.get(order_id).is_some_and(|slot| slot.is_unsure) {
            return Ok(());
        }
        let told = self.nodes.order(node, order_id).await?;
        self.model.same_order(order_id, told.as_ref())
    }

    /// Finds out what nobody knows, asks everything once more, and looks at everything.
    async fn end(&mut self, dice: &mut Dice) -> Result<(), Wrong> {
        let unknown = self.ledger.unknown.clone();
        let again = unknown.into_iter().map(|(request, _)| request).chain(self.ledger.answered.clone());
        for request in again.collect::<Vec<_>>() {
            let node = dice.below(self.nodes.apps.len());
            self.send(STEPS, vec![Sent { node, request: Arc::clone(&request), trouble: None }], dice).await?;
        }
        if let Some((request, _)) = self.ledger.unknown.first() {
            return Err(format!("{request:?} is still unknown"));
        }
        for order_id in self.model.slots.keys() {
            self.compare(dice.below(self.nodes.apps.len()), order_id).await?;
        }
        self.nodes.verify().await?;
        // What holds are past their time hold nothing: swept or not, the books agree.
        self.nodes.set(self.nodes.now() + jiff::SignedDuration::from_hours(1));
        self.nodes.apps[0].keep_house_once(0, None).await;
        self.nodes.verify().await
    }
}

fn told_shortly(outcome: &Outcome) -> String {
    let Outcome { sent, answer, was_troubled, .. } = outcome;
    let told = match answer {
        None => "nothing is heard".to_owned(),
        Some(Ok(None)) => "done".to_owned(),
        Some(Ok(Some(answer))) => {
            let mut text = String::from_utf8_lossy(&answer.body).into_owned();
            text.truncate(text.char_indices().nth(160).map_or(text.len(), |(end, _)| end));
            format!("{}{} {text}", answer.status, if answer.replayed { " again" } else { "" })
        }
        Some(Err(problem)) => format!("{:?}: {}", problem.error, problem.detail),
    };
    let trouble = if *was_troubled { " (troubled)" } else { "" };
    format!("{:?} by {} at {}{trouble}: {told}", sent.request.verb, sent.request.key, sent.node)
}

/// 20 to 40 steps each. Nothing of a schedule depends on time that passes, so that a number is one schedule.
#[tokio::test]
async fn random_schedules_agree_with_what_shops_were_told() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("TESSERA_FIRST_CASE").unwrap_or(0);
    let count = number("TESSERA_CASES").unwrap_or(CASES);
    for number in first..first + count {
        let schedule = Schedule::of(number);
        if let Err(failure) = schedule.run().await {
            let (schedule, failure) = schedule.smaller(failure).await;
            panic!(
                "schedule {number}, of which {} steps are left: {}\n{}",
                schedule.steps - schedule.left_out.len(),
                failure.wrong,
                failure.log.join("\n")
            );
        }
    }
}
