//! Whether a coupon is for first orders. `docs/MODEL.md` section 9, "Identity".

use tessera_engine::condition::{Condition, Leaf};

/// Whether a `first_order` leaf must pass, or may be what lets the tree pass.
pub(super) fn asks_first_order(condition: &Condition) -> bool {
    match condition {
        Condition::All(children) | Condition::Any(children) => children.iter().any(asks_first_order),
        Condition::Not(_) => false,
        Condition::Leaf(leaf) => matches!(leaf, Leaf::FirstOrder(_)),
    }
}
