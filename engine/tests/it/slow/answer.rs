//! What both pricings say of a cart, in one form.

use std::collections::BTreeMap;

use tessera_engine::{Cart, Quote};

/// Everything about a price that the two must agree on. Amounts in minor units; what is zero is left out of maps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// By coupon and place (`line <id>`, `setup <id>`, `shipping`): the share.
    pub(crate) shares: BTreeMap<(String, String), i128>,
    /// By coupon and product: units to be added.
    pub(crate) gifts: BTreeMap<(String, String), i128>,
    /// By place: tax.
    pub(crate) tax: BTreeMap<String, i128>,
    /// What the item, order and shipping lanes took off goods and shipping, and what came off setup fees.
    pub(crate) lanes: [i128; 4],
    /// What is left to pay.
    pub(crate) total: i128,
    /// What the next best set saves.
    pub(crate) runner_up: Option<i128>,
}

impl Answer {
    /// What the engine says.
    pub(crate) fn of_engine(quote: &Quote, cart: &Cart) -> Self {
        let mut answer = Self::default();
        let place = |path: &str| {
            let Some(rest) = path.strip_prefix("$.line_items[") else { return "shipping".to_owned() };
            let (position, rest) = rest.split_once(']').expect("a path into the lines");
            let line = &cart.line_items[position.parse::<usize>().expect("a position")];
            format!("{} {}", if rest.is_empty() { "line" } else { "setup" }, line.id)
        };
        for entry in &quote.discounts.applied {
            for share in &entry.allocations {
                let key = (entry.coupon_id.to_string(), place(&share.path.to_string()));
                *answer.shares.entry(key).or_default() += i128::from(share.amount);
            }
        }
        for gift in &quote.gifts {
            let key = (gift.coupon_id.to_string(), gift.product_id.clone());
            *answer.gifts.entry(key).or_default() += i128::from(gift.quantity);
        }
        for line in &quote.line_items {
            answer.tax.insert(format!("line {}", line.id), line.tax.into());
        }
        if let Some(shipping) = &quote.shipping {
            answer.tax.insert("shipping".to_owned(), shipping.tax.into());
        }
        for fee in &quote.fees {
            answer.tax.insert(format!("fee {}", fee.id), fee.tax.into());
        }
        let totals = &quote.totals;
        answer.lanes =
            [totals.items_discount, totals.order_discount, totals.shipping_discount, totals.setup_fees_discount]
                .map(i128::from);
        answer.total = totals.total.into();
        answer.runner_up = quote.selection.runner_up.as_ref().map(|next| next.saving.into());
        answer
    }
}
