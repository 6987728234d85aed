//! How long each step took.

use std::time::Duration;

/// Times by step, in the order they were first taken.
#[derive(Default)]
pub(super) struct Figures(Vec<(&'static str, Vec<u64>)>);

impl Figures {
    pub(super) fn add(&mut self, step: &'static str, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        match self.0.iter_mut().find(|(known, _)| *known == step) {
            Some((_, times)) => times.push(took),
            None => self.0.push((step, vec![took])),
        }
    }

    /// One step beside another; both have been told.
    pub(super) fn compare(&self, one: &str, other: &str, tell: &(dyn Fn(&str) + Sync)) {
        let at = |step: &str, percent| {
            let times = self.0.iter().find(|(known, _)| *known == step).map(|(_, times)| times.as_slice());
            times.map_or(0, |times| of_sorted(times, percent))
        };
        let ratio = |percent| {
            let tenths = at(one, percent) * 10 / at(other, percent).max(1);
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        tell(&format!("  {one} beside {other}: p50 {}, p95 {}", ratio(50), ratio(95)));
    }

    pub(super) fn tell(&mut self, tell: &(dyn Fn(&str) + Sync)) {
        for (step, times) in &mut self.0 {
            times.sort_unstable();
            let at = |percent: usize| in_ms(of_sorted(times, percent));
            tell(&format!(
                "  {step:<34} {:>6} times  p50 {:>8}  p95 {:>8}  p99 {:>8}  most {:>8}",
                times.len(),
                at(50),
                at(95),
                at(99),
                at(100)
            ));
        }
    }
}

fn of_sorted(times: &[u64], percent: usize) -> u64 {
    times[(times.len() - 1) * percent / 100]
}

fn in_ms(micros: u64) -> String {
    format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100)
}
