//! The chain of the audit trail: each row's link is SHA-256 of the link before and the row's canonical bytes.

use sha2::{Digest, Sha256};

use super::digest::hex;
use super::record::AuditRecord;

/// The link before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The link of a row at a position. The reason stands in it as its digest, so that it can be erased.
pub(crate) fn link(before: &str, position: u64, row: &AuditRecord) -> String {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(position.to_be_bytes());
    hash.update(row.at.as_microsecond().to_be_bytes());
    let reason = row.reason_digest.as_deref().unwrap_or_default();
    for text in [&row.id, &row.actor, &row.action, &row.resource, &row.request_id, &row.digest, reason] {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn row() -> AuditRecord {
        AuditRecord {
            id: "aud_1".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            actor: "key_1".to_owned(),
            action: "create_coupon".to_owned(),
            resource: "cpn_1".to_owned(),
            request_id: "req_1".to_owned(),
            digest: "00".to_owned(),
            reason: Some("why".to_owned()),
            reason_digest: Some("11".to_owned()),
            position: Some(1),
            chain: None,
        }
    }

    #[test]
    fn every_member_but_the_erasable_reason_is_in_the_link() {
        let whole = link(GENESIS, 1, &row());
        assert_eq!(whole.len(), 64);
        assert_eq!(link(GENESIS, 1, &AuditRecord { reason: None, ..row() }), whole);
        let altered = [
            AuditRecord { id: "aud_2".to_owned(), ..row() },
            AuditRecord { at: Timestamp::from_microsecond(1).unwrap(), ..row() },
            AuditRecord { actor: "key_2".to_owned(), ..row() },
            AuditRecord { action: "pause_coupon".to_owned(), ..row() },
            AuditRecord { resource: "cpn_2".to_owned(), ..row() },
            AuditRecord { request_id: "req_2".to_owned(), ..row() },
            AuditRecord { digest: "01".to_owned(), ..row() },
            AuditRecord { reason_digest: None, ..row() },
        ];
        for row in altered {
            assert_ne!(link(GENESIS, 1, &row), whole, "{row:?}");
        }
        assert_ne!(link(GENESIS, 2, &row()), whole);
        assert_ne!(link(&whole, 1, &row()), whole);
    }
}
