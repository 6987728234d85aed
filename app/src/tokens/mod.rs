//! Customer tokens and cart tokens: what a shop's server vouches for when a browser calls with a publishable key. HTTP
//! contract section 7, decision 0027.
//!
//! A token is a JWT with HS256, signed with the store's token secret. Who verifies one asks no database: the secrets are
//! in memory and follow a rotation by another process within half a second.

mod claims;
mod hs256;
mod secrets;
mod shopper;

#[doc(hidden)]
pub use hs256::sign;
pub use secrets::FORMER_SECRET_LASTS;
pub(crate) use secrets::TokenSecrets;
pub(crate) use shopper::OWN;
pub use shopper::{CustomerToken, Shopper};
