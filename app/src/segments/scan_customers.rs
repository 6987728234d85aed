//! Looks for the members of a dynamic segment among the customers the store knows, a bounded number at a time.

use tessera_engine::cart::Customer;
use tessera_store::customers::{self, CustomerRecord};
use tessera_store::{StoreError, Tx, segments};

use super::memberships::{Asking, includes, rested_on};
use crate::customers::read_attributes;
use crate::live::Live;
use crate::problem::Problem;

/// Customers read from the store at a time.
const PAGE: u32 = 200;

/// How far one look goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach {
    /// Members that are looked for at most.
    pub(super) members: usize,
    /// Customers that are looked at for them at most.
    pub(super) customers: usize,
}

/// Members that were found, in the order of their ids, and where the next look begins.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) members: Vec<String>,
    pub(super) next_cursor: Option<String>,
}

/// Looks for members from a cursor on.
pub(super) async fn scan_customers(
    tx: &mut Tx<'_>,
    asking: &Asking,
    segment_id: &str,
    cursor: Option<String>,
    reach: Reach,
) -> Result<Found, Problem> {
    let (mut found, mut looked_at, mut cursor) = (Found::default(), 0, cursor);
    loop {
        let page = customers::list_customers(tx, None, PAGE, cursor.as_deref()).await?;
        for record in page.data {
            let id = record.id.clone();
            if found.members.len() >= reach.members || looked_at >= reach.customers {
                return Ok(found);
            }
            looked_at += 1;
            found.next_cursor = Some(customers::cursor_after(&id));
            if is_member(tx, asking, segment_id, record).await? {
                found.members.push(id);
            }
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(Found { next_cursor: None, ..found });
        }
    }
}

async fn is_member(
    tx: &mut Tx<'_>,
    asking: &Asking,
    segment_id: &str,
    record: CustomerRecord,
) -> Result<bool, StoreError> {
    let Some(segment) = asking.live.segments.find(segment_id) else { return Ok(false) };
    let Some(rule) = &segment.rule else { return Ok(false) };
    let mut customer = customer_of(record);
    let mut names = customer.segments.take().unwrap_or_default();
    if names.contains(&segment.key) || names.contains(&segment.id) {
        return Ok(true);
    }
    let lists = rested_on(asking, segment);
    if let Some(id) = customer.id.as_deref().filter(|_| !lists.is_empty()) {
        let member_of = segments::read_memberships(tx, id).await?;
        for list in lists.iter().filter(|list| member_of.contains(&list.id)) {
            names.extend([list.id.clone(), list.key.clone()]);
        }
    }
    customer.segments = Some(names);
    includes(tx, asking, rule, &customer).await
}

/// A stored customer as a cart would name them.
fn customer_of(record: CustomerRecord) -> Customer {
    Customer {
        segments: serde_json::from_str(&record.segments).ok(),
        attributes: read_attributes(&record.attributes),
        id: Some(record.id),
        email: record.email,
        country: record.country,
        region: record.region,
        ..Customer::default()
    }
}

impl Live {
    /// Whether a segment is dynamic; `None`: there is no such segment.
    pub(super) fn is_dynamic(&self, segment_id: &str) -> Option<bool> {
        self.segments.find(segment_id).filter(|segment| segment.id == segment_id).map(|segment| segment.rule.is_some())
    }
}
