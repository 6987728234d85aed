//! The audit trail: no row altered, none gone, each with the events it was written with.

use super::{Head, Looked, Verified};
use crate::changes::AuditRecord;
use crate::changes::GENESIS;
use crate::changes::chain::link;
use crate::changes::digest::Secret;
use crate::changes::list_audit::read_after;
use crate::changes::secret::read_secret;
use crate::error::StoreError;
use crate::params;
use crate::tx::Tx;

/// The end of the chain as the sealer knows it.
pub(crate) const SELECT_HEAD: &str = "SELECT audit_position, chain FROM sealer WHERE id = 1";

/// The events of a mutation, in their order.
pub(crate) const SELECT_EVENTS: &str = "SELECT type, aggregate, data FROM events WHERE audit_id = ?1 ORDER BY number";

/// Rows read at a time.
const PAGE: u32 = 500;

/// Follows the chain from its beginning.
pub(super) async fn verify_audit(tx: &mut Tx<'_>, head: Option<&Head>) -> Result<Verified, StoreError> {
    let mut looked = Looked::default();
    let secret = read_secret(tx).await?;
    let (mut position, mut chain) = (0, GENESIS.to_owned());
    loop {
        let rows = read_after(tx, position, PAGE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let found = row.position.unwrap_or_default();
            let entry = || format!("{} at position {found}", row.id);
            looked.at += 1;
            position += 1;
            looked.expect(found == position, entry, || format!("the row at position {position} is gone"));
            chain = link(&chain, found, &row);
            looked.expect(row.chain.as_ref() == Some(&chain), entry, || "it is not what was sealed".to_owned());
            let meant = head.filter(|head| head.position == found);
            let is_meant = meant.is_none_or(|head| head.chain == chain);
            looked.expect(is_meant, entry, || "the chain does not go through the head that was kept".to_owned());
            if let Some(secret) = &secret {
                verify_content(tx, &mut looked, secret, &row).await?;
            }
            if looked.bad.is_some() {
                return Ok(looked.called("audit_chain"));
            }
        }
    }
    let row = tx.query_first(SELECT_HEAD, &[]).await?;
    let mut row = row.ok_or_else(|| StoreError::Corrupt("the sealer's row is gone".to_owned()))?;
    let (last, end) = (row.unsigned()?, row.text()?);
    let entry = || format!("the row at position {}", position + 1);
    looked.expect(last == position && end == chain, entry, || format!("the trail ends here; {last} rows were sealed"));
    let is_long = head.is_none_or(|head| head.position <= position);
    looked.expect(is_long, entry, || "the trail ends before the head that was kept".to_owned());
    Ok(looked.called("audit_chain"))
}

/// The row's events and its reason are those it was written with. A reason may be erased, not altered.
async fn verify_content(
    tx: &mut Tx<'_>,
    looked: &mut Looked,
    secret: &Secret,
    row: &AuditRecord,
) -> Result<(), StoreError> {
    let mut told = Vec::new();
    for mut event in tx.query(SELECT_EVENTS, params![&row.id]).await? {
        told.push([event.text()?, event.text()?, event.text()?]);
    }
    let digest = secret.digest_of_events(told.iter().map(|parts| parts.each_ref().map(String::as_str)));
    let entry = || row.id.clone();
    looked.expect(!told.is_empty(), entry, || "its events are gone".to_owned());
    looked.expect(digest == row.digest, entry, || "its events are not those it was written with".to_owned());
    if let Some(reason) = &row.reason {
        let digest = secret.digest(&["reason", &row.id, reason]);
        looked.expect(row.reason_digest == Some(digest), entry, || "its reason was altered".to_owned());
    }
    Ok(())
}
