//! The store's settings: what changes a price or an identity for the whole shop.

mod read_settings;
mod store_settings;
mod storefront_origins;
mod storefront_url;
mod update_settings;

pub(crate) use store_settings::read_stored;
pub use store_settings::{DateOnlyEnd, RefundPolicy, RestoreUses, SettingsView, StoreSettings};
