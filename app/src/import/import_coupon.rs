//! Makes a coupon of another shop: once, however often its export is imported.

use serde::Serialize;
use serde_json::Value;
use tessera_store::codes;

use super::Imported;
use crate::coupons::{CouponFilter, check};
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

/// The member of the metadata that tells an imported coupon without a code.
const ID: &str = "imported_id";

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

    /// The coupon that has the code, or was imported as the same object.
    async fn find_imported(&self, imported: &Imported) -> Result<Option<String>, Problem> {
        let Some(terms) = &imported.terms else { return Ok(None) };
        if let Some(code) = &terms.code {
            let canonical = code.canonical().to_owned();
            let found = self
                .inner
                .store
                .read(move |tx| Box::pin(async move { codes::find_code(tx, &canonical).await.map_err(Problem::from) }));
            return Ok(found.await?.map(|code| code.coupon_id));
        }
        let same = |name: &str, other: &std::collections::BTreeMap<String, String>| {
            terms.metadata.get(name) == other.get(name)
        };
        let mut page = PageRequest { limit: 200, cursor: None };
        loop {
            let filter = CouponFilter { q: Some(terms.name.clone()), ..CouponFilter::default() };
            let found = self.list_coupons(&crate::caller::Caller::program(), filter, page.clone()).await?;
            let there = found.data.iter().find(|coupon| {
                let other = &coupon.terms.metadata;
                coupon.terms.name == terms.name && same("imported_from", other) && same(ID, other)
            });
            if let Some(there) = there {
                return Ok(Some(there.id.clone()));
            }
            page.cursor = found.next_cursor;
            if page.cursor.is_none() {
                return Ok(None);
            }
        }
    }
}
