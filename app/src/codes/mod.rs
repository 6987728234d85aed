//! Codes: the strings that unlock coupons, and the money some of them hold. `docs/MODEL.md` 4.8 and section 10.

mod change_balance;
mod changes;
mod code_taken;
mod create_code;
mod export;
mod finish_batch;
mod generate_codes;
mod generate_personal_codes;
mod import;
mod list_balance_entries;
mod list_codes;
mod lookup_code;
mod preview_codes;
mod propose_code;
mod qr;
mod read_code;
mod read_code_qr;
mod reassign_code;
mod request;
mod storefront;
mod view;
mod void_code;
mod void_codes;

pub(crate) use changes::code_changed;
pub(crate) use code_taken::code_taken;
pub(crate) use generate_codes::GenerateCodes;
pub(crate) use generate_personal_codes::GeneratePersonalCodes;
pub(crate) use import::ImportCodes;
pub(crate) use storefront::{PARAMETER, encoded};
pub(crate) use void_codes::VoidCodes;

pub use export::{CodeExport, ExportFormat};
pub use import::{LARGEST_TABLE, TableBody};
pub use list_codes::CodeFilter;
pub use preview_codes::CodePreview;
pub(crate) use qr::Qr;
pub use qr::QrFormat;
pub use request::{BalanceChange, BatchVoid, CodeLookup, NewCode, Reassignment};
pub use view::{BalanceEntryView, BalanceView, CodeView, LastUseView};
