//! Codes: the strings that unlock coupons.

pub(crate) mod find_code;
pub(crate) mod first_code;
pub(crate) mod insert_code;
pub(crate) mod list_codes;
pub(crate) mod record;
pub(crate) mod void_code;

pub use find_code::{find_code, find_code_at, read_code};
pub use first_code::first_code;
pub use insert_code::{InsertCode, insert_code, insert_further_code, replace_code};
pub use list_codes::{CodeFilter, list_codes};
pub use record::CodeRecord;
pub use void_code::void_code;
