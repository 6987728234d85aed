//! Clients that behave badly: sockets that say a byte a second, and callers that hang up in the middle of a request.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::under_load;
use crate::checker::Verdict;
use crate::client::Request;
use crate::draw::Draw;
use crate::faults::{WELL_AGAIN, is_well};
use crate::generator::{Setting, plain_order};
use crate::history::Kind;
use crate::open_loop::Arrivals;
use crate::supervisor::{World, millis};

const PART: u64 = 7;
const STREAM: u64 = 7;
const SLOW_SOCKETS: usize = 300;
const HANGING_UP: u64 = 400;
const TIME: Duration = Duration::from_secs(12);

/// Lets them come while shoppers shop.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
) -> anyhow::Result<Verdict> {
    under_load(setting, arrivals, rate, ("Q", PART), misbehave(world, setting)).await
}

async fn misbehave(world: &World, setting: &Setting) -> anyhow::Result<Verdict> {
    let mut verdict = Verdict::new("clients that dawdle or hang up harm nobody else");
    let mut draw = Draw::new(setting.seed, STREAM);
    let mut slow = JoinSet::new();
    for number in 0..SLOW_SOCKETS {
        let address = world.client_links[number % world.nodes()].address();
        slow.spawn(dawdle(address, number));
    }
    // Numbers of its own: a key that is drawn twice would be a key used for two requests.
    let (mut others, end) = (Draw::new(draw.any(), 0), Instant::now() + TIME);
    let watching = async {
        for number in 0.. {
            for node in 0..world.nodes() {
                let began = Instant::now();
                let is_well = is_well(&world.client, &mut others, node, &format!("beside-{number}-{node}")).await;
                verdict.look();
                if !is_well || began.elapsed() > WELL_AGAIN {
                    let what = format!("node {node} beside them: done {is_well}, {} ms", millis(began.elapsed()));
                    verdict.find(what, []);
                }
            }
            if Instant::now() >= end {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    let hanging_up = async {
        let mut callers = JoinSet::new();
        for number in 0..HANGING_UP {
            let (node, patience) = (draw.below(world.nodes()), Duration::from_micros(draw.between(0, 6_000)));
            let key = format!("{:016x}", draw.any());
            let request = Request::post(Kind::Redeem, "/v1/redemptions", plain_order(&format!("hung-up-{number}")));
            let client = setting.client.clone();
            callers.spawn(async move { client.hang_up(node, &request, &key, patience).await });
            tokio::time::sleep(TIME / u32::try_from(HANGING_UP).unwrap_or(1)).await;
        }
        callers.join_all().await;
    };
    tokio::join!(watching, hanging_up);
    slow.shutdown().await;
    Ok(verdict)
}

/// Never gets beyond the head of its request, or never beyond a few bytes of its body.
async fn dawdle(address: std::net::SocketAddr, number: usize) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    let head = "POST /v1/redemptions HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n";
    if number.is_multiple_of(2) {
        stream.write_all(format!("{head}Content-Length: 900\r\n\r\n").as_bytes()).await?;
    } else {
        stream.write_all(head.as_bytes()).await?;
    }
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        stream.write_all(b"x").await?;
    }
}
