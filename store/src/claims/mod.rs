//! Claims: coupons in wallets. `docs/MODEL.md` 9.7.
//!
//! A claim is one row, and every change of it one conditional update: of two orders that want it one has it. How many
//! there may be is asked of `counters`, as every limit is.

pub(crate) mod count_claims;
pub(crate) mod create_claim;
pub(crate) mod erase_claims;
pub(crate) mod list_claims;
pub(crate) mod moves;
pub(crate) mod read_claim;
pub(crate) mod read_versions;
mod record;
pub(crate) mod revoke_claim;
pub(crate) mod wallet;

pub use count_claims::count_claims_of;
pub use create_claim::{CreateClaim, count_claimed, create_claim};
pub use erase_claims::erase_claims;
pub use list_claims::{ClaimState, list_claims};
pub use read_claim::{find_claim_by_code, read_claim};
pub use read_versions::{ClaimVersions, read_versions};
pub use record::{ClaimRecord, NewClaim};
pub use revoke_claim::{RevokeClaim, revoke_claim};
pub use wallet::{Tab, WalletCounts, count_wallet, list_wallet};
