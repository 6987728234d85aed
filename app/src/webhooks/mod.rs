//! Webhooks: events sent to endpoints, signed, one after another, again until they are taken.

mod courier;
mod create_webhook;
mod delete_webhook;
mod deliver_webhooks;
mod list_webhooks;
mod replay_webhook;
mod request;
mod rotate_webhook_secret;
mod signature;
mod update_webhook;
mod view;

pub use courier::{Courier, Parcel};
pub use request::{NewWebhook, Replay, WebhookPatch};
pub use view::{CreatedWebhook, WebhookView};
