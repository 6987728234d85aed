//! `PATCH /v1/coupons/{id}`: changes a coupon by a JSON merge patch. Every edit makes a version.

use futures::future::BoxFuture;
use serde_json::json;
use tessera_engine::Terms;
use tessera_engine::coupon::Status;
use tessera_engine::decode::{Errors, parse};
use tessera_store::Tx;
use tessera_store::coupons::{self, CouponRecord, NewTerms, UpdateOutcome};

use super::changes::coupon_edited;
use super::view::{CouponView, stored_terms};
use super::write::{archived_by_hand, check, new_terms, refuse_unpublished, write_first_code};
use crate::answer::Answer;
use crate::caller::Scope;
use crate::campaigns::refuse_unknown_campaign;
use crate::difference::difference;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;
use crate::templates::refuse_by_template;

/// The editor's choice for claims: `keep`, `better` or `all`.
const FOR_CLAIMS: &str = "apply_to_claims";

/// What an edit that does not say otherwise means for claims.
const KEEP: &str = "keep";

/// Which edit of a coupon it is.
#[derive(Clone, Copy)]
pub(super) struct EditOf {
    /// The use case, for the audit trail.
    pub(super) action: &'static str,
    /// The word of the version.
    pub(super) change: &'static str,
    /// What it means for the claims made before: `keep`, `better` or `all`.
    pub(super) for_claims: &'static str,
}

impl EditOf {
    /// An edit after which claims keep their terms.
    pub(super) fn new(action: &'static str, change: &'static str) -> Self {
        Self { action, change, for_claims: KEEP }
    }
}

fn read_choice_for_claims(patch: &[u8]) -> Result<&'static str, Problem> {
    let patch = parse(patch)?;
    let mut errors = Errors::new();
    let choice = patch.object(&mut errors).map(|mut members| {
        members.optional(FOR_CLAIMS, &mut errors, |node, errors| {
            node.word(&[(KEEP, KEEP), ("better", "better"), ("all", "all")], errors)
        })
    });
    Ok(errors.check(choice)?.unwrap_or(KEEP))
}

impl App {
    /// Changes a coupon by the merge patch in the mutation's body; arrays are replaced whole.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `invalid_body`, `version_conflict`, `coupon_archived`, `not_in_this_release`,
    /// `coupon_incomplete`, `code_taken`, `unavailable`.
    pub async fn update_coupon(&self, mutation: Mutation, id: &str) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CouponsWrite)?;
        let patch = self.with_instants(&mutation.body).into_owned();
        let for_claims = read_choice_for_claims(&patch)?;
        let kind = EditOf { for_claims, ..EditOf::new("update_coupon", "edited") };
        self.edit_coupon_with(kind, mutation, id, move |_, _, terms| {
            Box::pin(async move { Ok(terms.merge_patch(&parse(&patch)?, &[FOR_CLAIMS])?) })
        })
        .await
    }

    /// Makes the next version of a coupon in one unit of work.
    pub(super) async fn edit_coupon<F>(
        &self,
        kind: EditOf,
        mutation: Mutation,
        id: &str,
        edit: F,
    ) -> Result<Answer, Problem>
    where
        F: FnOnce(&Terms) -> Result<Terms, Problem> + Clone + Send + 'static,
    {
        self.edit_coupon_with(kind, mutation, id, move |_, _, terms| Box::pin(async move { edit(terms) })).await
    }

    /// The same for an edit that looks something up first.
    pub(super) async fn edit_coupon_with<F>(
        &self,
        kind: EditOf,
        mutation: Mutation,
        id: &str,
        edit: F,
    ) -> Result<Answer, Problem>
    where
        F: for<'t> FnOnce(&'t mut Tx<'_>, &'t CouponRecord, &'t Terms) -> BoxFuture<'t, Result<Terms, Problem>>
            + Clone
            + Send
            + 'static,
    {
        let EditOf { action, change, for_claims } = kind;
        let id = id.to_owned();
        let code_id = self.new_id(IdKind::Code);
        let actor = mutation.caller.key_id.to_string();
        let (expected, scopes) = (mutation.if_match, mutation.caller.scopes);
        self.mutate(action, mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let record = find(tx, &id).await?;
                let before = stored_terms(&id, &record.terms)?;
                if let Some(expected) = expected.filter(|expected| *expected != record.version) {
                    return Err(conflict(tx, &record, expected).await);
                }
                if before.status == Status::Archived && !matches!(change, "archived" | "restored") {
                    return Err(Problem::of(ErrorCode::CouponArchived));
                }
                let after = edit(tx, &record, &before).await?;
                if change == "edited" && after.status == Status::Archived {
                    return Err(archived_by_hand());
                }
                // The documents are compared: a code that is only spelled otherwise is an edit too.
                // To give claims the terms there are is one as well.
                if new_terms(&after) == new_terms(&before) && for_claims == KEEP {
                    return Answer::json(200, &CouponView::changed(record, tx.now())?);
                }
                refuse_unpublished(scopes, &[before.status, after.status])?;
                check(&after)?;
                refuse_by_template(tx, record.template_id.as_deref(), &before, &after).await?;
                if after.campaign_id != before.campaign_id {
                    refuse_unknown_campaign(tx, &after).await?;
                }
                let terms = NewTerms { for_claims, ..new_terms(&after) };
                let updated =
                    match coupons::update_coupon(tx, &id, Some(record.version), &terms, &actor, change).await? {
                        UpdateOutcome::Updated(updated) => updated,
                        UpdateOutcome::NotFound => return Err(not_found(&id)),
                        UpdateOutcome::VersionConflict(current) => {
                            return Err(conflict(tx, &current, record.version).await);
                        }
                    };
                let codes = write_first_code(tx, &id, after.code.as_ref(), code_id).await?;
                let told = coupon_edited(&updated, &record, change);
                Ok(Answer::json(200, &CouponView::changed(updated, tx.now())?)?.telling([told]).telling(codes))
            })
        })
        .await
    }
}

/// Finds a coupon to change.
pub(super) async fn find(tx: &mut Tx<'_>, id: &str) -> Result<CouponRecord, Problem> {
    coupons::read_coupon(tx, id).await?.ok_or_else(|| not_found(id))
}

/// There is no such coupon.
pub(super) fn not_found(id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no coupon `{id}`."))
}

/// Says what the other changed since the version the caller knows.
pub(super) async fn conflict(tx: &mut Tx<'_>, current: &CouponRecord, expected: u64) -> Problem {
    let known = coupons::read_coupon_version(tx, &current.id, expected).await.ok().flatten();
    let changed = known.map(|known| difference(&known.terms, &current.terms)).unwrap_or_default();
    let detail =
        format!("The coupon is at version {}, not {expected}. Read it again and repeat your change.", current.version);
    Problem::new(ErrorCode::VersionConflict, detail)
        .with("version", json!(current.version))
        .with("changed", json!(changed))
}
