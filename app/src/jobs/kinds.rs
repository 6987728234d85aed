//! The kinds of jobs there are.

use super::work::Work;
use crate::caller::{Caller, Scope};
use crate::codes;

/// All of them.
const KINDS: &[&dyn Work] = &[
    &crate::backtests::Backtest,
    &crate::orders::PastOrders,
    &codes::GenerateCodes,
    &codes::GeneratePersonalCodes,
    &codes::ImportCodes,
    &codes::VoidCodes,
    #[cfg(test)]
    &super::run_jobs::tests::Counting,
];

/// The kind of this name.
pub(super) fn find(kind: &str) -> Option<&'static dyn Work> {
    KINDS.iter().copied().find(|known| known.kind() == kind)
}

/// The names of the kinds whose jobs a caller may see.
pub(super) fn visible_to(caller: &Caller) -> Vec<String> {
    let seen = KINDS.iter().filter(|known| caller.require(known.scope()).is_ok());
    seen.map(|known| known.kind().to_owned()).collect()
}

/// The scopes of all kinds, each once.
pub(super) fn scopes() -> Vec<Scope> {
    let mut scopes: Vec<Scope> = KINDS.iter().map(|known| known.scope()).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
