//! Making a failing case smaller.

use tessera_engine::Settings;

use super::Case;

/// Leaves out of a case what it fails without, until nothing more can be left out.
pub(crate) fn shrink(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    while let Some(smaller) = candidates(&case).into_iter().find(&fails) {
        case = smaller;
    }
    case
}

fn candidates(case: &Case) -> Vec<Case> {
    let mut smaller = Vec::new();
    let mut try_without = |is_there: bool, change: &dyn Fn(&mut Case)| {
        if is_there {
            let mut one = case.clone();
            change(&mut one);
            smaller.push(one);
        }
    };
    for at in 0..case.coupons.len() {
        try_without(true, &|case| drop(case.coupons.remove(at)));
        let terms = &case.coupons[at].terms;
        for benefit in 0..terms.benefits.len() {
            try_without(terms.benefits.len() > 1, &|case| drop(case.coupons[at].terms.benefits.remove(benefit)));
        }
        try_without(terms.conditions.is_some(), &|case| case.coupons[at].terms.conditions = None);
        try_without(terms.limits.budget.is_some(), &|case| case.coupons[at].terms.limits.budget = None);
        try_without(terms.campaign_id.is_some(), &|case| case.coupons[at].terms.campaign_id = None);
    }
    for at in 0..case.cart.line_items.len() {
        try_without(true, &|case| drop(case.cart.line_items.remove(at)));
        let line = &case.cart.line_items[at];
        try_without(line.quantity > 1, &|case| case.cart.line_items[at].quantity -= 1);
        try_without(line.setup_fee.is_some(), &|case| case.cart.line_items[at].setup_fee = None);
        try_without(line.min_unit_price.is_some(), &|case| case.cart.line_items[at].min_unit_price = None);
        try_without(line.tax_rate.is_some(), &|case| case.cart.line_items[at].tax_rate = None);
    }
    for at in 0..case.codes.len() {
        try_without(true, &|case| drop(case.codes.remove(at)));
    }
    try_without(!case.declined.is_empty(), &|case| case.declined.clear());
    try_without(!case.cart.fees.is_empty(), &|case| case.cart.fees.clear());
    try_without(case.cart.shipping.is_some(), &|case| case.cart.shipping = None);
    try_without(case.settings != Settings::default(), &|case| case.settings = Settings::default());
    try_without(case.settings.max_discount_percent.is_some(), &|case| case.settings.max_discount_percent = None);
    try_without(case.settings.min_margin_percent.is_some(), &|case| case.settings.min_margin_percent = None);
    smaller
}
