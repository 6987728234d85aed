//! Which segments of a customer a tree asks about, so that no more of them are looked up than a quote needs.

use std::collections::BTreeSet;

use super::{Condition, Leaf};

/// The segments that conditions ask about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedSegments {
    /// Whether the customer is in these, as they are written.
    pub named: BTreeSet<String>,
    /// Whether an expression looks at all of them.
    pub all: bool,
}

impl AskedSegments {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && !self.all
    }

    /// Asks for what another asks for too.
    pub fn join(&mut self, other: &Self) {
        self.named.extend(other.named.iter().cloned());
        self.all |= other.all;
    }
}

impl Condition {
    /// Which segments of the customer the tree asks about.
    #[must_use]
    pub fn asked_segments(&self) -> AskedSegments {
        let mut asked = AskedSegments::default();
        self.collect_segments(&mut asked);
        asked
    }

    fn collect_segments(&self, asked: &mut AskedSegments) {
        match self {
            Self::All(children) | Self::Any(children) => {
                children.iter().for_each(|child| child.collect_segments(asked));
            }
            Self::Not(child) => child.collect_segments(asked),
            Self::Leaf(Leaf::CustomerIn(leaf)) => asked.named.extend(leaf.segments.iter().cloned()),
            Self::Leaf(Leaf::Expression(leaf)) => asked.all |= leaf.names_segments(),
            Self::Leaf(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::decode::from_json;

    fn asked(tree: &Value) -> AskedSegments {
        from_json::<Condition>(tree.to_string().as_bytes()).unwrap().asked_segments()
    }

    #[test]
    fn every_leaf_that_looks_at_segments_asks() {
        let within = |segments: &[&str]| json!({ "kind": "customer_in", "segments": segments });
        let tree = json!({ "all": [within(&["vip", "gold"]), { "not": { "any": [within(&["trade"])] } }] });
        let named = |all: &[&str]| all.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(asked(&tree), AskedSegments { named: named(&["gold", "trade", "vip"]), all: false });
        let expression = json!({ "kind": "expression", "expression": "'vip' in customer.segments" });
        assert_eq!(asked(&expression), AskedSegments { named: named(&[]), all: true });
        assert!(asked(&json!({ "kind": "first_order" })).is_empty());
        assert!(asked(&json!({ "kind": "expression", "expression": "subtotal > 5" })).is_empty());
    }
}
