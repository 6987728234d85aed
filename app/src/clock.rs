//! The clock and randomness, handed in so that a test owns both.

use jiff::Timestamp;
use tessera_store::Store;

/// Tells the instant.
pub trait Clock: Send + Sync + 'static {
    /// The instant, in UTC.
    fn now(&self) -> Timestamp;
}

/// The instant in whole microseconds: what is stored comes back the same, and an answer is not longer than it need be.
#[must_use]
pub fn whole_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        whole_microseconds(Timestamp::now())
    }
}

/// The clock that units of work decide by: where several processes share a database it is the database's, so that a
/// price and what it takes are of one time, and nodes whose clocks differ price alike.
#[derive(Clone, Debug)]
pub struct StoreClock(pub Store);

impl Clock for StoreClock {
    fn now(&self) -> Timestamp {
        whole_microseconds(self.0.now())
    }
}

/// Gives unpredictable bytes.
pub trait Randomness: Send + Sync + 'static {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// The machine's source of randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("a machine without randomness cannot make keys");
    }
}
