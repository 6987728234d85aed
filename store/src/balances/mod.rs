//! Balances: money on codes, spent over several orders. `docs/MODEL.md` 4.8 and section 9.
//!
//! A balance is one row and every change of it one conditional update: what is used and held is never more than what
//! was put on it. Each movement is written down with both its sides.

pub(crate) mod change_balance;
pub(crate) mod list_balance_entries;
pub(crate) mod moves;
pub(crate) mod open_balance;
pub(crate) mod read_balance;
mod record;
pub(crate) mod write_entries;

pub use change_balance::{ChangeBalance, change_balance};
pub use list_balance_entries::list_balance_entries;
pub use read_balance::{AskedBalance, read_balance, read_balances};
pub use record::{BalanceEntry, BalanceRecord};
