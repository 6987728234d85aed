//! Makes a coupon of another shop: once, however often its export is imported.

use serde::Serialize;
use serde_json::Value;
use tessera_engine::Terms;
use tessera_engine::coupon::State;
use tessera_store::codes;

use super::Imported;
use crate::caller::Caller;
use crate::coupons::{CouponFilter, CouponView, check};
use crate::mutation::Mutation;
use crate::page::PageRequest;
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// What became of a coupon of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// It was made.
    Created {
        /// `cpn_...`.
        coupon_id: String,
    },
    /// It would be made.
    WouldCreate,
    /// It is there already. Nothing was changed.
    Exists {
        /// `cpn_...`.
        coupon_id: String,
    },
    /// It was refused.
    Refused {
        /// Why.
        why: String,
    },
    /// Its notes say why it is not carried over.
    NotImported,
}

/// What tells an imported coupon in its metadata, beside its name.
const TOLD_BY: [&str; 3] = ["imported_from", "imported_id", "imported_code_id"];

impl App {
    /// Makes a coupon of an export through `create_coupon`; with `dry_run` only says what would become of it.
    ///
    /// # Errors
    /// `scope_missing`, `unavailable`; what is wrong with the coupon is its outcome.
    pub async fn import_coupon(&self, imported: &Imported, dry_run: bool) -> Result<Outcome, Problem> {
        let Some(terms) = &imported.terms else { return Ok(Outcome::NotImported) };
        if let Some(coupon_id) = self.find_imported(imported).await? {
            return Ok(Outcome::Exists { coupon_id });
        }
        let made = if dry_run {
            check(terms).map(|()| Outcome::WouldCreate)
        } else {
            let answer = self.create_coupon(Mutation::program("/v1/coupons"), terms.clone()).await;
            answer.map(|answer| {
                let made: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                Outcome::Created { coupon_id: made["id"].as_str().unwrap_or_default().to_owned() }
            })
        };
        match made {
            Err(problem) if !matches!(problem.error, ErrorCode::Unavailable | ErrorCode::Internal) => {
                Ok(Outcome::Refused { why: problem.detail })
            }
            other => other,
        }
    }

    /// The coupon that has the code, or was imported as the same object; one that was archived since stays so.
    async fn find_imported(&self, imported: &Imported) -> Result<Option<String>, Problem> {
        let Some(terms) = &imported.terms else { return Ok(None) };
        if let Some(code) = &terms.code {
            let canonical = code.canonical().to_owned();
            let found = self
                .inner
                .store
                .read(move |tx| Box::pin(async move { codes::find_code(tx, &canonical).await.map_err(Problem::from) }));
            if let Some(code) = found.await? {
                return Ok(Some(code.coupon_id));
            }
        }
        match self.find_same(terms, None).await? {
            Some(id) => Ok(Some(id)),
            None => self.find_same(terms, Some(State::Archived)).await,
        }
    }

    /// The coupon, of those in a state, that was made of the same object of the other shop.
    async fn find_same(&self, terms: &Terms, state: Option<State>) -> Result<Option<String>, Problem> {
        let mut page = PageRequest { limit: 200, cursor: None };
        loop {
            let filter = CouponFilter { q: Some(terms.name.clone()), state, ..CouponFilter::default() };
            let found = self.list_coupons(&Caller::program(), filter, page.clone()).await?;
            let is_same = |coupon: &&CouponView| {
                let (one, other) = (&coupon.terms.metadata, &terms.metadata);
                coupon.terms.name == terms.name && TOLD_BY.iter().all(|name| one.get(*name) == other.get(*name))
            };
            if let Some(there) = found.data.iter().find(is_same) {
                return Ok(Some(there.id.clone()));
            }
            page.cursor = found.next_cursor;
            if page.cursor.is_none() {
                return Ok(None);
            }
        }
    }
}
