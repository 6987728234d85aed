//! `tessera`: the one binary. It puts the store, the use cases and the HTTP face together.

#![expect(clippy::print_stderr, reason = "a command line program says on its standard stream what went wrong")]

#[macro_use]
mod say;

mod as_code;
mod commands;
mod demo;
#[cfg(test)]
mod documents;
mod logging;
mod manual;
mod open;
mod signals;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Tessera: coupons and discounts for your shop, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "tessera", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a fresh demo shop with products, customers, past orders and coupons.
    Demo(commands::demo::DemoArgs),
    /// Serve the API on a database.
    Serve(commands::serve::ServeArgs),
    /// Bring a database to this program's schema.
    Migrate(open::DatabaseArgs),
    /// Check what the product's promises rest on.
    Doctor(open::DatabaseArgs),
    /// Ask a running server whether it is well.
    Health(commands::health::HealthArgs),
    /// Copy a database, also one that serves, and check the copy.
    Backup(commands::backup::BackupArgs),
    /// Move everything into an empty database of the same or the other kind.
    Move(commands::move_database::MoveArgs),
    /// Compute everything again that can be computed from something else.
    Verify(commands::verify::VerifyArgs),
    /// Import the coupons of WooCommerce, Shopify or Stripe from an export, and say what could not be carried over.
    Import(commands::import::ImportArgs),
    /// Coupons as code: make a server's coupons those of a YAML file, or write them as one.
    Coupons(commands::coupons::CouponsArgs),
    /// Make, list and revoke API keys.
    Keys(commands::keys::KeysArgs),
    /// List the accounts of the admin pages, and let back in who is locked out.
    Users(commands::users::UsersArgs),
    /// Make and export codes by the million.
    Codes(commands::codes::CodesArgs),
    /// Print the OpenAPI document.
    Openapi,
    /// Print every error code of the API.
    Errors(commands::ListArgs),
    /// Print every type of event.
    Events(commands::ListArgs),
    /// Print what an API key can be allowed.
    Scopes(commands::ListArgs),
    /// List the kinds of benefits and conditions, or print the manual page of one.
    Kinds(commands::kinds::KindsArgs),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("tessera: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Demo(args) => commands::demo::run(args).await,
            Command::Serve(args) => commands::serve::run(args).await,
            Command::Migrate(args) => commands::migrate::run(args).await,
            Command::Doctor(args) => commands::doctor::run(args).await,
            Command::Health(args) => commands::health::run(args).await,
            Command::Backup(args) => commands::backup::run(args).await,
            Command::Move(args) => commands::move_database::run(args).await,
            Command::Verify(args) => commands::verify::run(args).await,
            Command::Import(args) => commands::import::run(args).await,
            Command::Coupons(args) => commands::coupons::run(args).await,
            Command::Keys(args) => commands::keys::run(args).await,
            Command::Users(args) => commands::users::run(args).await,
            Command::Codes(args) => commands::codes::run(args).await,
            Command::Openapi => commands::openapi::run(),
            Command::Errors(args) => commands::errors::run(&args),
            Command::Events(args) => Ok(commands::events::run(&args)),
            Command::Scopes(args) => commands::scopes::run(&args),
            Command::Kinds(args) => commands::kinds::run(&args),
        }
    })
}
