//! What every change of a coupon shares: the columns derived from its terms, its first code, and the refusals.

use tessera_engine::coupon::{Activation, Limits, Status, Visibility};
use tessera_engine::decode::codes as fault_codes;
use tessera_engine::{Amounts, Code, FieldError, Terms};
use tessera_store::Tx;
use tessera_store::codes::{self, CodeRecord, InsertCode};
use tessera_store::coupons::NewTerms;
use tessera_store::limits::CouponLimits;

use super::changes::code_voided;
use crate::caller::Scopes;
use crate::change::Change;
use crate::codes::{code_changed, code_taken};
use crate::problem::{ErrorCode, Problem};

/// The terms as the store keeps them: the document and the columns that lists and limits need.
pub(crate) fn new_terms(terms: &Terms) -> NewTerms {
    NewTerms {
        terms: serde_json::to_string(terms).expect("terms serialise"),
        status: status_name(terms.status).to_owned(),
        name: terms.name.clone(),
        description: terms.description.clone(),
        activation: activation_name(terms.activation).to_owned(),
        campaign_id: terms.campaign_id.clone(),
        starts_at: terms.validity.starts_at,
        ends_at: terms.validity.ends_at,
        limits: coupon_limits(&terms.limits),
        days_after_claim: terms.validity.days_after_claim,
        is_claimable: terms.visibility != Visibility::Private && terms.activation != Activation::Automatic,
        for_claims: "keep",
    }
}

/// The limits as the store keeps them.
fn coupon_limits(limits: &Limits) -> CouponLimits {
    let money = |budget: &Option<Amounts>| {
        let by_code = |budget: &Amounts| budget.iter().map(|(of, most)| (of.to_string(), most.minor())).collect();
        budget.as_ref().map(by_code)
    };
    CouponLimits {
        total: limits.total,
        per_customer: limits.per_customer,
        per_code: limits.per_code,
        per_day: limits.per_day,
        budget: money(&limits.budget),
        budget_per_customer: money(&limits.budget_per_customer),
        budget_per_day: money(&limits.budget_per_day),
        claims_total: limits.claims_total,
        claims_per_customer: limits.claims_per_customer,
    }
}

/// The name of a status in documents.
pub(crate) const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Enabled => "enabled",
        Status::Paused => "paused",
        Status::Archived => "archived",
    }
}

/// The name of an activation in documents.
pub(crate) const fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Code => "code",
        Activation::Automatic => "automatic",
        Activation::Claim => "claim",
    }
}

/// Refuses what the contract knows and this release does not do, and what cannot be in force.
pub(crate) fn check(terms: &Terms) -> Result<(), Problem> {
    let later = terms.not_in_this_release();
    if !later.is_empty() {
        return Err(Problem { errors: later, ..Problem::of(ErrorCode::NotInThisRelease) });
    }
    if terms.status == Status::Enabled && terms.benefits.is_empty() {
        return Err(Problem::of(ErrorCode::CouponIncomplete));
    }
    Ok(())
}

/// Refuses a person without the role `publish` an edit of what is in force before it or after it.
pub(crate) fn refuse_unpublished(scopes: Scopes, statuses: &[Status]) -> Result<(), Problem> {
    if scopes.publishes() || !statuses.contains(&Status::Enabled) {
        return Ok(());
    }
    let detail = "The account lacks the role `publish`: it changes no coupon that is in force and puts none in force.";
    Err(Problem::new(ErrorCode::ScopeMissing, detail))
}

/// Archiving is a call of its own, not a word in a body.
pub(crate) fn archived_by_hand() -> Problem {
    Problem::fields(vec![FieldError {
        pointer: "/status".to_owned(),
        code: fault_codes::INVALID_VALUE,
        detail: "a coupon is archived with `POST /v1/coupons/{id}/archive`".to_owned(),
    }])
}

/// Makes the coupon's first code the one of its terms: keeps it, replaces it or voids it. A voided code's history stays;
/// answers what happened.
pub(crate) async fn write_first_code(
    tx: &mut Tx<'_>,
    coupon_id: &str,
    code: Option<&Code>,
    new_id: String,
) -> Result<Vec<Change>, Problem> {
    let current = codes::first_code(tx, coupon_id).await?;
    let now = tx.now();
    let record = code.map(|code| CodeRecord::written(&new_id, coupon_id, code.typed(), code.canonical(), now));
    let voided = |current: &CodeRecord| code_voided(coupon_id, &current.id);
    let made = |code: &CodeRecord| code_changed("code.created", code, None);
    let (written, told) = match (current, record) {
        (None, None) => return Ok(Vec::new()),
        (Some(current), Some(code)) if current.code == code.code => return Ok(Vec::new()),
        (Some(current), Some(code)) => {
            (codes::replace_code(tx, &current.id, &code).await?, vec![voided(&current), made(&code)])
        }
        (None, Some(code)) => (codes::insert_code(tx, &code).await?, vec![made(&code)]),
        (Some(current), None) => {
            codes::void_code(tx, &current.id).await?;
            return Ok(vec![voided(&current)]);
        }
    };
    match written {
        InsertCode::Inserted => Ok(told),
        InsertCode::Taken => {
            let typed = code.map(Code::typed).unwrap_or_default();
            let canonical = code.map(Code::canonical).unwrap_or_default();
            Err(code_taken(tx, typed, canonical).await?)
        }
    }
}
