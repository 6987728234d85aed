//! Events: the feed of everything that happened, in an order that never changes.

mod list_events;

pub use list_events::{EventFilter, EventPage, EventView};
