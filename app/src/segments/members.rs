//! Which customers are to be taken into a segment, or out of it.

use tessera_engine::decode::{Decode, Errors, Node};

/// The body of `PUT` and `DELETE /v1/segments/{id}/members`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    pub(super) customer_ids: Vec<String>,
}

impl Members {
    /// Customers of one call at most.
    pub const CUSTOMERS: usize = 1_000;

    /// One customer.
    #[must_use]
    pub fn one(customer_id: &str) -> Self {
        Self { customer_ids: vec![customer_id.to_owned()] }
    }
}

impl Decode for Members {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let customer_ids = object.required("customer_ids", errors, |node, errors| node.names(Self::CUSTOMERS, errors));
        object.finish(errors);
        customer_ids.map(|customer_ids| Self { customer_ids })
    }
}
