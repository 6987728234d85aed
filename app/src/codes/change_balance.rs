//! `POST /v1/codes/{id}/balance`: puts money on a code, or takes some off.

use tessera_store::balances::{self, ChangeBalance};
use tessera_store::{codes, coupons};

use super::changes::balance_changed;
use super::create_code::{fault, holds_money, not_found};
use super::request::BalanceChange;
use super::view::CodeView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::coupons::stored_terms;
use crate::mutation::{After, Mutation};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

impl App {
    /// Changes what is on a code by an amount. What holds and orders have of it cannot be taken off.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `code_void`, `balance_too_low`, `invalid_body` for another currency than the
    /// balance's or a coupon without stored value, `unavailable`.
    pub async fn change_balance(&self, mutation: Mutation, id: &str, change: BalanceChange) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        let id = id.to_owned();
        let storefront = self.storefront();
        self.mutate("change_balance", mutation, After::Nothing, move |tx| {
            Box::pin(async move {
                let code = codes::read_code(tx, &id).await?;
                let code = code.ok_or_else(|| not_found("code", &id))?;
                // What is left on a void code may be taken off the books; nobody could spend what is put on it.
                if code.state == "void" && change.amount > 0 {
                    return Err(Problem::of(ErrorCode::CodeVoid));
                }
                if balances::read_balance(tx, &id).await?.is_none() {
                    let coupon = coupons::read_coupon(tx, &code.coupon_id).await?;
                    let coupon = coupon.ok_or_else(|| not_found("coupon", &code.coupon_id))?;
                    let terms = stored_terms(&coupon.id, &coupon.terms)?;
                    if !holds_money(&terms) {
                        let detail = "only a coupon with the benefit `stored_value` has codes with money";
                        return Err(fault("/amount", detail));
                    }
                }
                let currency = change.currency;
                match balances::change_balance(tx, &id, currency.as_str(), change.amount).await? {
                    ChangeBalance::Changed(balance) => {
                        let told = balance_changed(&code, &balance, change.amount);
                        let answer = Answer::json(200, &CodeView::changed(code, Some(balance), tx.now(), &storefront))?;
                        Ok(answer.telling([told]).because(change.reason))
                    }
                    ChangeBalance::OtherCurrency(balance) => {
                        Err(fault("/currency", format!("the balance is in {}, not in {currency}", balance.currency)))
                    }
                    ChangeBalance::OutOfBounds(_) if change.amount > 0 => {
                        Err(fault("/amount", "more would be on the code than the largest amount, 2^53 - 1"))
                    }
                    ChangeBalance::OutOfBounds(balance) => {
                        let left = balance.map_or(0, |balance| balance.left());
                        let detail = format!("{left} is left on the code; {} cannot be taken off.", -change.amount);
                        Err(Problem::new(ErrorCode::BalanceTooLow, detail))
                    }
                }
            })
        })
        .await
    }
}
