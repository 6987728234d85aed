//! `PATCH /v1/coupons/{id}`: changes a coupon by a JSON merge patch. Every edit makes a version.

use serde_json::json;
use tessera_engine::Terms;
use tessera_engine::coupon::Status;
use tessera_engine::decode::{Errors, parse};
use tessera_store::Tx;
use tessera_store::coupons::{self, CouponRecord, UpdateOutcome};

use super::changes::coupon_edited;
use super::view::{CouponView, stored_terms};
use super::write::{archived_by_hand, check, new_terms, write_first_code};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::campaigns::refuse_unknown_campaign;
use crate::difference::difference;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::templates::refuse_by_template;

/// The editor's choice for claims: `keep`, `better` or `all`. There are no claims before the release that brings them,
/// so that each choice comes to the same; a wrong word is refused all the same.
const FOR_CLAIMS: &str = "apply_to_claims";

fn read_choice_for_claims(patch: &[u8]) -> Result<(), Problem> {
    let patch = parse(patch)?;
    let mut errors = Errors::new();
    let choice = patch.object(&mut errors).map(|mut members| {
        members.optional(FOR_CLAIMS, &mut errors, |node, errors| {
            node.word(&[("keep", ()), ("better", ()), ("all", ())], errors)
        })
    });
    errors.check(choice).map(drop).map_err(Problem::from)
}

impl App {
    /// Changes a coupon by the merge patch in the mutation's body; arrays are replaced whole.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `version_conflict`, `coupon_archived`, `not_in_this_release`,
    /// `coupon_incomplete`, `code_taken`, `unavailable`.
    pub async fn update_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let patch = mutation.body.clone();
        read_choice_for_claims(&patch)?;
        self.edit_coupon("update_coupon", mutation, id, "edited", move |terms| {
            Ok(terms.merge_patch(&parse(&patch)?, &[FOR_CLAIMS])?)
        })
        .await
    }

    /// Makes the next version of a coupon in one unit of work.
    pub(super) async fn edit_coupon<F>(
        &self,
        action: &'static str,
        mutation: Mutation,
        id: &str,
        change: &'static str,
        edit: F,
    ) -> Result<Answer, Problem>
    where
        F: FnOnce(&Terms) -> Result<Terms, Problem> + Clone + Send + 'static,
    {
        let id = id.to_owned();
        let code_id = self.new_id(IdKind::Code);
        let actor = mutation.caller.key_id.to_string();
        let expected = mutation.if_match;
        self.mutate(action, mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let record = find(tx, &id).await?;
                let before = stored_terms(&id, &record.terms)?;
                if let Some(expected) = expected.filter(|expected| *expected != record.version) {
                    return Err(conflict(tx, &record, expected).await);
                }
                if before.status == Status::Archived && change != "archived" {
                    return Err(Problem::of(ErrorCode::CouponArchived));
                }
                let after = edit(&before)?;
                if change == "edited" && after.status == Status::Archived {
                    return Err(archived_by_hand());
                }
                // The documents are compared: a code that is only spelled otherwise is an edit too.
                if new_terms(&after) == new_terms(&before) {
                    return Answer::json(200, &CouponView::changed(record, tx.now())?);
                }
                check(&after)?;
                refuse_by_template(tx, record.template_id.as_deref(), &before, &after).await?;
                if after.campaign_id != before.campaign_id {
                    refuse_unknown_campaign(tx, &after).await?;
                }
                let updated =
                    match coupons::update_coupon(tx, &id, Some(record.version), &new_terms(&after), &actor, change)
                        .await?
                    {
                        UpdateOutcome::Updated(updated) => updated,
                        UpdateOutcome::NotFound => return Err(not_found(&id)),
                        UpdateOutcome::VersionConflict(current) => {
                            return Err(conflict(tx, &current, record.version).await);
                        }
                    };
                let voided = write_first_code(tx, &id, after.code.as_ref(), code_id).await?;
                let told = coupon_edited(&updated, &record.terms, change);
                Ok(Answer::json(200, &CouponView::changed(updated, tx.now())?)?.telling([told]).telling(voided))
            })
        })
        .await
    }
}

async fn find(tx: &mut Tx<'_>, id: &str) -> Result<CouponRecord, Problem> {
    coupons::read_coupon(tx, id).await?.ok_or_else(|| not_found(id))
}

/// There is no such coupon.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no coupon `{id}`."))
}

/// Says what the other changed since the version the caller knows.
async fn conflict(tx: &mut Tx<'_>, current: &CouponRecord, expected: u64) -> Problem {
    let known = coupons::read_coupon_version(tx, &current.id, expected).await.ok().flatten();
    let changed = known.map(|known| difference(&known.terms, &current.terms)).unwrap_or_default();
    let detail =
        format!("The coupon is at version {}, not {expected}. Read it again and repeat your change.", current.version);
    Problem::new(ErrorCode::VersionConflict, detail)
        .with("version", json!(current.version))
        .with("changed", json!(changed))
}
