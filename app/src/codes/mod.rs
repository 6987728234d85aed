//! Codes: the strings that unlock coupons, and the money some of them hold. `docs/MODEL.md` 4.8 and section 10.

mod change_balance;
mod changes;
mod create_code;
mod list_balance_entries;
mod list_codes;
mod read_code;
mod request;
mod view;
mod void_code;

pub(crate) use changes::code_changed;
pub use list_codes::CodeFilter;
pub use request::{BalanceChange, NewCode};
pub use view::{BalanceEntryView, BalanceView, CodeView};
