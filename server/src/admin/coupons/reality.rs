//! The reality check: what a coupon would have done to the orders of the last 90 days. A job does it; the part beside the
//! form asks how far it came until it is done, and without script a link does.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use jiff::SignedDuration;
use serde_json::json;
use tessera_app::backtests::DraftBacktest;
use tessera_app::jobs::JobView;
use tessera_app::{App, ErrorCode, Mutation};
use tessera_engine::{Currency, Reason, Terms, from_json};

use super::drafted::{Drafted, InTheWay};
use crate::admin::form::Form;
use crate::admin::made::made_id;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::fill;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Days that are looked back.
const DAYS: i64 = 90;
/// Reasons that are told.
const REASONS: usize = 3;

/// How far it came, or what came of it.
pub(super) struct Check {
    job_id: String,
    /// Whether it goes on.
    is_running: bool,
    /// Whether it ended without an answer.
    is_failed: bool,
    done: u64,
    total: u64,
    progress: String,
    /// On how many orders it would have given something; nothing when there were no orders.
    headline: Option<String>,
    figures: Vec<(&'static str, String)>,
    /// Why it gave nothing on the others, the likeliest first.
    reasons: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/reality.html")]
struct RealityPart {
    s: Shell,
    c: Check,
    /// What to look at again in the coupon; `None` where only the job is known.
    warnings: Option<Vec<String>>,
    coupon_faults: InTheWay,
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/reality_page.html")]
struct RealityPage {
    s: Shell,
    c: Check,
    warnings: Option<Vec<String>>,
    coupon_faults: InTheWay,
    carried: Vec<(String, String)>,
    editor: String,
}

/// Begins the check of what is typed, or asks again how far it came where the form names the job.
pub(super) async fn begin(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let drafted = Drafted::of_form(&app, &admin, &form).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let coupon_faults = drafted.told_faults();
    let (c, warnings) = match &drafted.terms {
        Ok(terms) => {
            let job = match form.text("basket_job") {
                "" => begin_job(&app, &admin, terms).await?,
                job => job.to_owned(),
            };
            let warnings = app.lint_draft(admin.caller(), terms.clone(), drafted.id(), s.locale()).await?;
            let warnings = warnings.into_iter().map(|warning| warning.message).collect();
            let job = app.read_job(admin.caller(), &job).await?;
            if job.kind != "backtest_coupon" {
                return Err(Refusal::of(ErrorCode::NotFound));
            }
            (Check::of(job, &s)?, Some(warnings))
        }
        Err(_) => (Check::none(), None),
    };
    if admin.visit.is_part {
        return page(&RealityPart { s, c, warnings, coupon_faults });
    }
    let mut carried = form.others("basket_");
    carried.push(("basket_of".to_owned(), form.text("basket_of").to_owned()));
    page(&RealityPage { s, c, warnings, coupon_faults, carried, editor: drafted.editor() })
}

/// Shows how far a check came: a part that asks again, or a page.
pub(super) async fn show(State(app): State<App>, admin: Admin, Path(job): Path<String>) -> Reply {
    let job = app.read_job(admin.caller(), &job).await?;
    if job.kind != "backtest_coupon" {
        return Err(Refusal::of(ErrorCode::NotFound));
    }
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let c = Check::of(job, &s)?;
    let (warnings, coupon_faults) = (None, InTheWay::default());
    if admin.visit.is_part {
        return page(&RealityPart { s, c, warnings, coupon_faults });
    }
    let editor = String::new();
    page(&RealityPage { s, c, warnings, coupon_faults, carried: Vec::new(), editor })
}

async fn begin_job(app: &App, admin: &Admin, terms: &Terms) -> Result<String, Refusal> {
    let to = app.now();
    let from = to - SignedDuration::from_hours(24 * DAYS);
    let body = json!({ "coupon": terms, "from": from, "to": to }).to_string().into_bytes();
    let draft = from_json::<DraftBacktest>(&body)?;
    let mutation = Mutation { body, ..admin.mutation("/admin/coupons/reality") };
    made_id(&app.create_draft_backtest(mutation, draft).await?)
}

impl Check {
    fn none() -> Self {
        Self {
            job_id: String::new(),
            is_running: false,
            is_failed: false,
            done: 0,
            total: 0,
            progress: String::new(),
            headline: None,
            figures: Vec::new(),
            reasons: Vec::new(),
        }
    }

    fn of(job: JobView, s: &Shell) -> Result<Self, Refusal> {
        let is_running = matches!(job.state.as_str(), "queued" | "running");
        let total = job.total.unwrap_or_default();
        let check = Self {
            is_running,
            is_failed: !is_running && job.result.is_none(),
            done: job.done,
            total: total.max(1),
            progress: match total {
                0 => String::new(),
                total => fill(s.t.reality_progress, &[&job.done.to_string(), &total.to_string()]),
            },
            job_id: job.id,
            ..Self::none()
        };
        let Some(result) = job.result else { return Ok(check) };
        let tally: Told = serde_json::from_value(result).map_err(|error| {
            tracing::error!(%error, "what came of a backtest cannot be read");
            Refusal::of(ErrorCode::Internal)
        })?;
        Ok(check.told(&tally, s))
    }

    fn told(self, tally: &Told, s: &Shell) -> Self {
        let t = s.t;
        if tally.orders == 0 {
            return self;
        }
        let headline = fill(t.reality_applied, &[&tally.touched.to_string(), &tally.orders.to_string()]);
        let mut figures = Vec::new();
        if tally.touched > 0 {
            figures.push((t.reality_cost, sums(&tally.discount, s)));
            figures.push((t.reality_average, sums(&tally.average_discount, s)));
            let (before, after) = (tally.average(&tally.revenue_before), tally.average(&tally.revenue_after));
            let (before_words, after_words) = match tally.discount.len() {
                1 => (t.reality_before, t.reality_after),
                _ => (t.reality_sum_before, t.reality_sum_after),
            };
            figures.push((before_words, sums(&before, s)));
            figures.push((after_words, sums(&after, s)));
            let margin = tally.margin.as_ref().map(|margin| sums(margin, s));
            figures.push((t.reality_margin, margin.unwrap_or_else(|| t.reality_no_cost.to_owned())));
            figures.push((t.reality_new, tally.new_customers.to_string()));
        }
        let reasons = tally.reasons.iter().take(REASONS).map(|one| {
            let words =
                Reason::parse(&one.reason).map_or(one.reason.as_str(), |known| known.in_plain_words(s.locale()));
            (words.to_owned(), fill(t.reality_orders, &[&one.orders.to_string()]))
        });
        Self { headline: Some(headline), figures, reasons: reasons.collect(), ..self }
    }
}

/// What a backtest came to, as its job tells it.
#[derive(serde::Deserialize)]
struct Told {
    orders: u64,
    touched: u64,
    discount: BTreeMap<Currency, i64>,
    average_discount: BTreeMap<Currency, i64>,
    revenue_before: BTreeMap<Currency, i64>,
    revenue_after: BTreeMap<Currency, i64>,
    margin: Option<BTreeMap<Currency, i64>>,
    new_customers: u64,
    reasons: Vec<ToldReason>,
}

#[derive(serde::Deserialize)]
struct ToldReason {
    reason: String,
    orders: u64,
}

impl Told {
    /// A sum by touched order, rounded half up; of several currencies the sums, for orders are not counted by currency.
    fn average(&self, sums: &BTreeMap<Currency, i64>) -> BTreeMap<Currency, i64> {
        let orders = i64::try_from(self.touched).unwrap_or(i64::MAX).max(1);
        let of = |sum: i64| if sums.len() == 1 { (sum + orders / 2) / orders } else { sum };
        sums.iter().map(|(currency, sum)| (*currency, of(*sum))).collect()
    }
}

fn sums(sums: &BTreeMap<Currency, i64>, s: &Shell) -> String {
    let words: Vec<String> = sums.iter().map(|(currency, minor)| s.money(*minor, *currency)).collect();
    words.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn told(value: Value) -> Told {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn an_average_is_rounded_and_several_currencies_are_told_as_sums() {
        let one = told(json!({
            "orders": 9, "touched": 3, "discount": { "EUR": 100 }, "average_discount": { "EUR": 33 },
            "revenue_before": { "EUR": 500 }, "revenue_after": { "EUR": 400 }, "margin": null, "new_customers": 1,
            "reasons": [],
        }));
        let euro = Currency::parse("EUR").unwrap();
        assert_eq!(one.average(&one.revenue_before)[&euro], 167);
        let two = BTreeMap::from([(euro, 500), (Currency::parse("USD").unwrap(), 7)]);
        assert_eq!(one.average(&two), two);
    }
}
