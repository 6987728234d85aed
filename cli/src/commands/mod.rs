//! One file per command.

pub(crate) mod backup;
pub(crate) mod codes;
pub(crate) mod coupons;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod kinds;
pub(crate) mod migrate;
pub(crate) mod move_database;
pub(crate) mod openapi;
pub(crate) mod scopes;
pub(crate) mod serve;
pub(crate) mod users;
pub(crate) mod verify;

/// How to print a list of the manual.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// As the manual's page.
    #[arg(long)]
    pub(crate) markdown: bool,
}
