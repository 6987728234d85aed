//! The merchant's settings: one document.

pub(crate) mod read_settings;
pub(crate) mod read_settings_version;
pub(crate) mod write_settings;

pub use read_settings::read_settings;
pub use read_settings_version::read_settings_version;
pub use write_settings::{SettingsOutcome, write_settings};
