//! What is kept of a change.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::value::Row;

/// Something that happened, to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// `evt_...`.
    pub id: String,
    /// `<noun>.<past verb>`.
    pub kind: String,
    /// What it happened to.
    pub aggregate: String,
    /// What became of it, as JSON.
    pub data: String,
}

/// A mutation, to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAudit {
    /// `aud_...`.
    pub id: String,
    /// The API key, or `program`.
    pub actor: String,
    /// The use case.
    pub action: String,
    /// What was changed first.
    pub resource: String,
    /// The request.
    pub request_id: String,
    /// Why, in the caller's words.
    pub reason: Option<String>,
}

/// An event with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRecord {
    /// Its place among all events, from 1.
    pub position: u64,
    /// `evt_...`.
    pub id: String,
    /// `<noun>.<past verb>`.
    pub kind: String,
    /// When it happened. Rises with `seq`.
    pub at: Timestamp,
    /// What it happened to.
    pub aggregate: String,
    /// Its place among those of the aggregate, from 1.
    pub seq: u64,
    /// What became of it, as JSON.
    pub data: String,
}

/// The columns of an [`EventRecord`], in its order.
macro_rules! event_columns {
    () => {
        "position, id, type, at, aggregate, seq, data"
    };
}

pub(crate) use event_columns;

impl EventRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.unsigned()?,
            id: row.text()?,
            kind: row.text()?,
            at: row.time()?,
            aggregate: row.text()?,
            seq: row.unsigned()?,
            data: row.text()?,
        })
    }
}

/// A row of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// `aud_...`.
    pub id: String,
    /// When it was done.
    pub at: Timestamp,
    /// The API key, or `program`.
    pub actor: String,
    /// The use case.
    pub action: String,
    /// What was changed first; a customer by a pseudonym.
    pub resource: String,
    /// The request.
    pub request_id: String,
    /// Of the events that belong to it, hexadecimal.
    pub digest: String,
    /// Why; `None` when none was given or it was erased.
    pub reason: Option<String>,
    /// Of the reason, hexadecimal.
    pub reason_digest: Option<String>,
    /// Its place in the chain, from 1; `None` for a moment after the commit.
    pub position: Option<u64>,
    /// The chain up to and with it, hexadecimal.
    pub chain: Option<String>,
}

/// The columns of an [`AuditRecord`], in its order.
macro_rules! audit_columns {
    () => {
        "id, at, actor, action, resource, request_id, digest, reason, reason_digest, position, chain"
    };
}

pub(crate) use audit_columns;

impl AuditRecord {
    pub(crate) fn decode(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text()?,
            at: row.time()?,
            actor: row.text()?,
            action: row.text()?,
            resource: row.text()?,
            request_id: row.text()?,
            digest: row.text()?,
            reason: row.optional_text()?,
            reason_digest: row.optional_text()?,
            position: row.optional_unsigned()?,
            chain: row.optional_text()?,
        })
    }
}
