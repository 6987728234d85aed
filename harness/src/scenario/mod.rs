//! The parts of a run.

pub(crate) mod backup;
pub(crate) mod batches;
pub(crate) mod claims;
pub(crate) mod clients;
pub(crate) mod clocks;
pub(crate) mod disk;
pub(crate) mod flushes;
pub(crate) mod freeze;
pub(crate) mod kills;
pub(crate) mod links;
pub(crate) mod load;
pub(crate) mod second;
pub(crate) mod storm;
mod tabs;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::arguments::Operations;
use crate::draw::Draw;
use crate::generator::{Setting, operate};
use crate::open_loop::Arrivals;
use crate::shop::wave;

/// How long shoppers come for the same coupons.
const WAVE: Duration = Duration::from_secs(10);

/// Opens a new wave of coupons every few seconds and handles it, until then. Streams are numbered from the first.
async fn waves(setting: &Setting, name: &str, first_stream: u64, until: Instant) -> anyhow::Result<()> {
    for number in 0.. {
        let mut draw = Draw::new(setting.seed, first_stream + number);
        let coupons = wave(&format!("{name}{number}W"), setting.does(Operations::Limits));
        let made = setting.market.open(setting, &mut draw, coupons, true).await?;
        let end = until.min(Instant::now() + WAVE);
        operate(setting.clone(), draw, made, end).await;
        if Instant::now() >= until {
            break;
        }
    }
    Ok(())
}

/// Numbers of streams that the waves of one part may take.
const STREAMS_OF_A_PART: u64 = 1 << 16;

/// Shoppers come and waves open for as long as something else goes on. `part` is its number, a name begins its coupons.
async fn under_load<T>(
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
    (name, part): (&str, u64),
    what: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let (stop, mut stopped) = watch::channel(false);
    let mut later = stopped.clone();
    let doing = async {
        let done = what.await;
        stop.send_replace(true);
        done
    };
    let shopping = async {
        // The end is known when the other thing has ended.
        while !*stopped.borrow_and_update() && !setting.client.lacks_something() {
            arrivals.drive(setting, rate, Instant::now() + Duration::from_secs(5)).await;
        }
    };
    let opening = async {
        let mut number = 0;
        while !*later.borrow_and_update() {
            let end = Instant::now() + Duration::from_secs(8);
            waves(setting, &format!("{name}{number}V"), part * STREAMS_OF_A_PART + 16 * number, end).await?;
            number += 1;
        }
        anyhow::Ok(())
    };
    let (done, (), opened) = tokio::join!(doing, shopping, opening);
    opened?;
    done
}
