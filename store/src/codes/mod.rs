//! Codes: the strings that unlock coupons.

pub(crate) mod batches;
pub(crate) mod erase_codes;
pub(crate) mod export_codes;
pub(crate) mod find_code;
pub(crate) mod first_code;
pub(crate) mod insert_code;
pub(crate) mod insert_codes;
pub(crate) mod insert_own_codes;
pub(crate) mod list_codes;
pub(crate) mod own_terms;
pub(crate) mod reassign_code;
pub(crate) mod record;
pub(crate) mod standing;
pub(crate) mod uses;
pub(crate) mod void_code;

pub use batches::{
    NewBatch, begin_batch, count_of_pattern, count_one, coupon_of_batch, finish_batch, list_patterns, lock_patterns,
};
pub use erase_codes::erase_codes;
pub use export_codes::export_codes;
pub use find_code::{find_code, find_code_at, read_code};
pub use first_code::first_code;
pub use insert_code::{InsertCode, insert_code, insert_further_code, replace_code};
pub use insert_codes::{BatchCode, CodesOf, announce_codes, insert_codes};
pub use insert_own_codes::{OwnCode, are_void, coupons_of_codes, insert_own_codes};
pub use list_codes::{CodeFilter, list_codes};
pub use reassign_code::reassign_code;
pub use record::CodeRecord;
pub use uses::{COUNTED_USES, CodeUse, LastUse, find_voided_code, read_code_use};
pub use void_code::{void_code, void_some_of_batch};
