//! What changed: the outbox of events and the audit trail, written in the transaction of their effect.
//!
//! [`record_changes()`] writes both without a place in their order; [`seal()`] numbers and chains what is committed, in one
//! place at a time, so that a reader by position never sees a gap that is filled later.

pub(crate) mod chain;
pub(crate) mod digest;
pub(crate) mod epoch;
pub(crate) mod list_audit;
pub(crate) mod list_events;
mod record;
pub(crate) mod record_changes;
pub(crate) mod seal;
pub(crate) mod search_audit;
pub(crate) mod secret;

pub use chain::GENESIS;
pub use digest::Secret;
pub use epoch::{Epoch, begin_epoch, current_epoch};
pub use list_audit::list_audit;
pub use list_events::{EventFilter, EventPage, list_events};
pub use record::{AuditRecord, EventRecord, NewAudit, NewEvent};
pub use record_changes::record_changes;
pub use seal::{has_unsealed, seal};
pub use search_audit::{AuditFilter, AuditFound, STRETCH, search_audit};
pub use secret::keep_secret;
