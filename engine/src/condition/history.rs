//! What a tree asks of a customer's earlier orders, so that no more of them is gathered than a quote needs.

use std::collections::BTreeSet;

use super::purchased::Purchased;
use super::{Condition, Leaf};

/// The facts about earlier orders that conditions ask for. How many orders there were and for how much is always among
/// them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedHistory {
    /// The numbers of days for each of which it is asked what was spent in them.
    pub spent_within: BTreeSet<u32>,
    /// What must be known of purchases; `None`: nothing.
    pub purchases: Option<AskedPurchases>,
}

/// Which purchases must be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedPurchases {
    /// Only those of these products, by id; `None`: of all products.
    pub products: Option<BTreeSet<String>>,
    /// Only those of the last so many times 24 hours; `None`: all there are.
    pub within_days: Option<u32>,
}

impl AskedHistory {
    /// Asks for what another asks for too.
    pub fn join(&mut self, other: &Self) {
        self.spent_within.extend(&other.spent_within);
        match (&mut self.purchases, &other.purchases) {
            (_, None) => {}
            (mine @ None, theirs) => mine.clone_from(theirs),
            (Some(mine), Some(theirs)) => mine.join(theirs),
        }
    }
}

impl AskedPurchases {
    /// Of a purchase only product and categories are known: a selector without categories means products by id alone.
    fn of(leaf: &Purchased) -> Self {
        let selector = &leaf.selector;
        let by_product = selector.categories.is_empty() && !selector.names_no_list();
        Self {
            products: by_product.then(|| selector.products.iter().cloned().collect()),
            within_days: leaf.within_days,
        }
    }

    fn join(&mut self, other: &Self) {
        self.products = match (self.products.take(), &other.products) {
            (Some(mine), Some(theirs)) => Some(mine.union(theirs).cloned().collect()),
            _ => None,
        };
        self.within_days = self.within_days.zip(other.within_days).map(|(mine, theirs)| mine.max(theirs));
    }
}

impl Condition {
    /// What the tree asks of earlier orders; `None` when it asks nothing.
    #[must_use]
    pub fn asked_history(&self) -> Option<AskedHistory> {
        match self {
            Self::Leaf(leaf) => of_leaf(leaf),
            Self::Not(child) => child.asked_history(),
            Self::All(children) | Self::Any(children) => {
                children.iter().filter_map(Self::asked_history).reduce(|mut all, more| {
                    all.join(&more);
                    all
                })
            }
        }
    }
}

fn of_leaf(leaf: &Leaf) -> Option<AskedHistory> {
    let mut asked = AskedHistory::default();
    match leaf {
        Leaf::FirstOrder(_) | Leaf::CustomerType(_) | Leaf::OrdersCount(_) => {}
        Leaf::TotalSpent(leaf) => asked.spent_within.extend(leaf.within_days),
        Leaf::Purchased(leaf) => asked.purchases = Some(AskedPurchases::of(leaf)),
        Leaf::Expression(leaf) if leaf.names_history() => {}
        _ => return None,
    }
    Some(asked)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::decode::from_json;

    fn asked(tree: &Value) -> Option<AskedHistory> {
        from_json::<Condition>(tree.to_string().as_bytes()).unwrap().asked_history()
    }

    #[test]
    fn only_leaves_about_earlier_orders_ask() {
        let amount = json!({ "kind": "order_amount", "min": { "USD": 1 } });
        assert_eq!(asked(&amount), None);
        assert_eq!(asked(&json!({ "kind": "expression", "expression": "subtotal > 5" })), None);
        let plain = Some(AskedHistory::default());
        for leaf in [
            json!({ "kind": "first_order" }),
            json!({ "kind": "customer_type", "is": "new" }),
            json!({ "kind": "orders_count", "min": 1 }),
            json!({ "kind": "total_spent", "min": { "USD": 1 } }),
            json!({ "kind": "expression", "expression": "customer.orders_count > 2" }),
            json!({ "kind": "expression", "expression": "has(customer.total_spent)" }),
        ] {
            assert_eq!(asked(&leaf), plain, "{leaf}");
            assert_eq!(asked(&json!({ "all": [amount, { "not": leaf }] })), plain, "{leaf}");
        }
    }

    #[test]
    fn windows_and_products_are_joined() {
        let spent = |days: u32| json!({ "kind": "total_spent", "min": { "USD": 1 }, "within_days": days });
        let bought =
            |selector: Value, days: Value| json!({ "kind": "purchased", "selector": selector, "within_days": days });
        let of = |tree: &Value| asked(tree).unwrap().purchases.unwrap();
        let hats = bought(json!({ "products": ["hat"] }), json!(30));
        let shoes = bought(json!({ "products": ["shoe"] }), json!(90));
        assert_eq!(asked(&json!({ "any": [spent(30), spent(7)] })).unwrap().spent_within, BTreeSet::from([7, 30]));
        let products = |ids: &[&str]| Some(ids.iter().map(|&id| id.to_owned()).collect());
        assert_eq!(
            of(&json!({ "any": [hats, spent(1), shoes] })),
            AskedPurchases { products: products(&["hat", "shoe"]), within_days: Some(90) }
        );
        let ever = bought(json!({ "products": ["bag"] }), Value::Null);
        assert_eq!(
            of(&json!({ "any": [hats, ever] })),
            AskedPurchases { products: products(&["bag", "hat"]), within_days: None }
        );
        for all in [json!({ "categories": ["shoes"], "products": ["hat"] }), json!({})] {
            assert_eq!(
                of(&json!({ "any": [hats, bought(all, json!(7))] })),
                AskedPurchases { products: None, within_days: Some(30) }
            );
        }
    }
}
