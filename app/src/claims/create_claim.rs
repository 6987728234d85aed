//! `POST /v1/coupons/{id}/claims`: puts a coupon into a customer's wallet.

use std::sync::Arc;

use jiff::Timestamp;
use tessera_engine::FieldError;
use tessera_engine::cart::{Cart, Context};
use tessera_engine::compiled::CompiledCoupon;
use tessera_engine::coupon::Visibility;
use tessera_engine::decode::codes as faults;
use tessera_store::claims::{self, ClaimRecord, CreateClaim, NewClaim};
use tessera_store::redemptions::LimitReached;
use tessera_store::{Tx, coupons};
use tokio::sync::OwnedSemaphorePermit;

use super::changes::claim_changed;
use super::eligibility::refuse_unclaimable;
use super::request::ClaimRequest;
use super::view::ClaimView;
use crate::answer::Answer;
use crate::attempts::Attempt;
use crate::caller::{KeyKind, Scope};
use crate::identity::identities;
use crate::ids::IdKind;
use crate::mutation::{Mutation, Once};
use crate::problem::{ErrorCode, Problem};
use crate::quotes::{FoundClaim, Moment};
use crate::settings::StoreSettings;
use crate::start::App;

/// A claim that is asked for, beside its coupon.
pub(super) struct Asked<'a> {
    pub(super) customer: Cart,
    pub(super) context: &'a Context,
    pub(super) own_ends_at: Option<Timestamp>,
    pub(super) origin: &'static str,
    pub(super) code_id: Option<String>,
    pub(super) reason: Option<String>,
}

impl App {
    /// Claims a coupon for a customer at its current terms. With a reason it is a grant of the team. A browser claims for
    /// its own customer what is shown to shoppers; of nothing else does it learn that it is there.
    ///
    /// # Errors
    /// `scope_missing`; for a publishable key `customer_token_missing`, `customer_token_other`; `not_found`, `coupon_archived`, `not_eligible`, `claims_exhausted`, `claim_limit_reached`,
    /// `invalid_body` for an end that is past, `not_in_this_release` for a coupon with money, `unavailable`.
    pub async fn create_claim(
        &self,
        mutation: Mutation,
        coupon_id: &str,
        request: ClaimRequest,
    ) -> Result<Answer, Problem> {
        mutation.caller.require_for(Scope::Claims, &request.customer_id)?;
        let once = self.begin("create_claim", &mutation).await?;
        let result = self.claim(&once, &mutation, coupon_id, &request).await;
        once.settle(result).await
    }

    async fn claim(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        coupon_id: &str,
        request: &ClaimRequest,
    ) -> Result<Answer, Problem> {
        self.catch_up().await?;
        let mut attempts = self.attempts("create_claim", coupon_id);
        loop {
            let moment = self.this_moment();
            refuse_past_end(request.ends_at, moment.at)?;
            let coupon = match mutation.caller.kind {
                KeyKind::Secret => self.claimable_coupon(&moment, coupon_id).await?,
                KeyKind::Publishable => shown_coupon(&moment, coupon_id)?,
            };
            refuse_unclaimable(&coupon)?;
            let _turn = self.turn_of(&coupon).await;
            self.refuse_sold_out(&coupon, &request.customer_id).await?;
            let customer = self.claimant(&mutation.caller, &request.customer_id, &request.context).await?;
            if let Some(refused) = self.judge_claim(&moment, &customer, &coupon).await? {
                return Err(refused.problem());
            }
            let asked = Asked {
                customer,
                context: &request.context,
                own_ends_at: request.ends_at,
                origin: if request.reason.is_some() { "staff" } else { "claim" },
                code_id: None,
                reason: request.reason.clone(),
            };
            let attempt = self.write_claim(once, mutation, &moment, &coupon, asked).await;
            if let Some(answer) = attempts.judge(attempt).await? {
                return Ok(answer);
            }
        }
    }

    /// Waits for a turn where the stock is limited.
    pub(super) async fn turn_of(&self, coupon: &CompiledCoupon) -> Option<OwnedSemaphorePermit> {
        coupon.terms.limits.claims_total?;
        self.inner.claim_turns.take(&coupon.id).await
    }

    /// In a rush nearly everybody is late: they are told so before anything is asked of who they are and before they wait
    /// for each other. Who is not is counted when the claim is written; who has one already is told that.
    async fn refuse_sold_out(&self, coupon: &CompiledCoupon, customer_id: &str) -> Result<(), Problem> {
        let Some(stock) = coupon.terms.limits.claims_total else { return Ok(()) };
        let (id, account) = (coupon.id.clone(), [format!("id:{}", customer_id.trim())]);
        let is_late = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let is_sold_out = claims::count_claimed(tx, &id).await? >= stock;
                Ok::<_, Problem>(is_sold_out && claims::count_claims_of(tx, &id, &account).await? == 0)
            })
        });
        if is_late.await? { Err(Problem::of(ErrorCode::ClaimsExhausted)) } else { Ok(()) }
    }

    /// A coupon as it is now, unless it is put away.
    async fn claimable_coupon(&self, moment: &Moment, coupon_id: &str) -> Result<Arc<CompiledCoupon>, Problem> {
        if let Some(coupon) = moment.live.catalogue.get(coupon_id) {
            return Ok(Arc::clone(coupon));
        }
        let id = coupon_id.to_owned();
        let found = self.inner.store.read(move |tx| Box::pin(async move { coupons::read_coupon(tx, &id).await }));
        match found.await? {
            Some(_) => Err(Problem::of(ErrorCode::CouponArchived)),
            None => Err(unknown_coupon(coupon_id)),
        }
    }

    /// Makes a claim of a coupon that its customer was found to be eligible for.
    pub(super) async fn write_claim(
        &self,
        once: &Once<'_>,
        mutation: &Mutation,
        moment: &Moment,
        coupon: &CompiledCoupon,
        asked: Asked<'_>,
    ) -> Result<Answer, Attempt> {
        let settings = Arc::clone(&moment.live.settings);
        let customer = asked.customer.customer.as_ref();
        let mut identities = identities(customer, settings.normalise_email);
        identities.sort_unstable();
        let new = NewClaim {
            id: self.new_id(IdKind::Claim),
            customer_id: customer.and_then(|customer| customer.id.clone()).unwrap_or_default(),
            coupon_id: coupon.id.clone(),
            coupon_version: coupon.version,
            identities,
            own_ends_at: asked.own_ends_at,
            version_ends_at: coupon.terms.validity.ends_at,
            days_after_claim: coupon.terms.validity.days_after_claim,
            origin: asked.origin,
            code_id: asked.code_id,
            key_id: mutation.caller.key_id.to_string(),
            reason: asked.reason,
        };
        let (locale, to) = (asked.context.locale.clone(), mutation.caller.kind);
        once.commit(move |tx| {
            Box::pin(async move {
                match claims::create_claim(tx, &new).await? {
                    CreateClaim::Created(record, seq) => {
                        let told = claim_changed("claim.created", &record);
                        let view = view_of(tx, record, &settings, locale.as_deref(), to).await?.changed(seq);
                        let answer = Answer::json(201, &view)?.telling([told]);
                        Ok(match new.reason {
                            Some(reason) => answer.because(reason),
                            None => answer,
                        })
                    }
                    CreateClaim::ClaimedBefore(before) => Err(claimed_before(&before).into()),
                    CreateClaim::Refused(refusals) => {
                        if refusals.iter().any(|refusal| refusal.reason == LimitReached::Code) {
                            return Err(Problem::of(ErrorCode::AlreadyClaimed).into());
                        }
                        Err(Attempt::of(&refusals))
                    }
                }
            })
        })
        .await
    }
}

/// A claim as it is shown, read in the transaction that changed it.
pub(super) async fn view_of(
    tx: &mut Tx<'_>,
    record: ClaimRecord,
    settings: &StoreSettings,
    locale: Option<&str>,
    to: KeyKind,
) -> Result<ClaimView, Problem> {
    let versions = claims::read_versions(tx, &record).await?;
    let found = FoundClaim { record, versions, order_id: None };
    ClaimView::of(&found, tx.now(), locale.unwrap_or("en"), &settings.zone(), to)
}

/// A coupon that a shopper may know of.
fn shown_coupon(moment: &Moment, coupon_id: &str) -> Result<Arc<CompiledCoupon>, Problem> {
    let is_shown = |coupon: &&Arc<CompiledCoupon>| {
        coupon.terms.visibility != Visibility::Private && refuse_unclaimable(coupon).is_ok()
    };
    moment.live.catalogue.get(coupon_id).filter(is_shown).cloned().ok_or_else(|| unknown_coupon(coupon_id))
}

fn unknown_coupon(coupon_id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no coupon `{coupon_id}`."))
}

/// The customer claimed with this code before.
pub(super) fn claimed_before(claim: &ClaimRecord) -> Problem {
    let detail = "The customer claimed with this code already. `claim_id` names the claim.";
    Problem::new(ErrorCode::AlreadyClaimed, detail).with("claim_id", claim.id.as_str().into())
}

fn refuse_past_end(ends_at: Option<Timestamp>, now: Timestamp) -> Result<(), Problem> {
    if ends_at.is_none_or(|end| end > now) {
        return Ok(());
    }
    let detail = "is past; name a time to come, or leave it out".to_owned();
    Err(Problem::fields(vec![FieldError { pointer: "/ends_at".to_owned(), code: faults::OUT_OF_RANGE, detail }]))
}
