//! The test cases of a coupon beside its form: run again on what is typed, each with whether it still holds.

use askama::Template;
use axum::extract::State;
use tessera_app::App;
use tessera_app::baskets::CaseOutcome;
use tessera_app::quotes::DraftCoupon;

use super::drafted::Drafted;
use crate::admin::form::Form;
use crate::admin::shell::{Place, Shell, page};
use crate::admin::texts::fill;
use crate::admin::visit::Admin;
use crate::answer::Reply;
use crate::problem::Refusal;

/// Test cases that are run.
const MOST: u32 = 50;

/// A test case with what came of it.
pub(in crate::admin) struct CaseRow {
    pub(in crate::admin) name: String,
    pub(in crate::admin) holds: bool,
    /// What came and what was expected.
    pub(in crate::admin) words: String,
    /// The coupon.
    pub(in crate::admin) coupon_id: String,
}

impl CaseRow {
    /// A test case in words.
    pub(in crate::admin) fn of(case: CaseOutcome, s: &Shell) -> Self {
        let (given, expected) = (s.money(case.given, case.currency), s.money(case.expected.discount, case.currency));
        let holds = case.holds();
        let words = match (holds, case.message) {
            (true, _) => fill(s.t.case_gives, &[&given]),
            (false, Some(message)) => {
                format!("{} {message}", fill(s.t.case_gives_other, &[&given, &expected]))
            }
            (false, None) => fill(s.t.case_gives_other, &[&given, &expected]),
        };
        Self { name: case.name, holds, words, coupon_id: case.expected.coupon_id }
    }
}

#[derive(Template)]
#[template(path = "admin/coupons/rail/cases.html")]
struct CasesPart {
    s: Shell,
    cases: Vec<CaseRow>,
}

/// Runs the test cases of the coupon that is being edited.
pub(super) async fn try_cases(State(app): State<App>, admin: Admin, form: Form) -> Reply {
    let drafted = Drafted::of_form(&app, &admin, &form).await?;
    let s = Shell::of(&app, &admin.visit, Place::Coupons);
    let cases = run_cases(&app, &admin, &drafted, &s).await?;
    page(&CasesPart { s, cases })
}

/// Runs them; while the form says something wrong there are none.
pub(super) async fn run_cases(app: &App, admin: &Admin, drafted: &Drafted, s: &Shell) -> Result<Vec<CaseRow>, Refusal> {
    let Ok(terms) = &drafted.terms else { return Ok(Vec::new()) };
    let draft = DraftCoupon { id: drafted.id(), terms: terms.clone(), balance: None };
    let outcomes = app.run_cases_of(admin.caller(), &draft, s.locale(), MOST).await?;
    Ok(outcomes.into_iter().map(|case| CaseRow::of(case, s)).collect())
}
