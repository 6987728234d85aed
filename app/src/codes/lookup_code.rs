//! `POST /v1/codes/lookup`: the code that somebody typed.

use tessera_engine::code::canonical;
use tessera_engine::code::pattern::PatternRequest;
use tessera_store::codes::CodeUse;
use tessera_store::{Tx, balances, codes};

use super::request::CodeLookup;
use super::view::CodeView;
use crate::caller::{Caller, Scope};
use crate::problem::{ErrorCode, Problem};
use crate::start::App;

/// Batches whose check character is looked at.
const LOOKED_AT: u32 = 200;

impl App {
    /// The code of this spelling, in any; where there is none the one that was voided last.
    ///
    /// # Errors
    /// `scope_missing`, `not_found`, with words of its own where the check character says that it was mistyped;
    /// `unavailable`.
    pub async fn lookup_code(&self, caller: &Caller, lookup: CodeLookup) -> Result<CodeView, Problem> {
        caller.require(Scope::CodesRead)?;
        let canonical = canonical(&lookup.code);
        let storefront = self.storefront();
        let found = self.inner.store.read(move |tx| {
            Box::pin(async move {
                let Some(found) = find(tx, &canonical).await? else { return Err(unknown(tx, &canonical).await?) };
                let balance = balances::read_balance(tx, &found.code.id).await?;
                Ok(CodeView::used(found, balance, tx.now(), &storefront))
            })
        });
        found.await
    }
}

async fn find(tx: &mut Tx<'_>, canonical: &str) -> Result<Option<CodeUse>, Problem> {
    let live = codes::find_code(tx, canonical).await?;
    let found = match live {
        Some(code) => Some(code),
        None => codes::find_voided_code(tx, canonical).await?,
    };
    match found {
        Some(code) => Ok(codes::read_code_use(tx, &code.id).await?),
        None => Ok(None),
    }
}

/// Nobody has it. The code itself is not repeated.
async fn unknown(tx: &mut Tx<'_>, canonical: &str) -> Result<Problem, Problem> {
    let patterns = codes::list_patterns(tx, LOOKED_AT).await?;
    let is_mistyped = patterns.iter().any(|pattern| {
        let pattern = serde_json::from_str::<PatternRequest>(pattern).ok().and_then(|request| request.pattern().ok());
        pattern.is_some_and(|pattern| pattern.is_mistyped(canonical))
    });
    Ok(Problem::new(
        ErrorCode::NotFound,
        if is_mistyped {
            "There is no such code; by its check character a character of it was mistyped."
        } else {
            "There is no such code."
        },
    ))
}
