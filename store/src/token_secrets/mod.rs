//! What the shop's server signs customer and cart tokens with: one is in force, former ones are accepted for a while.

pub(crate) mod keep_token_secret;
pub(crate) mod read_token_secrets;
mod record;
pub(crate) mod rotate_token_secret;

pub use keep_token_secret::keep_token_secret;
pub use read_token_secrets::read_token_secrets;
pub use record::TokenSecretRecord;
pub use rotate_token_secret::rotate_token_secret;

/// Who makes a secret has it until the transaction ends.
const LOCK: &str = "token_secrets";
