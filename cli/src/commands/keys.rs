//! `tessera keys`: makes, lists and revokes API keys, and shows the secret that tokens are signed with. Works beside a process that serves the same database.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use tessera_app::store::OpenError;
use tessera_app::{App, KeyKind, Problem, Scope, Scopes, StartOptions};

use crate::open::{DatabaseArgs, Purpose};

/// What to do with keys.
#[derive(Debug, Args)]
pub(crate) struct KeysArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(subcommand)]
    command: KeysCommand,
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Make a key. Its secret is shown once.
    Create(CreateArgs),
    /// List all keys, without their secrets.
    List,
    /// Revoke a key by its id.
    Revoke {
        /// `key_...`, as `keys list` shows it.
        id: String,
    },
    /// Show the secret that your shop's server signs customer and cart tokens with; made at the first call.
    TokenSecret(TokenSecretArgs),
}

#[derive(Debug, Args)]
struct TokenSecretArgs {
    /// Make another. The former one is accepted for 24 hours.
    #[arg(long)]
    rotate: bool,
    /// Accept the former one no more, because others know it. Tokens that it signed are of no use from then on.
    #[arg(long, requires = "rotate")]
    at_once: bool,
}

#[derive(Debug, Args)]
struct CreateArgs {
    /// What the key is for, such as `checkout`.
    #[arg(long)]
    name: Option<String>,
    /// What the key may do, separated by commas; `all` is everything, `help` lists them.
    #[arg(long, value_delimiter = ',', required_unless_present = "publishable", conflicts_with = "publishable")]
    scopes: Vec<String>,
    /// A key that may stand in a page: it may only do what a shopper's browser may.
    #[arg(long)]
    publishable: bool,
}

/// Runs the command.
pub(crate) async fn run(args: KeysArgs) -> anyhow::Result<ExitCode> {
    let creates = matches!(args.command, KeysCommand::Create(_));
    if let KeysCommand::Create(create) = &args.command {
        if create.scopes.iter().any(|scope| scope == "help") {
            say_line!("{}, all", scope_names());
            return Ok(ExitCode::SUCCESS);
        }
        // What is asked for wrongly makes no database.
        create.asked()?;
    }
    let store = match args.database.open(Purpose::Visit).await {
        Ok(store) => store,
        // The first key may be made before the first `serve`, but not unnoticed in a database of the wrong name.
        Err(error) if creates && matches!(error.downcast_ref(), Some(OpenError::Missing { .. })) => {
            let store = args.database.open(Purpose::Own).await?;
            let shown = args.database.shown();
            eprintln!("made a new database at {}", shown.strip_prefix("sqlite:").unwrap_or(&shown));
            store
        }
        Err(error) => return Err(error),
    };
    let app = App::start(store.clone(), StartOptions::default()).await?;
    match args.command {
        KeysCommand::Create(create) => create_key(&app, create.asked()?).await?,
        KeysCommand::List => list_keys(&app, &args.database).await?,
        KeysCommand::Revoke { id } => {
            app.revoke_key(&id).await.map_err(said)?;
            say_line!("{id} is revoked. A process that serves the database refuses it within a second.");
        }
        KeysCommand::TokenSecret(asked) => show_token_secret(&app, &asked).await?,
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// A key that can be made.
struct AskedKey {
    name: String,
    kind: KeyKind,
    scopes: Scopes,
}

impl CreateArgs {
    fn asked(&self) -> anyhow::Result<AskedKey> {
        let (kind, scopes) = if self.publishable {
            (KeyKind::Publishable, Scopes::default())
        } else {
            (KeyKind::Secret, parse_scopes(&self.scopes)?)
        };
        let Some(name) = self.name.clone() else { bail!("say what the key is for, such as --name checkout") };
        Ok(AskedKey { name, kind, scopes })
    }
}

async fn create_key(app: &App, asked: AskedKey) -> anyhow::Result<()> {
    let created = app.create_key(&asked.name, asked.kind, asked.scopes).await.map_err(said)?;
    say_line!("{}", created.secret);
    let (id, name) = (&created.key.id, &created.key.name);
    match asked.kind {
        KeyKind::Secret => {
            eprintln!("This is the secret of {id} ({name}). It is shown this once; keep it in your shop's settings.");
        }
        KeyKind::Publishable => eprintln!(
            "This is the publishable key {id} ({name}), for your pages: who reads it there can price carts, and learns of no customer without a token. It is shown this once."
        ),
    }
    Ok(())
}

async fn show_token_secret(app: &App, asked: &TokenSecretArgs) -> anyhow::Result<()> {
    let secret = if asked.rotate { app.rotate_token_secret(asked.at_once).await } else { app.token_secret().await };
    say_line!("{}", secret.map_err(said)?);
    let former = match (asked.rotate, asked.at_once) {
        (false, _) => "",
        (true, false) => " The former one is accepted for 24 hours.",
        (true, true) => " The former one is refused from now on.",
    };
    eprintln!(
        "Your shop's server signs customer and cart tokens with it. Keep it there: whoever has it can be any customer.{former}"
    );
    Ok(())
}

fn scope_names() -> String {
    Scope::ALL.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(", ")
}

fn parse_scopes(names: &[String]) -> anyhow::Result<Scopes> {
    if names.iter().any(|name| name == "all") {
        return Ok(Scopes::all());
    }
    let parse = |name: &String| {
        Scope::parse(name.trim())
            .ok_or_else(|| anyhow!("there is no scope `{name}`; the scopes are {} and `all`", scope_names()))
    };
    let scopes: Scopes = names.iter().map(parse).collect::<Result<_, _>>()?;
    if scopes == Scopes::default() {
        bail!("name at least one scope");
    }
    Ok(scopes)
}

async fn list_keys(app: &App, database: &DatabaseArgs) -> anyhow::Result<()> {
    let keys = app.list_keys().await.map_err(said)?;
    if keys.is_empty() {
        say_line!("There are no keys. Make one:");
        say_line!("  tessera keys create --database {} --name checkout --scopes quotes,redemptions", database.shown());
        return Ok(());
    }
    let ids = keys.iter().map(|key| key.id.len()).max().unwrap_or_default();
    let names = keys.iter().map(|key| key.name.chars().count()).max().unwrap_or_default().max(4);
    say_line!("{:<ids$}  {:<11}  {:<8}  {:<5}  {:<names$}  SCOPES", "ID", "KIND", "STATE", "HINT", "NAME");
    for key in keys {
        let state = if key.revoked_at.is_some() { "revoked" } else { "in force" };
        let scopes = if key.scopes.len() == Scope::ALL.len() { "all".to_owned() } else { key.scopes.join(",") };
        let line =
            format!("{:<ids$}  {:<11}  {state:<8}  …{:<4}  {:<names$}  {scopes}", key.id, key.kind, key.hint, key.name);
        say_line!("{}", line.trim_end());
    }
    Ok(())
}

fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_named_or_all() {
        assert_eq!(parse_scopes(&["all".to_owned()]).unwrap(), Scopes::all());
        assert_eq!(
            parse_scopes(&["quotes".to_owned(), "coupons:read".to_owned()]).unwrap().names(),
            ["quotes", "coupons:read"]
        );
        let refused = parse_scopes(&["everything".to_owned()]).unwrap_err().to_string();
        assert!(refused.contains("everything") && refused.contains("coupons:write"), "{refused}");
    }
}
