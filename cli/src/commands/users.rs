//! `tessera users`: lists accounts of the admin pages and lets back in who is locked out. Works beside a process that
//! serves the same database.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use tessera_app::users::{UserChange, UserView};
use tessera_app::{App, Caller, Mutation, Problem, StartOptions};

use crate::open::{DatabaseArgs, Purpose};

/// What to do with accounts.
#[derive(Debug, Args)]
pub(crate) struct UsersArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(subcommand)]
    command: UsersCommand,
}

#[derive(Debug, Subcommand)]
enum UsersCommand {
    /// List all accounts.
    List,
    /// Give an account a new password, which is drawn and shown once. Its sessions end.
    ResetPassword {
        /// The e-mail it signs in with.
        email: String,
    },
    /// Switch the two-step sign-in of an account off. Its sessions end.
    ResetTwoStep {
        /// The e-mail it signs in with.
        email: String,
    },
}

/// Runs the command.
pub(crate) async fn run(args: UsersArgs) -> anyhow::Result<ExitCode> {
    let store = args.database.open(Purpose::Visit).await?;
    let app = App::start(store.clone(), StartOptions::default()).await?;
    match args.command {
        UsersCommand::List => list_users(&app).await?,
        UsersCommand::ResetPassword { email } => reset_password(&app, &email).await?,
        UsersCommand::ResetTwoStep { email } => {
            let user = find(&app, &email).await?;
            app.reset_two_step(Mutation::program("users reset-two-step"), &user.id).await.map_err(said)?;
            say_line!("{} signs in with the password alone now.", user.email);
        }
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn list_users(app: &App) -> anyhow::Result<()> {
    let users = app.list_users(&Caller::program()).await.map_err(said)?;
    if users.is_empty() {
        say_line!("Nobody has an account. `tessera serve` prints the link that makes the first one.");
        return Ok(());
    }
    let emails = users.iter().map(|user| user.email.chars().count()).max().unwrap_or_default().max(6);
    say_line!("{:<36}  {:<emails$}  {:<8}  {:<8}  MAY", "ID", "E-MAIL", "STATE", "TWO-STEP");
    for user in users {
        let state = if user.disabled_at.is_some() { "off" } else { "on" };
        let two_step = if user.two_step_since.is_some() { "on" } else { "off" };
        let may = if user.is_owner { "everything".to_owned() } else { user.roles.join(",") };
        say_line!("{:<36}  {:<emails$}  {state:<8}  {two_step:<8}  {may}", user.id, user.email);
    }
    Ok(())
}

async fn reset_password(app: &App, email: &str) -> anyhow::Result<()> {
    let user = find(app, email).await?;
    let password = app.draw_password();
    let change = UserChange { version: user.version, password: Some(password.clone()), ..UserChange::default() };
    app.update_user(Mutation::program("users reset-password"), &user.id, change).await.map_err(said)?;
    say_line!("{password}");
    eprintln!("This is the new password of {}. It is shown this once; change it once you are in.", user.email);
    if user.disabled_at.is_some() {
        eprintln!("The account is switched off; an owner switches it on under Accounts.");
    }
    Ok(())
}

async fn find(app: &App, email: &str) -> anyhow::Result<UserView> {
    let users = app.list_users(&Caller::program()).await.map_err(said)?;
    let known = users.into_iter().find(|user| user.email.eq_ignore_ascii_case(email.trim()));
    let Some(user) = known else { bail!("nobody signs in with {email}; `tessera users list` shows who does") };
    Ok(user)
}

fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.detail)
}
