//! `POST /v1/coupons/{id}/codes`: gives a coupon further codes, one at once or many by a job, with money on them where
//! the coupon holds balances.

use tessera_engine::benefit::Benefit;
use tessera_engine::coupon::{Activation, Status};
use tessera_engine::{Code, FieldError, Terms};
use tessera_store::Tx;
use tessera_store::balances::{BalanceRecord, ChangeBalance, change_balance};
use tessera_store::codes::{self, CodeRecord, InsertCode, lock_patterns};
use tessera_store::coupons;

use super::changes::code_changed;
use super::code_taken::code_taken;
use super::generate_codes::{begin_generating, choose_length, draw_codes};
use super::generate_personal_codes::begin_personal;
use super::request::{AskedCodes, Generate, NewCode, NewTerms, Owners};
use super::view::CodeView;
use crate::answer::Answer;
use crate::caller::Scope;
use crate::coupons::stored_terms;
use crate::ids::IdKind;
use crate::mutation::{After, Mutation};
use crate::orders::to_text;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// How often one code is drawn until it is free.
const MOST_DRAWS: usize = 16;

impl App {
    /// Makes a code of a coupon, or the job that makes many.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, `coupon_archived`, `invalid_body` for an automatic coupon, for money on a coupon
    /// without stored value, for an end in the past or a segment that there is not, `code_taken`, `codes_too_dense`, `unavailable`.
    pub async fn create_code(&self, mutation: Mutation, coupon_id: &str, new: NewCode) -> Result<Answer, Problem> {
        mutation.caller.require(Scope::CodesWrite)?;
        if let Some(ends) = new.terms.expires_at
            && ends <= self.inner.clock.now()
        {
            return Err(fault("/expires_at", "lies in the past; name a later time, or leave it out"));
        }
        let NewCode { asked, terms } = new;
        let asked = match asked {
            AskedCodes::Generated(generate) => {
                let pattern = generate.pattern.or_alphabet(self.live().settings.code_alphabet.as_deref());
                AskedCodes::Generated(Generate { pattern, ..generate })
            }
            written => written,
        };
        match asked {
            AskedCodes::Generated(generate) if generate.count.is_some() || generate.owners.is_some() => {
                self.begin_many_codes(mutation, coupon_id, terms, generate).await
            }
            one => self.make_one_code(mutation, coupon_id, terms, one).await,
        }
    }

    /// Makes one code: the one that is written, or of those that are drawn the first that is free.
    async fn make_one_code(
        &self,
        mutation: Mutation,
        coupon_id: &str,
        terms: NewTerms,
        asked: AskedCodes,
    ) -> Result<Answer, Problem> {
        let (coupon_id, id, app) = (coupon_id.to_owned(), self.new_id(IdKind::Code), self.clone());
        let storefront = self.storefront();
        self.mutate("create_code", mutation, After::RefreshCoupons, move |tx| {
            Box::pin(async move {
                let coupon = open_coupon(tx, &coupon_id, &terms).await?;
                let (kind, limit, codes) = match asked {
                    AskedCodes::Written(code) => ("written", terms.limit, vec![code]),
                    AskedCodes::Generated(generate) => {
                        let (pattern, key) = choose_length(tx, &generate, 1).await?;
                        codes::count_one(tx, &coupon_id, &key, &to_text(&pattern)).await?;
                        let drawn = draw_codes(&app, &pattern, MOST_DRAWS)?;
                        let drawn = drawn.iter().filter_map(|drawn| Code::parse(&drawn.typed).ok()).collect();
                        ("generated", limit_of_generated(&coupon, terms.limit), drawn)
                    }
                };
                for code in &codes {
                    let record = CodeRecord {
                        kind: kind.to_owned(),
                        limit,
                        customer_id: terms.customer_id.clone(),
                        expires_at: terms.expires_at,
                        ..CodeRecord::written(&id, &coupon_id, code.typed(), code.canonical(), tx.now())
                    };
                    if codes::insert_further_code(tx, &record).await? == InsertCode::Inserted {
                        let balance = put_balance(tx, &record.id, terms.balance.as_ref()).await?;
                        let told = code_changed("code.created", &record, balance.clone());
                        let view = CodeView::changed(record, balance, tx.now(), &storefront);
                        return Ok(Answer::json(201, &view)?.telling([told]));
                    }
                }
                let typed = codes.first().map(Code::typed).unwrap_or_default();
                let canonical = codes.first().map(Code::canonical).unwrap_or_default();
                Err(code_taken(tx, typed, canonical).await?)
            })
        })
        .await
    }

    /// Makes the job that makes them.
    async fn begin_many_codes(
        &self,
        mutation: Mutation,
        coupon_id: &str,
        terms: NewTerms,
        generate: Generate,
    ) -> Result<Answer, Problem> {
        if matches!(generate.owners, Some(Owners::Segment(_))) {
            // The codes tell who is in it.
            mutation.caller.require(Scope::Customers)?;
        }
        let (coupon_id, id) = (coupon_id.to_owned(), self.new_id(IdKind::Job));
        let key_id = mutation.caller.key_id.to_string();
        self.mutate("create_code", mutation, After::BeginJobs, move |tx| {
            Box::pin(async move {
                lock_patterns(tx).await?;
                let coupon = open_coupon(tx, &coupon_id, &terms).await?;
                let terms = NewTerms { limit: limit_of_generated(&coupon, terms.limit), ..terms };
                match generate.owners.clone() {
                    None => begin_generating(tx, id, &key_id, coupon_id, terms, generate).await,
                    Some(owners) => begin_personal(tx, id, &key_id, coupon_id, terms, generate, owners).await,
                }
            })
        })
        .await
    }
}

/// The terms of a coupon that takes further codes such as these.
pub(super) async fn open_coupon(tx: &mut Tx<'_>, coupon_id: &str, new: &NewTerms) -> Result<Terms, Problem> {
    let coupon = coupons::read_coupon(tx, coupon_id).await?;
    let coupon = coupon.ok_or_else(|| not_found("coupon", coupon_id))?;
    let terms = stored_terms(&coupon.id, &coupon.terms)?;
    if terms.status == Status::Archived {
        return Err(Problem::of(ErrorCode::CouponArchived));
    }
    if terms.activation == Activation::Automatic {
        return Err(fault("/code", "an automatic coupon needs no code"));
    }
    if new.balance.is_some() && !holds_money(&terms) {
        return Err(fault("/balance", "only a coupon with the benefit `stored_value` has codes with money"));
    }
    Ok(terms)
}

/// Whether codes of a coupon may hold money.
pub(super) fn holds_money(terms: &Terms) -> bool {
    terms.benefits.iter().any(|benefit| matches!(benefit, Benefit::StoredValue(_)))
}

/// The limit of a generated code: its own, else its coupon's, else one use. One that pays is used until it is empty.
fn limit_of_generated(coupon: &Terms, limit: Option<u64>) -> Option<u64> {
    limit.or_else(|| (coupon.limits.per_code.is_none() && !holds_money(coupon)).then_some(1))
}

async fn put_balance(
    tx: &mut Tx<'_>,
    code_id: &str,
    balance: Option<&(i64, String)>,
) -> Result<Option<BalanceRecord>, Problem> {
    let Some((amount, currency)) = balance else { return Ok(None) };
    match change_balance(tx, code_id, currency, *amount).await? {
        ChangeBalance::Changed(made) => Ok(Some(made)),
        ChangeBalance::OtherCurrency(_) | ChangeBalance::OutOfBounds(_) => Err(Problem::of(ErrorCode::Internal)),
    }
}

/// There is no such coupon or code.
pub(super) fn not_found(what: &str, id: &str) -> Problem {
    if what == "code" && !id.starts_with("cod_") {
        let detail = format!(
            "There is no code with the id `{id}`: an id begins with `cod_`. `POST /v1/codes/lookup` finds a code by its text."
        );
        return Problem::new(ErrorCode::NotFound, detail);
    }
    Problem::new(ErrorCode::NotFound, format!("There is no {what} `{id}`."))
}

/// A fault of one member.
pub(super) fn fault(pointer: &str, detail: impl Into<String>) -> Problem {
    let error = FieldError { pointer: pointer.to_owned(), code: "invalid_value", detail: detail.into() };
    Problem::fields(vec![error])
}

/// What is wrong with a pattern.
pub(super) fn pattern_fault(found: &tessera_engine::code::pattern::PatternFault) -> Problem {
    fault(&format!("/generate/{}", found.member), found.detail.clone())
}
