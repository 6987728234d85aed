//! `POST /v1/coupons/{id}/codes`: gives a coupon a further code, with money on it where the coupon holds balances.

use tessera_engine::FieldError;
use tessera_engine::benefit::Benefit;
use tessera_engine::coupon::{Activation, Status};
use tessera_store::balances::{ChangeBalance, change_balance};
use tessera_store::codes::{self, CodeRecord, InsertCode};
use tessera_store::coupons;

use super::changes::code_changed;
use super::request::NewCode;
use super::view::CodeView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::coupons::stored_terms;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Makes a code of a coupon.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `invalid_body` for an automatic coupon or for money on a coupon
    /// without stored value, `code_taken`, `unavailable`.
    pub async fn create_code(&self, mutation: Mutation, coupon_id: &str, new: NewCode) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        let (coupon_id, id) = (coupon_id.to_owned(), self.new_id(IdKind::Code));
        self.mutate("create_code", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let coupon = coupons::read_coupon(tx, &coupon_id).await?;
                let coupon = coupon.ok_or_else(|| not_found("coupon", &coupon_id))?;
                let terms = stored_terms(&coupon.id, &coupon.terms)?;
                if terms.status == Status::Archived {
                    return Err(Problem::of(ErrorCode::CouponArchived));
                }
                if terms.activation == Activation::Automatic {
                    return Err(fault("/code", "an automatic coupon needs no code"));
                }
                let holds_money = terms.benefits.iter().any(|benefit| matches!(benefit, Benefit::StoredValue(_)));
                if new.balance.is_some() && !holds_money {
                    return Err(fault(
                        "/balance",
                        "only a coupon with the benefit `stored_value` has codes with money",
                    ));
                }
                let record = CodeRecord {
                    id,
                    coupon_id,
                    code: new.code.typed().to_owned(),
                    canonical: new.code.canonical().to_owned(),
                    state: "live".to_owned(),
                    kind: "written".to_owned(),
                    limit: None,
                    created_at: tx.now(),
                };
                if codes::insert_further_code(tx, &record).await? == InsertCode::Taken {
                    let detail = format!("The code `{}` is taken: there is one that reads the same.", record.code);
                    return Err(Problem::new(ErrorCode::CodeTaken, detail));
                }
                let mut balance = None;
                if let Some(first) = new.balance {
                    match change_balance(tx, &record.id, first.currency.as_str(), first.amount).await? {
                        ChangeBalance::Changed(made) => balance = Some(made),
                        ChangeBalance::OtherCurrency(_) | ChangeBalance::OutOfBounds(_) => {
                            return Err(Problem::of(ErrorCode::Internal));
                        }
                    }
                }
                let told = code_changed("code.created", &record, balance.clone());
                Ok(Answer::json(201, &CodeView::changed(record, balance))?.telling([told]))
            })
        })
        .await
    }
}

/// There is no such coupon or code.
pub(super) fn not_found(what: &str, id: &str) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("There is no {what} `{id}`."))
}

/// A fault of one member.
pub(super) fn fault(pointer: &str, detail: impl Into<String>) -> Problem {
    let error = FieldError { pointer: pointer.to_owned(), code: "invalid_value", detail: detail.into() };
    Problem::fields(vec![error])
}
