//! The body of `POST /v1/orders/{order_id}/refunds`.

use tessera_engine::decode::{Decode, Errors, Node};

use crate::settings::RefundPolicy;

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// Units by line.
    pub lines: Vec<ReturnedLine>,
    /// Whether the shipping goes back.
    pub shipping: bool,
    /// Ids of the fees that go back.
    pub fees: Vec<String>,
    /// Everything that did not come back yet.
    pub full: bool,
    /// How much goes back; the store's setting unless told.
    pub policy: Option<RefundPolicy>,
    /// In the caller's words.
    pub reason: String,
}

/// Units of a line that come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnedLine {
    /// The line's id on the order.
    pub line_id: String,
    /// Units.
    pub quantity: u64,
}

/// Lines of an order at most.
const LINES: usize = 1_000;

impl Decode for ReturnedLine {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let line_id = object.required("line_id", errors, |node, errors| node.name(errors));
        let quantity = object.required("quantity", errors, |node, errors| node.integer(1..=1_000_000, errors));
        object.finish(errors);
        Some(Self { line_id: line_id?, quantity: u64::try_from(quantity?).ok()? })
    }
}

impl Decode for RefundRequest {
    fn decode(node: &Node<'_>, errors: &mut Errors) -> Option<Self> {
        let mut object = node.object(errors)?;
        let lines = object
            .optional("lines", errors, |node, errors| node.each(LINES, errors, ReturnedLine::decode))
            .unwrap_or_default();
        let shipping = object.optional("shipping", errors, Node::bool).unwrap_or_default();
        let fees = object.optional("fees", errors, |node, errors| node.names(LINES, errors)).unwrap_or_default();
        let full = object.optional("full", errors, Node::bool).unwrap_or_default();
        let policy = object.optional("policy", errors, RefundPolicy::decode);
        let reason = object.required("reason", errors, |node, errors| node.name(errors));
        object.finish(errors);
        if full && !(lines.is_empty() && fees.is_empty() && !shipping) {
            let detail = "everything comes back; leave out `lines`, `shipping` and `fees`";
            return node.fault(errors, "full_stands_alone", detail);
        }
        if !full && lines.is_empty() && fees.is_empty() && !shipping {
            let detail = "nothing comes back; name `lines`, `shipping`, `fees`, or send `full: true`";
            return node.fault(errors, "nothing_comes_back", detail);
        }
        Some(Self { lines, shipping, fees, full, policy, reason: reason? })
    }
}
