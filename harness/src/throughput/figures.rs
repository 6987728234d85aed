//! What was measured, round by round, and the medians.

use std::fmt;
use std::time::Duration;

/// One measurement.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    count: u64,
    time: Duration,
    /// How long each took, microseconds, sorted.
    times: Vec<u64>,
}

impl Figure {
    pub(super) fn new(count: u64, time: Duration, mut times: Vec<u64>) -> Self {
        times.sort_unstable();
        Self { count, time, times }
    }

    /// How many were done.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// Two that ran at once.
    pub(super) fn beside(&self, other: &Self) -> Self {
        let times = self.times.iter().chain(&other.times).copied().collect();
        Self::new(self.count + other.count, self.time.max(other.time), times)
    }

    fn per_second(&self) -> u64 {
        let second = u128::from(self.count) * 1_000_000_000 / self.time.as_nanos().max(1);
        u64::try_from(second).unwrap_or(u64::MAX)
    }

    fn percentile(&self, percent: usize) -> Option<u64> {
        self.times.get(self.times.len() * percent / 100).copied()
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:>8}/s", self.per_second())?;
        match self.percentile(50).zip(self.percentile(99)) {
            Some((half, most)) => write!(out, "  p50 {half} us, p99 {most} us"),
            None => Ok(()),
        }
    }
}

/// All measurements of a run by their names, in the order they were first made.
#[derive(Default)]
pub(super) struct Figures(Vec<(String, Vec<Figure>)>);

impl Figures {
    pub(super) fn add(&mut self, name: &str, figure: Figure) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, rounds)) => rounds.push(figure),
            None => self.0.push((name.to_owned(), vec![figure])),
        }
    }

    /// The last measurement of each name.
    pub(super) fn tell_round(&self, round: usize, tell: &(dyn Fn(&str) + Sync)) {
        tell(&format!("round {round}"));
        for (name, rounds) in &self.0 {
            if let Some(last) = rounds.last() {
                tell(&format!("  {name:<30} {last}"));
            }
        }
    }

    /// The median rate of each name with the latencies of that round.
    pub(super) fn tell_medians(&self, tell: &(dyn Fn(&str) + Sync)) {
        tell("medians");
        for (name, rounds) in &self.0 {
            tell(&format!("  {name:<30} {}", median(rounds)));
        }
    }

    /// The median of `of` over `by`, round by round, with all rounds. `times`: how much of `by` one of `of` is.
    pub(super) fn tell_ratio(&self, of: &str, by: &str, times: u64, tell: &(dyn Fn(&str) + Sync)) {
        let rounds = |name: &str| self.0.iter().find(|(known, _)| known == name).map(|(_, rounds)| rounds.as_slice());
        let (of_rounds, by_rounds) = (rounds(of).unwrap_or_default(), rounds(by).unwrap_or_default());
        let mut ratios: Vec<u64> = of_rounds
            .iter()
            .zip(by_rounds)
            .map(|(one, other)| one.per_second() * times * 100 / other.per_second().max(1))
            .collect();
        let all: Vec<String> = ratios.iter().map(|ratio| words(*ratio)).collect();
        ratios.sort_unstable();
        let Some(median) = ratios.get(ratios.len() / 2) else { return };
        let each = if times == 1 { String::new() } else { format!(" ({times} each)") };
        tell(&format!("  {of}{each} / {by}: {} (rounds {})", words(*median), all.join(" ")));
    }
}

fn median(rounds: &[Figure]) -> &Figure {
    let mut sorted: Vec<&Figure> = rounds.iter().collect();
    sorted.sort_by_key(|figure| figure.per_second());
    sorted[sorted.len() / 2]
}

fn words(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
