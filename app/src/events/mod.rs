//! Events: the feed of everything that happened, in an order that never changes.

mod event_type;
mod list_events;

pub use event_type::{EVENT_TYPES, EventType};
pub use list_events::{EventFilter, EventPage, EventView};
