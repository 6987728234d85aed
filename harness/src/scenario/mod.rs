//! The parts of a run.

pub(crate) mod kills;
pub(crate) mod load;
pub(crate) mod storm;

use std::time::Duration;

use tokio::time::Instant;

use crate::arguments::Operations;
use crate::draw::Draw;
use crate::generator::{Setting, operate};
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
