//! Events: the feed of everything that happened, in an order that never changes.

mod list_events;
mod types;

pub use list_events::{EventFilter, EventPage, EventView};
pub use types::{EVENT_TYPES, EventType};
