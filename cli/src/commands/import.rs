//! `tessera import`: coupons of another shop's export. Works beside a process that serves the same database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;
use tessera_app::import::{Assumed, Imported, Note, Outcome, Shop, read};
use tessera_app::{App, Caller, Problem, StartOptions};
use tessera_engine::Currency;

use crate::open::{DatabaseArgs, Purpose};

/// The largest file that is read.
const LARGEST_FILE: u64 = 256 * 1_024 * 1_024;

/// What to import.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Whose export it is.
    shop: ShopName,
    /// The export: a CSV of WooCommerce coupons or Shopify discounts, or the JSON of Stripe's coupon and promotion code lists.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Say what would be done and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// The currency of the shop's amounts, such as EUR. Stripe's have their own.
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Write the report as JSON too.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShopName {
    Woocommerce,
    Shopify,
    Stripe,
}

impl From<ShopName> for Shop {
    fn from(name: ShopName) -> Self {
        match name {
            ShopName::Woocommerce => Self::Woocommerce,
            ShopName::Shopify => Self::Shopify,
            ShopName::Stripe => Self::Stripe,
        }
    }
}

/// A coupon of the export and what became of it.
#[derive(Serialize)]
struct Line {
    row: usize,
    name: String,
    #[serde(flatten)]
    outcome: Outcome,
    uses_before: u64,
    notes: Vec<Note>,
}

/// Runs the command. Fails when a coupon was refused.
pub(crate) async fn run(args: ImportArgs) -> anyhow::Result<ExitCode> {
    let text = read_file(&args.file)?;
    let currency = args.currency.as_deref().map(parse_currency).transpose()?;
    let store = args.database.open(Purpose::Visit).await?;
    let app = App::start(store.clone(), StartOptions::default()).await?;
    let settings = app.read_settings(&Caller::program()).await.map_err(said)?;
    let zone = settings.settings.zone();
    let found = read(args.shop.into(), &text, &Assumed { currency, zone })?;
    let mut lines = Vec::with_capacity(found.len());
    for imported in found {
        let outcome = app.import_coupon(&imported, args.dry_run).await.map_err(said)?;
        let Imported { row, name, uses, notes, .. } = imported;
        lines.push(Line { row, name, outcome, uses_before: uses, notes });
    }
    store.close().await;
    print(&lines);
    if let Some(path) = &args.report {
        let report = serde_json::to_string_pretty(&lines)?;
        std::fs::write(path, report).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let refused = lines.iter().any(|line| matches!(line.outcome, Outcome::Refused { .. }));
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn read_file(path: &Path) -> anyhow::Result<String> {
    let cannot = || format!("cannot read {}", path.display());
    let size = std::fs::metadata(path).with_context(cannot)?.len();
    if size > LARGEST_FILE {
        bail!("{} has more than {} MiB; split it", path.display(), LARGEST_FILE / 1_024 / 1_024);
    }
    std::fs::read_to_string(path).with_context(cannot)
}

fn parse_currency(text: &str) -> anyhow::Result<Currency> {
    Currency::parse(&text.to_uppercase()).ok_or_else(|| anyhow!("`{text}` is no currency of ISO 4217 such as EUR"))
}

/// The table, then what was not carried over as it was.
fn print(lines: &[Line]) {
    let width = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0).clamp(4, 40);
    say_line!("{:>5}  {:<width$}  {:<12}  COUPON", "ROW", "NAME", "OUTCOME");
    for line in lines {
        let (word, detail) = words(&line.outcome);
        let text = format!("{:>5}  {:<width$}  {word:<12}  {detail}", line.row, line.name);
        say_line!("{}", text.trim_end());
        for note in &line.notes {
            say_line!("       {}: {}: {}; {}", note.field, note.value, note.why, note.instead);
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(words(&line.outcome).0).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    say_line!("{} coupons: {}", lines.len(), if counts.is_empty() { "none".to_owned() } else { counts.join(", ") });
}

fn words(outcome: &Outcome) -> (&'static str, &str) {
    match outcome {
        Outcome::Created { coupon_id } => ("created", coupon_id),
        Outcome::WouldCreate => ("would create", ""),
        Outcome::Exists { coupon_id } => ("exists", coupon_id),
        Outcome::Refused { why } => ("refused", why),
        Outcome::NotImported => ("not imported", ""),
    }
}

fn said(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.detail)
}
