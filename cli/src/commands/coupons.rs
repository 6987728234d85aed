//! `tessera coupons`: coupons as code, on the API of a server.

use std::io::{BufRead, IsTerminal, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::json;
use tessera_app::settings::StoreSettings;
use tessera_engine::from_json;

use crate::as_code::api::Api;
use crate::as_code::file::{Entry, names_days, read, write};
use crate::as_code::plan::{Step, There, clashes, plan};

/// What to do with a file of coupons.
#[derive(Debug, Args)]
pub(crate) struct CouponsArgs {
    /// Where the server is.
    #[arg(long, env = "TESSERA_URL", global = true, default_value = "http://127.0.0.1:7410")]
    url: String,
    /// A secret key with the scopes coupons:read and coupons:write.
    #[arg(long, env = "TESSERA_SECRET_KEY", global = true, hide_env_values = true, default_value = "")]
    key: String,
    #[command(subcommand)]
    command: CouponsCommand,
}

#[derive(Debug, Subcommand)]
enum CouponsCommand {
    /// Make the server's coupons those of a YAML file: shows the plan, then does exactly that.
    Apply(ApplyArgs),
    /// Write the server's coupons as a YAML file.
    Export {
        /// The file; `-` is the standard output.
        #[arg(short, long, value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct ApplyArgs {
    /// The file.
    #[arg(short, long, value_name = "FILE")]
    file: PathBuf,
    /// Show the plan and do nothing.
    #[arg(long)]
    plan: bool,
    /// Archive coupons that came from a file and are not in this one.
    #[arg(long)]
    prune: bool,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

/// Runs the command.
pub(crate) async fn run(args: CouponsArgs) -> anyhow::Result<ExitCode> {
    if args.key.is_empty() {
        bail!("name a secret key with --key or TESSERA_SECRET_KEY");
    }
    let api = Api::new(&args.url, &args.key)?;
    match args.command {
        CouponsCommand::Apply(args) => apply(&api, &args).await,
        CouponsCommand::Export { file } => export(&api, &file).await,
    }
}

async fn apply(api: &Api, args: &ApplyArgs) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let settings = if names_days(&text)? { settings_of(api).await? } else { StoreSettings::default() };
    let entries = read(&text, &settings)?;
    let mut there = all_there(api, false).await?;
    there.extend(all_there(api, true).await?);
    let steps = plan(&entries, &there, args.prune)?;
    show(&steps);
    let clashes = clashes(&steps, &there);
    clashes.iter().for_each(|line| eprintln!("will be refused: {line}"));
    if args.plan || !steps.iter().any(Step::is_change) {
        return Ok(if clashes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if !args.yes && !agreed()? {
        say_line!("Nothing was done.");
        return Ok(ExitCode::FAILURE);
    }
    let mut refused = 0_usize;
    for step in &steps {
        let lines = carry_out(api, step).await?;
        refused += usize::from(!lines.is_empty());
        lines.iter().for_each(|line| eprintln!("refused: {line}"));
    }
    let done = steps.iter().filter(|step| step.is_change()).count() - refused;
    say_line!("{done} done, {refused} refused");
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the store takes a date without a time for.
async fn settings_of(api: &Api) -> anyhow::Result<StoreSettings> {
    let mut settings = match api.call("GET", "/v1/settings", None, None).await? {
        Ok(settings) => settings,
        Err(refused) if refused.status == 403 => {
            bail!(
                "the file has dates without a time; what they mean is in the settings, which this key may not read: give it the scope `settings`, or write times, such as 2027-06-30T22:00:00Z"
            )
        }
        Err(refused) => bail!("{}", refused.words()),
    };
    // Answers may gain members that this release does not know.
    let known = json!(StoreSettings::default());
    if let Some(members) = settings.as_object_mut() {
        members.retain(|name, value| known.get(name).is_some() && !value.is_null());
    }
    from_json(settings.to_string().as_bytes()).context("the server's settings cannot be read by this release")
}

async fn all_there(api: &Api, archived: bool) -> anyhow::Result<Vec<There>> {
    api.list_coupons(archived).await?.iter().map(There::read).collect()
}

/// The plan: a line for each coupon, below it what differs.
fn show(steps: &[Step<'_>]) {
    let mut counts = [0_usize; 5];
    for step in steps {
        let (place, line) = match step {
            Step::Create { entry, .. } => (0, format!("+ create   {} ({})", entry.key, entry.terms.name)),
            Step::Change { entry, there, .. } => {
                (1, format!("~ change   {} ({}, {})", entry.key, entry.terms.name, there.id))
            }
            Step::Unchanged { .. } => (2, String::new()),
            Step::Restore { entry, there, .. } => {
                (4, format!("^ restore  {} ({}, {})", entry.key, entry.terms.name, there.id))
            }
            Step::Archive { there } => (3, format!("- archive  {} ({}, {})", there.key(), there.terms.name, there.id)),
        };
        counts[place] += 1;
        if !line.is_empty() {
            say_line!("{line}");
        }
        if let Step::Change { lines, .. } | Step::Restore { lines, .. } = step {
            lines.iter().for_each(|line| say_line!("    {line}"));
        }
    }
    let [create, change, unchanged, archive, restore] = counts;
    let restored = if restore == 0 { String::new() } else { format!("{restore} to restore, ") };
    say_line!("{create} to create, {change} to change, {restored}{archive} to archive, {unchanged} unchanged");
}

/// Asks whoever sits there.
fn agreed() -> anyhow::Result<bool> {
    if !stdin().is_terminal() {
        bail!("nobody is there to ask: say --yes to do it, or --plan to only see it");
    }
    say!("Do it? [y/N] ");
    let mut answer = String::new();
    stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Does a step; answers what was refused.
async fn carry_out(api: &Api, step: &Step<'_>) -> anyhow::Result<Vec<String>> {
    let (answer, pointer) = match step {
        Step::Unchanged { .. } => return Ok(Vec::new()),
        Step::Create { entry, body } => (api.call("POST", "/v1/coupons", Some(body), None).await?, pointer_of(entry)),
        Step::Change { entry, there, patch, .. } => {
            let path = format!("/v1/coupons/{}", there.id);
            (api.call("PATCH", &path, Some(patch), Some(there.version)).await?, pointer_of(entry))
        }
        Step::Restore { entry, there, patch, .. } => {
            let path = format!("/v1/coupons/{}", there.id);
            let restore = format!("{path}/restore");
            let mut answer = api.call("POST", &restore, Some(&json!({})), Some(there.version)).await?;
            if let Ok(restored) = &answer
                && *patch != json!({})
            {
                answer = api.call("PATCH", &path, Some(patch), restored["version"].as_u64()).await?;
            }
            (answer, pointer_of(entry))
        }
        Step::Archive { there } => {
            let path = format!("/v1/coupons/{}/archive", there.id);
            let answer = api.call("POST", &path, Some(&json!({})), Some(there.version)).await?;
            (answer, format!("{} ({})", there.key(), there.id))
        }
    };
    Ok(answer.err().map(|refused| refused.lines(&pointer)).unwrap_or_default())
}

fn pointer_of(entry: &Entry) -> String {
    entry.pointer.clone()
}

async fn export(api: &Api, file: &Path) -> anyhow::Result<ExitCode> {
    let there = all_there(api, false).await?;
    let coupons: Vec<_> = there.into_iter().map(|coupon| (coupon.key().to_owned(), coupon.terms)).collect();
    let text = write(&coupons)?;
    if file == Path::new("-") {
        say!("{text}");
    } else {
        std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
        say_line!("wrote {} coupons to {}", coupons.len(), file.display());
    }
    Ok(ExitCode::SUCCESS)
}
