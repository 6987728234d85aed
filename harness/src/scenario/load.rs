//! Mixed load: first without faults, then with them.

use std::time::Duration;

use tokio::time::Instant;

use super::waves;
use crate::draw::Draw;
use crate::faults::disturb;
use crate::generator::Setting;
use crate::history::Phase;
use crate::open_loop::Arrivals;
use crate::supervisor::World;

const FAULTS_STREAM: u64 = 1;
const STEADY_WAVES: u64 = 1 << 16;
const FAULTY_WAVES: u64 = 2 << 16;

/// Runs it for this long, the first quarter without faults.
pub(crate) async fn run(
    world: &World,
    setting: &Setting,
    arrivals: &mut Arrivals,
    rate: u64,
    time: Duration,
) -> anyhow::Result<()> {
    let steady_end = Instant::now() + time / 4;
    world.history.set_phase(Phase::Steady);
    let (waves_ended, ()) = tokio::join!(waves(setting, "S", STEADY_WAVES, steady_end), async {
        first_wave(setting).await;
        arrivals.drive(setting, rate, steady_end).await;
    });
    waves_ended?;
    world.history.set_phase(Phase::Faults);
    let end = Instant::now() + time * 3 / 4;
    let mut draw = Draw::new(setting.seed, FAULTS_STREAM);
    let (waves_ended, (), faults_ended) = tokio::join!(
        waves(setting, "F", FAULTY_WAVES, end),
        arrivals.drive(setting, rate, end),
        disturb(world, &mut draw, end)
    );
    waves_ended.and(faults_ended)
}

/// Shoppers come when there is something.
async fn first_wave(setting: &Setting) {
    while setting.market.wave().is_empty() && !setting.client.lacks_something() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
