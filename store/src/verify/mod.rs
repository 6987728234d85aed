//! Whether what is stored is right: everything that can be computed from something else is, and compared.
//!
//! All of it is read in one transaction, so that a store that serves meanwhile is seen at one moment. Each check answers
//! the first bad entry. The invariants are those of the ledger: nothing past a limit, every counter what its entries sum up
//! to, money given and taken in pairs, one end for each hold, a chain without a missing link.

pub(crate) mod verify_audit;
pub(crate) mod verify_balances;
pub(crate) mod verify_campaigns;
pub(crate) mod verify_claims;
pub(crate) mod verify_counters;
pub(crate) mod verify_events;
pub(crate) mod verify_ledger;
pub(crate) mod verify_orders;
pub(crate) mod verify_reservations;

use crate::error::StoreError;
use crate::tx::Tx;

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which, as a stable name in `snake_case`.
    pub name: &'static str,
    /// Entries that were looked at.
    pub looked_at: u64,
    /// The first bad one.
    pub bad: Option<BadEntry>,
}

/// An entry that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEntry {
    /// Which: an id, or an owner and a resource.
    pub entry: String,
    /// What is wrong with it.
    pub detail: String,
}

/// A link of the audit trail's chain that was kept outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its position.
    pub position: u64,
    /// The chain up to and with it, hexadecimal.
    pub chain: String,
}

/// Counts what is looked at and keeps the first bad entry.
#[derive(Debug, Default)]
struct Looked {
    at: u64,
    bad: Option<BadEntry>,
}

impl Looked {
    fn expect(&mut self, is_right: bool, entry: impl FnOnce() -> String, detail: impl FnOnce() -> String) {
        if !is_right && self.bad.is_none() {
            self.bad = Some(BadEntry { entry: entry(), detail: detail() });
        }
    }

    /// Keeps the first row of a statement that finds what must not be: its first column names the entry.
    async fn expect_none(&mut self, tx: &mut Tx<'_>, sql: &str, detail: &str) -> Result<(), StoreError> {
        if let Some(mut row) = tx.query_first(sql, &[]).await? {
            let entry = row.text()?;
            self.expect(false, || entry, || detail.to_owned());
        }
        Ok(())
    }

    fn called(self, name: &'static str) -> Verified {
        Verified { name, looked_at: self.at, bad: self.bad }
    }
}

/// Looks at everything. With a `head` the chain must go through it.
///
/// # Errors
/// [`StoreError`] when it cannot be read; a wrong entry is an answer, not an error.
pub async fn verify(tx: &mut Tx<'_>, head: Option<&Head>) -> Result<Vec<Verified>, StoreError> {
    Ok(vec![
        verify_audit::verify_audit(tx, head).await?,
        verify_events::verify_events(tx).await?,
        verify_counters::verify_counters(tx).await?,
        verify_reservations::verify_reservations(tx).await?,
        verify_orders::verify_orders(tx).await?,
        verify_ledger::verify_ledger(tx).await?,
        verify_balances::verify_balances(tx).await?,
        verify_campaigns::verify_campaigns(tx).await?,
        verify_claims::verify_claims(tx).await?,
    ])
}
