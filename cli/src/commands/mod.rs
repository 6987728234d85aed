//! One file per command.

pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod keys;
pub(crate) mod kinds;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod scopes;
pub(crate) mod serve;
pub(crate) mod verify;
