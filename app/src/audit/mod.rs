//! The audit trail: who did what, sealed into a chain.

mod list_audit;
mod search_audit;

pub use list_audit::AuditView;
pub use search_audit::{AuditFilter, AuditFound};
