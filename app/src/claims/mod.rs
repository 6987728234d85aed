//! Claims and wallets: coupons that customers keep until they use them. `docs/MODEL.md` 9.7.

mod changes;
mod claim_code;
mod create_claim;
mod eligibility;
mod list_claimable;
mod list_claims;
mod rank_wallet;
mod read_claim;
mod read_wallet;
mod request;
mod revoke_claim;
mod turns;
mod view;

pub(crate) use changes::{claim_uses, claims_erased};
pub use list_claimable::ClaimableView;
pub(crate) use list_claims::is_over;
pub use rank_wallet::RankedWallet;
pub use read_wallet::WalletView;
pub use request::{ClaimCodeRequest, ClaimRequest, WalletRequest};
pub use tessera_store::claims::{ClaimState, Tab};
pub(crate) use turns::Turns;
pub use view::ClaimView;
