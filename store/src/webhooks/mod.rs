//! Webhooks: where events are sent, and how far each endpoint came.

pub(crate) mod deliver;
pub(crate) mod edit_webhook;
pub(crate) mod list_webhooks;
mod record;

pub use deliver::{Outcome, lease_webhook, list_due, note_delivery, read_events_after};
pub use edit_webhook::{delete_webhook, first_position, insert_webhook, last_position, update_webhook};
pub use list_webhooks::{list_webhooks, lock_webhook, read_webhook};
pub use record::WebhookRecord;
