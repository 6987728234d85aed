//! API keys. Their secrets are not kept, only what tells one from another.

pub(crate) mod find_key;
pub(crate) mod insert_key;
pub(crate) mod list_keys;
mod record;
pub(crate) mod revoke_key;

pub use find_key::find_key;
pub use insert_key::insert_key;
pub use list_keys::list_keys;
pub use record::KeyRecord;
pub use revoke_key::revoke_key;
