//! The audit trail: who did what, sealed into a chain.

mod list_audit;

pub use list_audit::AuditView;
