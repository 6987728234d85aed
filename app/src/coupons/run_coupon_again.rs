//! `POST /v1/coupons/{id}/run-again`: begins a new run of a coupon that is over. Decision 0022.

use jiff::Timestamp;
use tessera_engine::Terms;
use tessera_engine::coupon::{State, Status, Validity};
use tessera_engine::decode::codes as fault_codes;
use tessera_engine::decode::parse;
use tessera_engine::{FieldError, coupon};
use tessera_store::Tx;
use tessera_store::coupons::{self, CouponRecord, UpdateOutcome};

use super::changes::coupon_edited;
use super::create_coupon::make_coupon;
use super::duplicate_coupon::patched;
use super::update_coupon::{conflict, find};
use super::view::{CouponView, state_name, state_of, stored_terms};
use super::write::{new_terms, refuse_unpublished, write_first_code};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::change::Change;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::templates::refuse_by_template;

impl App {
    /// Makes a coupon with the terms and the code of one that is over, counted from nothing, and archives that one with
    /// its figures. The body is a merge patch of the new run and says from when to when.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `coupon_running`, `run_followed`, `version_conflict`, `code_taken`,
    /// `unavailable`.
    pub async fn run_coupon_again(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        require_validity(&mutation.body)?;
        let scopes = mutation.caller.scopes;
        let (id, expected) = (id.to_owned(), mutation.if_match);
        let patch = self.with_instants(&mutation.body).into_owned();
        let actor = mutation.caller.key_id.to_string();
        let (coupon_id, code_id) = (self.new_id(IdKind::Coupon), self.new_id(IdKind::Code));
        self.mutate("run_coupon_again", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let over = find(tx, &id).await?;
                if let Some(expected) = expected.filter(|expected| *expected != over.version) {
                    return Err(conflict(tx, &over, expected).await);
                }
                let terms = stored_terms(&id, &over.terms)?;
                refuse_running(tx, &over, &terms).await?;
                let again = next_run_of(&terms);
                let next = patched(&again, &patch)?;
                refuse_unpublished(scopes, &[terms.status, next.status])?;
                let draft = Terms { status: Status::Draft, ..again };
                refuse_by_template(tx, over.template_id.as_deref(), &draft, &next).await?;
                refuse_past(&next.validity, tx.now())?;
                let put_away = put_away(tx, &over, &terms, &actor, &code_id).await?;
                let (made, told) = make_coupon(tx, coupon_id, &next, actor, code_id).await?;
                if let Some(template_id) = &over.template_id {
                    coupons::mark_template(tx, &made.id, template_id).await?;
                }
                let made = coupons::begin_run(tx, &made.id, &over).await?;
                Ok(Answer::json(201, &CouponView::changed(made, tx.now())?)?.telling(put_away).telling(told))
            })
        })
        .await
    }
}

/// From when to when is what a new run is about: it has to be said, if only that there is no end.
fn require_validity(body: &[u8]) -> Result<(), Problem> {
    let names = if body.is_empty() { false } else { has_validity(body)? };
    if names {
        return Ok(());
    }
    Err(Problem::fields(vec![FieldError {
        pointer: "/validity".to_owned(),
        code: fault_codes::REQUIRED,
        detail: "say from when to when the coupon runs again, such as {\"starts_at\": \"2027-12-01T00:00:00Z\", \
                 \"ends_at\": \"2027-12-27T00:00:00Z\"}; {} is from now on, without an end"
            .to_owned(),
    }]))
}

fn has_validity(body: &[u8]) -> Result<bool, Problem> {
    let node = parse(body)?;
    let mut errors = tessera_engine::decode::Errors::new();
    let object = node.object(&mut errors);
    Ok(errors.check(object)?.has("validity"))
}

/// The terms of the next run before the patch: in force, at no time yet.
fn next_run_of(terms: &Terms) -> Terms {
    let validity = Validity { starts_at: None, ends_at: None, ..terms.validity.clone() };
    Terms { status: Status::Enabled, validity, ..terms.clone() }
}

async fn refuse_running(tx: &mut Tx<'_>, record: &CouponRecord, terms: &Terms) -> Result<(), Problem> {
    if let Some(next) = coupons::find_next_run(tx, &record.id).await? {
        let detail = format!("The coupon was run again already, as `{next}`. Run that one again.");
        return Err(Problem::new(ErrorCode::RunFollowed, detail));
    }
    match state_of(record, terms, tx.now()) {
        State::Expired | State::UsedUp | State::Archived | State::Paused => Ok(()),
        state @ (State::Draft | State::Scheduled | State::Active) => {
            let state = state_name(state);
            let detail = format!("The coupon is {state}. Change it, duplicate it, or pause it first.");
            Err(Problem::new(ErrorCode::CouponRunning, detail))
        }
    }
}

fn refuse_past(validity: &coupon::Validity, now: Timestamp) -> Result<(), Problem> {
    if validity.ends_at.is_none_or(|end| end > now) {
        return Ok(());
    }
    Err(Problem::fields(vec![FieldError {
        pointer: "/validity/ends_at".to_owned(),
        code: fault_codes::OUT_OF_RANGE,
        detail: "must lie in the future: the coupon is to run again".to_owned(),
    }]))
}

/// Archives the run that is over and takes its first code from it, for the next run to have.
async fn put_away(
    tx: &mut Tx<'_>,
    over: &CouponRecord,
    terms: &Terms,
    actor: &str,
    code_id: &str,
) -> Result<Vec<Change>, Problem> {
    let archived = Terms { status: Status::Archived, code: None, ..terms.clone() };
    if archived.status == terms.status && terms.code.is_none() {
        return Ok(Vec::new());
    }
    let updated =
        match coupons::update_coupon(tx, &over.id, Some(over.version), &new_terms(&archived), actor, "archived").await?
        {
            UpdateOutcome::Updated(updated) => updated,
            UpdateOutcome::NotFound | UpdateOutcome::VersionConflict(_) => {
                return Err(Problem::of(ErrorCode::VersionConflict));
            }
        };
    let voided = write_first_code(tx, &over.id, None, code_id.to_owned()).await?;
    let mut told = vec![coupon_edited(&updated, over, "archived")];
    told.extend(voided);
    Ok(told)
}
