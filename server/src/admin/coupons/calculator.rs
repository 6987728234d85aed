//! The calculator of the grid of billing periods: a price for a month and a rate for each period, on the use case that
//! the API has.

use serde_json::{Value, json};
use tessera_app::App;
use tessera_engine::calculator::{Calculation, Proposal};
use tessera_engine::locale::amount_with_code;
use tessera_engine::{Locale, from_json};

use super::draft::Draft;
use crate::admin::fields::Faults;
use crate::admin::texts::Texts;
use crate::admin::visit::Admin;
use crate::problem::Refusal;

/// The periods that have months.
pub(super) const LADDER: [&str; 6] = ["monthly", "quarterly", "semiannual", "annual", "biennial", "triennial"];

/// A row of what the calculator proposes.
pub(super) struct Proposed {
    pub(super) period: &'static str,
    pub(super) list: String,
    pub(super) discount: String,
    pub(super) price: String,
    pub(super) a_month: String,
    pub(super) saving: String,
}

/// What was proposed.
#[derive(Default)]
pub(super) struct Proposals {
    pub(super) rows: Vec<Proposed>,
    pub(super) warnings: Vec<String>,
}

/// Calculates, and fills the grid where the button says so: `calculate:` or `adopt:`, then what its fields begin with.
///
/// # Errors
/// That of the use case. What is typed wrong is among the faults.
pub(super) fn calculate(
    what: &str,
    draft: &mut Draft,
    app: &App,
    admin: &Admin,
    locale: Locale,
) -> Result<Option<(Proposals, Faults)>, Refusal> {
    let Some((word @ ("calculate" | "adopt"), prefix)) = what.split_once(':') else { return Ok(None) };
    let t = admin.visit.texts();
    let asked = match asked(draft, prefix, t) {
        Ok(asked) => asked,
        Err(faults) => return Ok(Some((Proposals::default(), faults))),
    };
    let proposal = app.calculate_billing_periods(admin.caller(), &asked, locale)?;
    if word == "adopt" {
        adopt(draft, prefix, &proposal, locale);
    }
    Ok(Some((shown(&proposal, locale, t), Faults::default())))
}

/// What is asked.
fn asked(draft: &Draft, prefix: &str, t: &Texts) -> Result<Calculation, Faults> {
    let base = format!("{prefix}calc.base");
    let currency = draft.text("currency");
    let amount = draft.amount_of(&base).ok_or_else(|| Faults::one(base.clone(), t.fault_amount))?;
    let mut ladder = json!({});
    for period in LADDER {
        let name = format!("{prefix}calc.{period}");
        if draft.text(&name).is_empty() {
            continue;
        }
        ladder[period] = draft.percent_of(&name).ok_or_else(|| Faults::one(name.clone(), t.fault_percent))?;
    }
    let method = if draft.text(&format!("{prefix}calc.method")) == "amount" { "amount" } else { "percent" };
    let body = json!({ "currency": currency, "base_price": amount, "method": method, "ladder": ladder });
    from_json(body.to_string().as_bytes()).map_err(|_| Faults::one(base, t.fault_amount))
}

fn adopt(draft: &mut Draft, prefix: &str, proposal: &Proposal, locale: Locale) {
    let Some(benefit) = &proposal.benefit else { return };
    let written = serde_json::to_value(benefit).unwrap_or_default();
    let given = written["periods"].as_object().into_iter().flatten();
    // What the grid says of setup fees, and of periods without months, stays.
    for (period, entry) in given {
        draft.show_off(&format!("{prefix}periods.{period}.price"), &entry["price"], locale);
    }
    let per = written.get("per").and_then(Value::as_str).unwrap_or("unit").to_owned();
    draft.set(&format!("{prefix}period_per"), per);
}

fn shown(proposal: &Proposal, locale: Locale, t: &Texts) -> Proposals {
    let money = |minor: i64| amount_with_code(minor, proposal.currency, locale);
    let rows = proposal.periods.iter().map(|row| Proposed {
        period: period_words(row.period.as_str(), t),
        list: money(row.list_price),
        discount: money(row.discount),
        price: money(row.price),
        a_month: money(row.price_per_month),
        saving: money(row.saving_per_month),
    });
    Proposals {
        rows: rows.collect(),
        warnings: proposal.warnings.iter().map(|warning| warning.message.clone()).collect(),
    }
}

/// A period in words.
pub(super) fn period_words(period: &str, t: &Texts) -> &'static str {
    let known = super::draft::periods::PERIODS.iter().find(|(name, _)| *name == period);
    known.map_or("", |(_, words)| words(t))
}
