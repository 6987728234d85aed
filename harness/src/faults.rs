//! The fault scheduler: one fault after the other, drawn from the seed, and how fast the product is well again.

use std::time::Duration;

use tokio::time::Instant;

use crate::client::{Client, Request};
use crate::draw::Draw;
use crate::generator::plain_order;
use crate::history::Kind;
use crate::proxy::{Mode, Proxy};
use crate::supervisor::{World, millis};

/// Mutations work again this soon after a fault ends.
pub(crate) const WELL_AGAIN: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
enum Fault {
    ClientLink(&'static str, Mode),
    DatabaseLink(&'static str, Mode),
    /// Nothing passes for longer than most waits of the product, and then everything does: no connection is lost.
    Lull(Silence),
    Freeze,
    Kill,
}

const CLIENT_FAULTS: &[Fault] = &[
    Fault::ClientLink("client link cut", Mode::Cut),
    Fault::ClientLink("client link delayed", Mode::Delay(Duration::from_millis(200))),
    Fault::ClientLink("client link stalled", Mode::Stall),
    Fault::ClientLink("client link half open", Mode::HalfOpen),
    Fault::ClientLink("answers to clients swallowed", Mode::Swallow(0)),
    Fault::ClientLink("answers to clients cut in the middle", Mode::Swallow(300)),
    Fault::Freeze,
    Fault::Kill,
];

const DATABASE_FAULTS: &[Fault] = &[
    Fault::DatabaseLink("database link cut", Mode::Cut),
    Fault::DatabaseLink("database link delayed", Mode::Delay(Duration::from_millis(100))),
    Fault::DatabaseLink("database link stalled", Mode::Stall),
    Fault::DatabaseLink("database link half open", Mode::HalfOpen),
    Fault::DatabaseLink("answers to COMMIT swallowed", Mode::SwallowCommitted),
    Fault::DatabaseLink("COMMIT lost on its way", Mode::LoseCommit),
    Fault::DatabaseLink("answers of the database swallowed", Mode::Swallow(0)),
    Fault::Lull(Silence::LongerThanAWait),
    Fault::Lull(Silence::LongerThanACall),
];

/// Applies faults until then.
pub(crate) async fn disturb(world: &World, draw: &mut Draw, until: Instant) -> anyhow::Result<()> {
    let mut faults = CLIENT_FAULTS.to_vec();
    if !world.database_links.is_empty() {
        faults.extend(DATABASE_FAULTS);
    }
    // Each fault once in a drawn order, then again: a short run leaves out few of them.
    let mut left: Vec<Fault> = Vec::new();
    let mut round = 0;
    while Instant::now() < until {
        if left.is_empty() {
            left.clone_from(&faults);
        }
        let fault = left.swap_remove(draw.below(left.len()));
        let node = draw.below(world.nodes());
        let time = Duration::from_millis(draw.between(500, 3_000));
        match fault {
            Fault::ClientLink(name, mode) => {
                break_link(world, &world.client_links[node], mode, (name, node, true), time).await;
            }
            Fault::DatabaseLink(name, mode) => {
                break_link(world, &world.database_links[node], mode, (name, node, false), time).await;
            }
            Fault::Lull(silence) => lull(world, draw, node, silence).await,
            Fault::Freeze => world.freeze_node(node, time + Duration::from_secs(2)).await?,
            Fault::Kill => drop(world.kill_node(node, Duration::from_millis(draw.between(0, 1_000))).await?),
        }
        round += 1;
        wait_until_well(world, draw, node, &format!("recovery-{round}")).await;
        tokio::time::sleep(Duration::from_millis(draw.between(100, 700))).await;
    }
    Ok(())
}

/// How long a link is silent: longer than a second request waits for the first of its key, or than a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    LongerThanAWait,
    LongerThanACall,
}

/// Nothing passes between a node and the database for a while, and then everything does. The link is slow before, so
/// that many units of work are in their middle when it falls silent.
pub(crate) async fn lull(world: &World, draw: &mut Draw, node: usize, silence: Silence) {
    let disturbance = world.history.disturb("database link stalled, then as before", Some(node), false);
    let (least, most) = match silence {
        Silence::LongerThanAWait => (6_000, 8_000),
        Silence::LongerThanACall => (9_500, 12_000),
    };
    world.database_links[node].set(Mode::Delay(Duration::from_millis(100)));
    tokio::time::sleep(Duration::from_millis(draw.between(1_000, 2_000))).await;
    world.database_links[node].set(Mode::Stall);
    tokio::time::sleep(Duration::from_millis(draw.between(least, most))).await;
    world.database_links[node].set(Mode::Pass);
    world.history.settle(disturbance);
}

/// Has bytes of a link pass in another way for a while.
pub(crate) async fn break_link(world: &World, link: &Proxy, mode: Mode, named: (&str, usize, bool), time: Duration) {
    let (name, node, hides_answers) = named;
    let disturbance = world.history.disturb(name, Some(node), hides_answers);
    link.set(mode);
    tokio::time::sleep(time).await;
    // What lay in a broken connection is lost; clients and pools have to notice and connect anew.
    link.set(Mode::Cut);
    tokio::time::sleep(Duration::from_millis(50)).await;
    link.set(Mode::Pass);
    world.history.settle(disturbance);
}

/// Measures how long it takes until a mutation succeeds on this node.
pub(crate) async fn wait_until_well(world: &World, draw: &mut Draw, node: usize, name: &str) {
    let began = Instant::now();
    for attempt in 0.. {
        if is_well(&world.client, draw, node, &format!("{name}-{attempt}")).await || began.elapsed() > 3 * WELL_AGAIN {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    world.history.recovered("a mutation succeeds after a fault", millis(began.elapsed()), millis(WELL_AGAIN));
}

/// Whether a mutation succeeds on this node, asked once.
pub(crate) async fn is_well(client: &Client, draw: &mut Draw, node: usize, order_id: &str) -> bool {
    let request = Request::post(Kind::Redeem, "/v1/redemptions", plain_order(order_id));
    client.ask_once(draw, node, &request).await.success().is_some()
}
