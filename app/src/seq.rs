//! Sequence numbers: rise by one with each change of a limited resource. HTTP contract, section 3.

use std::collections::BTreeMap;

/// Resource id to its sequence number after a change.
pub type Seq = BTreeMap<String, u64>;
