//! What a tree says of the customer alone, whatever is in the cart: who may have a coupon. `docs/MODEL.md` 9.7.

use super::{Condition, Leaf};
use crate::money::Currency;

impl Condition {
    /// The part of the tree that is about the customer: where that fails, the whole tree fails with every cart. `None`
    /// when no part is.
    #[must_use]
    pub fn about_customer(&self) -> Option<Self> {
        match self {
            Self::Leaf(leaf) => is_about_customer(leaf).then(|| self.clone()),
            // Each that fails is enough: what is not known is left out.
            Self::All(children) => {
                let known: Vec<Self> = children.iter().filter_map(Self::about_customer).collect();
                (!known.is_empty()).then_some(Self::All(known))
            }
            // All must fail: one that is not known may pass.
            Self::Any(children) => children.iter().map(Self::about_customer).collect::<Option<Vec<_>>>().map(Self::Any),
            // It fails where the child passes: nothing of that may be left out.
            Self::Not(child) => child.is_about_customer().then(|| self.clone()),
        }
    }

    /// The part of the tree that may be shown to any shopper: what it asks of the cart and of where and when it is bought.
    /// Less than the whole: what names customers, or is an expression, is left out with all that stands or falls with it.
    #[must_use]
    pub fn about_cart(&self) -> Option<Self> {
        match self {
            Self::Leaf(leaf) => {
                (!is_about_customer(leaf) && !matches!(leaf, Leaf::Expression(_))).then(|| self.clone())
            }
            Self::All(children) => {
                let shown: Vec<Self> = children.iter().filter_map(Self::about_cart).collect();
                (!shown.is_empty()).then_some(Self::All(shown))
            }
            // One of several is told with all of them or not at all.
            Self::Any(children) => {
                let is_whole = |child: &Self| child.about_cart().as_ref() == Some(child);
                children.iter().all(is_whole).then(|| self.clone())
            }
            Self::Not(child) => (child.about_cart().as_ref() == Some(&**child)).then(|| self.clone()),
        }
    }

    /// The currency in which the tree first asks what a customer has spent.
    #[must_use]
    pub fn spent_currency(&self) -> Option<Currency> {
        match self {
            Self::Leaf(Leaf::TotalSpent(leaf)) => {
                let amounts = leaf.min.as_ref().or(leaf.max.as_ref())?;
                amounts.keys().next().copied()
            }
            Self::Leaf(_) => None,
            Self::All(children) | Self::Any(children) => children.iter().find_map(Self::spent_currency),
            Self::Not(child) => child.spent_currency(),
        }
    }

    /// Whether every leaf is about the customer.
    fn is_about_customer(&self) -> bool {
        match self {
            Self::Leaf(leaf) => is_about_customer(leaf),
            Self::All(children) | Self::Any(children) => children.iter().all(Self::is_about_customer),
            Self::Not(child) => child.is_about_customer(),
        }
    }
}

/// Whether a leaf asks who somebody is and what they did before, not what they buy, where and when.
const fn is_about_customer(leaf: &Leaf) -> bool {
    matches!(
        leaf,
        Leaf::CustomerIn(_)
            | Leaf::CustomerIs(_)
            | Leaf::EmailDomain(_)
            | Leaf::CustomerType(_)
            | Leaf::FirstOrder(_)
            | Leaf::OrdersCount(_)
            | Leaf::TotalSpent(_)
            | Leaf::Purchased(_)
            | Leaf::Region(_)
            | Leaf::VerifiedIdentity(_)
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::decode::from_json;

    fn about(tree: Value) -> Option<Value> {
        let tree: Condition = from_json(tree.to_string().as_bytes()).unwrap();
        tree.about_customer().map(|known| serde_json::to_value(known).unwrap())
    }

    #[test]
    fn only_what_fails_with_every_cart_is_left() {
        let amount = json!({ "kind": "order_amount", "min": { "USD": 1 } });
        let vip = json!({ "kind": "customer_in", "segments": ["vip"] });
        let first = json!({ "kind": "first_order" });
        let kinds = |known: Option<Value>| known.map(|known| known.to_string().matches("kind").count());
        assert_eq!(kinds(about(amount.clone())), None);
        assert_eq!(kinds(about(json!({ "all": [amount, vip, first] }))), Some(2));
        assert_eq!(kinds(about(json!({ "any": [amount, vip] }))), None, "the cart may still pass");
        assert_eq!(kinds(about(json!({ "any": [first, { "all": [amount, vip] }] }))), Some(2));
        assert_eq!(kinds(about(json!({ "not": vip }))), Some(1));
        assert_eq!(kinds(about(json!({ "not": { "all": [amount, vip] } }))), None, "the cart may fail the child");
    }

    #[test]
    fn what_names_customers_is_not_shown() {
        let shown = |tree: Value| {
            let tree: Condition = from_json(tree.to_string().as_bytes()).unwrap();
            tree.about_cart().map(|shown| serde_json::to_value(shown).unwrap().to_string())
        };
        let amount = json!({ "kind": "order_amount", "min": { "USD": 1 } });
        let ana = json!({ "kind": "customer_is", "ids": ["ana"] });
        let expression = json!({ "kind": "expression", "expression": "customer.email == 'ana@shop.example'" });
        assert_eq!(shown(ana.clone()), None);
        assert_eq!(shown(expression.clone()), None);
        assert_eq!(shown(json!({ "any": [amount, ana] })), None);
        assert_eq!(shown(json!({ "not": { "all": [amount, ana] } })), None);
        assert!(shown(json!({ "not": { "any": [amount] } })).is_some());
        let left = shown(json!({ "all": [amount, ana, expression, { "any": [amount, { "all": [ana] }] }] })).unwrap();
        assert!(left.contains("order_amount") && !left.contains("ana"), "{left}");
    }

    #[test]
    fn the_currency_is_that_of_what_was_spent() {
        let tree = json!({ "all": [{ "kind": "first_order" }, { "kind": "total_spent", "min": { "EUR": 100 } }] });
        let tree: Condition = from_json(tree.to_string().as_bytes()).unwrap();
        assert_eq!(tree.spent_currency().map(|currency| currency.to_string()).as_deref(), Some("EUR"));
    }
}
